package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// inlined writes functions that are used once, in a call in their own file, as
// literals in place of their names. A directive describes a declaration, so a function
// with one stays.
func inlined(s *source) []site {
	var sites []site
	s.functions(func(file *ast.File, decl *ast.FuncDecl) {
		object := s.TypesInfo.Defs[decl.Name]
		if decl.Recv != nil || decl.Type.TypeParams != nil || object == nil || object.Exported() || decl.Name.Name == "main" || decl.Name.Name == "init" || decl.Name.Name == "_" || hasDirective(decl) {
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
		sites = append(sites, site{name: s.at(decl.Pos()) + " " + decl.Name.Name, gone: decl.Name.Name, edits: []edit{
			replace(file, decl, gone),
			replace(file, call.Fun, text),
		}})
	})
	return sites
}

// local makes functions that one other uses variables of that other.
func local(s *source) []site {
	var sites []site
	s.functions(func(file *ast.File, decl *ast.FuncDecl) {
		object := s.TypesInfo.Defs[decl.Name]
		if decl.Recv != nil || decl.Type.TypeParams != nil || object == nil || object.Exported() || decl.Name.Name == "main" || decl.Name.Name == "init" || decl.Name.Name == "_" || hasDirective(decl) {
			return
		}
		user := s.onlyUser(file, object)
		if user == nil || user == decl || !s.meansTheSame(decl, user.Body.Rbrace) {
			return
		}
		at, back := s.Fset.Position(decl.Body.Lbrace), s.Fset.Position(user.Body.Lbrace+1)
		text := fmt.Sprintf(" %s := func%s {\n//line %s:%d\n%s; /*line %s:%d:%d*/", decl.Name.Name, s.oneLine(file, decl), at.Filename, at.Line, s.between(file, decl.Body.Lbrace+1, decl.Body.End()), back.Filename, back.Line, back.Column)
		sites = append(sites, site{name: s.at(decl.Pos()) + " " + decl.Name.Name, edits: []edit{
			replace(file, decl, strings.Repeat("\n", strings.Count(s.text(file, decl), "\n"))),
			insert(file, user.Body.Lbrace+1, text),
		}})
	})
	return sites
}

// onlyUser returns the function of a file in which all uses of an object are.
func (s *source) onlyUser(file *ast.File, object types.Object) *ast.FuncDecl {
	var only *ast.FuncDecl
	for id, o := range s.TypesInfo.Uses {
		if o != object {
			continue
		}
		var user *ast.FuncDecl
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Body != nil && f.Body.Pos() <= id.Pos() && id.Pos() < f.Body.End() {
				user = f
			}
		}
		if user == nil || only != nil && only != user {
			return nil
		}
		only = user
	}
	return only
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
	if !s.meansTheSame(decl, call.Pos()) {
		return nil
	}
	return call
}

// meansTheSame reports whether the names that a function uses mean the same elsewhere.
func (s *source) meansTheSame(decl *ast.FuncDecl, pos token.Pos) bool {
	scope := s.Types.Scope().Innermost(pos)
	same := scope != nil
	ast.Inspect(decl, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if o := s.TypesInfo.Uses[id]; o != nil && o.Parent() != nil && o.Pkg() != nil && (o.Parent() == s.Types.Scope() || isImport(o)) {
				if _, found := scope.LookupParent(id.Name, pos); found != o {
					same = false
				}
			}
		}
		return same
	})
	return same
}

// usesOf returns where an object is used, and where functions are that do nothing but
// hand on to it.
func (s *source) usesOf(object types.Object, depth int) (uses []lines) {
	for id, o := range s.TypesInfo.Uses {
		if o != object {
			continue
		}
		uses = append(uses, s.lines(id))
		s.functions(func(_ *ast.File, decl *ast.FuncDecl) {
			if around := s.TypesInfo.Defs[decl.Name]; around != object && depth < 5 && len(decl.Body.List) == 1 && decl.Body.Pos() <= id.Pos() && id.Pos() < decl.Body.End() {
				uses = append(uses, s.usesOf(around, depth+1)...)
			}
		})
	}
	return uses
}

// sdkErrors returns the import of the SDK's errors, if the program of a package has it:
// a package that functions move to is one of a program that speaks to the SDK.
func (s *source) sdkErrors() []string {
	var found []string
	packages.Visit([]*packages.Package{s.Package}, func(p *packages.Package) bool {
		if strings.HasSuffix(p.PkgPath, "/tencentcloud/common/errors") && found == nil {
			found = []string{fmt.Sprintf("_ %q", p.PkgPath)}
		}
		return found == nil
	}, nil)
	return found
}

func hasDirective(decl *ast.FuncDecl) bool {
	return decl.Doc != nil && slices.ContainsFunc(decl.Doc.List, func(c *ast.Comment) bool { return strings.HasPrefix(c.Text, "//tcerrlint:") })
}

func isImport(o types.Object) bool { _, ok := o.(*types.PkgName); return ok }

// elsewhere moves functions that need nothing of their package to one beside. They
// are exported there, so they are compared with functions that are exported where they
// stand: who calls such is known in neither.
func elsewhere(s *source) []site {
	var sites []site
	s.functions(func(file *ast.File, decl *ast.FuncDecl) {
		object := s.TypesInfo.Defs[decl.Name]
		if decl.Recv != nil || object == nil || object.Exported() || s.Name == "main" && decl.Name.Name == "main" || decl.Name.Name == "init" || decl.Name.Name == "_" {
			return
		}
		free, needs := true, s.sdkErrors()
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
		first := []edit{insert(file, decl.Name.Pos(), "ZZ")}
		callers := 0
		for id, o := range s.TypesInfo.Uses {
			if o != object {
				continue
			}
			inside := decl.Pos() <= id.Pos() && id.Pos() < decl.End()
			for _, f := range s.Syntax {
				if f.FileStart <= id.Pos() && id.Pos() < f.FileEnd {
					first = append(first, insert(f, id.Pos(), "ZZ"))
					if inside {
						continue
					}
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
		sites = append(sites, site{name: s.at(decl.Pos()) + " " + decl.Name.Name, edits: edits, first: first, body: s.lines(decl), uses: s.usesOf(object, 0), needs: needs,
			moved: fmt.Sprintf("\n//line %s:%d\n%s\n", at.Filename, at.Line, text)})
	})
	return sites
}
