package sdk

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog/internal/snapshot"
	"github.com/tcerrlint/tcerrlint/internal/testfiles"
)

const (
	errorsFile = `package v20170312

const (
	// 此产品的特有错误码

	// CDH已停止
	ZONE_SOLDOUT = "Zone.SoldOut"

	INTERNALERROR = "InternalError"
	UNSUPPORTEDOPERATION_ = "UnsupportedOperation."
	FAILEDOPERATION_A_B = "FailedOperation.A_b.C"
)
`
	clientFile = `package v20170312

// RunInstances
// text
//
// 可能返回的错误码:
//  INTERNALERROR = "InternalError"
//  ZONE_SOLDOUT = "Zone.SoldOut"
func (c *Client) RunInstances(request *RunInstancesRequest) (response *RunInstancesResponse, err error) {
}

// error code that may be returned:
//  INTERNALERROR = "InternalError"
func (c *Client) RunInstancesWithContext(ctx context.Context, request *RunInstancesRequest) (response *RunInstancesResponse, err error) {
}

// no list
func (c *Client) StopInstances(request *StopInstancesRequest) (response *StopInstancesResponse, err error) {
}
`
)

func TestParseErrors(t *testing.T) {
	got, err := ParseErrors("errors.go", []byte(errorsFile))
	want := map[string]string{
		"Zone.SoldOut": "ZONE_SOLDOUT", "InternalError": "INTERNALERROR",
		"UnsupportedOperation.": "UNSUPPORTEDOPERATION_", "FailedOperation.A_b.C": "FAILEDOPERATION_A_B",
	}
	if err != nil || !maps.Equal(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestParseErrorsFailsOnWhatItDoesNotKnow(t *testing.T) {
	for src, want := range map[string]string{
		"package v\n\nvar A = \"B\"\n":                "errors.go:3: want only const",
		"package v\n\nfunc f() {}\n":                  "errors.go:3: want only const",
		"package v\nconst A = 1\n":                    "errors.go:2: want a string literal as the value of A",
		"package v\nconst A, B = \"A\", \"B\"\n":      "errors.go:2: want one name and one value",
		"package v\nconst (\nA = \"A\"\nB\n)\n":       "errors.go:4: want one name and one value",
		"package v\nconst A = \"A B\"\n":              "errors.go:2: \"A B\" does not look like an error code",
		"package v\nconst A = \"\"\n":                 "errors.go:2: \"\" does not look like an error code",
		"package v\nconst lower = \"A.B\"\n":          "errors.go:2: lower does not look like the constant",
		"package v\nconst A = \"Auth\" + \"Failure\"": "errors.go:2: want a string literal",
		"package": "errors.go:1:",
	} {
		if got, err := ParseErrors("errors.go", []byte(src)); err == nil || !strings.HasPrefix(err.Error(), want) || got != nil {
			t.Errorf("%q: %v, %v; want %q", src, got, err, want)
		}
	}
}

func TestParseClient(t *testing.T) {
	constants := map[string]string{"InternalError": "INTERNALERROR", "Zone.SoldOut": "ZONE_SOLDOUT"}
	for name, src := range map[string]string{"LF": clientFile, "CRLF": strings.ReplaceAll(clientFile, "\n", "\r\n")} {
		got, err := ParseClient("client.go", []byte(src), constants)
		if err != nil {
			t.Fatal(name, err)
		}
		codes := slices.Sorted(maps.Keys(got["RunInstances"]))
		if len(got) != 2 || len(got["StopInstances"]) != 0 || !slices.Equal(codes, []string{"InternalError", "Zone.SoldOut"}) {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestParseClientFailsOnWhatItDoesNotKnow(t *testing.T) {
	const list = "// error code that may be returned:\n"
	for src, want := range map[string]string{
		list + "//  A = \"A.B\"\nfunc (c *Client) Do(":          "client.go:2: code \"A.B\" is listed but has no constant",
		list + "// a sentence\nfunc (c *Client) Do(":            "client.go:2: want a line",
		list + "//  INTERNALERROR = \"InternalError\"\n":        "client.go:3: want a line",
		"// text\n//  INTERNALERROR = \"InternalError\"\n":      "client.go:2: a code is listed outside a list",
		list + "//  INTERNALERROR = \"InternalError\"\nvar x\n": "client.go:3: want a line",
		strings.TrimSuffix(list, "\n"):                          "client.go:1: the list of codes has no method",
	} {
		got, err := ParseClient("client.go", []byte(src), map[string]string{"InternalError": "INTERNALERROR"})
		var format *FormatError
		if !errors.As(err, &format) || !strings.HasPrefix(err.Error(), want) || got != nil {
			t.Errorf("%q: %v, %v; want %q", src, got, err, want)
		}
	}
}

func TestReadModule(t *testing.T) {
	for _, c := range []struct {
		path   string
		prefix string
		want   []string
	}{
		{Root + "/tencentcloud/cvm", "", []string{"cvm v20170312 4"}},
		{IntlRoot, "tencentcloud/cvm/", []string{"cvm v20170312 4"}},
	} {
		dir := t.TempDir()
		testfiles.Write(t, dir, map[string]string{
			"tencentcloud/common/errors/errors.go": "package errors\nvar X = 1\n", // passed over
			c.prefix + "v20170312/errors.go":       errorsFile,
			c.prefix + "v20170312/client.go":       clientFile,
			c.prefix + "v20180101/client.go":       "package v20180101\n", // an old release
			c.prefix + "internal/errors.go":        "package internal\nvar X = 1\n",
			c.prefix + "README.md":                 "text",
		})
		packages, err := ReadModule(snapshot.Module{Path: c.path, Version: "v1.0.0"}, dir)
		if err != nil {
			t.Fatal(err)
		}
		if len(packages) != 2 || packages[0].Service != "cvm" || packages[0].APIVersion != "v20170312" ||
			len(packages[0].Constants) != 4 || packages[1].Constants != nil {
			t.Errorf("%s: got %+v", c.path, packages)
		}
	}
}

func TestReadModuleFailsLoudly(t *testing.T) {
	dir := t.TempDir()
	if _, err := ReadModule(snapshot.Module{Path: "example.com/other"}, dir); err == nil {
		t.Error("another module: no error")
	}
	if _, err := ReadModule(snapshot.Module{Path: Root + "/tencentcloud/cvm"}, dir); err == nil {
		t.Error("a module without an API version: no error")
	}
	testfiles.Write(t, dir, map[string]string{"v20170312/errors.go": errorsFile})
	if _, err := ReadModule(snapshot.Module{Path: Root + "/tencentcloud/cvm"}, dir); err == nil {
		t.Error("a package without client.go: no error")
	}
}

func TestClientCodes(t *testing.T) {
	dir := t.TempDir()
	testfiles.Write(t, dir, map[string]string{
		"client.go":         `package common; const a, b = "ClientError.IOError", "ClientError"`,
		"client_test.go":    `package common; const c = "ClientError.Test"`,
		"errors/errors.go":  `package errors; const d = "ClientErrors.Other"`,
		"profile/README.md": `"ClientError.Readme"`,
	})
	got, err := ClientCodes(dir)
	if want := []string{"ClientError", "ClientError.IOError"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
}
