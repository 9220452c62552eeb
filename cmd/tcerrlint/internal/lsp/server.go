// Package lsp is a language server that shows findings while somebody types. It
// runs beside gopls and does nothing else.
package lsp

import (
	"context"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/sourcegraph/jsonrpc2"
	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/driver"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/live"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/load"
)

// A server is a session with an editor.
type server struct {
	Options
	conn    *jsonrpc2.Conn
	ctx     context.Context // of the session
	workers sync.WaitGroup

	// Set once, by the first message.
	client clientCapabilities
	locale string // "en" or "zh"

	sending  sync.Mutex // of diagnostics, so that the last ones are the newest
	checking sync.Mutex // of workspaces
	asking   sync.Mutex // for settings

	mu        sync.Mutex
	started   bool // the editor told of itself
	shutdown  bool
	folders   []string                           // open, by name
	settings  map[string]Settings                // by folder, "" for files in none
	documents map[string]document                // by file name
	sources   map[string]map[string]*live.Source // by the root of a module and file name
	queues    map[string]*queue                  // by the root of a module
	found     map[string]found                   // by file name, of packages with open files
	wider     map[string]found                   // by file name, of the last check of the workspace
	pushed    map[string]bool                    // files of which the editor was told without asking
	pulled    bool                               // the editor asks for diagnostics of the workspace
	pending   map[jsonrpc2.ID]context.CancelFunc // requests
	running   map[string]context.CancelFunc      // work that the editor shows, by token
	jobs      int                                // tokens made
	recheck   context.CancelFunc                 // of the last check of the workspace that a change asked for
}

// Options are what a session needs to know.
type Options struct {
	Version string
	Ignored []string // folders whose files are not looked at, that of the standard library for one

	// Explain explains a code, a category, or the action of a service ("cvm
	// DescribeInstances") in a language, "en" or "zh", as "tcerrlint explain" does,
	// and a code that does not exist by those nearest to it; "" where there are none.
	Explain func(word, lang string) string

	// Check returns the findings of all packages of the module in a folder, as
	// they are on disk, with the build tags, separated by commas.
	Check func(ctx context.Context, dir, tags string) ([]finding.Finding, error)

	// Kept returns what other sessions with an analyzer left; nil for nothing.
	Kept func(*analysis.Analyzer, *driver.Driver) *load.Kept

	// Pause is how long somebody must not type before a check begins; 0 stands
	// for 150 ms.
	Pause time.Duration

	// Patience is how long work takes before the editor shows it; 0 stands for
	// half a second.
	Patience time.Duration
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
	s := newServer(ctx, options)
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

func newServer(ctx context.Context, options Options) *server {
	return &server{
		Options: options, ctx: ctx, locale: "en", settings: make(map[string]Settings),
		documents: make(map[string]document), sources: make(map[string]map[string]*live.Source), queues: make(map[string]*queue),
		found: make(map[string]found), wider: make(map[string]found), pushed: make(map[string]bool),
		pending: make(map[jsonrpc2.ID]context.CancelFunc), running: make(map[string]context.CancelFunc),
	}
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

// set takes the text of a document that was opened or changed.
func (s *server) set(item documentItem) {
	name := fileName(item.URI)
	if name == "" || !strings.HasSuffix(name, ".go") || s.ignores(name) || !live.InModule(name) {
		return
	}
	s.mu.Lock()
	s.documents[name] = document{item.URI, item.Version, []byte(item.Text)}
	delete(s.wider, name)
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
