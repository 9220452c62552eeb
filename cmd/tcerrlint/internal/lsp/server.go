// Package lsp is a language server that shows findings while somebody types. It
// runs beside gopls and does nothing else.
package lsp

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/live"
)

// A server is a session with an editor.
type server struct {
	version string
	conn    *jsonrpc2.Conn
	ignored []string        // folders whose files are nobody's to mend
	ctx     context.Context // of the session
	workers sync.WaitGroup

	mu        sync.Mutex
	documents map[string]document // by file name
	queues    map[string]*queue   // by the root of a module
	published map[string]published
	shutdown  bool
}

// A document is a file as the editor has it.
type document struct {
	uri     string
	version int
	text    []byte
}

// Serve serves one editor until it says exit or the connection ends, and
// reports whether it ended in order. Files in the folders ignored, that of the
// standard library for one, are not looked at.
func Serve(ctx context.Context, stream io.ReadWriteCloser, version string, ignored []string) bool {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	s := &server{
		version: version, ignored: ignored, ctx: ctx,
		documents: make(map[string]document), queues: make(map[string]*queue), published: make(map[string]published),
	}
	handler := jsonrpc2.HandlerWithError(s.handle).SuppressErrClosed()
	complaints := make(chan *jsonrpc2.Response, 16)
	complain := func(code int64, message string) {
		select {
		case complaints <- &jsonrpc2.Response{Error: &jsonrpc2.Error{Code: code, Message: message}}:
		default: // somebody sends nothing else
		}
	}
	s.mu.Lock() // the first message may come before the connection is known
	s.conn = jsonrpc2.NewConn(ctx, jsonrpc2.NewBufferedStream(stream, codec{complain: complain}), handler)
	s.mu.Unlock()
	s.workers.Go(func() { s.answer(ctx, complaints) })
	<-s.conn.DisconnectNotify()
	stop()
	s.workers.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shutdown
}

// answer answers messages that could not be read; which ones is not known, so the
// answers have no id of theirs.
func (s *server) answer(ctx context.Context, complaints <-chan *jsonrpc2.Response) {
	for {
		select {
		case <-ctx.Done():
			return
		case response := <-complaints:
			_ = s.conn.SendResponse(ctx, response)
		}
	}
}

// handle answers one message. Messages are handled in order; none takes long,
// for checking happens elsewhere.
func (s *server) handle(_ context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) (any, error) {
	switch req.Method {
	case "initialize":
		return initializeResult{
			Capabilities: capabilities{
				TextDocumentSync:   syncOptions{OpenClose: true, Change: fullSync, Save: true},
				CodeActionProvider: codeActionOptions{[]string{quickFix}},
			},
			ServerInfo: serverInfo{analyzer.Name, s.version},
		}, nil
	case "shutdown":
		s.mu.Lock()
		defer s.mu.Unlock()
		s.shutdown = true
		return nil, nil
	case "exit":
		return nil, conn.Close()
	case "textDocument/didOpen":
		return nil, with(req, func(p openParams) { s.set(p.TextDocument) })
	case "textDocument/didChange":
		return nil, with(req, func(p changeParams) {
			if n := len(p.ContentChanges); n > 0 {
				p.TextDocument.Text = p.ContentChanges[n-1].Text
				s.set(p.TextDocument)
			}
		})
	case "textDocument/didClose":
		return nil, with(req, func(p closeParams) { s.remove(p.TextDocument.URI) })
	case "textDocument/didSave", "workspace/didChangeWatchedFiles", "workspace/didChangeConfiguration":
		s.allChanged()
		return nil, nil
	case "textDocument/codeAction":
		var actions []codeAction
		err := with(req, func(p codeActionParams) { actions = s.actions(p) })
		return actions, err
	}
	if req.Notif || strings.HasPrefix(req.Method, "$/") {
		return nil, nil
	}
	return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeMethodNotFound, Message: "no method " + req.Method}
}

// with decodes the parameters of a message for f.
func with[P any](req *jsonrpc2.Request, f func(P)) error {
	var params P
	if req.Params != nil {
		if err := json.Unmarshal(*req.Params, &params); err != nil {
			return &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: err.Error()}
		}
	}
	f(params)
	return nil
}

// set takes the text of a document that was opened or changed.
func (s *server) set(item documentItem) {
	name := fileName(item.URI)
	if name == "" || !strings.HasSuffix(name, ".go") || s.ignores(name) || !live.InModule(name) {
		return
	}
	s.mu.Lock()
	s.documents[name] = document{item.URI, item.Version, []byte(item.Text)}
	s.mu.Unlock()
	s.changed(live.Root(name))
}

func (s *server) remove(uri string) {
	name := fileName(uri)
	s.mu.Lock()
	_, open := s.documents[name]
	delete(s.documents, name)
	s.mu.Unlock()
	if open {
		s.changed(live.Root(name))
	}
}

func (s *server) ignores(name string) bool {
	return slices.ContainsFunc(s.ignored, func(dir string) bool { return strings.HasPrefix(name, dir) })
}

// actions returns the fixes for the findings in a range, if the document is
// still what they were found in.
func (s *server) actions(p codeActionParams) []codeAction {
	actions := []codeAction{}
	wanted := len(p.Context.Only) == 0 || slices.Contains(p.Context.Only, quickFix)
	s.mu.Lock()
	defer s.mu.Unlock()
	name := fileName(p.TextDocument.URI)
	shown, doc := s.published[name], s.documents[name]
	if !wanted || string(shown.text) != string(doc.text) {
		return actions
	}
	for i, d := range shown.diagnostics {
		// Editors send the diagnostics they mean; one of another tool beside it
		// may cover the same range.
		meant := len(p.Context.Diagnostics) == 0 || slices.Contains(p.Context.Diagnostics, diagnosticID{d.Range, d.Message})
		if fix := shown.fixes[i]; fix != nil && meant && overlap(d.Range, p.Range) {
			actions = append(actions, codeAction{
				Title: fix.title, Kind: quickFix, Diagnostics: []diagnostic{d}, IsPreferred: true, Edit: fix.edit,
			})
		}
	}
	return actions
}

func overlap(a, b span) bool { return !before(a.End, b.Start) && !before(b.End, a.Start) }

func before(a, b position) bool {
	return a.Line < b.Line || a.Line == b.Line && a.Character < b.Character
}
