package rules

import (
	"go/ast"
	"go/token"
	"slices"
)

// A line is a line of a file as it is on disk.
type line struct {
	file   *token.File
	number int
}

func (r *reporter) lineOf(pos token.Pos) line {
	return line{r.pass.Fset.File(pos), r.pass.Fset.PositionFor(pos, false).Line}
}

// A cover is what the directives in one place hide findings in.
type cover struct {
	first, last int // lines
	byRule      map[string]*directive
}

// cover notes on which lines the directives of a file hide findings: one behind
// code on its line, one on a line of its own on those of the node below.
func (r *reporter) cover(file *ast.File, directives []*directive) {
	lines := r.linesOf(file)
	covers := make(map[[2]int]*cover)
	on := make(map[int][]*cover)
	for _, d := range directives {
		if d.whole {
			continue
		}
		at := r.lineOf(d.pos)
		first, last := at.number, at.number
		if start, ok := lines.code[at.number]; !ok || d.pos < start {
			first = at.number + 1
			for lines.comment[first] {
				first++
			}
			last = max(first, lines.node[first])
		}
		c := covers[[2]int{first, last}]
		if c == nil {
			c = &cover{first, last, make(map[string]*directive)}
			covers[[2]int{first, last}] = c
			for n := first; n <= last; n++ {
				on[n] = append(on[n], c)
			}
		}
		for _, id := range d.rules {
			if c.byRule[id] == nil {
				c.byRule[id] = d
			}
		}
	}
	// The innermost comes first: it is the one that was meant.
	tokens := r.pass.Fset.File(file.FileStart)
	for n, list := range on {
		slices.SortStableFunc(list, func(a, b *cover) int { return (a.last - a.first) - (b.last - b.first) })
		r.covers[line{tokens, n}] = list
	}
}

// fileLines says what stands on the lines of a file.
type fileLines struct {
	code    map[int]token.Pos // the first code on the line
	node    map[int]int       // the last line of the outermost node that begins on the line
	comment map[int]bool      // nothing but a comment
}

func (r *reporter) linesOf(file *ast.File) fileLines {
	lines := fileLines{make(map[int]token.Pos), make(map[int]int), make(map[int]bool)}
	number := func(pos token.Pos) int { return r.pass.Fset.PositionFor(pos, false).Line }
	note := func(pos token.Pos) {
		if n := number(pos); lines.code[n] == token.NoPos || pos < lines.code[n] {
			lines.code[n] = pos
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n.(type) {
		case nil, *ast.File, *ast.CommentGroup, *ast.Comment:
			return n != nil && n == ast.Node(file)
		}
		start := n.Pos()
		if f, ok := n.(*ast.FuncDecl); ok { // its comment is not part of it
			start = f.Type.Func
		}
		note(start)
		note(n.End() - 1)
		if first := number(start); lines.node[first] == 0 {
			lines.node[first] = number(n.End() - 1)
		}
		return true
	})
	for _, group := range file.Comments {
		for n, last := number(group.Pos()), number(group.End()-1); n <= last; n++ {
			if _, ok := lines.code[n]; !ok {
				lines.comment[n] = true
			}
		}
	}
	return lines
}
