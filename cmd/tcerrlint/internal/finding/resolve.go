package finding

import (
	"cmp"
	"go/token"

	"golang.org/x/tools/go/analysis"
)

// Resolve resolves the positions of a diagnostic.
func Resolve(fset *token.FileSet, d analysis.Diagnostic) Finding {
	f := Finding{
		Rule:    cmp.Or(d.Category, RuleOf(d.Message)),
		Message: d.Message,
		URL:     d.URL,
		Range:   rangeOf(fset, d.Pos, d.End),
	}
	f.Severity = SeverityOf(f.Rule)
	for _, r := range d.Related {
		f.Related = append(f.Related, Related{r.Message, rangeOf(fset, r.Pos, r.End)})
	}
	if len(d.SuggestedFixes) > 0 {
		f.Fix = resolveFix(fset, d.SuggestedFixes[0])
	}
	return f
}

func rangeOf(fset *token.FileSet, pos, end token.Pos) Range {
	return Range{fset.Position(pos), fset.Position(cmp.Or(end, pos))}
}

// resolveFix resolves edits to the bytes of the files as they are on disk, not
// as //line comments describe them.
func resolveFix(fset *token.FileSet, fix analysis.SuggestedFix) *Fix {
	resolved := &Fix{Message: fix.Message}
	for _, edit := range fix.TextEdits {
		start := fset.PositionFor(edit.Pos, false)
		end := fset.PositionFor(cmp.Or(edit.End, edit.Pos), false)
		resolved.Edits = append(resolved.Edits, Edit{start.Filename, start.Offset, end.Offset, string(edit.NewText)})
	}
	return resolved
}
