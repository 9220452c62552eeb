package lsp

import (
	"context"
	"encoding/json"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/live"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/lsptest"
)

// several is a module with more than one package, and files with build tags.
const several = misspelled + `
-- b.go --
package m

import tcerr "example.com/m/tencentcloud/common/errors"

func gone(e *tcerr.TencentCloudSDKError) bool { return e.Code == "AuthFailure.SignatureExpired" }
-- tagged.go --
//go:build extra

package m

import tcerr "example.com/m/tencentcloud/common/errors"

func tagged(e *tcerr.TencentCloudSDKError) bool { return e.Code == "AuthFailure.SignatureExpired" }
-- other/other.go --
package other

import tcerr "example.com/m/tencentcloud/common/errors"

func expired(e *tcerr.TencentCloudSDKError) bool { return e.Code == "AuthFailure.SignatureExpired" }
`

// as serves an editor in this process.
func as(t *testing.T, editor lsptest.Editor, options Options) *lsptest.Client {
	t.Helper()
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	ours, theirs := net.Pipe()
	options.Version = "v0"
	ended := make(chan bool, 1)
	go func() { ended <- Serve(context.Background(), ours, options) }()
	c := lsptest.Begin(t, editor, theirs)
	t.Cleanup(func() {
		c.Shutdown()
		if !<-ended {
			t.Error("shutdown and exit were not in order")
		}
	})
	return c
}

// can returns capabilities from words such as "window.workDoneProgress".
func can(words ...string) map[string]any {
	all := make(map[string]any)
	for _, word := range words {
		at := all
		parts := strings.Split(word, ".")
		for _, part := range parts[:len(parts)-1] {
			inner, ok := at[part].(map[string]any)
			if !ok {
				inner = make(map[string]any)
				at[part] = inner
			}
			at = inner
		}
		at[parts[len(parts)-1]] = true
	}
	return all
}

// wholeModule checks a module as the command would.
func wholeModule(ctx context.Context, dir, tags string) ([]finding.Finding, error) {
	texts := make(map[string][]byte)
	for _, pattern := range []string{"*.go", "*/*.go"} {
		names, _ := filepath.Glob(filepath.Join(dir, pattern))
		for _, name := range names {
			if data, err := os.ReadFile(name); err == nil {
				texts[name] = data
			}
		}
	}
	view := live.NewView(dir)
	view.Tags = tags
	found, err := view.Check(ctx, texts)
	return slices.Concat(slices.Collect(maps.Values(found))...), err
}

type pulled struct {
	Kind, ResultID, URI string
	Version             *int
	Items               []lsptest.Diagnostic
}

func pull(c *lsptest.Client, file, previous string) (r pulled) {
	c.Call("textDocument/diagnostic", map[string]any{"textDocument": map[string]any{"uri": lsptest.URI(file)}, "previousResultId": previous}, &r)
	return r
}

func TestAnEditorThatAsksIsAnswered(t *testing.T) {
	dir := testmodule.Write(t, several)
	abilities := can("workspace.diagnostics.refreshSupport")
	abilities["textDocument"] = map[string]any{"diagnostic": map[string]any{}}
	c := as(t, lsptest.Editor{Dirs: []string{dir}, Capabilities: abilities}, Options{Check: wholeModule})
	a, b := filepath.Join(dir, "a.go"), filepath.Join(dir, "b.go")
	c.Open(a)
	first := pull(c, a, "")
	if first.Kind != "full" || len(first.Items) != 1 || first.ResultID == "" {
		t.Fatalf("%+v", first)
	}
	if again := pull(c, a, first.ResultID); again.Kind != "unchanged" || again.ResultID != first.ResultID || again.Items != nil {
		t.Errorf("%+v", again)
	}
	c.WaitSaid("refresh", func(s lsptest.Said) bool { return s.Method == "workspace/diagnostic/refresh" })
	c.Wait(b, count(1)) // nobody asks for a file that is not open
	text := c.Text(a)
	c.Change(a, strings.Replace(text, "SignatureExpired", "SignatureExpire", 1))
	if clean := pull(c, a, first.ResultID); clean.Kind != "full" || clean.Items == nil || len(clean.Items) != 0 {
		t.Errorf("%+v", clean)
	}
	c.Change(a, text)
	var all struct{ Items []pulled }
	c.Call("workspace/diagnostic", map[string]any{"previousResultIds": []any{}}, &all)
	if len(all.Items) != 2 || lsptest.Name(all.Items[0].URI) != a || *all.Items[0].Version != 3 || all.Items[1].Version != nil {
		t.Errorf("%+v", all)
	}
	c.Wait(b, count(0)) // it asks for those too
	previous := []any{map[string]any{"uri": all.Items[0].URI, "value": all.Items[0].ResultID}, map[string]any{"uri": lsptest.URI(filepath.Join(dir, "c.go")), "value": "x"}}
	c.Call("workspace/diagnostic", map[string]any{"previousResultIds": previous, "workDoneToken": 7}, &all)
	if len(all.Items) != 3 || all.Items[0].Kind != "unchanged" || all.Items[1].Kind != "full" || all.Items[2].Kind != "full" || len(all.Items[2].Items) > 0 {
		t.Errorf("%+v", all)
	}
	c.Call("workspace/executeCommand", map[string]any{"command": "tcerrlint.checkWorkspace"}, nil)
	c.Call("workspace/diagnostic", map[string]any{}, &all)
	if len(all.Items) != 4 { // other/other.go and ignored/b.go too
		t.Errorf("%+v", all)
	}
	if _, times := c.Current(a); times > 0 {
		t.Error("pushed what it was asked for")
	}
	if err := c.Cancelled("textDocument/diagnostic", map[string]any{"textDocument": map[string]any{"uri": lsptest.URI(a)}}); err != nil && !strings.Contains(err.Error(), "-32800") {
		t.Error(err)
	}
	if r := pull(c, "untitled:1", ""); r.Kind != "full" || len(r.Items) != 0 {
		t.Errorf("%+v", r)
	}
	if err := c.Try("textDocument/diagnostic", []int{1}, nil); err == nil || !strings.Contains(err.Error(), "-32602") {
		t.Error(err)
	}
}

func TestSettingsAreThoseOfTheFolderAndChangeWithoutARestart(t *testing.T) {
	one, two := testmodule.Write(t, several), testmodule.Write(t, several)
	settings := func(tagged string) func(dir string) any {
		return func(dir string) any {
			if dir == tagged {
				return map[string]any{"buildTags": "extra", "path": "of the extension", "language": "zh"}
			}
			return nil
		}
	}
	explain := func(word, lang string) string { return lang }
	c := as(t, lsptest.Editor{Dirs: []string{one}, Settings: settings(two), Capabilities: can("workspace.didChangeWatchedFiles.dynamicRegistration", "workspace.didChangeConfiguration.dynamicRegistration")}, Options{Explain: explain})
	said := c.WaitSaid("registration", func(s lsptest.Said) bool { return s.Method == "client/registerCapability" })
	for _, want := range []string{"**/.tcerrlint.yml", "**/go.mod", "**/go.work", "workspace/didChangeConfiguration"} {
		if !strings.Contains(string(said.Params), want) {
			t.Errorf("not registered: %s", want)
		}
	}
	for _, dir := range []string{one, two} {
		c.Open(filepath.Join(dir, "a.go"))
		c.Wait(filepath.Join(dir, "b.go"), count(1))
	}
	here, there := filepath.Join(one, "tagged.go"), filepath.Join(two, "tagged.go")
	c.Notify("workspace/didChangeWorkspaceFolders", map[string]any{"event": map[string]any{"added": []any{lsptest.Folder(two)}, "removed": []any{}}})
	c.Wait(there, count(1))
	var h struct{ Contents struct{ Value string } }
	for dir, want := range map[string]string{one: "**en**", two: "**zh**"} {
		file := filepath.Join(dir, "a.go")
		c.Change(file, strings.Replace(c.Text(file), "AuthFailure.SignatureExpired", "AuthFailure.SignatureExpire", 1))
		c.Call("textDocument/hover", place(t, c, file, `"AuthFailure.|SignatureExpire"`), &h)
		if !strings.HasPrefix(h.Contents.Value, want) {
			t.Errorf("%s: %q", dir, h.Contents.Value)
		}
	}
	c.Set(settings(one))
	c.Wait(here, count(1))
	c.Wait(there, count(0))
	for _, wrong := range []any{7, map[string]any{"language": "de"}, map[string]any{"buildTags": []any{"-exec=x"}}, map[string]any{"buildTags": 5}} {
		before := len(c.Messages())
		c.Set(wrong)
		c.WaitMessage("tcerrlint: settings: ")
		for len(c.Messages()) == before {
			time.Sleep(time.Millisecond)
		}
	}
	c.Wait(here, count(1)) // those that were right are in force
	c.Notify("workspace/didChangeWorkspaceFolders", map[string]any{"event": map[string]any{"added": []any{}, "removed": []any{lsptest.Folder(one)}}})
	c.Set(nil)
	c.Wait(here, count(0))
}

// TestSettingsOfAnEditorThatIsNotAsked: it sends them by itself.
func TestSettingsOfAnEditorThatIsNotAsked(t *testing.T) {
	dir := testmodule.Write(t, several)
	c := as(t, lsptest.Editor{Dirs: []string{dir}, Settings: map[string]any{"buildTags": []string{"extra"}}, Capabilities: map[string]any{"workspace": map[string]any{"configuration": false}}}, Options{})
	c.Open(filepath.Join(dir, "a.go"))
	c.Wait(filepath.Join(dir, "tagged.go"), count(1))
	c.Set(map[string]any{"tcerrlint": map[string]any{}, "gopls": 1})
	c.Wait(filepath.Join(dir, "tagged.go"), count(0))
	c.Set(map[string]any{"buildTags": "extra"})
	c.Wait(filepath.Join(dir, "tagged.go"), count(1))
}

func TestWatchedFilesDecideWhatIsFound(t *testing.T) {
	dir := testmodule.Write(t, several)
	c := as(t, lsptest.Editor{Dirs: []string{dir}}, Options{})
	a := filepath.Join(dir, "a.go")
	c.Open(a)
	c.Wait(a, count(1))
	for _, change := range []struct {
		file, text string
		want       int
	}{
		{".tcerrlint.yml", "rules: [-unknowncode]\n", 0},
		{".tcerrlint.yml", "", 1},
		{"b.go", "package m\n\nvar _ = undefined\n", 1}, // does not compile: what was known stays
		{"b.go", "package m\n", 1},
		{"go.mod", "module example.com/other\n\ngo 1.25.0\n", 1}, // the import is gone
		{"go.mod", "module example.com/m\n\ngo 1.25.0\n", 1},
	} {
		if err := os.WriteFile(filepath.Join(dir, change.file), []byte(change.text), 0o666); err != nil {
			t.Fatal(err)
		}
		c.Notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": lsptest.URI(filepath.Join(dir, change.file)), "type": 2}}})
		c.Wait(a, count(change.want))
	}
	c.Wait(filepath.Join(dir, "b.go"), count(0))
}

// TestAWorkspaceFileBringsAModule holds that go.work takes effect when it comes and
// when it goes.
func TestAWorkspaceFileBringsAModule(t *testing.T) {
	dir := testmodule.Write(t, `
-- b/go.mod --
module example.com/b

go 1.25.0

require example.com/m v0.0.0
-- b/b.go --
package b

import tcerr "example.com/m/tencentcloud/common/errors"

func expired(e *tcerr.TencentCloudSDKError) bool { return e.Code == "AuthFailure.SignatureExpired" }

func never(e *tcerr.TencentCloudSDKError) bool {
	if e.Code == "AuthFailure.TokenFailure" {
		return true
	}
	return e.Code == "AuthFailure.TokenFailure"
}
`)
	c := as(t, lsptest.Editor{Dirs: []string{dir}}, Options{})
	t.Setenv("GOWORK", "")
	file, work := filepath.Join(dir, "b", "b.go"), filepath.Join(dir, "go.work")
	c.Open(file)
	for range 20 { // until it is loaded without
		c.Call("textDocument/hover", map[string]any{"textDocument": map[string]any{"uri": lsptest.URI(file)}, "position": lsptest.Position{}}, nil)
		time.Sleep(10 * time.Millisecond)
	}
	if all, _ := c.Current(file); len(all) > 0 {
		t.Errorf("before: %+v", all)
	}
	if err := os.WriteFile(work, []byte("go 1.25.0\n\nuse (\n\t.\n\t./b\n)\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	c.Notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": lsptest.URI(work), "type": 1}}})
	all := c.Wait(file, count(2))
	if all[0].Code != "unknowncode" || all[0].Tags != nil || all[1].Code != "deadtest" || len(all[1].Tags) != 1 {
		t.Errorf("%+v", all)
	}
}

func TestWorkIsShownAndCanBeEnded(t *testing.T) {
	dir := testmodule.Write(t, several)
	begun := make(chan struct{}, 9)
	never := func(ctx context.Context, _, _ string) ([]finding.Finding, error) {
		begun <- struct{}{}
		<-ctx.Done()
		return nil, ctx.Err()
	}
	c := as(t, lsptest.Editor{Dirs: []string{dir}, Capabilities: can("window.workDoneProgress")}, Options{Check: never, Patience: time.Nanosecond})
	a := filepath.Join(dir, "a.go")
	c.Open(a)
	c.Wait(a, count(1))
	kind := func(kind, text string) func(lsptest.Said) bool {
		return func(s lsptest.Said) bool {
			return s.Method == "$/progress" && strings.Contains(string(s.Params), `"`+kind+`"`) && strings.Contains(string(s.Params), text)
		}
	}
	c.WaitSaid("begin", kind("begin", dir))
	c.WaitSaid("end", kind("end", ""))
	answered := make(chan error)
	go func() {
		answered <- c.Try("workspace/executeCommand", map[string]any{"command": "tcerrlint.checkWorkspace", "workDoneToken": "mine"}, nil)
	}()
	<-begun
	said := c.WaitSaid("begin", kind("begin", `"mine"`))
	var p struct{ Token json.RawMessage }
	if err := json.Unmarshal(said.Params, &p); err != nil {
		t.Fatal(err)
	}
	for _, token := range []any{map[string]any{}, "other", nil, p.Token} {
		c.Notify("window/workDoneProgress/cancel", map[string]any{"token": token})
	}
	if err := <-answered; err == nil || !strings.Contains(err.Error(), "-32802") {
		t.Errorf("%v", err)
	}
	c.WaitSaid("end", kind("end", `"mine"`))
	if err := c.Cancelled("workspace/executeCommand", map[string]any{"command": "tcerrlint.checkWorkspace"}); err == nil || !strings.Contains(err.Error(), "-32800") {
		t.Errorf("%v", err)
	}
	c.Change(a, strings.Replace(c.Text(a), "SignatureExpired", "SignatureExpire", 1))
	c.Wait(a, count(0))
}

func TestSettingsHaveTheWorkspaceChecked(t *testing.T) {
	one, two := testmodule.Write(t, several), testmodule.Write(t, several)
	settings := func(dir string) any { return map[string]any{"checkWorkspace": dir == two} }
	c := as(t, lsptest.Editor{Dirs: []string{one, two}, Settings: settings}, Options{Check: wholeModule})
	other := filepath.Join(two, "other", "other.go")
	c.Wait(other, count(1)) // nothing is open
	data, err := os.ReadFile(other)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(other, []byte(strings.Replace(string(data), "SignatureExpired", "SignatureExpire", 1)), 0o666); err != nil {
		t.Fatal(err)
	}
	c.Save(other)
	c.Wait(other, count(0))
	if _, times := c.Current(filepath.Join(one, "other", "other.go")); times > 0 {
		t.Error("checked a folder whose settings do not ask for it")
	}
}
