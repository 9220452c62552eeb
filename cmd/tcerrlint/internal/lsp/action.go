package lsp

import (
	"context"
	"go/ast"
	"slices"
	"strconv"
	"strings"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/live"
)

// Kinds of code actions.
const (
	quickFix  = "quickfix"
	fixAll    = "source.fixAll." + analyzer.Name
	rewriting = "refactor.rewrite"
)

// wants reports whether an editor that asks for these kinds of actions, and
// those beneath them, asks for kind.
func wants(only []string, kind string) bool {
	return len(only) == 0 || slices.ContainsFunc(only, func(o string) bool {
		return o == kind || strings.HasPrefix(kind, o+".")
	})
}

// actions returns the changes offered for a range, if the document is still
// what they were found in. An editor that can ask for their edits gets them then.
func (s *server) actions(ctx context.Context, p codeActionParams) ([]codeAction, error) {
	actions, version, err := s.allActions(ctx, p)
	if err != nil || !s.client.resolves() {
		return actions, err
	}
	for i := range actions {
		actions[i].Edit, actions[i].Data = nil, &actionData{p, version}
	}
	return actions, nil
}

// resolveAction adds the edit to an action.
func (s *server) resolveAction(ctx context.Context, action codeAction) (codeAction, error) {
	if action.Edit != nil || action.Data == nil {
		return action, nil
	}
	actions, version, err := s.allActions(ctx, action.Data.Params)
	if err != nil {
		return action, err
	}
	i := slices.IndexFunc(actions, func(a codeAction) bool { return a.Title == action.Title && a.Kind == action.Kind })
	if i < 0 || version != action.Data.Version {
		return action, &jsonrpc2.Error{Code: contentModified, Message: "the document changed"}
	}
	action.Edit = actions[i].Edit
	return action, nil
}

// allActions returns the actions with their edits, and the version of the document.
func (s *server) allActions(ctx context.Context, p codeActionParams) ([]codeAction, int, error) {
	actions, version := s.fixes(p)
	if !wants(p.Context.Only, rewriting) {
		return actions, version, nil
	}
	q, err := s.ask(ctx, p.TextDocument.URI, p.Range.Start)
	if err != nil {
		return nil, 0, err
	}
	if q != nil && q.point != nil {
		actions = append(actions, q.rewrites(ctx, p.TextDocument.URI)...)
		actions = append(actions, q.cases(ctx, p.TextDocument.URI)...)
	}
	return actions, version, nil
}

// fixes returns the actions for findings.
func (s *server) fixes(p codeActionParams) (actions []codeAction, version int) {
	actions = []codeAction{}
	s.mu.Lock()
	defer s.mu.Unlock()
	name := fileName(p.TextDocument.URI)
	shown, doc := s.found[name], s.documents[name]
	if string(shown.text) != string(doc.text) {
		return actions, doc.version
	}
	ignored := make(map[string]bool)
	for i, d := range shown.diagnostics {
		// Editors send the diagnostics they mean; one of another tool beside it
		// may cover the same range.
		meant := len(p.Context.Diagnostics) == 0 || slices.Contains(p.Context.Diagnostics, diagnosticID{d.Range, d.Message})
		if !meant || !overlap(d.Range, p.Range) || !wants(p.Context.Only, quickFix) {
			continue
		}
		if fix := shown.fixes[i]; fix != nil {
			actions = append(actions, codeAction{
				Title: fix.title, Kind: quickFix, Diagnostics: []diagnostic{d}, IsPreferred: true, Edit: &fix.edit,
			})
		}
		if key := d.Code + strconv.Itoa(d.Range.Start.Line); isRule(d.Code) && !ignored[key] {
			ignored[key] = true
			actions = append(actions, s.ignoring(doc, d))
		}
	}
	if edits := allFixes(doc.uri, shown); wants(p.Context.Only, fixAll) && len(edits) > 0 {
		actions = append(actions, codeAction{
			Title: "Fix all findings of tcerrlint in this file", Kind: fixAll, Edit: &workspaceEdit{map[string][]textEdit{p.TextDocument.URI: edits}},
		})
	}
	return actions, doc.version
}

// ignoring returns the action that puts a directive above a finding. Its reason
// is a word to write over, on which the editor puts the cursor if it can.
func (s *server) ignoring(doc document, d diagnostic) codeAction {
	const reason = "reason"
	line := d.Range.Start.Line
	start := offsetOf(doc.text, position{line, 0})
	rest := doc.text[start:]
	indent := string(rest[:len(rest)-len(strings.TrimLeft(string(rest), " \t"))])
	directive := indent + "//tcerrlint:ignore " + d.Code + " "
	action := codeAction{
		Title: "Ignore " + d.Code + " here, with a reason", Kind: quickFix, Diagnostics: []diagnostic{d},
		Edit: &workspaceEdit{map[string][]textEdit{doc.uri: {{span{position{line, 0}, position{line, 0}}, directive + reason + "\n"}}}},
	}
	if s.client.Window.ShowDocument.Support {
		at := span{position{line, len(directive)}, position{line, len(directive) + len(reason)}}
		action.Command = &command{"Select the reason", selectCommand, []any{location{doc.uri, at}}}
	}
	return action
}

// allFixes returns the edits of all fixes of a file that can be applied together,
// the first of two that overlap. A fix that changes other files too is left out.
func allFixes(uri string, shown found) []textEdit {
	var edits []textEdit
	for _, fix := range shown.fixes {
		if fix == nil || len(fix.edit.Changes) != 1 {
			continue
		}
		var fresh []textEdit
		apart := len(fix.edit.Changes[fileURI(fileName(uri))]) > 0
		for _, e := range fix.edit.Changes[fileURI(fileName(uri))] {
			switch {
			case slices.Contains(edits, e):
			case slices.ContainsFunc(edits, func(o textEdit) bool { return overlap(e.Range, o.Range) }):
				apart = false
			default:
				fresh = append(fresh, e)
			}
		}
		if apart {
			edits = append(edits, fresh...)
		}
	}
	return edits
}

// rewrites offers the SDK's constant in place of a string, and the string in
// place of a constant.
func (q *question) rewrites(ctx context.Context, uri string) []codeAction {
	replace := func(title string, start, end int, with string) []codeAction {
		edit := textEdit{q.span(start, end), with}
		return []codeAction{{Title: title, Kind: rewriting, Edit: &workspaceEdit{map[string][]textEdit{uri: {edit}}}}}
	}
	if lit := live.LiteralAt(q.text, q.offset); lit != nil {
		if name, local := constantFor(q.point.Imported(), lit.Value, ""); name != "" && q.tested(ctx) != nil {
			return replace("Replace with "+local+"."+name, lit.Start, lit.End, local+"."+name)
		}
		return nil
	}
	obj, expr := q.point.Object()
	value := constantValue(obj)
	sel, ok := expr.(*ast.SelectorExpr)
	if value == "" || !ok {
		return nil
	}
	if pkg, ok := sel.X.(*ast.Ident); !ok || q.point.Mentions(pkg) < 2 {
		return nil // the last use of an import cannot go
	}
	start, end := q.point.Offsets(sel)
	return replace("Replace with "+strconv.Quote(value), start, end, strconv.Quote(value))
}

func overlap(a, b span) bool { return !before(a.End, b.Start) && !before(b.End, a.Start) }

func before(a, b position) bool {
	return a.Line < b.Line || a.Line == b.Line && a.Character < b.Character
}
