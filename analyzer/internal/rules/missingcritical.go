package rules

import (
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"slices"
	"strconv"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/analyzer/internal/engine"
)

var missingCritical = rule{
	doc: Doc{
		ID:       "missingcritical",
		Title:    "a critical category meets a fate that the policy forbids",
		Severity: Warning,
		Options:  []string{"critical", "mode", "retry"},
		Since:    "0.1.0",
	},
	check: func(r *reporter, pkg *engine.Package) {
		for s := range subjects(pkg) {
			checkCritical(r, pkg, s)
		}
	},
}

// checkCritical reports each forbidden fate that critical categories meet,
// once for a subject.
func checkCritical(r *reporter, pkg *engine.Package, s *engine.Subject) {
	for _, fate := range []engine.Fate{engine.Swallowed, engine.Retried, engine.Stopped} {
		var names []string
		var end token.Pos
		for i := range s.Outcomes {
			o := &s.Outcomes[i]
			if met, ok := fateOf(s, o); ok && met == fate {
				found := criticalIn(pkg, r.config.Critical, fate, o.Codes)
				if len(found) > 0 && names == nil {
					end = o.Pos
				}
				for _, name := range found {
					if !slices.Contains(names, name) {
						names = append(names, name)
					}
				}
			}
		}
		if len(names) == 0 {
			continue
		}
		at := testNode(s)
		if at == nil {
			continue
		}
		r.report(at, fateMessage(s, fate, names), origin(s), related(end, "here %s %s", andList(names, "and"), fateVerb(fate, names)))
	}
}

// testNode returns where a finding about all tests of a subject is reported:
// the first of them.
func testNode(s *engine.Subject) analysis.Range {
	for _, t := range s.Tests {
		if t.Node != nil {
			return short(t)
		}
	}
	return nil
}

// short returns the shortest range that names a test: its literal, or else the
// whole condition.
func short(t *engine.Test) ast.Node {
	for _, lit := range t.Literals {
		if lit.Expr != nil && t.Node.Pos() <= lit.Expr.Pos() && lit.Expr.End() <= t.Node.End() {
			return t.Node
		}
	}
	return t.Node
}

func fateVerb(fate engine.Fate, names []string) string {
	verb := "is"
	if len(names) > 1 {
		verb = "are"
	}
	return verb + " " + fate.String()
}

func fateMessage(s *engine.Subject, fate engine.Fate, names []string) string {
	who := andList(names, "and")
	named := literalsOf(s)
	switch fate {
	case engine.Swallowed:
		return fmt.Sprintf("%s of %s goes unnoticed: any code but %s ends in success and the error is never used again; return it", who, source(s), named)
	case engine.Retried:
		return fmt.Sprintf("%s %s until the retry gives up: any code but %s goes to the retry; make it final or name the codes to retry", who, fateVerb(fate, names), named)
	default:
		return fmt.Sprintf("%s %s final while %s is retried; retry it too", who, verbBe(names), named)
	}
}

func verbBe(names []string) string {
	if len(names) > 1 {
		return "are"
	}
	return "is"
}

// source names the call that the error came from.
func source(s *engine.Subject) string {
	if len(s.Calls) == 1 {
		return s.Calls[0].Name
	}
	return "the error"
}

// literalsOf lists the codes that the tests of a subject name, three at most.
func literalsOf(s *engine.Subject) string {
	var list []string
	for _, t := range s.Tests {
		for _, lit := range t.Literals {
			q := strconv.Quote(lit.Value)
			if slices.Contains(list, q) {
				continue
			}
			if len(list) == 3 {
				return andList(append(list, "others"), "and")
			}
			list = append(list, q)
		}
	}
	if len(list) == 0 {
		return "those named here"
	}
	return andList(list, "and")
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
