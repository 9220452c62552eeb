package lsp

import (
	"context"
	"encoding/json"
	"net"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/sourcegraph/jsonrpc2"
)

// FuzzHandle holds that whatever an editor sends is answered or refused.
func FuzzHandle(f *testing.F) {
	for _, text := range []string{
		`{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {}}`, `{"id": "x", "method": "shutdown"}`,
		`{"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "file:///a.go", "version": 1, "text": "package a"}}}`,
		`{"method": "textDocument/didChange", "params": {"textDocument": {"uri": "file:///a.go"}, "contentChanges": [{"text": ""}, {"text": "x"}]}}`,
		`{"method": "textDocument/didChange", "params": {"contentChanges": null}}`, `{"method": "textDocument/didClose", "params": {"textDocument": {"uri": "%"}}}`,
		`{"id": 2, "method": "textDocument/codeAction", "params": {"textDocument": {"uri": "file:///a.go"}, "range": {"start": {"line": -1}, "end": {"character": 99999999999}}, "context": {"only": ["quickfix"]}}}`,
		`{"id": 2, "method": "textDocument/codeAction", "params": {"textDocument": {"uri": "file:///a.go"}, "range": {"start": {"line": 0}, "end": {"line": 9}}}}`,
		`{"method": "workspace/didChangeConfiguration", "params": {"settings": {"tcerrlint": {"buildTags": [1]}}}}`, `{"method": "initialized"}`,
		`{"method": "workspace/didChangeWorkspaceFolders", "params": {"event": {"added": [{"uri": "file:///"}, {"uri": 7}], "removed": [{"uri": ""}]}}}`,
		`{"id": 4, "method": "workspace/executeCommand", "params": {"command": "tcerrlint.select", "arguments": [7]}}`, `{"id": 4, "method": "workspace/executeCommand", "params": {"command": "tcerrlint.debugInformation"}}`,
		`{"id": 5, "method": "workspace/diagnostic", "params": {"previousResultIds": [{"uri": "%", "value": "x"}]}}`, `{"id": 5, "method": "textDocument/diagnostic", "params": {"textDocument": {"uri": "file:///a.go"}, "previousResultId": "none"}}`,
		`{"id": 6, "method": "codeAction/resolve", "params": {"title": "x", "data": {"params": {"textDocument": {"uri": 5}}}}}`, `{"method": "window/workDoneProgress/cancel", "params": {"token": {}}}`,
		`{"id": 3, "method": "nope", "params": [1]}`, `{"method": "$/cancelRequest", "params": {"id": 7}}`, `{"method": "textDocument/didOpen", "params": 7}`, `{}`, `[]`,
	} {
		f.Add([]byte(text))
	}
	ours, theirs := net.Pipe()
	theirs.Close()
	gone := jsonrpc2.NewConn(f.Context(), jsonrpc2.NewBufferedStream(ours, jsonrpc2.VSCodeObjectCodec{}), inOrder{})
	<-gone.DisconnectNotify()
	f.Fuzz(func(t *testing.T, text []byte) {
		var request jsonrpc2.Request
		if json.Unmarshal(text, &request) != nil || request.Method == "exit" {
			return
		}
		ended, end := context.WithCancel(t.Context())
		end() // no module is checked
		s := newServer(ended, Options{})
		s.started, s.conn = true, gone
		defer s.workers.Wait()
		s.found["/a.go"] = found{diagnostics: []diagnostic{{Message: "m"}}, fixes: []*fix{{title: "x"}}}
		answer, err := s.handle(t.Context(), nil, &request)
		if _, failed := json.Marshal(answer); failed != nil {
			t.Errorf("%q: %v", text, failed)
		}
		if _, ok := err.(*jsonrpc2.Error); err != nil && !ok {
			t.Errorf("%q: %v", text, err)
		}
	})
}

// FuzzPosition holds that positions count what editors count, and lie in the
// text.
func FuzzPosition(f *testing.F) {
	f.Add("package a\n\nvar x = \"错😀\"\r\n", 20)
	f.Add("\xff\n\xf0\x9f", 3)
	f.Add("", -1)
	f.Fuzz(func(t *testing.T, text string, offset int) {
		got := newConverter(func(string) []byte { return []byte(text) }).position("a.go", offset)
		want := position{}
		for i, r := range text {
			if i >= offset {
				break
			}
			switch {
			case r == '\n':
				want = position{want.Line + 1, 0}
			default:
				want.Character += max(1, utf16.RuneLen(r))
			}
		}
		if utf8.ValidString(text) && (offset < 0 || offset >= len(text) || utf8.RuneStart(text[offset])) && got != want {
			t.Errorf("offset %d of %q: %v, want %v", offset, text, got, want)
		}
	})
}
