package lsp

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/lsptest"
)

const misspelled = `
-- a.go --
package m

import tcerr "example.com/m/tencentcloud/common/errors"

func expired(e *tcerr.TencentCloudSDKError) bool { return e.Code == "AuthFailure.SignatureExpired" }
-- ignored/b.go --
package ignored

import tcerr "example.com/m/tencentcloud/common/errors"

func expired(e *tcerr.TencentCloudSDKError) bool { return e.Code == "AuthFailure.SignatureExpired" }
`

// session serves a client in this process.
func session(t *testing.T) (c *lsptest.Client, dir string, ended chan bool) {
	t.Helper()
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	dir = testmodule.Write(t, misspelled)
	ours, theirs := net.Pipe()
	ended = make(chan bool, 1)
	go func() { ended <- Serve(context.Background(), ours, "v0", []string{filepath.Join(dir, "ignored")}) }()
	return lsptest.Connect(t, dir, nil, theirs), dir, ended
}

func found(n int) func([]lsptest.Diagnostic) bool {
	return func(all []lsptest.Diagnostic) bool { return len(all) == n }
}

func TestASessionFromTheFirstWordToTheLast(t *testing.T) {
	c, dir, ended := session(t)
	file := filepath.Join(dir, "a.go")
	c.Open(filepath.Join(dir, "ignored", "b.go"))
	c.Open(file)
	d := c.Wait(file, found(1))[0]
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if fixes := c.QuickFixes(file, d); len(fixes) != 0 {
		t.Errorf("without a known service no fix is certain: %+v", fixes)
	}
	c.Change(file, strings.Replace(string(data), "SignatureExpired", "SignatureExpire", 1))
	c.Wait(file, found(0))
	c.Change(file, strings.Replace(string(data), "{ return", "{ return /* 错😀 */", 1))
	if now := c.Wait(file, found(1))[0]; now.Range.Start.Character != d.Range.Start.Character+len(" /* ")+3+len(" */") {
		t.Errorf("%+v, was %+v", now.Range, d.Range)
	}
	c.Change(file, strings.Replace(string(data), "func expired", "//nolint:tcerrlint\nfunc expired", 1))
	c.Wait(file, found(0))
	if all, times := c.Current(filepath.Join(dir, "ignored", "b.go")); times != 0 {
		t.Errorf("ignored file: %+v", all)
	}
	c.Shutdown()
	if !<-ended {
		t.Error("shutdown and exit were not in order")
	}
}

func TestAnEditorThatIsGoneEndsTheSession(t *testing.T) {
	ours, theirs := net.Pipe()
	ended := make(chan bool, 1)
	go func() { ended <- Serve(context.Background(), ours, "v0", nil) }()
	if err := theirs.Close(); err != nil {
		t.Fatal(err)
	}
	if <-ended {
		t.Error("in order without shutdown")
	}
}

func TestFileNamesAndAddresses(t *testing.T) {
	for uri, want := range map[string]string{
		"file:///a/b%20c/%E9%94%99.go": "/a/b c/错.go",
		"file:///a/./b/../c.go":        "/a/c.go",
		"untitled:Untitled-1":          "",
		"git:/a/b.go?ref=HEAD":         "",
	} {
		if got := filepath.ToSlash(fileName(uri)); got != want {
			t.Errorf("fileName(%q) = %q, want %q", uri, got, want)
		}
	}
	if got := fileURI("/a/b c/错.go"); got != "file:///a/b%20c/%E9%94%99.go" {
		t.Errorf("fileURI: %q", got)
	}
}
