package value

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// into follows what is stored at an address.
func (u *uses) into(addr ssa.Value, path []Step) {
	switch x := addr.(type) {
	case *ssa.Global:
		u.global(x, path)
	case *ssa.IndexAddr:
		u.held(x.X, prepend(Step{Kind: StepElem}, path))
	case *ssa.FieldAddr:
		if field := ir.StructField(x.X.Type(), x.Field); field != nil && field.Pkg() == u.pkg.Pass.Pkg {
			u.field(field, ir.Deref(x.X.Type()), path)
		} else {
			u.held(x.X, prepend(Step{Kind: stepField, field: x.Field}, path))
		}
	default:
		u.held(addr, path)
	}
}

// held follows a list or a variable into which something was put, to all that has it.
func (u *uses) held(v ssa.Value, path []Step) {
	switch x := v.(type) {
	case *ssa.Alloc, *ssa.MakeMap, *ssa.MakeSlice:
		u.of(v, path)
	case *ssa.UnOp:
		u.into(x.X, path)
	case *ssa.Global, *ssa.FieldAddr, *ssa.IndexAddr:
		u.into(v, path)
	case *ssa.Slice:
		u.held(x.X, path)
	case *ssa.ChangeType:
		u.held(x.X, path)
	case *ssa.Lookup:
		u.held(x.X, prepend(Step{Kind: StepElem}, path))
	case *ssa.Extract:
		if l, ok := x.Tuple.(*ssa.Lookup); ok && x.Index == 0 {
			u.held(l, path)
		} else {
			u.open = true
		}
	case *ssa.FreeVar:
		u.captured(x, path)
	case *ssa.Parameter:
		u.given(x, path)
	case *ssa.Call:
		u.made(x, path)
	default:
		u.open = true
	}
}

// captured follows a variable of the function around a literal.
func (u *uses) captured(free *ssa.FreeVar, path []Step) {
	f := free.Parent()
	if !u.visit(free, append(path, Step{})) {
		return
	}
	for _, ref := range *f.Referrers() {
		if closure, ok := ref.(*ssa.MakeClosure); ok {
			u.held(closure.Bindings[slices.Index(f.FreeVars, free)], path)
		}
	}
}

// given follows the lists that a function is given and fills.
func (u *uses) given(param *ssa.Parameter, path []Step) {
	calls, complete := u.pkg.CallsOf(param.Parent())
	if u.of(param, path); !complete {
		u.open = true
		return
	}
	index := slices.Index(param.Parent().Params, param)
	for _, call := range calls {
		if arg := call.Common().Args[index]; u.visit(call, path) {
			u.held(arg, path)
		}
	}
}

// made follows a list that a function makes, and is filled then.
func (u *uses) made(call *ssa.Call, path []Step) {
	u.of(call, path)
	if b, ok := call.Call.Value.(*ssa.Builtin); ok && b.Name() == "append" {
		return
	}
	callee := ir.Generic(call.Call.StaticCallee())
	if u.pkg.BySSA[callee] == nil {
		u.open = true
		return
	}
	for _, v := range returned(callee, 0) {
		if u.visit(call, append(path, Step{})) {
			u.held(v, path)
		}
	}
}

// global follows a package variable to all that mentions it.
func (u *uses) global(g *ssa.Global, path []Step) {
	object, _ := g.Object().(*types.Var)
	if object == nil || object.Exported() || object.Pkg() != u.pkg.Pass.Pkg {
		u.open = true
		return
	}
	if !u.visit(g, path) {
		return
	}
	if u.mentioned(object); u.open {
		return
	}
	for _, instr := range u.pkg.Keeps().Globals[g] {
		if !u.inTestOnly(instr.Parent().Pos(), object) && !u.tested(instr, 0) {
			u.use(g, path, instr)
		}
	}
}

// field follows a field of a struct of this package, of whichever struct it is.
func (u *uses) field(field *types.Var, of types.Type, path []Step) {
	if named, ok := of.(*types.Named); field.Exported() && ok && named.Obj().Exported() {
		u.open = true
		return
	}
	if !u.visit(field, path) {
		return
	}
	if u.mentioned(field); u.open {
		return
	}
	for _, f := range u.pkg.Functions {
		if u.inTestOnly(f.SSA.Pos(), field) {
			continue
		}
		for _, block := range f.SSA.Blocks {
			for _, instr := range block.Instrs {
				if v, of := fieldIn(instr); of == field {
					u.of(v, path)
				}
			}
		}
	}
}

// fieldIn returns which field an instruction reads or addresses, and as what.
func fieldIn(instr ssa.Instruction) (ssa.Value, *types.Var) {
	switch x := instr.(type) {
	case *ssa.FieldAddr:
		return x, ir.StructField(x.X.Type(), x.Field)
	case *ssa.Field:
		return x, ir.StructField(x.X.Type(), x.Field)
	}
	return nil, nil
}

// inTestOnly reports whether what stands at a position is only there for tests of the
// program, and the variable is not.
func (u *uses) inTestOnly(pos token.Pos, v *types.Var) bool {
	return u.pkg.InTest(pos) && !u.pkg.InTest(v.Pos())
}

// mentioned asks for the uses of a variable or a field in functions whose control flow
// was not built.
func (u *uses) mentioned(v *types.Var) {
	info := u.pkg.Pass.TypesInfo
	for _, file := range u.pkg.Pass.Files {
		if u.inTestOnly(file.Pos(), v) {
			continue
		}
		ast.PreorderStack(file, nil, func(n ast.Node, around []ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				used, ok := info.Uses[id].(*types.Var)
				u.open = u.open || ok && used.Origin() == v && !u.built(id) && !asksLength(info, around)
			}
			return !u.open
		})
	}
}

// built reports whether the control flow of the function, or of the value of the package
// variable, around an identifier was built.
func (u *uses) built(id *ast.Ident) bool {
	var within ast.Node
	built := false
	inside := func(n ast.Node, kept bool) {
		if n.Pos() <= id.Pos() && id.End() <= n.End() && (within == nil || within.Pos() <= n.Pos()) {
			within, built = n, kept
		}
	}
	for _, d := range u.pkg.Order {
		inside(d.Decl.Body, u.pkg.Kept[d.Object])
	}
	for v := range u.pkg.Initial {
		inside(u.pkg.Vars[v], u.pkg.Wanted[v])
	}
	return built
}

// asksLength reports whether the variable that stands in this syntax is only given to len.
func asksLength(info *types.Info, around []ast.Node) bool {
	for i := len(around) - 1; i >= 0; i-- {
		switch x := around[i].(type) {
		case *ast.ParenExpr, *ast.SelectorExpr:
			continue
		case *ast.CallExpr:
			fun, _ := ast.Unparen(x.Fun).(*ast.Ident)
			return fun != nil && info.Uses[fun] == types.Universe.Lookup("len")
		}
		return false
	}
	return false
}
