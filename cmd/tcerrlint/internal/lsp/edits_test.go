package lsp

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/lsptest"
	"github.com/tcerrlint/tcerrlint/internal/stress/mutate"
)

// A typist edits one file of a module, and asks for what editors ask for.
type typist struct {
	*testing.T
	c    *lsptest.Client
	rng  *rand.Rand
	file string
}

// wrong returns a program with n codes that do not exist.
func wrong(n int) string {
	var b strings.Builder
	b.WriteString("package m\n\nimport (\n\t\"context\"\n\n\tcdn \"example.com/m/tencentcloud/cdn/v20180606\"\n\ttcerr \"example.com/m/tencentcloud/common/errors\"\n)\n")
	for i := range 3 {
		code := "InternalError.CdnDbError"
		if i < n {
			code = "InternalError.CdnDbEror"
		}
		fmt.Fprintf(&b, `
func purge%d(client *cdn.Client) error {
	_, err := client.PurgeUrlsCacheWithContext(context.Background(), nil)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		switch e.Code {
		case "%s":
			return e
		}
	}
	return err
}
`, i, code)
	}
	return b.String()
}

// edit makes one edit; it returns how many findings there are then, or -1 where
// nobody knows.
func (t *typist) edit() (want int) {
	n := t.rng.IntN(4)
	text := wrong(n)
	switch t.rng.IntN(4) {
	case 0: // a program of another kind, or none
		t.c.Change(t.file, mutate.Source(text, t.rng))
		return -1
	case 1: // as somebody who types has it
		t.c.Change(t.file, text[:t.rng.IntN(len(text))])
		return -1
	case 2:
		text += strings.Repeat("\n// 错😀 another line\n", t.rng.IntN(3))
	}
	t.c.Change(t.file, text)
	return n
}

// ask makes a request about a random place, which it may take back.
func (t *typist) ask() {
	text := t.c.Text(t.file)
	at := lsptest.PositionOf(text, 0)
	at.Line = t.rng.IntN(strings.Count(text, "\n") + 2)
	at.Character = t.rng.IntN(30)
	document := map[string]any{"uri": lsptest.URI(t.file)}
	methods := []struct {
		name   string
		params any
	}{
		{"textDocument/hover", map[string]any{"textDocument": document, "position": at}},
		{"textDocument/completion", map[string]any{"textDocument": document, "position": at}},
		{"textDocument/codeLens", map[string]any{"textDocument": document}},
		{"textDocument/diagnostic", map[string]any{"textDocument": document}},
		{"textDocument/codeAction", map[string]any{"textDocument": document, "range": lsptest.Range{Start: at, End: at}, "context": map[string]any{"diagnostics": []any{}}}},
		{"textDocument/hover", map[string]any{"textDocument": 5}},
		{"textDocument/completion", []int{}},
		{"workspace/diagnostic", map[string]any{}},
	}
	m := methods[t.rng.IntN(len(methods))]
	if t.rng.IntN(2) == 0 {
		_ = t.c.Cancelled(m.name, m.params) // answered or refused
	} else {
		_ = t.c.Try(m.name, m.params, nil)
	}
	switch t.rng.IntN(20) {
	case 0:
		t.c.Notify("textDocument/didChange", map[string]any{"textDocument": document, "contentChanges": 7})
	case 1:
		t.c.Notify("workspace/didChangeWatchedFiles", map[string]any{})
	case 2:
		t.c.Notify("$/cancelRequest", map[string]any{"id": t.rng.IntN(100)})
	}
}

// TestAThousandEditsLoseNothing makes random edits on two modules at once, with
// requests that come, are malformed or are taken back in between.
func TestAThousandEditsLoseNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	dirs := []string{testmodule.Write(t, purging), testmodule.Write(t, purging)}
	ours, theirs := net.Pipe()
	ended := make(chan bool, 1)
	go func() {
		ended <- Serve(context.Background(), ours, Options{Version: "v0", Pause: time.Millisecond, Patience: time.Millisecond})
	}()
	abilities := can("workspace.diagnostics.refreshSupport", "window.workDoneProgress", "workspace.codeLens.refreshSupport")
	abilities["textDocument"] = map[string]any{"diagnostic": map[string]any{}}
	c := lsptest.Begin(t, lsptest.Editor{Dirs: dirs, Settings: map[string]any{"codeLens": true}, Capabilities: abilities}, theirs)
	const edits, early = 500, 100 // of each module
	used := make(chan uint64, len(dirs))
	var typists sync.WaitGroup
	for i, dir := range dirs {
		typist := &typist{t, c, rand.New(rand.NewPCG(22, uint64(i))), filepath.Join(dir, "a.go")}
		c.Open(typist.file)
		typists.Go(func() {
			for n := range edits {
				want := typist.edit()
				if typist.rng.IntN(3) == 0 {
					typist.ask()
				}
				if want >= 0 && typist.rng.IntN(2) == 0 {
					if got := pull(c, typist.file, ""); len(got.Items) != want {
						t.Errorf("edit %d of %s: %+v, want %d in\n%s", n, typist.file, got.Items, want, c.Text(typist.file))
						return
					}
				}
				if n == early {
					used <- heap()
				}
			}
			c.Change(typist.file, wrong(3))
			if got := pull(c, typist.file, ""); len(got.Items) != 3 {
				t.Errorf("in the end: %+v", got)
			}
		})
	}
	typists.Wait()
	if t.Failed() {
		return
	}
	if first, last := max(<-used, <-used), heap(); last > first+first/4+8<<20 {
		t.Errorf("%d MB in use, %d MB after %d edits", last>>20, first>>20, early)
	}
	for _, dir := range dirs {
		file := filepath.Join(dir, "a.go")
		c.Close(file)
		pull(c, file, "")
	}
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) { // a request is forgotten once it is answered
		var told string
		c.Call("workspace/executeCommand", map[string]any{"command": "tcerrlint.debugInformation"}, &told)
		if !strings.Contains(told, "module ") && !strings.Contains(told, "open ") && strings.Contains(told, "requests: 1, work shown: 0") {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("after everything is closed:\n%s", told)
		}
	}
	c.Shutdown()
	if !<-ended {
		t.Error("shutdown and exit were not in order")
	}
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<16)
			t.Fatalf("%d goroutines, %d before\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
