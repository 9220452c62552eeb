package engine

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// keepers tells who fills what, and who calls whom: the lists that a test looks
// into are often filled by functions which have to do with no error.
type keepers struct {
	callers map[*types.Func][]*declared
	fillers map[*types.Var][]*declared
	askers  map[*types.Var][]*declared
	readers map[*types.Var][]*declared
}

func (p *Package) findKeepers() *keepers {
	k := &keepers{make(map[*types.Func][]*declared), make(map[*types.Var][]*declared), make(map[*types.Var][]*declared), make(map[*types.Var][]*declared)}
	note := func(d *declared) {
		for _, f := range d.local {
			k.callers[f] = append(k.callers[f], d)
		}
		for _, v := range d.fills {
			k.fillers[v] = append(k.fillers[v], d)
		}
		for _, v := range d.reads {
			k.readers[v] = append(k.readers[v], d)
		}
		for _, v := range d.asks {
			k.askers[v] = append(k.askers[v], d)
		}
	}
	for _, d := range p.order {
		note(d)
	}
	for _, d := range p.initial {
		note(d)
	}
	return k
}

// addKeepers adds what fills the fields and package variables that d reads, and
// the functions that make what it compares with.
func (p *Package) addKeepers(k *keepers, d *declared, add func(*declared)) {
	for _, v := range p.readBy(d) {
		if initial := p.initial[v]; initial != nil {
			add(initial)
		}
		for _, filler := range k.fillers[v] {
			add(filler)
			if filler.object != nil && takesStrings(filler.object.Signature()) {
				for _, caller := range k.callers[filler.object] {
					add(caller)
				}
			}
		}
	}
	for _, v := range d.fills {
		if d.tests && ir.IsString(v.Type()) { // with the code, perhaps
			for _, reader := range k.readers[v] {
				add(reader)
			}
		}
		for _, asker := range k.askers[v] {
			add(asker)
		}
	}
	for _, f := range d.local {
		callee := p.declared[f]
		if callee == nil || d.holder == nil && !makesLists(f.Signature()) {
			continue
		}
		add(callee)
	}
}

// readBy returns the fields and package variables of this package that d
// mentions and that may hold strings.
func (p *Package) readBy(d *declared) []*types.Var {
	var body ast.Node = p.vars[d.holder]
	if d.holder == nil {
		body = d.decl.Body
	}
	var list []*types.Var
	seen := make(map[*types.Var]bool)
	ast.Inspect(body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if v, ok := p.pass.TypesInfo.Uses[id].(*types.Var); ok && p.isKept(v) && !seen[v.Origin()] {
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
func (p *Package) isKept(v *types.Var) bool {
	return v.Pkg() == p.pass.Pkg && (v.IsField() || v.Parent() == p.pass.Pkg.Scope()) && mayHoldStrings(v.Type(), 0)
}

// mayHoldStrings reports whether a program keeps strings to compare with in a
// value of the type: one, a list or a table of them; or a function that captured
// them.
func mayHoldStrings(t types.Type, depth int) bool {
	if depth > 3 {
		return false
	}
	switch u := types.Unalias(t).Underlying().(type) {
	case *types.Basic:
		return u.Info()&types.IsString != 0
	case *types.Slice:
		return mayHoldStrings(u.Elem(), depth+1)
	case *types.Array:
		return mayHoldStrings(u.Elem(), depth+1)
	case *types.Map:
		return ir.IsString(u.Key())
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

// makesLists reports whether a function returns a list of strings, or a function
// that may test them.
func makesLists(sig *types.Signature) bool {
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
func (p *Package) makesSet(f *types.Func) bool {
	sig := f.Signature()
	if !f.Exported() || sig.Recv() != nil || sig.Results().Len() != 1 || !takesStrings(sig) || !makesLists(sig) {
		return false
	}
	named, ok := types.Unalias(sig.Results().At(0).Type()).(*types.Named)
	return ok && named.Obj().Pkg() == p.pass.Pkg && named.NumMethods() > 0
}

// makesTests reports whether a function makes functions that answer true or
// false of what it is given.
func makesTests(sig *types.Signature) bool {
	if !takesStrings(sig) || sig.Results().Len() != 1 {
		return false
	}
	made, ok := sig.Results().At(0).Type().Underlying().(*types.Signature)
	return ok && made.Results().Len() == 1 && ir.IsBool(made.Results().At(0).Type())
}

// scanFilled notes the field or package variable that an assignment fills.
func (p *Package) scanFilled(d *declared, e ast.Expr) {
	for {
		switch x := ast.Unparen(e).(type) {
		case *ast.IndexExpr:
			e = x.X
			continue
		case *ast.StarExpr:
			e = x.X
			continue
		case *ast.SelectorExpr:
			p.noteFilled(d, x.Sel)
			e = x.X
			continue
		case *ast.UnaryExpr:
			if x.Op == token.AND {
				e = x.X
				continue
			}
		case *ast.Ident:
			p.noteFilled(d, x)
		}
		return
	}
}

func (p *Package) noteFilled(d *declared, id *ast.Ident) {
	if v, ok := p.pass.TypesInfo.Uses[id].(*types.Var); ok && p.isKept(v) {
		d.fills = append(d.fills, v.Origin())
	}
}

// scanLiteral notes the fields that a composite literal fills.
func (p *Package) scanLiteral(d *declared, lit *ast.CompositeLit) {
	t := ir.TypeOf(p.pass.TypesInfo, lit)
	if ptr, ok := t.(*types.Pointer); ok {
		t = ptr.Elem().Underlying()
	}
	s, ok := t.(*types.Struct)
	if !ok || s.NumFields() == 0 || s.Field(0).Pkg() != p.pass.Pkg {
		return
	}
	for i, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if id, ok := kv.Key.(*ast.Ident); ok {
				p.noteFilled(d, id)
			}
		} else if i < s.NumFields() && p.isKept(s.Field(i)) {
			d.fills = append(d.fills, s.Field(i).Origin())
		}
	}
}
