package main

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

// inlined writes functions that are used once, in a call in their own file, as
// literals in place of their names.
func inlined(s *source) []site {
	var sites []site
	s.functions(func(file *ast.File, decl *ast.FuncDecl) {
		object := s.TypesInfo.Defs[decl.Name]
		if decl.Recv != nil || decl.Type.TypeParams != nil || object == nil || object.Exported() || decl.Name.Name == "main" || decl.Name.Name == "init" || decl.Name.Name == "_" {
			return
		}
		call := s.onlyCall(file, decl, object)
		if call == nil {
			return
		}
		at := s.Fset.Position(decl.Body.Lbrace)
		back := s.Fset.Position(call.Fun.End())
		text := fmt.Sprintf("func%s {\n//line %s:%d\n%s/*line %s:%d:%d*/", s.oneLine(file, decl), at.Filename, at.Line, s.between(file, decl.Body.Lbrace+1, decl.Body.End()), back.Filename, back.Line, back.Column)
		gone := strings.Repeat("\n", strings.Count(s.text(file, decl), "\n"))
		sites = append(sites, site{name: s.at(decl.Pos()) + " " + decl.Name.Name, edits: []edit{
			replace(file, decl, gone),
			replace(file, call.Fun, text),
		}})
	})
	return sites
}

// oneLine writes the parameters and results of a function on one line.
func (s *source) oneLine(file *ast.File, decl *ast.FuncDecl) string {
	text := s.between(file, decl.Type.Params.Pos(), decl.Body.Lbrace)
	return strings.ReplaceAll(strings.TrimSpace(text), "\n", " ")
}

// onlyCall returns the only use of a function, if it is a call in the same file,
// outside of it, where all its names mean the same.
func (s *source) onlyCall(file *ast.File, decl *ast.FuncDecl, object types.Object) *ast.CallExpr {
	uses := 0
	for _, o := range s.TypesInfo.Uses {
		if o == object {
			uses++
		}
	}
	if uses != 1 {
		return nil
	}
	var call *ast.CallExpr
	ast.Inspect(file, func(n ast.Node) bool {
		if c, ok := n.(*ast.CallExpr); ok {
			if id, ok := c.Fun.(*ast.Ident); ok && s.TypesInfo.Uses[id] == object {
				call = c
			}
		}
		return true
	})
	if call == nil || decl.Pos() <= call.Pos() && call.Pos() < decl.End() {
		return nil
	}
	scope := s.Types.Scope().Innermost(call.Pos())
	if scope == nil {
		return nil
	}
	same := true
	ast.Inspect(decl, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if o := s.TypesInfo.Uses[id]; o != nil && o.Parent() != nil && o.Pkg() != nil && (o.Parent() == s.Types.Scope() || isImport(o)) {
				if _, found := scope.LookupParent(id.Name, call.Pos()); found != o {
					same = false
				}
			}
		}
		return true
	})
	if !same {
		return nil
	}
	return call
}

func isImport(o types.Object) bool { _, ok := o.(*types.PkgName); return ok }

// elsewhere moves functions that need nothing of their package to one beside.
func elsewhere(s *source) []site {
	var sites []site
	s.functions(func(file *ast.File, decl *ast.FuncDecl) {
		object := s.TypesInfo.Defs[decl.Name]
		if decl.Recv != nil || object == nil || object.Exported() || s.Name == "main" && decl.Name.Name == "main" || decl.Name.Name == "init" || decl.Name.Name == "_" {
			return
		}
		free, needs := true, []string(nil)
		ast.Inspect(decl, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok {
				return true
			}
			switch o := s.TypesInfo.Uses[id].(type) {
			case nil:
			case *types.PkgName:
				needs = append(needs, fmt.Sprintf("%s %q", o.Name(), o.Imported().Path()))
			default:
				if o.Parent() == s.Types.Scope() && o != object {
					free = false
				}
				if sel := o; sel.Pkg() == s.Types && sel.Parent() == nil && !sel.Exported() { // a field or method of the package
					free = false
				}
			}
			return true
		})
		if !free {
			return
		}
		name := "ZZ" + decl.Name.Name
		edits := []edit{replace(file, decl, strings.Repeat("\n", strings.Count(s.text(file, decl), "\n")))}
		callers := 0
		for id, o := range s.TypesInfo.Uses {
			if o != object || decl.Pos() <= id.Pos() && id.Pos() < decl.End() {
				continue
			}
			for _, f := range s.Syntax {
				if f.FileStart <= id.Pos() && id.Pos() < f.FileEnd {
					edits = append(edits, replace(f, id, "zzmoved."+name), insert(f, f.Name.End(), fmt.Sprintf("; import zzmoved %q", s.PkgPath+"/zzmoved")))
					callers++
				}
			}
		}
		if callers == 0 {
			return
		}
		at := s.Fset.Position(decl.Pos())
		text := s.between(file, decl.Pos(), decl.Name.Pos()) + name + s.between(file, decl.Name.End(), decl.End())
		sites = append(sites, site{name: s.at(decl.Pos()) + " " + decl.Name.Name, edits: edits, needs: needs,
			moved: fmt.Sprintf("\n//line %s:%d\n%s\n", at.Filename, at.Line, text)})
	})
	return sites
}
