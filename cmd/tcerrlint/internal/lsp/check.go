package lsp

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/live"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/workspace"
)

// pause is how long somebody must not type before a check begins.
const pause = 150 * time.Millisecond

// published is what the editor was told about a file.
type published struct {
	root        string // of the module
	text        []byte // in which it was found
	diagnostics []diagnostic
	fixes       []*fix // one for each diagnostic, or nil
}

type fix struct {
	title string
	edit  workspaceEdit
}

// A queue is the work on one module: at most one check runs and one waits. An
// edit ends the check of its own module, and of no other.
type queue struct {
	wake   chan struct{}
	cancel context.CancelFunc // of the check that runs, or nil
}

// changed ends the check of a module that runs and asks for another.
func (s *server) changed(root string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := s.queues[root]
	if q == nil {
		q = &queue{wake: make(chan struct{}, 1)}
		s.queues[root] = q
		s.workers.Go(func() { s.work(root, q) })
	}
	if q.cancel != nil {
		q.cancel()
	}
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// allChanged does so for every module of which a document is open.
func (s *server) allChanged() {
	s.mu.Lock()
	var roots []string
	for root := range s.queues {
		roots = append(roots, root)
	}
	s.mu.Unlock()
	for _, root := range roots {
		s.changed(root)
	}
}

// work checks the open documents of a module whenever something changed, until
// none is open.
func (s *server) work(root string, q *queue) {
	view := live.NewView(root)
	complaint := ""
	for q.quiet(s.ctx) {
		checking, cancel := context.WithCancel(s.ctx)
		documents := s.begin(root, q, cancel)
		if len(documents) == 0 {
			cancel()
			s.clear(root)
			return
		}
		started := time.Now()
		found, err := view.Check(checking, texts(documents))
		s.loaded(root, view.Sources)
		if checking.Err() == nil { // else another check comes
			complaint = s.complain(complaint, err)
			if found != nil {
				s.publish(root, documents, found)
				s.log(fmt.Sprintf("%s: %d packages analyzed in %v", root, view.Fresh, time.Since(started).Round(time.Millisecond)))
			}
		}
		cancel()
	}
}

// quiet waits for work, and until nothing changed for a while. It reports false
// when the session ends.
func (q *queue) quiet(ctx context.Context) bool {
	select {
	case <-ctx.Done():
		return false
	case <-q.wake:
	}
	for {
		select {
		case <-ctx.Done():
			return false
		case <-q.wake:
		case <-time.After(pause):
			return true
		}
	}
}

// begin returns the open documents of a module. From now on a change calls
// cancel; where no document is open, the queue is gone.
func (s *server) begin(root string, q *queue, cancel context.CancelFunc) map[string]document {
	s.mu.Lock()
	defer s.mu.Unlock()
	q.cancel = cancel
	documents := make(map[string]document)
	for name, doc := range s.documents {
		if live.Root(name) == root {
			documents[name] = doc
		}
	}
	if len(documents) == 0 {
		delete(s.queues, root)
		delete(s.sources, root)
	}
	return documents
}

func texts(documents map[string]document) map[string][]byte {
	texts := make(map[string][]byte)
	for name, doc := range documents {
		texts[name] = doc.text
	}
	return texts
}

// complain tells the user why nothing can be found, once, and returns what was
// told last.
func (s *server) complain(last string, err error) string {
	if err == nil {
		return ""
	}
	text := err.Error()
	if text != last {
		s.notify("window/showMessage", messageParams{messageError, "tcerrlint: " + strings.TrimPrefix(text, "tcerrlint: ")})
	}
	return text
}

func (s *server) log(text string) { s.notify("window/logMessage", messageParams{messageLog, text}) }

// notify tells the editor something. If it is gone, the session ends anyway.
func (s *server) notify(method string, params any) {
	_ = s.conn.Notify(context.Background(), method, params)
}

// clear takes back what was shown for a module without open documents.
func (s *server) clear(root string) {
	s.mu.Lock()
	var gone []string
	for name, p := range s.published {
		if p.root == root && s.queues[root] == nil {
			gone = append(gone, name)
		}
	}
	s.mu.Unlock()
	for _, name := range gone {
		s.show(name, nil, published{})
	}
}

// publish shows what was found, where it differs from what is shown.
func (s *server) publish(root string, documents map[string]document, found map[string][]finding.Finding) {
	read := make(map[string][]byte)
	convert := newConverter(func(name string) []byte {
		if doc, ok := documents[name]; ok {
			return doc.text
		}
		if _, ok := read[name]; !ok {
			read[name], _ = workspace.Of(root).ReadSource(name)
		}
		return read[name]
	})
	for name, findings := range found {
		p := published{root: root, text: convert.texts(name), diagnostics: []diagnostic{}}
		for _, f := range findings {
			p.diagnostics = append(p.diagnostics, convert.diagnostic(f))
			var offered *fix
			if f.Fix != nil {
				offered = &fix{f.Fix.Message, convert.edit(f.Fix)}
			}
			p.fixes = append(p.fixes, offered)
		}
		doc, open := documents[name]
		var version *int
		if open {
			version = &doc.version
		}
		s.show(name, version, p)
	}
	s.mu.Lock()
	var gone []string
	for name, p := range s.published {
		_, still := found[name]
		_, open := documents[name]
		if p.root == root && !still && !open {
			gone = append(gone, name) // of a package of which nothing is open
		}
	}
	s.mu.Unlock()
	for _, name := range gone {
		s.show(name, nil, published{})
	}
}

// show tells the editor about a file, unless it knows.
func (s *server) show(name string, version *int, p published) {
	s.mu.Lock()
	old, known := s.published[name]
	if p.root == "" {
		delete(s.published, name)
	} else {
		s.published[name] = p
	}
	equal := len(old.diagnostics) == 0 && len(p.diagnostics) == 0 || reflect.DeepEqual(old.diagnostics, p.diagnostics)
	first := !known && version != nil // an open document is told of even when it is clean
	s.mu.Unlock()
	if equal && !first {
		return
	}
	if p.diagnostics == nil {
		p.diagnostics = []diagnostic{}
	}
	s.notify("textDocument/publishDiagnostics", publishParams{fileURI(name), version, p.diagnostics})
}
