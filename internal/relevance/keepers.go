package relevance

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// keepers tells who fills what, and who calls whom: the lists that a test looks
// into are often filled by functions which have to do with no error.
type keepers struct {
	callers map[*types.Func][]*program.Declared
	fillers map[*types.Var][]*program.Declared
	askers  map[*types.Var][]*program.Declared
	readers map[*types.Var][]*program.Declared
}

func findKeepers(p *program.Package) *keepers {
	k := &keepers{make(map[*types.Func][]*program.Declared), make(map[*types.Var][]*program.Declared), make(map[*types.Var][]*program.Declared), make(map[*types.Var][]*program.Declared)}
	note := func(d *program.Declared) {
		for _, f := range d.Local {
			k.callers[f] = append(k.callers[f], d)
		}
		for _, v := range d.Fills {
			k.fillers[v] = append(k.fillers[v], d)
		}
		for _, v := range d.Reads {
			k.readers[v] = append(k.readers[v], d)
		}
		for _, v := range d.Asks {
			k.askers[v] = append(k.askers[v], d)
		}
	}
	for _, d := range p.Order {
		note(d)
	}
	for _, d := range p.Initial {
		note(d)
	}
	return k
}

// addKeepers adds what fills the fields and package variables that d reads, and
// the functions that make or fill what it compares with.
func addKeepers(p *program.Package, k *keepers, d *program.Declared, add func(*program.Declared)) {
	for _, v := range readBy(p, d) {
		if initial := p.Initial[v]; initial != nil {
			add(initial)
		}
		for _, filler := range k.fillers[v] {
			add(filler)
			if filler.Object != nil && takesStrings(filler.Object.Signature()) {
				for _, caller := range k.callers[filler.Object] {
					add(caller)
				}
			}
		}
	}
	for _, v := range d.Fills {
		if d.Tests && ir.IsString(v.Type()) { // with the code, perhaps
			for _, reader := range k.readers[v] {
				add(reader)
				if reader.Object != nil && isGetter(reader.Object.Signature()) {
					for _, caller := range k.callers[reader.Object] {
						add(caller)
					}
				}
			}
		}
		for _, asker := range k.askers[v] {
			add(asker)
		}
	}
	for _, f := range d.Local {
		callee := p.Declared[f]
		if callee == nil || d.Holder == nil && !MakesLists(f.Signature()) && !takesMap(f.Signature()) {
			continue
		}
		add(callee)
	}
}

// isGetter reports whether a method, or a function of one struct, can return what a
// field holds that may be a code. A receiver without fields has nothing to give.
func isGetter(sig *types.Signature) bool {
	if sig.Results().Len() != 1 || !ir.IsString(sig.Results().At(0).Type()) {
		return false
	}
	if sig.Recv() != nil {
		s, ok := ir.Deref(sig.Recv().Type()).Underlying().(*types.Struct)
		if !ok || s.NumFields() > 0 {
			return sig.Params().Len() == 0
		}
	}
	return sig.Params().Len() == 1 && ir.IsStruct(sig.Params().At(0).Type())
}

// readBy returns the fields and package variables of this package that d
// mentions and that may hold strings.
func readBy(p *program.Package, d *program.Declared) []*types.Var {
	var body ast.Node = p.Vars[d.Holder]
	if d.Holder == nil {
		body = d.Decl.Body
	}
	var list []*types.Var
	seen := make(map[*types.Var]bool)
	ast.Inspect(body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if v, ok := p.Pass.TypesInfo.Uses[id].(*types.Var); ok && isKept(p, v) && !seen[v.Origin()] {
				seen[v.Origin()] = true
				list = append(list, v.Origin())
			}
		}
		return true
	})
	return list
}

// isKept reports whether a variable is a field or a package variable of this
// package that may hold strings, or what tests them.
func isKept(p *program.Package, v *types.Var) bool {
	return v.Pkg() == p.Pass.Pkg && (v.IsField() || v.Parent() == p.Pass.Pkg.Scope()) && mayHoldStrings(v.Type(), 0)
}

// mayHoldStrings reports whether a program keeps strings to compare with in a
// value of the type: one, a list or a table of them; or a function that captured
// them.
func mayHoldStrings(t types.Type, depth int) bool {
	if depth > 3 {
		return false
	}
	if ir.IsDeclaredIn(t, "regexp") {
		return true
	}
	switch u := types.Unalias(t).Underlying().(type) {
	case *types.Basic:
		return u.Info()&types.IsString != 0
	case *types.Slice:
		return mayHoldStrings(u.Elem(), depth+1)
	case *types.Array:
		return mayHoldStrings(u.Elem(), depth+1)
	case *types.Map:
		return ir.IsString(u.Key()) || !ir.IsString(u.Elem()) && mayHoldStrings(u.Elem(), depth+1)
	case *types.Struct: // a row
		for field := range u.Fields() {
			if depth > 0 && mayHoldStrings(field.Type(), depth+1) {
				return true
			}
		}
	case *types.Pointer:
		return depth > 0 && mayHoldStrings(u.Elem(), depth)
	case *types.Signature:
		return u.Results().Len() == 1 && ir.IsBool(u.Results().At(0).Type())
	case *types.Interface: // mapset.Set[string]
		named, ok := types.Unalias(t).(*types.Named)
		return ok && named.TypeArgs().Len() == 1 && ir.IsString(named.TypeArgs().At(0))
	}
	return false
}

// takesStrings reports whether a function is given strings, alone or in lists.
func takesStrings(sig *types.Signature) bool {
	for v := range sig.Params().Variables() {
		switch u := v.Type().Underlying().(type) {
		case *types.Slice:
			if ir.IsString(u.Elem()) {
				return true
			}
		case *types.Map:
			if ir.IsString(u.Key()) {
				return true
			}
		case *types.Basic:
			if ir.IsString(u) {
				return true
			}
		}
	}
	return false
}

// FillsMaps reports whether a function of this signature may put strings into a map
// that it is given.
func FillsMaps(sig *types.Signature) bool { return takesMap(sig) && takesStrings(sig) }

// takesMap reports whether a function is given a map, which it may fill.
func takesMap(sig *types.Signature) bool {
	isMap := func(v *types.Var) bool {
		m, ok := v.Type().Underlying().(*types.Map)
		return ok && ir.IsString(m.Key())
	}
	if recv := sig.Recv(); recv != nil && isMap(recv) {
		return true
	}
	for v := range sig.Params().Variables() {
		if isMap(v) {
			return true
		}
	}
	return false
}

// MakesLists reports whether a function returns a list of strings, or a function
// that may test them.
func MakesLists(sig *types.Signature) bool {
	for v := range sig.Results().Variables() {
		switch u := v.Type().Underlying().(type) {
		case *types.Slice:
			if ir.IsString(u.Elem()) {
				return true
			}
		case *types.Map:
			if ir.IsString(u.Key()) {
				return true
			}
		case *types.Signature:
			if u.Results().Len() == 1 && ir.IsBool(u.Results().At(0).Type()) {
				return true
			}
		}
	}
	return false
}

// makesSet reports whether other packages can make a set of a type of this package
// with the function.
func makesSet(p *program.Package, f *types.Func) bool {
	sig := f.Signature()
	if !f.Exported() || sig.Recv() != nil || sig.Results().Len() != 1 || !takesStrings(sig) || !MakesLists(sig) {
		return false
	}
	named, ok := types.Unalias(sig.Results().At(0).Type()).(*types.Named)
	return ok && named.Obj().Pkg() == p.Pass.Pkg && named.NumMethods() > 0
}

// MakesTests reports whether a function makes functions that answer true or
// false of what it is given.
func makesTests(sig *types.Signature) bool {
	if !takesStrings(sig) || sig.Results().Len() != 1 {
		return false
	}
	made, ok := sig.Results().At(0).Type().Underlying().(*types.Signature)
	return ok && made.Results().Len() == 1 && ir.IsBool(made.Results().At(0).Type())
}

// scanFilled notes the field or package variable that an assignment fills.
func scanFilled(p *program.Package, d *program.Declared, e ast.Expr) {
	for {
		switch x := ast.Unparen(e).(type) {
		case *ast.IndexExpr:
			e = x.X
			continue
		case *ast.StarExpr:
			e = x.X
			continue
		case *ast.SelectorExpr:
			noteFilled(p, d, x.Sel)
			e = x.X
			continue
		case *ast.UnaryExpr:
			if x.Op == token.AND {
				e = x.X
				continue
			}
		case *ast.Ident:
			noteFilled(p, d, x)
		}
		return
	}
}

func noteFilled(p *program.Package, d *program.Declared, id *ast.Ident) {
	if v, ok := p.Pass.TypesInfo.Uses[id].(*types.Var); ok && isKept(p, v) {
		d.Fills = append(d.Fills, v.Origin())
	}
}

// scanLiteral notes the fields that a composite literal fills.
func scanLiteral(p *program.Package, d *program.Declared, lit *ast.CompositeLit) {
	t := ir.TypeOf(p.Pass.TypesInfo, lit)
	if ptr, ok := t.(*types.Pointer); ok {
		t = ptr.Elem().Underlying()
	}
	s, ok := t.(*types.Struct)
	if !ok || s.NumFields() == 0 || s.Field(0).Pkg() != p.Pass.Pkg {
		return
	}
	for i, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if id, ok := kv.Key.(*ast.Ident); ok {
				noteFilled(p, d, id)
			}
		} else if i < s.NumFields() && isKept(p, s.Field(i)) {
			d.Fills = append(d.Fills, s.Field(i).Origin())
		}
	}
}
