package lsp

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"reflect"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/workspace"
)

// found is what was found in a file.
type found struct {
	root        string // of the module
	text        []byte // in which it was found
	diagnostics []diagnostic
	fixes       []*fix // one for each diagnostic, or nil
}

type fix struct {
	title string
	edit  workspaceEdit
}

// id tells what was found from everything else.
func (f found) id() string {
	data, err := json.Marshal(f.diagnostics)
	if err != nil || len(f.diagnostics) == 0 {
		return "none"
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:12])
}

// convert converts the findings in files of a module.
func convert(root string, documents map[string]document, byFile map[string][]finding.Finding) map[string]found {
	read := make(map[string][]byte)
	c := newConverter(func(name string) []byte {
		if doc, ok := documents[name]; ok {
			return doc.text
		}
		if _, ok := read[name]; !ok {
			read[name], _ = workspace.Of(root).ReadSource(name)
		}
		return read[name]
	})
	all := make(map[string]found)
	for name, findings := range byFile {
		f := found{root: root, text: c.texts(name), diagnostics: []diagnostic{}}
		for _, each := range findings {
			f.diagnostics = append(f.diagnostics, c.diagnostic(each))
			var offered *fix
			if each.Fix != nil {
				offered = &fix{each.Fix.Message, c.edit(each.Fix)}
			}
			f.fixes = append(f.fixes, offered)
		}
		all[name] = f
	}
	return all
}

// publish takes what was found in the files of the packages of which documents
// are open.
func (s *server) publish(root string, documents map[string]document, byFile map[string][]finding.Finding) {
	fresh := convert(root, documents, byFile)
	s.mu.Lock()
	news := make(map[string]bool) // whether a file's diagnostics changed
	for name, f := range fresh {
		old, known := s.found[name]
		news[name] = !known || !equal(old, f)
		s.found[name] = f
	}
	for name, f := range s.found {
		_, still := fresh[name]
		_, open := documents[name]
		if f.root == root && !still && !open { // of a package of which nothing is open
			delete(s.found, name)
			news[name] = true
		}
	}
	s.mu.Unlock()
	s.show(news, documents)
}

// clear forgets what was found in a module without open documents.
func (s *server) clear(root string) {
	s.mu.Lock()
	news := make(map[string]bool)
	for name, f := range s.found {
		if f.root == root && s.queues[root] == nil {
			delete(s.found, name)
			news[name] = true
		}
	}
	s.mu.Unlock()
	s.show(news, nil)
}

func equal(a, b found) bool {
	return len(a.diagnostics) == 0 && len(b.diagnostics) == 0 || reflect.DeepEqual(a.diagnostics, b.diagnostics)
}

// known returns what is known of a file. The caller holds the lock.
func (s *server) known(name string) found {
	if f, ok := s.found[name]; ok {
		return f
	}
	return s.wider[name]
}

// show tells the editor about the files, of which true ones changed, unless it
// asks itself. An open document is told of once even when it is clean.
func (s *server) show(news map[string]bool, documents map[string]document) {
	s.sending.Lock()
	defer s.sending.Unlock()
	var messages []publishParams
	changed := false
	s.mu.Lock()
	asks := s.client.TextDocument.Diagnostic != nil
	for name, isNew := range news {
		changed = changed || isNew
		_, open := s.documents[name]
		f := s.known(name)
		doc, checked := documents[name]
		told := s.pushed[name]
		switch {
		case asks && (open || s.pulled):
			if !told {
				continue
			}
			delete(s.pushed, name)
			f = found{} // it is with what the editor asked for
		case len(f.diagnostics) > 0 || checked:
			if told && !isNew {
				continue
			}
			s.pushed[name] = true
		case !told:
			continue
		default:
			delete(s.pushed, name)
		}
		params := publishParams{URI: fileURI(name), Diagnostics: f.diagnostics}
		if checked {
			params.Version = &doc.version
		}
		if params.Diagnostics == nil {
			params.Diagnostics = []diagnostic{}
		}
		messages = append(messages, params)
	}
	ask := asks && changed && s.client.Workspace.Diagnostics.Support
	s.mu.Unlock()
	for _, params := range messages {
		s.notify("textDocument/publishDiagnostics", params)
	}
	if ask {
		s.workers.Go(func() { _ = s.conn.Call(s.ctx, "workspace/diagnostic/refresh", nil, nil) })
	}
}

// names returns the files of which something is known. The caller holds the lock.
func (s *server) names() map[string]bool {
	names := make(map[string]bool)
	for name := range maps.Keys(s.found) {
		names[name] = false
	}
	for name := range maps.Keys(s.wider) {
		names[name] = false
	}
	return names
}
