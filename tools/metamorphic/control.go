package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// blocks calls f with each list of statements in a function.
func blocks(decl *ast.FuncDecl, f func(list []ast.Stmt, end token.Pos, function *ast.FuncType)) {
	var walk func(n ast.Node, function *ast.FuncType)
	walk = func(n ast.Node, function *ast.FuncType) {
		ast.Inspect(n, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				walk(n.Body, n.Type)
				return false
			case *ast.BlockStmt:
				f(n.List, n.Rbrace, function)
			}
			return true
		})
	}
	walk(decl.Body, decl.Type)
}

// breaks reports whether a statement has a break that a switch around it would
// catch, a fallthrough, a goto or a label.
func breaks(body []ast.Stmt) bool {
	found := false
	var walk func(n ast.Node, caught bool)
	walk = func(n ast.Node, caught bool) {
		ast.Inspect(n, func(m ast.Node) bool {
			if m == n {
				return true
			}
			switch m := m.(type) {
			case *ast.FuncLit:
				return false
			case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
				walk(m, true)
				return false
			case *ast.LabeledStmt:
				found = true
			case *ast.BranchStmt:
				if m.Tok == token.GOTO || m.Tok == token.FALLTHROUGH || m.Tok == token.BREAK && m.Label == nil && !caught {
					found = true
				}
			}
			return true
		})
	}
	for _, stmt := range body {
		walk(&ast.BlockStmt{List: []ast.Stmt{stmt}}, false)
	}
	return found
}

// elseOfEarly puts what follows an if that leaves into its else.
func elseOfEarly(s *source) []site {
	var sites []site
	s.functions(func(file *ast.File, decl *ast.FuncDecl) {
		blocks(decl, func(list []ast.Stmt, end token.Pos, _ *ast.FuncType) {
			var own []edit
			for i, stmt := range list {
				cond, ok := stmt.(*ast.IfStmt)
				if !ok || cond.Else != nil || cond.Init != nil || !leaves(cond.Body) || i == len(list)-1 || breaksLabel(list[i+1:]) {
					continue
				}
				own = append(own, insert(file, cond.End(), " else {"), insert(file, end, "}"))
			}
			if len(own) > 0 {
				sites = append(sites, site{name: s.at(own[0].from), edits: own})
			}
		})
	})
	return sites
}

func breaksLabel(list []ast.Stmt) bool {
	for _, stmt := range list {
		if _, ok := stmt.(*ast.LabeledStmt); ok {
			return true
		}
	}
	return false
}

// leaves reports whether a block ends in return or continue.
func leaves(b *ast.BlockStmt) bool {
	if len(b.List) == 0 {
		return false
	}
	switch last := b.List[len(b.List)-1].(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return last.Tok == token.CONTINUE || last.Tok == token.BREAK
	}
	return false
}

// earlyOfElse takes what is in the else of an if that leaves out of it.
func earlyOfElse(s *source) []site {
	var sites []site
	s.functions(func(file *ast.File, decl *ast.FuncDecl) {
		blocks(decl, func(list []ast.Stmt, _ token.Pos, _ *ast.FuncType) {
			for _, stmt := range list {
				cond, ok := stmt.(*ast.IfStmt)
				if !ok || cond.Else == nil || cond.Init != nil || !leaves(cond.Body) {
					continue
				}
				sites = append(sites, site{name: s.at(cond.Pos()), edits: []edit{{file, cond.Body.Rbrace + 1, cond.Else.Pos(), "; "}}})
			}
		})
	})
	return sites
}

// ifOfSwitch writes a switch as a chain of ifs.
func ifOfSwitch(s *source) []site {
	var sites []site
	s.functions(func(file *ast.File, decl *ast.FuncDecl) {
		ast.Inspect(decl.Body, func(n ast.Node) bool {
			if sw, ok := n.(*ast.SwitchStmt); ok {
				if edits := s.chain(file, sw); edits != nil {
					sites = append(sites, site{name: s.at(sw.Pos()), edits: edits})
				}
			}
			return true
		})
	})
	return sites
}

// chain returns the edits that make ifs of a switch; nil where it has more to it.
func (s *source) chain(file *ast.File, sw *ast.SwitchStmt) []edit {
	if sw.Tag != nil && !pure(sw.Tag) || len(sw.Body.List) == 0 {
		return nil
	}
	open := "{"
	if sw.Init != nil {
		open = "{ " + s.text(file, sw.Init) + "; "
	}
	edits := []edit{{file, sw.Pos(), sw.Body.Lbrace + 1, open}}
	for i, stmt := range sw.Body.List {
		clause := stmt.(*ast.CaseClause)
		if breaks(clause.Body) || clause.List == nil && i != len(sw.Body.List)-1 {
			return nil
		}
		open := "} else if "
		switch {
		case clause.List == nil && i == 0:
			open = "{"
		case clause.List == nil:
			open = "} else {"
		case i == 0:
			open = "if "
		}
		if clause.List == nil {
			edits = append(edits, edit{file, clause.Pos(), clause.Colon + 1, open})
			continue
		}
		before, after := "(", ")"
		if sw.Tag != nil {
			before, after = s.text(file, sw.Tag)+" == ", ""
		}
		edits = append(edits, edit{file, clause.Pos(), clause.List[0].Pos(), open + before})
		for j, v := range clause.List[1:] { // lines stay
			last := clause.List[j]
			lines := strings.Count(s.between(file, last.End(), v.Pos()), "\n")
			edits = append(edits, edit{file, last.End(), v.Pos(), after + " ||" + strings.Repeat("\n", lines) + " " + before})
		}
		edits = append(edits, edit{file, clause.List[len(clause.List)-1].End(), clause.Colon + 1, after + " {"})
	}
	return append(edits, insert(file, sw.Body.Rbrace, "}"))
}

// pure reports whether an expression only reads: a name, or fields of one.
func pure(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return true
	case *ast.SelectorExpr:
		return pure(e.X)
	}
	return false
}

// switchOfIf writes an if as a switch without a tag.
func switchOfIf(s *source) []site {
	var sites []site
	s.functions(func(file *ast.File, decl *ast.FuncDecl) {
		chained := make(map[*ast.IfStmt]bool)
		ast.Inspect(decl.Body, func(n ast.Node) bool {
			first, ok := n.(*ast.IfStmt)
			if !ok || chained[first] {
				return true
			}
			head := "switch "
			if first.Init != nil {
				head += s.text(file, first.Init) + "; "
			}
			edits := []edit{{file, first.Pos(), first.Cond.Pos(), head + "{ case "}, {file, first.Body.Lbrace, first.Body.Lbrace + 1, ":"}}
			for cond := first; ; {
				if breaks(cond.Body.List) {
					return true
				}
				switch next := cond.Else.(type) {
				case nil:
					edits = append(edits, edit{file, cond.Body.Rbrace, cond.Body.Rbrace + 1, "}"})
				case *ast.BlockStmt:
					if breaks(next.List) {
						return true
					}
					edits = append(edits, edit{file, cond.Body.Rbrace, next.Lbrace + 1, "; default: "}, edit{file, next.Rbrace, next.Rbrace + 1, "}"})
				case *ast.IfStmt:
					if next.Init != nil {
						return true
					}
					chained[next] = true
					edits = append(edits, edit{file, cond.Body.Rbrace, next.Cond.Pos(), "; case "}, edit{file, next.Body.Lbrace, next.Body.Lbrace + 1, ":"})
					cond = next
					continue
				}
				break
			}
			sites = append(sites, site{name: s.at(first.Pos()), edits: edits})
			return true
		})
	})
	return sites
}

// renamed gives other names to variables, constants and functions of the package.
func renamed(s *source) []site {
	hidden := make(map[types.Object]bool)
	for _, object := range s.TypesInfo.Implicits {
		hidden[object] = true
	}
	var edits []edit
	for _, file := range s.Syntax {
		ast.Inspect(file, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok || id.Name == "_" {
				return true
			}
			object := s.TypesInfo.ObjectOf(id)
			if object == nil || object.Pkg() != s.Types || hidden[object] || object.Exported() {
				return true
			}
			switch o := object.(type) {
			case *types.Var:
				if o.IsField() {
					return true
				}
			case *types.Const:
			case *types.Func:
				if o.Signature().Recv() != nil || id.Name == "main" || id.Name == "init" {
					return true
				}
			default:
				return true
			}
			if strings.Contains(s.comments(file), id.Name) {
				return true // a directive may name it
			}
			edits = append(edits, insert(file, id.End(), "ZZ"))
			return true
		})
	}
	if edits == nil {
		return nil
	}
	return []site{{name: s.PkgPath, edits: edits}}
}

// comments returns the directives of a file.
func (s *source) comments(file *ast.File) string {
	var text strings.Builder
	for _, group := range file.Comments {
		for _, c := range group.List {
			if strings.HasPrefix(c.Text, "//tcerrlint:") {
				text.WriteString(c.Text)
			}
		}
	}
	return text.String()
}
