package rules

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strconv"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"
)

// settleFixes changes or drops the fixes that would put a value where it stands
// already: twice in one switch or map it does not compile, and twice in one list
// it is noise. An element beside its right spelling is removed instead; of two
// fixes with one target the first stays.
func (r *reporter) settleFixes(found []analysis.Diagnostic) {
	targets := make(map[target]bool)
	for i := range found {
		d := &found[i]
		if len(d.SuggestedFixes) != 1 || len(d.SuggestedFixes[0].TextEdits) != 1 {
			continue
		}
		edit := d.SuggestedFixes[0].TextEdits[0]
		value, err := strconv.Unquote(string(edit.NewText))
		if err != nil {
			continue
		}
		g := r.groupOf(edit)
		if g == nil {
			continue
		}
		stands := g.has(r, value)
		if key := (target{g.node, value}); !stands && !targets[key] {
			targets[key] = true
			continue
		}
		d.SuggestedFixes = nil
		if removal, ok := g.removal(); ok && stands {
			d.SuggestedFixes = []analysis.SuggestedFix{{Message: "Remove it: " + strconv.Quote(value) + " stands beside it", TextEdits: []analysis.TextEdit{removal}}}
		}
	}
}

// A target is a value that a fix puts into a group.
type target struct {
	group ast.Node
	value string
}

// A group is expressions of which no two should have one value.
type group struct {
	node  ast.Node   // that holds them all
	all   []ast.Expr // in every list of the group
	list  []ast.Expr // the list that the element stands in: nil where none can be removed from it
	index int        // of the element in the list
	own   ast.Expr   // the element, or in a map its key
}

// groupOf returns the group of the expression that an edit replaces; nil if it
// belongs to none.
func (r *reporter) groupOf(edit analysis.TextEdit) *group {
	file := r.file(edit.Pos)
	if file == nil {
		return nil
	}
	path, _ := astutil.PathEnclosingInterval(file, edit.Pos, edit.End)
	if len(path) < 2 {
		return nil
	}
	own, ok := path[0].(ast.Expr)
	if !ok {
		return nil
	}
	up := 1
	for ; up < len(path); up++ {
		if _, ok := path[up].(*ast.ParenExpr); !ok {
			break
		}
	}
	if pair, ok := path[up].(*ast.KeyValueExpr); ok && up+1 < len(path) {
		if lit, isLit := path[up+1].(*ast.CompositeLit); isLit && encloses(pair.Key, own) && r.isMap(lit) {
			return keyGroup(lit, pair)
		}
		if lit, isLit := path[up+1].(*ast.CompositeLit); isLit && encloses(pair.Value, own) && !r.isMap(lit) {
			return nil // a field, or an element with an index
		}
	}
	switch parent := path[up].(type) {
	case *ast.CaseClause:
		return caseGroup(path[up:], parent, own)
	case *ast.CompositeLit:
		return listGroup(parent, parent.Elts, own)
	case *ast.CallExpr:
		return listGroup(parent, parent.Args, own)
	case *ast.BinaryExpr:
		return chainGroup(path[up:], own)
	}
	return nil
}

func encloses(outer, inner ast.Node) bool {
	return outer.Pos() <= inner.Pos() && inner.End() <= outer.End()
}

func (r *reporter) isMap(lit *ast.CompositeLit) bool {
	t := r.pass.TypesInfo.TypeOf(lit)
	return t != nil && isMapType(t)
}

func keyGroup(lit *ast.CompositeLit, pair *ast.KeyValueExpr) *group {
	g := &group{node: lit, list: lit.Elts, index: -1, own: pair.Key}
	for i, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			g.all = append(g.all, kv.Key)
			if kv == pair {
				g.index = i
			}
		}
	}
	return g
}

// caseGroup is the cases of a whole switch.
func caseGroup(path []ast.Node, clause *ast.CaseClause, own ast.Expr) *group {
	g := listGroup(clause, clause.List, own)
	for _, n := range path {
		s, ok := n.(*ast.SwitchStmt)
		if !ok {
			continue
		}
		g.node, g.all = s, nil
		for _, each := range s.Body.List {
			g.all = append(g.all, each.(*ast.CaseClause).List...)
		}
		break
	}
	return g
}

func listGroup(node ast.Node, list []ast.Expr, own ast.Expr) *group {
	g := &group{node: node, all: list, index: -1, own: own}
	for i, e := range list {
		if encloses(e, own) {
			g.index = i
		}
	}
	if _, isCall := node.(*ast.CallExpr); !isCall {
		g.list = list
	}
	return g
}

// chainGroup is the operands of a whole chain of && and ||.
func chainGroup(path []ast.Node, own ast.Expr) *group {
	top := path[0]
	for _, n := range path {
		switch n := n.(type) {
		case *ast.BinaryExpr, *ast.ParenExpr, *ast.UnaryExpr:
			top = n
			continue
		}
		break
	}
	g := &group{node: top, index: -1, own: own}
	ast.Inspect(top, func(n ast.Node) bool {
		if cmp, ok := n.(*ast.BinaryExpr); ok && (cmp.Op == token.EQL || cmp.Op == token.NEQ) {
			g.all = append(g.all, cmp.X, cmp.Y)
		}
		return true
	})
	return g
}

// has reports whether another expression of the group has the value.
func (g *group) has(r *reporter, value string) bool {
	for _, e := range g.all {
		if encloses(e, g.own) {
			continue
		}
		tv := r.pass.TypesInfo.Types[e]
		if tv.Value != nil && tv.Value.Kind() == constant.String && constant.StringVal(tv.Value) == value {
			return true
		}
	}
	return false
}

// removal returns the edit that takes the element out of its list, with the comma
// on one side; not ok where nothing would be left, or nothing can be removed.
func (g *group) removal() (analysis.TextEdit, bool) {
	if g.index < 0 || len(g.list) < 2 {
		return analysis.TextEdit{}, false
	}
	if g.index > 0 {
		return analysis.TextEdit{Pos: g.list[g.index-1].End(), End: g.list[g.index].End()}, true
	}
	return analysis.TextEdit{Pos: g.list[0].Pos(), End: g.list[1].Pos()}, true
}

func isMapType(t types.Type) bool {
	_, ok := t.Underlying().(*types.Map)
	return ok
}
