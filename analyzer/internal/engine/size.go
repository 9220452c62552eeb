package engine

import (
	"go/ast"
	"go/token"
)

// The functions whose control flow is built are bounded: to find out which block
// dominates which takes, at worst, the square of the number of their branches
// and of the depth to which these are nested. Nobody writes such by hand.
const (
	maxBranches = 20_000
	maxNesting  = 1_000
)

// A size counts the branches of a function and how deep they are nested. The
// zero value is that of an empty one.
type size struct {
	branches, deepest int

	open    []bool // whether each node around is a branch
	nesting int
}

// visit takes a node as [ast.Inspect] comes to it, and nil as it leaves one.
func (s *size) visit(n ast.Node) {
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

func (s *size) huge() bool { return s.branches > maxBranches || s.deepest > maxNesting }
