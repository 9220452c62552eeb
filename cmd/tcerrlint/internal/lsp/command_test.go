package lsp

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/lsptest"
)

func TestCommands(t *testing.T) {
	dir := testmodule.Write(t, purging)
	c := as(t, lsptest.Editor{Dirs: []string{dir}, Capabilities: can("workspace.applyEdit")}, Options{})
	file := filepath.Join(dir, "a.go")
	c.Open(file)
	c.Wait(file, func(all []lsptest.Diagnostic) bool { return len(all) > 0 })
	c.Call("workspace/executeCommand", map[string]any{"command": "tcerrlint.applyFixes", "arguments": []any{lsptest.URI(file)}}, nil)
	said := c.WaitSaid("edit", func(s lsptest.Said) bool { return s.Method == "workspace/applyEdit" })
	var p struct {
		Edit struct {
			Changes map[string][]lsptest.TextEdit
		}
	}
	if err := json.Unmarshal(said.Params, &p); err != nil {
		t.Fatal(err)
	}
	if text := lsptest.Apply(c.Text(file), p.Edit.Changes[lsptest.URI(file)]); !strings.Contains(text, `case "AuthFailure.SignatureExpire":`) {
		t.Errorf("%s", text)
	}
	var told string
	c.Call("workspace/executeCommand", map[string]any{"command": "tcerrlint.debugInformation"}, &told)
	for _, want := range []string{"catalog ", "memory: ", dir, "a.go: "} {
		if !strings.Contains(told, want) {
			t.Errorf("no %q in\n%s", want, told)
		}
	}
	for _, wrong := range []map[string]any{
		{"command": "no.such"}, {"command": "tcerrlint.applyFixes"}, {"command": "tcerrlint.applyFixes", "arguments": []any{5}},
		{"command": "tcerrlint.select", "arguments": []any{[]any{}}}, {"command": 5}, {"command": "tcerrlint.checkWorkspace"},
		{"command": "tcerrlint.debugInformation", "arguments": "x"},
	} {
		if err := c.Try("workspace/executeCommand", wrong, nil); err == nil || !strings.Contains(err.Error(), "-32602") {
			t.Errorf("%v: %v", wrong, err)
		}
	}
}

func TestAnActionIsResolvedWhenItIsAskedFor(t *testing.T) {
	dir := testmodule.Write(t, purging)
	abilities := map[string]any{"textDocument": map[string]any{"codeAction": map[string]any{"dataSupport": true, "resolveSupport": map[string]any{"properties": []string{"edit"}}}}}
	c := as(t, lsptest.Editor{Dirs: []string{dir}, Capabilities: abilities}, Options{})
	file := filepath.Join(dir, "a.go")
	c.Open(file)
	c.Wait(file, func(all []lsptest.Diagnostic) bool { return len(all) > 0 })
	p := place(t, c, file, `"Auth|Failure.SignatureExpired"`)
	var actions []map[string]any
	c.Call("textDocument/codeAction", map[string]any{
		"textDocument": p["textDocument"], "range": map[string]any{"start": p["position"], "end": p["position"]}, "context": map[string]any{"diagnostics": []any{}},
	}, &actions)
	if len(actions) < 3 {
		t.Fatalf("%+v", actions)
	}
	for _, action := range actions {
		if action["edit"] != nil {
			t.Errorf("%v has its edit already", action["title"])
		}
		var resolved lsptest.CodeAction
		c.Call("codeAction/resolve", action, &resolved)
		if len(resolved.Edits(file)) == 0 {
			t.Errorf("%v has no edit", action["title"])
		}
		if err := c.Cancelled("codeAction/resolve", action); err != nil && !strings.Contains(err.Error(), "-32800") {
			t.Error(err)
		}
	}
	c.Change(file, c.Text(file)+"\n")
	if err := c.Try("codeAction/resolve", actions[0], nil); err == nil || !strings.Contains(err.Error(), "-32801") {
		t.Errorf("%v", err)
	}
	var same map[string]any
	c.Call("codeAction/resolve", map[string]any{"title": "x", "kind": "y"}, &same)
	if err := c.Try("codeAction/resolve", map[string]any{"title": 5}, nil); err == nil || !strings.Contains(err.Error(), "-32602") {
		t.Errorf("%v", err)
	}
}
