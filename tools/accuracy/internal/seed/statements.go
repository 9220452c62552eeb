package seed

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/site"
)

// A statementForm rewrites the statement around a test, and keeps its meaning.
type statementForm struct {
	name    string
	rewrite func(pl *Planter, m *Mutant) bool
}

var statementForms = []statementForm{
	{"if to switch", (*Planter).ifToSwitch},
	{"if to switch true", (*Planter).ifToSwitchTrue},
	{"switch to if", (*Planter).switchToIf},
	{"early return to else", (*Planter).returnToElse},
	{"else to early return", (*Planter).elseToReturn},
	{"errors.As", (*Planter).errorsAs},
	{"errors.AsType", (*Planter).errorsAsType},
	{"call in a function", func(pl *Planter, m *Mutant) bool { return pl.hoist(m, false) }},
	{"other package: call in a function", func(pl *Planter, m *Mutant) bool { return pl.hoist(m, true) }},
}

// StatementFormNames lists the forms of statements.
func StatementFormNames() []string {
	var names []string
	for _, f := range statementForms {
		names = append(names, f.name)
	}
	return names
}

// enclosingIf returns the if statement whose condition holds the site's test.
func enclosingIf(s *site.Site) *ast.IfStmt {
	for i := len(s.Stack) - 1; i >= 0; i-- {
		switch n := s.Stack[i].(type) {
		case *ast.IfStmt:
			if n.Cond.Pos() <= s.Lit.Pos() && s.Lit.End() <= n.Cond.End() {
				return n
			}
			return nil
		case ast.Stmt, *ast.FuncLit:
			return nil
		}
	}
	return nil
}

// isElse reports whether the if statement is the else of another.
func isElse(s *site.Site, n *ast.IfStmt) bool {
	for _, outer := range s.Stack {
		if o, ok := outer.(*ast.IfStmt); ok && o.Else == ast.Stmt(n) {
			return true
		}
	}
	return false
}

// breaks reports whether a block has a break or fallthrough that a switch
// around it would catch.
func breaks(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BranchStmt:
			found = found || n.Label == nil && (n.Tok == token.BREAK || n.Tok == token.FALLTHROUGH)
		case *ast.ForStmt, *ast.RangeStmt, *ast.SelectStmt, *ast.FuncLit:
			return false
		}
		return true
	})
	return found
}

func (pl *Planter) ifToSwitch(m *Mutant) bool {
	n := enclosingIf(m.Site)
	return n != nil && m.Site.Form == "==" && ast.Unparen(n.Cond) == m.Site.Node &&
		pl.toSwitch(m, n, pl.p.Text(m.Site.Code), pl.p.Text(m.Site.Lit))
}

func (pl *Planter) ifToSwitchTrue(m *Mutant) bool {
	n := enclosingIf(m.Site)
	return n != nil && pl.toSwitch(m, n, "", pl.p.Text(n.Cond))
}

func (pl *Planter) toSwitch(m *Mutant, n *ast.IfStmt, tag, value string) bool {
	if breaks(n) || isElse(m.Site, n) {
		return false
	}
	head := "switch "
	if n.Init != nil {
		head += pl.p.Text(n.Init) + "; "
	}
	head += tag + " { case " + value + ":"
	if strings.Contains(head, "\n") {
		return false
	}
	start := offset(pl.p, n, false)
	open := pl.p.Fset().PositionFor(n.Body.Lbrace, false).Offset
	m.edits = append(m.edits, edit{start, open + 1, head})
	switch e := n.Else.(type) {
	case nil:
	case *ast.BlockStmt:
		from := pl.p.Fset().PositionFor(n.Body.Rbrace, false).Offset
		to := pl.p.Fset().PositionFor(e.Lbrace, false).Offset
		m.edits = append(m.edits, edit{from, to + 1, "default:"})
	default:
		return false
	}
	return true
}

func (pl *Planter) switchToIf(m *Mutant) bool {
	n := m.Site.Switch
	if n == nil || breaks(n.Body) || len(n.Body.List) == 0 {
		return false
	}
	tag := pl.p.Text(n.Tag)
	head := "if "
	if n.Init != nil {
		head += pl.p.Text(n.Init) + "; "
	}
	if strings.Contains(head+tag, "\n") {
		return false
	}
	at := func(pos token.Pos) int { return pl.p.Fset().PositionFor(pos, false).Offset }
	m.edits = append(m.edits, edit{at(n.Switch), at(n.Body.Lbrace) + 1, head})
	for i, stmt := range n.Body.List {
		c := stmt.(*ast.CaseClause)
		var conds []string
		lines := 0
		for _, e := range c.List {
			conds = append(conds, tag+" == "+pl.p.Text(e))
		}
		text := strings.Join(conds, " || ") + " {"
		lines = pl.p.Fset().Position(c.Colon).Line - pl.p.Fset().Position(c.Case).Line
		switch {
		case c.List == nil && (i == 0 || i != len(n.Body.List)-1):
			return false
		case c.List == nil:
			text = "} else {"
		case i > 0:
			text = "} else if " + text
		}
		m.edits = append(m.edits, edit{at(c.Case), at(c.Colon) + 1, text + strings.Repeat("\n", lines)})
	}
	return true
}

func (pl *Planter) returnToElse(m *Mutant) bool {
	n := enclosingIf(m.Site)
	if n == nil || n.Else != nil || !site.EndsInReturn(n.Body) {
		return false
	}
	list := listAround(m.Site, n)
	for i, stmt := range list {
		if stmt != ast.Stmt(n) || i == len(list)-1 {
			continue
		}
		m.insert(offset(pl.p, n.Body, true), " else {")
		m.insert(offset(pl.p, list[len(list)-1], true), " }")
		return true
	}
	return false
}

func (pl *Planter) elseToReturn(m *Mutant) bool {
	n := enclosingIf(m.Site)
	if n == nil || n.Init != nil || isElse(m.Site, n) || !site.EndsInReturn(n.Body) {
		return false
	}
	e, ok := n.Else.(*ast.BlockStmt)
	if !ok {
		return false
	}
	at := func(pos token.Pos) int { return pl.p.Fset().PositionFor(pos, false).Offset }
	m.edits = append(m.edits, edit{at(n.Body.Rbrace) + 1, at(e.Lbrace) + 1, ";"}, edit{at(e.Rbrace), at(e.Rbrace) + 1, ""})
	return true
}

// listAround returns the list of statements that a statement is in.
func listAround(s *site.Site, n ast.Stmt) []ast.Stmt {
	for i, outer := range s.Stack {
		if outer != ast.Node(n) || i == 0 {
			continue
		}
		switch o := s.Stack[i-1].(type) {
		case *ast.BlockStmt:
			return o.List
		case *ast.CaseClause:
			return o.Body
		}
	}
	return nil
}

// assertion returns the statement "e, ok := err.(*T)" that the site's typed
// error is defined by, and the if statement that it is the init of, if any.
func (pl *Planter) assertion(s *site.Site) (*ast.AssignStmt, *ast.IfStmt) {
	id, ok := ast.Unparen(s.Typed).(*ast.Ident)
	if !ok || s.Code == nil {
		return nil, nil
	}
	obj := s.Pkg.TypesInfo.ObjectOf(id)
	var found *ast.AssignStmt
	var in *ast.IfStmt
	ast.Inspect(s.Fn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IfStmt:
			if a := isAssertion(s, n.Init, obj); a != nil {
				found, in = a, n
			}
		case *ast.AssignStmt:
			if a := isAssertion(s, n, obj); a != nil && found == nil {
				found = a
			}
		}
		return true
	})
	return found, in
}

func isAssertion(s *site.Site, stmt ast.Stmt, obj types.Object) *ast.AssignStmt {
	a, ok := stmt.(*ast.AssignStmt)
	if !ok || a.Tok != token.DEFINE || len(a.Lhs) != 2 || len(a.Rhs) != 1 {
		return nil
	}
	if _, ok := a.Rhs[0].(*ast.TypeAssertExpr); !ok {
		return nil
	}
	if id, ok := a.Lhs[0].(*ast.Ident); !ok || s.Pkg.TypesInfo.Defs[id] != obj {
		return nil
	}
	return a
}

// errorsAs writes "var e *T; if errors.As(err, &e) {…}" for an assertion that
// is the init of an if, and "var e *T; ok := errors.As(err, &e)" for others.
func (pl *Planter) errorsAs(m *Mutant) bool {
	a, in := pl.assertion(m.Site)
	if a == nil {
		return false
	}
	info := m.Site.Pkg.TypesInfo
	assert := a.Rhs[0].(*ast.TypeAssertExpr)
	typ, from := pl.p.Text(assert.Type), pl.p.Text(assert.X)
	ok, isOK := a.Lhs[1].(*ast.Ident)
	if !isOK || ok.Name == "_" {
		return false
	}
	m.imports = append(m.imports, "errors")
	if in == nil {
		if info.Defs[ok] == nil {
			return false
		}
		name := a.Lhs[0].(*ast.Ident).Name
		if name == from {
			return false
		}
		m.replace(pl.p, a, "var "+name+" "+typ+"; "+ok.Name+" := zzerrors.As("+from+", &"+name+")")
		return true
	}
	if isElse(m.Site, in) {
		return false
	}
	obj, okObj := info.Defs[a.Lhs[0].(*ast.Ident)], info.Defs[ok]
	fresh := (&test{Planter: pl}).fresh("zzErr")
	at := func(pos token.Pos) int { return pl.p.Fset().PositionFor(pos, false).Offset }
	m.edits = append(m.edits, edit{at(in.If), at(in.Cond.Pos()), "var " + fresh + " " + typ + "; if "})
	used := 0
	ast.Inspect(in, func(n ast.Node) bool {
		if n == ast.Node(a) {
			return false
		}
		if id, isIdent := n.(*ast.Ident); isIdent {
			switch info.Uses[id] {
			case obj:
				m.replace(pl.p, id, fresh)
			case okObj:
				used++
				m.replace(pl.p, id, "zzerrors.As("+from+", &"+fresh+")")
			}
		}
		return true
	})
	return used == 1
}

func (pl *Planter) errorsAsType(m *Mutant) bool {
	a, _ := pl.assertion(m.Site)
	if a == nil {
		return false
	}
	assert := a.Rhs[0].(*ast.TypeAssertExpr)
	m.imports = append(m.imports, "errors")
	m.replace(pl.p, assert, "zzerrors.AsType["+pl.p.Text(assert.Type)+"]("+pl.p.Text(assert.X)+")")
	return true
}
