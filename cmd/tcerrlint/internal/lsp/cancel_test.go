package lsp

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/lsptest"
)

// slowGo puts a go command into PATH that lists no packages before the gate is
// opened.
func slowGo(t *testing.T) (open func()) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the go command is replaced by a shell script")
	}
	command, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	gate := filepath.Join(dir, "gate")
	script := fmt.Sprintf("#!/bin/sh\nif [ \"$1\" = list ]; then\n\twhile [ ! -e '%s' ]; do sleep 0.05; done\nfi\nexec '%s' \"$@\"\n", gate, command)
	if err := os.WriteFile(filepath.Join(dir, "go"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	return func() {
		if err := os.WriteFile(gate, nil, 0o666); err != nil {
			t.Error(err)
		}
	}
}

// TestTheCheckOfADocumentCanBeEnded: by the user, who then waits for nothing, and
// by an edit, after which the answer is about the new text. A request that waits for
// it can be taken back.
func TestTheCheckOfADocumentCanBeEnded(t *testing.T) {
	open := slowGo(t)
	dir := testmodule.Write(t, several)
	abilities := can("window.workDoneProgress")
	abilities["textDocument"] = map[string]any{"diagnostic": map[string]any{}}
	c := as(t, lsptest.Editor{Dirs: []string{dir}, Capabilities: abilities}, Options{Patience: time.Nanosecond})
	a := filepath.Join(dir, "a.go")
	c.Open(a)
	said := c.WaitSaid("begin", func(s lsptest.Said) bool {
		return s.Method == "$/progress" && strings.Contains(string(s.Params), `"begin"`) && strings.Contains(string(s.Params), dir)
	})
	params := map[string]any{"textDocument": map[string]any{"uri": lsptest.URI(a)}}
	if err := c.Cancelled("textDocument/diagnostic", params); err == nil || !strings.Contains(err.Error(), "-32800") {
		t.Errorf("a request that was taken back: %v", err)
	}
	answered := make(chan pulled)
	go func() { answered <- pull(c, a, "") }()
	select {
	case r := <-answered:
		t.Fatalf("answered before the check came to its end: %+v", r)
	case <-time.After(100 * time.Millisecond):
	}
	var p struct{ Token json.RawMessage }
	if err := json.Unmarshal(said.Params, &p); err != nil {
		t.Fatal(err)
	}
	c.Notify("window/workDoneProgress/cancel", map[string]any{"token": p.Token})
	if r := <-answered; r.Kind != "full" || len(r.Items) != 0 {
		t.Errorf("a check that was ended found %+v", r)
	}
	c.WaitSaid("end", func(s lsptest.Said) bool {
		return s.Method == "$/progress" && strings.Contains(string(s.Params), `"end"`) && strings.Contains(string(s.Params), string(p.Token))
	})
	if said := c.Messages(); len(said) > 0 {
		t.Errorf("the user, who ended it, is told %q", said)
	}
	c.Change(a, c.Text(a)+"\n// The first edit begins a check.\n")
	time.Sleep(50 * time.Millisecond)
	c.Change(a, strings.Replace(c.Text(a), "SignatureExpired", "SignatureExpires", 1))
	open()
	if r := pull(c, a, ""); len(r.Items) != 1 || !strings.Contains(r.Items[0].Message, "SignatureExpires") {
		t.Errorf("after the last edit: %+v", r)
	}
}
