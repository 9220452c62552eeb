package lsp

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"

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
	go func() {
		ended <- Serve(context.Background(), ours, Options{Version: "v0", Ignored: []string{filepath.Join(dir, "ignored")}})
	}()
	return lsptest.Connect(t, dir, nil, theirs), dir, ended
}

func count(n int) func([]lsptest.Diagnostic) bool {
	return func(all []lsptest.Diagnostic) bool { return len(all) == n }
}

func TestASessionFromTheFirstWordToTheLast(t *testing.T) {
	c, dir, ended := session(t)
	file := filepath.Join(dir, "a.go")
	c.Open(filepath.Join(dir, "ignored", "b.go"))
	c.Open(file)
	d := c.Wait(file, count(1))[0]
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if fixes := c.QuickFixes(file, d); len(fixes) != 0 {
		t.Errorf("without a known service no fix is certain: %+v", fixes)
	}
	c.Change(file, strings.Replace(string(data), "SignatureExpired", "SignatureExpire", 1))
	c.Wait(file, count(0))
	c.Change(file, strings.Replace(string(data), "{ return", "{ return /* 错😀 */", 1))
	if now := c.Wait(file, count(1))[0]; now.Range.Start.Character != d.Range.Start.Character+len(" /* ")+3+len(" */") {
		t.Errorf("%+v, was %+v", now.Range, d.Range)
	}
	c.Change(file, strings.Replace(string(data), "func expired", "//nolint:tcerrlint\nfunc expired", 1))
	c.Wait(file, count(0))
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
	go func() { ended <- Serve(context.Background(), ours, Options{Version: "v0"}) }()
	if err := theirs.Close(); err != nil {
		t.Fatal(err)
	}
	if <-ended {
		t.Error("in order without shutdown")
	}
}

// TestAMalformedMessageIsAnsweredAndSurvived sends what no editor would, and then
// what every editor does.
func TestAMalformedMessageIsAnsweredAndSurvived(t *testing.T) {
	framed := func(body string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body) }
	const ask = `{"jsonrpc": "2.0", "id": 7, "method": "initialize", "params": {"capabilities": {}}}`
	for name, before := range map[string]string{
		"nothing":             "",
		"half an object":      framed(`{"jsonrpc": "2.0", "id": 1, "method": `),
		"an array":            framed(`[1, 2]`),
		"a number":            framed(`1`),
		"no length":           "Content-Type: text\r\n\r\n",
		"a negative length":   "Content-Length: -5\r\n\r\n",
		"a word for length":   "Content-Length: many\r\n\r\n",
		"bad parameters":      framed(`{"jsonrpc": "2.0", "id": 2, "method": "textDocument/codeAction", "params": [1]}`),
		"an unknown method":   framed(`{"jsonrpc": "2.0", "id": 3, "method": "no/such"}`),
		"a method of number":  framed(`{"jsonrpc": "2.0", "id": 4, "method": 5}`),
		"an answer to nobody": framed(`{"jsonrpc": "2.0", "id": 99, "result": null}`),
	} {
		t.Run(name, func(t *testing.T) {
			ours, theirs := net.Pipe()
			defer theirs.Close()
			go Serve(context.Background(), ours, Options{Version: "v0"})
			go func() { _, _ = io.WriteString(theirs, before+framed(ask)) }()
			if err := theirs.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
				t.Fatal(err)
			}
			stream := bufio.NewReader(theirs)
			for {
				var message struct {
					ID     any
					Result *struct{ ServerInfo any }
				}
				if err := (jsonrpc2.VSCodeObjectCodec{}).ReadObject(stream, &message); err != nil {
					t.Fatalf("the server is gone: %v", err)
				}
				if message.Result != nil && message.Result.ServerInfo != nil {
					return
				}
			}
		})
	}
}

// TestAFileWithoutAModuleIsNotLookedAt: the folder could be the whole disk.
func TestAFileWithoutAModuleIsNotLookedAt(t *testing.T) {
	c, dir, _ := session(t)
	alone := filepath.Join(t.TempDir(), "a.go")
	if err := os.WriteFile(alone, []byte("package a\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	c.Open(alone)
	c.Open(filepath.Join(dir, "a.go"))
	c.Wait(filepath.Join(dir, "a.go"), count(1))
	if all, times := c.Current(alone); times != 0 {
		t.Errorf("told %v", all)
	}
	c.Shutdown()
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
