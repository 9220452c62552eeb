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
	Options
	conn    *jsonrpc2.Conn
	ctx     context.Context // of the session
	workers sync.WaitGroup

	mu             sync.Mutex
	lang           string                             // of explanations: "en" or "zh"
	showsDocuments bool                               // whether the editor can put the cursor somewhere
	sources        map[string]map[string]*live.Source // by the root of a module and file name
	pending        map[jsonrpc2.ID]context.CancelFunc
	documents      map[string]document // by file name
	queues         map[string]*queue   // by the root of a module
	published      map[string]published
	shutdown       bool
}

// Options are what a session needs to know.
type Options struct {
	Version string
	Ignored []string // folders whose files are not looked at, that of the standard library for one

	// Explain explains a code, category, action or rule in a language, "en" or
	// "zh", as "tcerrlint explain" does; "" for what it does not know.
	Explain func(word, lang string) string
}

// A document is a file as the editor has it.
type document struct {
	uri     string
	version int
	text    []byte
}

// Serve serves one editor until it says exit or the connection ends, and
// reports whether it ended in order.
func Serve(ctx context.Context, stream io.ReadWriteCloser, options Options) bool {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	s := &server{
		Options: options, ctx: ctx, lang: "en",
		sources: make(map[string]map[string]*live.Source), pending: make(map[jsonrpc2.ID]context.CancelFunc),
		documents: make(map[string]document), queues: make(map[string]*queue), published: make(map[string]published),
	}
	handler := inOrder{s, jsonrpc2.HandlerWithError(s.handle).SuppressErrClosed()}
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

// handle answers one message.
func (s *server) handle(ctx context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) (any, error) {
	switch req.Method {
	case "initialize":
		if err := with(req, s.initialize); err != nil {
			return nil, err
		}
		return initializeResult{
			Capabilities: capabilities{
				TextDocumentSync:   syncOptions{OpenClose: true, Change: fullSync, Save: true},
				CodeActionProvider: codeActionOptions{[]string{quickFix, fixAll, rewriting}},
				HoverProvider:      true,
				CompletionProvider: completionOptions{[]string{"\"", "."}, true},
				ExecuteCommand:     commandOptions{[]string{selectCommand}},
			},
			ServerInfo: serverInfo{analyzer.Name, s.Version},
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
		return answer(ctx, req, s.actions)
	case "textDocument/hover":
		return answer(ctx, req, s.hover)
	case "textDocument/completion":
		return answer(ctx, req, s.complete)
	case "completionItem/resolve":
		return answer(ctx, req, func(_ context.Context, item completionItem) (completionItem, error) {
			return s.resolveCompletion(item), nil
		})
	case "workspace/executeCommand":
		return answer(ctx, req, s.execute)
	case "$/cancelRequest":
		return nil, with(req, func(p cancelParams) { s.cancel(p.ID) })
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
	return slices.ContainsFunc(s.Ignored, func(dir string) bool { return strings.HasPrefix(name, dir) })
}
