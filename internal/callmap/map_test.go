package callmap

import (
	"go/types"
	"slices"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/internal/engine"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/ssatest"
)

// sdkTexts are as much of the SDK as the map must know.
var sdkTexts = map[string]string{
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors": `package errors

type TencentCloudSDKError struct{ Code, Message, RequestId string }

func (e *TencentCloudSDKError) Error() string { return e.Code }
`,
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312": `package v20170312

import _ "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"

type StopInstancesRequest struct{}

type StopInstancesResponse struct{}

type Client struct{}

func (*Client) StopInstances(*StopInstancesRequest) (*StopInstancesResponse, error) { return nil, nil }
`,
}

// sitesOf analyzes the text of a file and lists its sites: in which function they
// are, what is called, and what that calls.
func sitesOf(t *testing.T, text string) (sites []string) {
	pass := ssatest.Build(t, text, sdkTexts).Pass()
	pass.ExportObjectFact = func(types.Object, analysis.Fact) {}
	pass.ExportPackageFact = func(analysis.Fact) {}
	p := engine.Analyze(pass, &program.Config{Critical: engine.DefaultPolicy(), Map: true})
	for _, site := range Sites(p) {
		line := site.InName + ": " + site.Name
		for _, callee := range site.Callees {
			line += " " + callee.ID
		}
		sites = append(sites, line)
	}
	return sites
}

// TestSitesOfLiterals links a call to the literal that it is given where the
// function around calls the API.
func TestSitesOfLiterals(t *testing.T) {
	got := sitesOf(t, `package p

import (
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

func patiently(f func() error) error { return f() }

func stop(c *cvm.Client) error {
	return patiently(func() error {
		_, err := c.StopInstances(new(cvm.StopInstancesRequest))
		return err
	})
}

func told(err error) error {
	return patiently(func() error {
		if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
			return nil
		}
		return err
	})
}
`)
	want := []string{"stop: patiently example.com/p.stop$1", "stop: StopInstances"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
