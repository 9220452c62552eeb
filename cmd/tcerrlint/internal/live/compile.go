package live

import (
	"context"
	"errors"
	"go/ast"
	"go/scanner"
	"go/token"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/packages"
)

// compile type-checks the files, of which it leaves out what does not compile.
func (s *Source) compile(ctx context.Context, l *looking, files []*ast.File) (*packages.Package, error) {
	for range maxRounds {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		info := &types.Info{
			Types: make(map[ast.Expr]types.TypeAndValue), Instances: make(map[*ast.Ident]types.Instance),
			Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object), Implicits: make(map[ast.Node]types.Object),
			Selections: make(map[*ast.SelectorExpr]*types.Selection), FileVersions: make(map[*ast.File]string),
		}
		var wrong []token.Pos
		config := &types.Config{Importer: s, Sizes: s.sizes, GoVersion: s.goVersion, Error: func(err error) {
			var e types.Error
			if errors.As(err, &e) && !e.Soft {
				wrong = append(wrong, e.Pos)
			}
		}}
		pkg, _ := config.Check(s.path, l.fset, files, info)
		if len(wrong) == 0 {
			return &packages.Package{
				ID: s.path, PkgPath: s.path, Name: pkg.Name(), Fset: l.fset, Syntax: files,
				Types: pkg, TypesInfo: info, TypesSizes: s.sizes, Imports: maps.Clone(s.packages),
			}, nil
		}
		for _, pos := range wrong {
			i := slices.IndexFunc(files, func(f *ast.File) bool { return f.FileStart <= pos && pos <= f.FileEnd })
			if i < 0 || !l.leaveOut(files[i], pos) {
				return nil, errNoLook
			}
		}
	}
	return nil, errNoLook
}

// maxRounds bounds how often what does not compile is left out: without one
// statement another may be wrong.
const maxRounds = 6

// leaveOut leaves out what is around a mistake: a statement, not the one in which
// the string is that is being written, or else the body of a function.
func (l *looking) leaveOut(f *ast.File, pos token.Pos) bool {
	if slices.ContainsFunc(l.gone, func(e extent) bool { return e.from <= pos && pos < e.to }) {
		return true // by another mistake
	}
	at := token.NoPos
	if f == l.syntax && l.at >= 0 {
		at = l.file.Pos(l.at)
	}
	for _, d := range f.Decls {
		decl, ok := d.(*ast.FuncDecl)
		if !ok || decl.Body == nil || pos < decl.Body.Pos() || pos > decl.Body.End() {
			continue
		}
		if stmt := leaveOutStatement(decl.Body, pos, at); stmt != nil {
			if pos != decl.Body.Rbrace {
				l.gone = append(l.gone, extent{stmt.Pos(), stmt.End()})
			}
			return true
		}
		if at < decl.Body.Pos() || at > decl.Body.End() {
			l.gone = append(l.gone, extent{decl.Body.Pos(), decl.Body.End()})
			decl.Body = nil
			return true
		}
	}
	return false
}

// leaveOutUnparsed leaves out what does not parse; it reports whether it can.
func (l *looking) leaveOutUnparsed(f *ast.File, err error) bool {
	for _, e := range errorList(err) {
		file := l.fset.File(f.FileStart)
		l.leaveOut(f, file.Pos(min(e.Pos.Offset, file.Size())))
	}
	f.Decls = slices.DeleteFunc(f.Decls, func(d ast.Decl) bool { _, bad := d.(*ast.BadDecl); return bad })
	for range maxBad {
		bad := token.NoPos
		ast.Inspect(f, func(n ast.Node) bool {
			switch n.(type) {
			case *ast.BadExpr, *ast.BadStmt:
				bad = n.Pos()
			}
			return !bad.IsValid()
		})
		if !bad.IsValid() {
			return true
		}
		if !l.leaveOut(f, bad) {
			return false
		}
	}
	return false
}

// maxBad bounds how much is left out that does not parse.
const maxBad = 100

func errorList(err error) scanner.ErrorList {
	var list scanner.ErrorList
	errors.As(err, &list)
	return list
}

// leaveOutStatement takes the innermost statement around a mistake out of its
// list, unless the place is in it, and returns it. At the end of a function
// without its return it puts a panic.
func leaveOutStatement(body *ast.BlockStmt, pos, at token.Pos) (gone ast.Stmt) {
	if pos == body.Rbrace {
		gone = &ast.ExprStmt{X: &ast.CallExpr{
			Fun: &ast.Ident{NamePos: pos, Name: "panic"}, Lparen: pos, Rparen: pos, Args: []ast.Expr{&ast.BasicLit{ValuePos: pos, Kind: token.INT, Value: "0"}},
		}}
		body.List = append(body.List, gone)
		return gone
	}
	ast.Inspect(body, func(n ast.Node) bool {
		var list *[]ast.Stmt
		switch n := n.(type) {
		case *ast.BlockStmt:
			list = &n.List
		case *ast.CaseClause:
			list = &n.Body
		case *ast.CommClause:
			list = &n.Body
		}
		if list == nil {
			return n != nil
		}
		for i, stmt := range *list {
			if pos < stmt.Pos() || pos > stmt.End() || stmt.Pos() <= at && at <= stmt.End() {
				continue
			}
			switch stmt.(type) {
			case *ast.CaseClause, *ast.CommClause:
				continue
			}
			if inner(stmt, pos) {
				continue
			}
			*list = slices.Delete(slices.Clone(*list), i, i+1)
			gone = stmt
			return false
		}
		return gone == nil
	})
	return gone
}

// inner reports whether a statement of a list in a statement is around a position.
func inner(stmt ast.Stmt, pos token.Pos) bool {
	is := false
	look := func(list []ast.Stmt) {
		for _, s := range list {
			switch s.(type) {
			case *ast.CaseClause, *ast.CommClause:
			default:
				is = is || s.Pos() <= pos && pos <= s.End()
			}
		}
	}
	ast.Inspect(stmt, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt:
			look(n.List)
		case *ast.CaseClause:
			look(n.Body)
		case *ast.CommClause:
			look(n.Body)
		}
		return !is
	})
	return is
}
