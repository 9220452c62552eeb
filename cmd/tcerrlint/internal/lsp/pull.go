package lsp

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/live"
)

type documentDiagnosticParams struct {
	TextDocument documentID `json:"textDocument"`
	Previous     string     `json:"previousResultId"`
}

// A report is what is known of a document.
type report struct {
	Kind    string        `json:"kind"` // full or unchanged
	ID      string        `json:"resultId"`
	Items   *[]diagnostic `json:"items,omitempty"` // of a full one
	URI     string        `json:"uri,omitempty"`   // in a report about the workspace, as is the version
	Version *int          `json:"version,omitempty"`
}

func reportOf(f found, previous string) report {
	if id := f.id(); id != previous {
		items := f.diagnostics
		if items == nil {
			items = []diagnostic{}
		}
		return report{Kind: "full", ID: id, Items: &items}
	}
	return report{Kind: "unchanged", ID: previous}
}

// pullDocument answers what is found in a document, once all that the editor told
// is checked.
func (s *server) pullDocument(ctx context.Context, p documentDiagnosticParams) (report, error) {
	name := fileName(p.TextDocument.URI)
	if name != "" {
		if err := s.settled(ctx, live.Root(name)); err != nil {
			return report{}, err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return reportOf(s.known(name), p.Previous), nil
}

type workspaceDiagnosticParams struct {
	Token    json.RawMessage `json:"workDoneToken"`
	Previous []struct {
		URI   string `json:"uri"`
		Value string `json:"value"`
	} `json:"previousResultIds"`
}

type workspaceReport struct {
	Items []report `json:"items"`
}

// pullWorkspace answers what is known of all files: of the packages of which one
// is open, and of the others what the last check of the workspace found.
func (s *server) pullWorkspace(ctx context.Context, p workspaceDiagnosticParams) (workspaceReport, error) {
	_, end := s.startJobIfGiven(ctx, p.Token)
	defer end()
	s.mu.Lock()
	roots := slices.Sorted(maps.Keys(s.queues))
	first := !s.pulled
	s.pulled = true
	names := s.names()
	s.mu.Unlock()
	if first {
		s.show(names, nil) // takes back what was pushed
	}
	for _, root := range roots {
		if err := s.settled(ctx, root); err != nil {
			return workspaceReport{}, &jsonrpc2.Error{Code: serverCancelled, Message: "cancelled"}
		}
	}
	previous := make(map[string]string)
	s.mu.Lock()
	defer s.mu.Unlock()
	names = s.names()
	for _, each := range p.Previous {
		name := fileName(each.URI)
		if name == "" {
			continue
		}
		previous[name] = each.Value
		names[name] = false
	}
	answer := workspaceReport{Items: []report{}}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		f := s.known(name)
		if previous[name] == "" && len(f.diagnostics) == 0 {
			continue
		}
		r := reportOf(f, previous[name])
		r.URI = fileURI(name)
		if doc, open := s.documents[name]; open {
			r.URI, r.Version = doc.uri, &doc.version
		}
		answer.Items = append(answer.Items, r)
	}
	return answer, nil
}

// startJobIfGiven shows work only under the token of the request for it.
func (s *server) startJobIfGiven(ctx context.Context, token json.RawMessage) (*job, func()) {
	if len(token) == 0 {
		return &job{s: s}, func() {}
	}
	return s.startJob(ctx, "tcerrlint", token, func() {})
}
