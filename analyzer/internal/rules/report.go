package rules

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/analyzer/internal/engine"
)

// RulePages is the address beneath which each rule has its page.
const RulePages = "https://github.com/tcerrlint/tcerrlint/blob/main/docs/rules/"

// A reporter is the one way by which findings leave: it owns the policy for
// generated files, test files and suppressions.
type reporter struct {
	pass       *analysis.Pass
	config     *engine.Config
	rule       Doc // whose findings these are
	found      []analysis.Diagnostic
	files      map[*token.File]*ast.File
	directives []*directive
}

func newReporter(pass *analysis.Pass, config *engine.Config) *reporter {
	return &reporter{pass: pass, config: config}
}

// report files a finding of the current rule about a node. The message does
// not repeat the rule's id.
func (r *reporter) report(at analysis.Range, message string, more ...func(*analysis.Diagnostic)) {
	d := analysis.Diagnostic{
		Pos:      at.Pos(),
		End:      at.End(),
		Category: r.rule.ID,
		URL:      RulePages + r.rule.ID + ".md",
		Message:  r.rule.ID + ": " + message,
	}
	for _, m := range more {
		m(&d)
	}
	r.found = append(r.found, d)
}

// related points to another place.
func related(pos token.Pos, format string, args ...any) func(*analysis.Diagnostic) {
	return func(d *analysis.Diagnostic) {
		if pos.IsValid() {
			d.Related = append(d.Related, analysis.RelatedInformation{Pos: pos, End: pos, Message: fmt.Sprintf(format, args...)})
		}
	}
}

// fix suggests edits.
func fix(title string, edits ...analysis.TextEdit) func(*analysis.Diagnostic) {
	return func(d *analysis.Diagnostic) {
		d.SuggestedFixes = []analysis.SuggestedFix{{Message: title, TextEdits: edits}}
	}
}

func (r *reporter) debug(s engine.Silence) {
	r.found = append(r.found, analysis.Diagnostic{Pos: s.Pos, Category: "debug", Message: "debug: " + s.Why})
}

// flush reports what is left after suppressions, in source order.
func (r *reporter) flush() {
	r.readDirectives()
	slices.SortStableFunc(r.found, func(a, b analysis.Diagnostic) int {
		if a.Pos != b.Pos {
			return int(a.Pos - b.Pos)
		}
		return strings.Compare(a.Message, b.Message)
	})
	var last analysis.Diagnostic
	for _, d := range r.found {
		if d.Pos == last.Pos && d.Message == last.Message {
			continue
		}
		last = d
		if file := r.file(d.Pos); file == nil || r.skips(file) || r.suppressed(d) {
			continue
		}
		r.pass.Report(d)
	}
	r.reportDirectives()
}

// skips reports whether findings in the file are not wanted.
func (r *reporter) skips(file *ast.File) bool {
	if !r.config.Generated && ast.IsGenerated(file) {
		return true
	}
	name := r.pass.Fset.File(file.FileStart).Name()
	return r.config.SkipTests && strings.HasSuffix(name, "_test.go")
}

func (r *reporter) file(pos token.Pos) *ast.File {
	for _, file := range r.pass.Files {
		if file.FileStart <= pos && pos <= file.FileEnd {
			return file
		}
	}
	return nil
}
