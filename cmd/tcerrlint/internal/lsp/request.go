package lsp

import (
	"context"
	"encoding/json"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/live"
)

// Errors of the protocol.
const (
	notInitialized   = -32002
	contentModified  = -32801
	requestCancelled = -32800
	serverCancelled  = -32802
)

// requests are those that are answered beside the messages that follow, until the
// editor takes them back; params of another form than theirs are refused.
var requests = map[string]func(*server, context.Context, *jsonrpc2.Request) (any, error){
	"textDocument/codeAction":  request((*server).actions),
	"codeAction/resolve":       request((*server).resolveAction),
	"textDocument/hover":       request((*server).hover),
	"textDocument/completion":  request((*server).complete),
	"completionItem/resolve":   request((*server).resolveCompletion),
	"textDocument/codeLens":    request((*server).lenses),
	"textDocument/diagnostic":  request((*server).pullDocument),
	"workspace/diagnostic":     request((*server).pullWorkspace),
	"workspace/executeCommand": request((*server).execute),
}

// inOrder handles notifications and quick requests in the order in which they
// come, and the others beside them.
type inOrder struct {
	server *server
	jsonrpc2.Handler
}

func (h inOrder) Handle(ctx context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) {
	if requests[req.Method] == nil {
		h.Handler.Handle(ctx, conn, req)
		return
	}
	if req.Notif {
		return
	}
	s := h.server
	ctx, cancel := context.WithCancel(s.ctx)
	s.mu.Lock()
	s.pending[req.ID] = cancel
	s.mu.Unlock()
	s.workers.Go(func() {
		h.Handler.Handle(ctx, conn, req)
		s.cancel(req.ID)
	})
}

// handle answers one message.
func (s *server) handle(ctx context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) (any, error) {
	s.mu.Lock()
	started := s.started
	s.mu.Unlock()
	switch {
	case req.Method == "initialize" && !started:
		return s.start(req)
	case req.Method == "initialize":
		return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidRequest, Message: "initialize came before"}
	case req.Method == "exit":
		return nil, conn.Close()
	case !started && req.Notif:
		return nil, nil
	case !started:
		return nil, &jsonrpc2.Error{Code: notInitialized, Message: "initialize comes first"}
	case requests[req.Method] != nil:
		return requests[req.Method](s, ctx, req)
	case req.Method == "shutdown":
		s.mu.Lock()
		defer s.mu.Unlock()
		s.shutdown = true
		return nil, nil
	case req.Notif:
		return nil, s.notified(req)
	}
	return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeMethodNotFound, Message: "no method " + req.Method}
}

// start begins the session.
func (s *server) start(req *jsonrpc2.Request) (result any, err error) {
	err = with(req, func(p initializeParams) { result = s.initialize(p) })
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.started = true
	return result, nil
}

// notified takes what the editor tells.
func (s *server) notified(req *jsonrpc2.Request) error {
	switch req.Method {
	case "initialized":
		s.workers.Go(func() { s.initialized(s.ctx) })
	case "textDocument/didOpen":
		return with(req, func(p openParams) { s.set(p.TextDocument) })
	case "textDocument/didChange":
		return with(req, func(p changeParams) {
			if n := len(p.ContentChanges); n > 0 {
				p.TextDocument.Text = p.ContentChanges[n-1].Text
				s.set(p.TextDocument)
			}
		})
	case "textDocument/didClose":
		return with(req, func(p closeParams) { s.remove(p.TextDocument.URI) })
	case "textDocument/didSave":
		s.allChanged()
		s.workers.Go(func() { s.checkAsked(s.ctx) })
	case "workspace/didChangeWatchedFiles":
		s.allChanged()
	case "workspace/didChangeConfiguration":
		if !s.client.Workspace.Configuration {
			err := with(req, s.toldSettings)
			s.workers.Go(func() { s.checkAsked(s.ctx) })
			return err
		}
		s.workers.Go(func() { s.askSettings(s.ctx); s.checkAsked(s.ctx) })
	case "workspace/didChangeWorkspaceFolders":
		err := with(req, func(p foldersParams) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.changeFolders(p.Event.Added, p.Event.Removed)
		})
		if err == nil {
			s.allChanged()
			s.workers.Go(func() { s.askSettings(s.ctx); s.checkAsked(s.ctx) })
		}
		return err
	case "window/workDoneProgress/cancel":
		return with(req, s.stop)
	case "$/cancelRequest":
		return with(req, func(p cancelParams) { s.cancel(p.ID) })
	}
	return nil
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

// cancel ends a request, if it is not answered yet.
func (s *server) cancel(id jsonrpc2.ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.pending[id]; cancel != nil {
		cancel()
		delete(s.pending, id)
	}
}

// request makes a function answer requests, whose parameters it decodes.
func request[P, R any](f func(*server, context.Context, P) (R, error)) func(*server, context.Context, *jsonrpc2.Request) (any, error) {
	return func(s *server, ctx context.Context, req *jsonrpc2.Request) (any, error) {
		var result R
		var failure error
		if err := with(req, func(p P) { result, failure = f(s, ctx, p) }); err != nil {
			return nil, err
		}
		if ctx.Err() != nil {
			failure = &jsonrpc2.Error{Code: requestCancelled, Message: "cancelled"}
		}
		if failure != nil {
			return nil, failure
		}
		return result, nil
	}
}

// loaded keeps the sources of a module's packages, in place of those it had.
func (s *server) loaded(root string, sources map[string]*live.Source) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sources[root] = sources
}
