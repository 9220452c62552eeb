package ir

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A linear value is a term and a number: n-1, len(list), 3.
type linear struct {
	Term   any // a value, or the list of which this is the length; nil of a number
	number int64
}

type lengthOf struct{ list ssa.Value }

// LinearOf returns a value as a term and a number.
func LinearOf(v ssa.Value) linear {
	switch x := v.(type) {
	case *ssa.Const:
		if x.Value != nil && x.Value.Kind() == constant.Int {
			if n, ok := constant.Int64Val(x.Value); ok {
				return linear{nil, n}
			}
		}
	case *ssa.BinOp:
		if c := LinearOf(x.Y); c.Term == nil && (x.Op == token.ADD || x.Op == token.SUB) {
			l := LinearOf(x.X)
			if x.Op == token.SUB {
				c.number = -c.number
			}
			return linear{l.Term, l.number + c.number}
		}
	case *ssa.Call:
		if b, ok := x.Call.Value.(*ssa.Builtin); ok && b.Name() == "len" {
			return linear{lengthOf{x.Call.Args[0]}, 0}
		}
	}
	return linear{v, 0}
}

// A Countdown is a loop that counts: rounds are left while the variable is at
// least min away from the bound.
type Countdown struct {
	Variable *ssa.Phi
	Up       bool
	Bound    linear
	Min      int64
}

// Distance compares the variable of a loop with a bound: it returns the bound,
// what is known about the distance to it where cmp holds, and whether that is an
// equality.
func (c *Countdown) Distance(cmp *ssa.BinOp, holds bool) (bound linear, least int64, equal, ok bool) {
	op, x, y := cmp.Op, LinearOf(cmp.X), LinearOf(cmp.Y)
	if y.Term == ssa.Value(c.Variable) {
		x, y, op = y, x, mirrored(op)
	}
	if x.Term != ssa.Value(c.Variable) {
		return linear{}, 0, false, false
	}
	bound, shift := linear{y.Term, 0}, y.number-x.number // variable op term + shift
	if !holds {
		op = negated(op)
	}
	if !c.Up { // distance = variable - term
		op, shift = mirrored(op), -shift
	} // distance = term - variable: variable op term + shift  <=>  distance mirrored(op) -shift
	switch op {
	case token.LSS:
		return bound, -shift + 1, false, true
	case token.LEQ:
		return bound, -shift, false, true
	case token.EQL:
		return bound, -shift, true, true
	case token.NEQ:
		return bound, -shift, false, true
	}
	return linear{}, 0, false, false
}

func mirrored(op token.Token) token.Token {
	switch op {
	case token.LSS:
		return token.GTR
	case token.GTR:
		return token.LSS
	case token.LEQ:
		return token.GEQ
	case token.GEQ:
		return token.LEQ
	}
	return op
}

func negated(op token.Token) token.Token {
	switch op {
	case token.LSS:
		return token.GEQ
	case token.GTR:
		return token.LEQ
	case token.LEQ:
		return token.GTR
	case token.GEQ:
		return token.LSS
	case token.EQL:
		return token.NEQ
	case token.NEQ:
		return token.EQL
	}
	return token.ILLEGAL
}

// StepOf returns by how much a loop changes its variable each round.
func StepOf(variable *ssa.Phi) (step int64, ok bool) {
	for i, pred := range variable.Block().Preds {
		if !variable.Block().Dominates(pred) {
			continue
		}
		next := LinearOf(variable.Edges[i])
		if next.Term != ssa.Value(variable) || next.number != 1 && next.number != -1 || ok && next.number != step {
			return 0, false
		}
		step, ok = next.number, true
	}
	return step, ok
}

// Reaches reports whether control can get from one block to another.
func Reaches(from, to *ssa.BasicBlock) bool {
	seen := make(map[*ssa.BasicBlock]bool)
	work := []*ssa.BasicBlock{from}
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if b == to {
			return true
		}
		if !seen[b] {
			seen[b] = true
			work = append(work, b.Succs...)
		}
	}
	return false
}

// IsDurationSince reports whether a value is made of the time that has passed since
// the moment that one of certain calls of time.Now told.
func IsDurationSince(v ssa.Value, begins func(now *ssa.Call) bool, depth int) bool {
	if depth > 6 {
		return false
	}
	switch x := v.(type) {
	case *ssa.BinOp:
		return IsDurationSince(x.X, begins, depth+1) || IsDurationSince(x.Y, begins, depth+1)
	case *ssa.Convert:
		return IsDurationSince(x.X, begins, depth+1)
	case *ssa.Call:
		callee := x.Call.StaticCallee()
		if callee == nil || callee.Object() == nil || callee.Object().Pkg() == nil || callee.Object().Pkg().Path() != "time" {
			return false
		}
		return slices.ContainsFunc(x.Call.Args, func(arg ssa.Value) bool {
			now, ok := arg.(*ssa.Call)
			return ok && now.Call.StaticCallee() != nil && now.Call.StaticCallee().Name() == "Now" && begins(now) ||
				IsDurationSince(arg, begins, depth+1)
		})
	}
	return false
}

// Referrers returns what refers to any of the values.
func Referrers(values []ssa.Value) (refs []ssa.Instruction) {
	for _, v := range values {
		refs = append(refs, *v.Referrers()...)
	}
	return refs
}

// ReadField returns the field that a value is read from, nil if it is not.
func ReadField(v ssa.Value) *types.Var {
	switch x := v.(type) {
	case *ssa.UnOp:
		if addr, ok := x.X.(*ssa.FieldAddr); ok && x.Op == token.MUL {
			return FieldVar(addr.X.Type(), addr.Field)
		}
	case *ssa.Field:
		return FieldVar(x.X.Type(), x.Field)
	}
	return nil
}

// BranchOnNil reports from which ways out of a comparison of the error with nil
// control comes back to the call.
func BranchOnNil(failures []ssa.Value, back func(*ssa.BasicBlock) bool) (onFailure, onSuccess, ok bool) {
	for _, ref := range Referrers(failures) {
		cmp, isCmp := ref.(*ssa.BinOp)
		if !isCmp || !IsNil(cmp.Y) || cmp.Op != token.EQL && cmp.Op != token.NEQ {
			continue
		}
		yes, no := BranchOn(cmp, back)
		if cmp.Op == token.EQL {
			yes, no = no, yes
		}
		return yes, no, true
	}
	return false, false, false
}

// BranchOn reports whether control comes back to the loop where a condition is
// true, and where it is false.
func BranchOn(cond ssa.Value, back func(*ssa.BasicBlock) bool) (yes, no bool) {
	for _, ref := range *cond.Referrers() {
		switch x := ref.(type) {
		case *ssa.UnOp:
			if x.Op == token.NOT {
				no, yes := BranchOn(x, back)
				return yes, no
			}
		case *ssa.If:
			return back(x.Block().Succs[0]), back(x.Block().Succs[1])
		}
	}
	return false, false
}

// CallsInLoop reports whether a function calls one that it is given in a loop.
func CallsInLoop(decl *ast.FuncDecl) bool {
	if decl.Body == nil {
		return false
	}
	var given map[string]bool // most functions are given none
	for _, field := range decl.Type.Params.List {
		if f, ok := field.Type.(*ast.FuncType); ok && f.Results != nil {
			if given == nil {
				given = make(map[string]bool)
			}
			for _, name := range field.Names {
				given[name.Name] = true
			}
		}
	}
	if len(given) == 0 {
		return false
	}
	found := false
	var visit func(n ast.Node, inLoop bool)
	visit = func(n ast.Node, inLoop bool) {
		ast.Inspect(n, func(child ast.Node) bool {
			switch x := child.(type) {
			case *ast.ForStmt:
				if x != n {
					visit(x, true)
					return false
				}
			case *ast.RangeStmt:
				if x != n {
					visit(x, true)
					return false
				}
			case *ast.CallExpr:
				id, ok := x.Fun.(*ast.Ident)
				found = found || inLoop && ok && given[id.Name]
			}
			return !found
		})
	}
	visit(decl.Body, false)
	return found
}

// IsVararg reports whether an address is an element of the list that variadic
// arguments are put in.
func IsVararg(addr ssa.Value) bool {
	index, ok := addr.(*ssa.IndexAddr)
	if !ok {
		return false
	}
	alloc, ok := index.X.(*ssa.Alloc)
	return ok && alloc.Comment == "varargs"
}

// IsTimeChannel reports whether a type is a channel of time.Time.
func IsTimeChannel(t types.Type) bool {
	c, ok := t.Underlying().(*types.Chan)
	if !ok {
		return false
	}
	named, ok := types.Unalias(c.Elem()).(*types.Named)
	return ok && named.Obj().Name() == "Time" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "time"
}

// Arguments are what the call is given whose error the subject is. Where nothing
// of it changes before the call is made again, the same request goes out: a
// retry. Where something does, it is another one.
type Arguments struct {
	Known bool                     // the call is in sight
	Parts map[ssa.Value]bool       // what the arguments are made of
	Fresh map[ssa.Instruction]bool // instructions that make another request of it
}

// CallsOfArgument returns the calls that are given a value, itself or in an
// argument list.
func CallsOfArgument(v ssa.Value) []ssa.Instruction {
	var calls []ssa.Instruction
	for _, ref := range *v.Referrers() {
		switch x := ref.(type) {
		case ssa.CallInstruction:
			calls = append(calls, x)
		case *ssa.Store:
			index, ok := x.Addr.(*ssa.IndexAddr)
			if !ok {
				continue
			}
			for _, ref := range *index.X.Referrers() {
				if slice, ok := ref.(*ssa.Slice); ok {
					calls = append(calls, CallsOfArgument(slice)...)
				}
			}
		}
	}
	return calls
}

// IsPointer reports whether a type is a pointer.
func IsPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// LengthTest returns the slice, map or string whose length decides a condition, and
// what the condition is where it is empty: of i < len(x), of len(x) == 0 and the
// like, and of the next round of a range over a map.
func LengthTest(cond ssa.Value) (of ssa.Value, empty, ok bool) {
	if next, isNext := cond.(*ssa.Extract); isNext && next.Index == 0 {
		if n, isNext := next.Tuple.(*ssa.Next); isNext {
			if r, isRange := n.Iter.(*ssa.Range); isRange {
				return r.X, false, true
			}
		}
		return nil, false, false
	}
	cmp, isCmp := cond.(*ssa.BinOp)
	if !isCmp {
		return nil, false, false
	}
	length, op, with := cmp.X, cmp.Op, cmp.Y
	if lengthIn(length) == nil {
		length, op, with = cmp.Y, mirrored(cmp.Op), cmp.X
	}
	if of = lengthIn(length); of == nil {
		return nil, false, false
	}
	c, isConst := with.(*ssa.Const)
	switch {
	case !isConst: // i < len(x), where i counts up from 0
		return of, false, op == token.GTR
	case c.Value == nil || c.Value.Kind() != constant.Int:
		return nil, false, false
	}
	switch op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		return of, constant.Compare(constant.MakeInt64(0), op, c.Value), true
	}
	return nil, false, false
}

// lengthIn returns x where a value is len(x), else nil.
func lengthIn(v ssa.Value) ssa.Value {
	call, ok := v.(*ssa.Call)
	if !ok {
		return nil
	}
	if b, ok := call.Call.Value.(*ssa.Builtin); !ok || b.Name() != "len" {
		return nil
	}
	return call.Call.Args[0]
}
