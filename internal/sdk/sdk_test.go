package sdk_test

import (
	"go/types"
	"testing"

	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

func TestErrorsAreRecognisedWhereverTheyLive(t *testing.T) {
	for path, want := range map[string]bool{
		"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors":                                    true,
		"github.com/tencentcloud/tencentcloud-sdk-go-intl-en/tencentcloud/common/errors":                            true,
		"example.com/app/vendor/github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors":             true,
		"example.com/app/pkg/sdk3rd-trimmed/github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors": true,
		"tencentcloud/common/errors":                    true,
		"example.com/mytencentcloud/common/errors":      false,
		"example.com/tencentcloud/common/errorsx":       false,
		"example.com/tencentcloud/common/errors/nested": false,
		"example.com/common/errors":                     false,
		"errors":                                        false,
		"":                                              false,
	} {
		if got := sdk.IsErrors(path); got != want {
			t.Errorf("%s: got %v", path, got)
		}
	}
}

func TestServices(t *testing.T) {
	for path, want := range map[string]string{
		"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312":         "cvm",
		"github.com/tencentcloud/tencentcloud-sdk-go-intl-en/tencentcloud/cdn/v20180606": "cdn",
		"example.com/x/vendored/tencentcloud/tke/v20180525":                              "tke",
		"tencentcloud/tke/v20180525":                                                     "tke",
		"example.com/mytencentcloud/tke/v20180525":                                       "",
		"example.com/tencentcloud/tke/v2018":                                             "",
		"example.com/tencentcloud/tke/v2018052x":                                         "",
		"example.com/tencentcloud/tke/x20180525":                                         "",
		"example.com/tencentcloud/tke":                                                   "",
		"example.com/other/tke/v20180525":                                                "",
		"v20180525":                                                                      "",
		"":                                                                               "",
	} {
		service, _, ok := sdk.Service(path)
		if !ok {
			service = ""
		}
		if service != want {
			t.Errorf("%s: got %q, want %q", path, service, want)
		}
	}
}

func named(path, name string) types.Type {
	pkg := types.NewPackage(path, path)
	return types.NewNamed(types.NewTypeName(0, pkg, name, nil), types.NewStruct(nil, nil), nil)
}

func TestServiceOfACall(t *testing.T) {
	const cvm, cdn = "example.com/tencentcloud/cvm/v20170312", "example.com/tencentcloud/cdn/v20180606"
	pointer := func(t types.Type) types.Type { return types.NewPointer(t) }
	tuple := func(list ...types.Type) *types.Tuple {
		var vars []*types.Var
		for _, t := range list {
			vars = append(vars, types.NewParam(0, nil, "", t))
		}
		return types.NewTuple(vars...)
	}
	failure := types.Universe.Lookup("error").Type()
	for name, test := range map[string]struct {
		recv            types.Type
		params, results *types.Tuple
		want            string
	}{
		"request before client":   {pointer(named(cdn, "Client")), tuple(pointer(named(cvm, "DescribeInstancesRequest"))), tuple(failure), "cvm"},
		"package function":        {nil, tuple(types.Typ[types.Int], pointer(named(cvm, "DescribeInstancesRequest"))), tuple(failure), "cvm"},
		"response":                {nil, tuple(), tuple(pointer(named(cvm, "DescribeInstancesResponse")), failure), "cvm"},
		"client":                  {pointer(named(cvm, "Client")), tuple(), tuple(failure), "cvm"},
		"no request of a service": {nil, tuple(pointer(named("net/http", "Request"))), tuple(failure), ""},
		"another type of service": {nil, tuple(pointer(named(cvm, "Instance"))), tuple(failure), ""},
		"nothing":                 {nil, tuple(), tuple(), ""},
	} {
		var recv *types.Var
		if test.recv != nil {
			recv = types.NewParam(0, nil, "", test.recv)
		}
		sig := types.NewSignatureType(recv, nil, nil, test.params, test.results, false)
		if got, _ := sdk.ServiceOfCall(sig); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

func TestErrorTypes(t *testing.T) {
	errs := sdk.Errors{Extra: []string{"example.com/fork.APIError"}}
	for _, test := range []struct {
		typ  types.Type
		want bool
	}{
		{named("example.com/tencentcloud/common/errors", "TencentCloudSDKError"), true},
		{types.NewPointer(named("example.com/tencentcloud/common/errors", "TencentCloudSDKError")), true},
		{types.NewAlias(types.NewTypeName(0, nil, "A", nil), named("example.com/tencentcloud/common/errors", "TencentCloudSDKError")), true},
		{named("example.com/tencentcloud/common/errors", "Other"), false},
		{named("example.com/other", "TencentCloudSDKError"), false},
		{named("example.com/fork", "APIError"), true},
		{named("example.com/fork/v2", "APIError"), false},
		{types.Universe.Lookup("error").Type(), false},
		{types.Typ[types.String], false},
	} {
		if got := errs.Is(test.typ); got != test.want {
			t.Errorf("%s: got %v", test.typ, got)
		}
	}
}
