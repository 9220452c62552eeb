package relevance

import (
	"go/types"
	"testing"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/ssatest"
)

// TestSendsForOthers holds which packages may have a function that sends requests for
// others, so that they must be looked at.
func TestSendsForOthers(t *testing.T) {
	for text, want := range map[string]bool{
		`import "net/http"

func Send(r *http.Request) (*http.Response, error) { return http.DefaultClient.Do(r) }`: true,
		`import ("io"; "net/http")

func Post(url string) ([]byte, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(resp.Body)
}`: true,
		`import ("io"; "net/http")

func Open(url string) (io.ReadCloser, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}`: true,
		`import "net/http"

func sign(r *http.Request) { r.Header.Set("Authorization", "2026-01-01/cdn/tc3_request") }`: true,
		`import "crypto/hmac"

var _ = hmac.Equal

const host = "cdn.tencentcloudapi.com"`: true,
		`const host = "cdn.tencentcloudapi.com"`: false, // it sends and signs nothing
		`import "net/http"

func send(r *http.Request) (*http.Response, error) { return http.DefaultClient.Do(r) }`: false,
		`import "net/http"

func Send(r *http.Request) error { _, err := http.DefaultClient.Do(r); return err }`: false,
		`import "net/http"

func Name(r *http.Request) (string, error) { return r.Host, nil }`: false,
		`func Name(list []string) (string, error) { return list[0], nil }`: false,
	} {
		p := &program.Package{
			Pass:     ssatest.Build(t, "package sends\n\n"+text+"\n", nil).Pass(),
			Imported: make(map[*types.Package]*facts.PackageSummary),
		}
		if got := SendsForOthers(p); got != want {
			t.Errorf("%t for:\n%s", got, text)
		}
	}
}
