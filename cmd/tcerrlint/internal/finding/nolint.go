package finding

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
)

// A lineRange is a range of lines.
type lineRange struct{ first, last int }

// WithoutNolint drops the findings that a comment //nolint, //nolint:tcerrlint
// or //nolint:all covers, as golangci-lint does. It covers its line and what
// starts on it; alone on a line, what starts on the next. Files are read by read.
func WithoutNolint(findings []Finding, read Reader) []Finding {
	ranges := make(map[string][]lineRange)
	return slices.DeleteFunc(findings, func(f Finding) bool {
		name := f.Pos.Filename
		if _, ok := ranges[name]; !ok {
			ranges[name] = nolintRanges(name, read)
		}
		return slices.ContainsFunc(ranges[name], func(r lineRange) bool {
			return r.first <= f.Pos.Line && f.Pos.Line <= r.last
		})
	})
}

// nolintRanges returns the ranges of lines of a file that comments turn off.
// What does not parse has none.
func nolintRanges(name string, read Reader) []lineRange {
	text, err := read(name)
	if err != nil {
		return nil
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	var ranges []lineRange
	line := func(pos token.Pos) int { return fset.Position(pos).Line }
	for _, group := range file.Comments {
		for _, comment := range group.List {
			if isNolint(comment.Text) {
				ranges = append(ranges, lineRange{line(comment.Pos()), line(comment.Pos())})
			}
		}
	}
	if ranges == nil {
		return nil
	}
	starts := make(map[int]bool) // lines on which code starts
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil || n == ast.Node(file) {
			return true
		}
		if _, ok := n.(*ast.CommentGroup); ok {
			return false
		}
		starts[line(n.Pos())] = true
		return true
	})
	for i := range ranges {
		if r := &ranges[i]; !starts[r.first] && starts[r.first+1] {
			r.first, r.last = r.first+1, r.first+1 // alone on its line
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncDecl, *ast.GenDecl, ast.Stmt:
			for i := range ranges {
				if r := &ranges[i]; line(n.Pos()) == r.first {
					r.last = max(r.last, line(n.End()))
				}
			}
		}
		return true
	})
	return ranges
}

// isNolint reports whether a comment turns tcerrlint off.
func isNolint(text string) bool {
	rest, ok := strings.CutPrefix(text, "//nolint")
	if !ok {
		return false
	}
	list, ok := strings.CutPrefix(rest, ":")
	if !ok {
		return rest == "" || rest[0] == ' ' || rest[0] == '\t'
	}
	list, _, _ = strings.Cut(list, "//") // an explanation
	for word := range strings.SplitSeq(list, ",") {
		if word = strings.TrimSpace(word); word == "tcerrlint" || word == "all" {
			return true
		}
	}
	return false
}
