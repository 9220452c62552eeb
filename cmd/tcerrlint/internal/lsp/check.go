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

// check checks the open documents whenever something changed.
func (s *server) check(ctx context.Context) {
	views := make(map[string]*live.View)
	complaints := make(map[string]string) // by module
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.wake:
		}
		if !s.quiet(ctx) {
			return
		}
		checking, cancel := context.WithCancel(ctx)
		modules := s.modules(cancel)
		for root := range views {
			if modules[root] == nil {
				delete(views, root)
				delete(complaints, root)
			}
		}
		s.clearModules(modules)
		for root, documents := range modules {
			if views[root] == nil {
				views[root] = live.NewView(root)
			}
			started := time.Now()
			found, err := views[root].Check(checking, texts(documents))
			if checking.Err() != nil {
				break // another check comes
			}
			s.complain(root, err, complaints)
			if found != nil {
				s.publish(root, documents, found)
				s.log(fmt.Sprintf("%s: %d packages analyzed in %v", root, views[root].Fresh, time.Since(started).Round(time.Millisecond)))
			}
		}
		cancel()
	}
}

// quiet waits until nothing changed for a while.
func (s *server) quiet(ctx context.Context) bool {
	for {
		select {
		case <-ctx.Done():
			return false
		case <-s.wake:
		case <-time.After(pause):
			return true
		}
	}
}

// modules returns the open documents of each module. From now on a change calls
// cancel.
func (s *server) modules(cancel context.CancelFunc) map[string]map[string]document {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cancel = cancel
	modules := make(map[string]map[string]document)
	for name, doc := range s.documents {
		root := live.Root(name)
		if modules[root] == nil {
			modules[root] = make(map[string]document)
		}
		modules[root][name] = doc
	}
	return modules
}

func texts(documents map[string]document) map[string][]byte {
	texts := make(map[string][]byte)
	for name, doc := range documents {
		texts[name] = doc.text
	}
	return texts
}

// complain tells the user why nothing can be found, once.
func (s *server) complain(root string, err error, complaints map[string]string) {
	if err == nil {
		delete(complaints, root)
		return
	}
	if text := err.Error(); complaints[root] != text {
		complaints[root] = text
		s.notify("window/showMessage", messageParams{messageError, "tcerrlint: " + strings.TrimPrefix(text, "tcerrlint: ")})
	}
}

func (s *server) log(text string) { s.notify("window/logMessage", messageParams{messageLog, text}) }

// notify tells the editor something. If it is gone, the session ends anyway.
func (s *server) notify(method string, params any) {
	_ = s.conn.Notify(context.Background(), method, params)
}

// clearModules takes back what was shown for modules without open documents.
func (s *server) clearModules(modules map[string]map[string]document) {
	s.mu.Lock()
	var gone []string
	for name, p := range s.published {
		if modules[p.root] == nil {
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
