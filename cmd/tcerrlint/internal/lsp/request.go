package lsp

import (
	"context"
	"strings"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/live"
)

// inOrder handles notifications and quick requests in the order in which they
// come. Requests that check code are answered beside them, until the editor takes
// them back.
type inOrder struct {
	server *server
	jsonrpc2.Handler
}

func (h inOrder) Handle(ctx context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) {
	switch req.Method {
	case "textDocument/hover", "textDocument/completion", "textDocument/codeAction", "completionItem/resolve", "workspace/executeCommand":
		if req.Notif {
			return
		}
	default:
		h.Handler.Handle(ctx, conn, req)
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

// cancel ends a request, if it is not answered yet.
func (s *server) cancel(id jsonrpc2.ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.pending[id]; cancel != nil {
		cancel()
		delete(s.pending, id)
	}
}

// answer decodes the parameters of a request for f.
func answer[P, R any](ctx context.Context, req *jsonrpc2.Request, f func(context.Context, P) (R, error)) (any, error) {
	var result R
	var failure error
	if err := with(req, func(p P) { result, failure = f(ctx, p) }); err != nil {
		return nil, err
	}
	if failure == nil && ctx.Err() != nil {
		failure = &jsonrpc2.Error{Code: requestCancelled, Message: "cancelled"}
	}
	if failure != nil {
		return nil, failure
	}
	return result, nil
}

// initialize takes what the editor tells of itself.
func (s *server) initialize(p initializeParams) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if strings.HasPrefix(strings.ToLower(p.Locale), "zh") {
		s.lang = "zh"
	}
	s.showsDocuments = p.Capabilities.Window.ShowDocument.Support
}

// loaded keeps the sources of a module's packages, in place of those it had.
func (s *server) loaded(root string, sources map[string]*live.Source) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sources[root] = sources
}

// execute runs a command that an action named.
func (s *server) execute(ctx context.Context, p commandParams) (any, error) {
	if p.Command != selectCommand || len(p.Arguments) != 1 {
		return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: "no command " + p.Command + " with such arguments"}
	}
	at := p.Arguments[0]
	return nil, s.conn.Call(ctx, "window/showDocument", showParams{at.URI, true, at.Range}, nil)
}
