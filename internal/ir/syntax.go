package ir

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
)

// ConstantOf returns the string constant that an expression is.
func ConstantOf(info *types.Info, e ast.Expr) (string, bool) {
	if e == nil {
		return "", false
	}
	v := info.Types[e].Value
	if v == nil || v.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(v), true
}

// The functions whose control flow is built are bounded: to find out which block
// dominates which takes, at worst, the square of the number of their branches
// and of the depth to which these are nested. Nobody writes such by hand.
const (
	maxBranches = 20_000
	maxNesting  = 1_000
)

// A Size counts the branches of a function and how deep they are nested. The
// zero value is that of an empty one.
type Size struct {
	branches, deepest int

	open    []bool // whether each node around is a branch
	nesting int
}

// Visit takes a node as [ast.Inspect] comes to it, and nil as it leaves one.
func (s *Size) Visit(n ast.Node) {
	if n == nil {
		last := len(s.open) - 1
		if s.open[last] {
			s.nesting--
		}
		s.open = s.open[:last]
		return
	}
	nests := false
	switch n := n.(type) {
	case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt, *ast.CommClause:
		nests = true
		s.branches++
	case *ast.CaseClause:
		nests = true
		s.branches += 1 + len(n.List)
	case *ast.BinaryExpr:
		if n.Op == token.LAND || n.Op == token.LOR {
			s.branches++
		}
	}
	s.open = append(s.open, nests)
	if nests {
		s.nesting++
		s.deepest = max(s.deepest, s.nesting)
	}
}

// Huge reports whether the body has too many branches to follow, or too deep
// ones.
func (s *Size) Huge() bool { return s.branches > maxBranches || s.deepest > maxNesting }

// Breaks reports whether a break may leave the statement of this body.
func Breaks(body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.BranchStmt:
			found = found || n.Tok == token.BREAK
		}
		return !found
	})
	return found
}

// RecvType returns the type of a method's receiver, and an invalid type for a
// function.
func RecvType(f *types.Func) types.Type {
	if recv := f.Signature().Recv(); recv != nil {
		return recv.Type()
	}
	return types.Typ[types.Invalid]
}

// IsNamed reports whether a function is the one of that name in the package of
// that path.
func IsNamed(f *types.Func, path, name string) bool {
	return f.Pkg() != nil && f.Pkg().Path() == path && f.Name() == name && f.Signature().Recv() == nil
}

// IsPureBuiltin reports whether a builtin function only computes.
func IsPureBuiltin(name string) bool {
	switch name {
	case "close", "delete", "copy", "clear", "panic", "print", "println":
		return false
	}
	return true
}

// NameOf returns the name that an expression ends with: stop of stop, c.stop and
// lib.stop[T]; "" if it has none, as literals that were lifted out of a function.
func NameOf(e ast.Expr) string {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		name, _, _ := strings.Cut(e.Name, lifted)
		return name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.IndexExpr:
		return NameOf(e.X)
	}
	return ""
}
