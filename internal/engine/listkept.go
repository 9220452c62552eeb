package engine

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// kept is where the functions of a package that were built keep values: the
// addresses of each field of the package, and the uses of each package variable.
type kept struct {
	pkg     *types.Package
	fields  map[*types.Var][]*ssa.FieldAddr
	globals map[*ssa.Global][]ssa.Instruction

	operands []*ssa.Value // of one instruction, to be used again
}

// keeps returns the index, which is made when first needed.
func (p *Package) keeps() *kept {
	if p.keptAt != nil {
		return p.keptAt
	}
	k := &kept{pkg: p.pass.Pkg, fields: make(map[*types.Var][]*ssa.FieldAddr), globals: make(map[*ssa.Global][]ssa.Instruction)}
	p.keptAt = k
	for _, f := range p.Functions {
		for _, block := range f.ssa.Blocks {
			for _, instr := range block.Instrs {
				k.note(instr)
			}
		}
	}
	return k
}

func (k *kept) note(instr ssa.Instruction) {
	if addr, ok := instr.(*ssa.FieldAddr); ok {
		if field := ir.StructField(addr.X.Type(), addr.Field); field != nil && field.Pkg() == k.pkg {
			k.fields[field] = append(k.fields[field], addr)
		}
	}
	k.operands = instr.Operands(k.operands[:0])
	for _, operand := range k.operands {
		if g, ok := (*operand).(*ssa.Global); ok && !slices.Contains(k.globals[g], instr) {
			k.globals[g] = append(k.globals[g], instr)
		}
	}
}

// field reads what a field holds: all that this package stores in it. Others can
// fill an exported one.
func (r *reader) field(addr *ssa.FieldAddr, path []step) {
	if row, ok := addr.X.(*ssa.IndexAddr); ok {
		r.value(row, prepend(step{kind: stepField, field: addr.Field}, path))
		return
	}
	r.anyField(ir.StructField(addr.X.Type(), addr.Field), path)
}

func (r *reader) anyField(field *types.Var, path []step) {
	p := r.fn.pkg
	if field == nil || field.Pkg() != p.pass.Pkg {
		r.unknown()
		return
	}
	if !r.visit(field, path) {
		return
	}
	known := !field.Exported()
	filled := false
	for _, addr := range p.keeps().fields[field] {
		if addr.Referrers() == nil {
			continue
		}
		r.in(p.bySSA[addr.Parent()], func() {
			for _, ref := range *addr.Referrers() {
				switch ref := ref.(type) {
				case *ssa.Store:
					filled = filled || ref.Addr == addr
				case *ssa.UnOp:
					r.modified(ref, path)
				case ssa.CallInstruction, *ssa.MakeInterface:
					known = false // its address is given away
				}
			}
			r.contents(addr, path)
		})
	}
	if !known || !filled {
		r.unknown()
	}
}

// modified reads what is put into a list or a map after it was loaded from where
// it is kept.
func (r *reader) modified(loaded *ssa.UnOp, path []step) {
	if loaded.Op != token.MUL || loaded.Referrers() == nil || len(path) == 0 {
		return
	}
	for _, ref := range *loaded.Referrers() {
		switch ref := ref.(type) {
		case *ssa.MapUpdate:
			if ref.Map == loaded {
				r.update(ref, path)
			}
		case *ssa.IndexAddr:
			if path[0].kind == stepElem {
				r.stored(ref, path[1:])
			}
		}
	}
}

// global reads what a package variable holds.
func (r *reader) global(g *ssa.Global, path []step) {
	p := r.fn.pkg
	object, _ := g.Object().(*types.Var)
	if object == nil {
		r.unknown()
		return
	}
	if object.Pkg() != p.pass.Pkg {
		r.imported(object, path)
		return
	}
	if !r.visit(object, path) {
		return
	}
	filled := false
	for _, instr := range p.keeps().globals[g] {
		r.in(p.bySSA[instr.Parent()], func() {
			switch instr := instr.(type) {
			case *ssa.Store:
				if instr.Addr == g {
					filled = true
					r.put(instr.Val, path, instr.Pos())
				}
			case *ssa.UnOp:
				r.modified(instr, path)
			case *ssa.IndexAddr:
				if len(path) > 0 && path[0].kind == stepElem {
					filled = true
					r.stored(instr, path[1:])
				}
			case *ssa.FieldAddr:
				if len(path) > 0 && path[0] == (step{kind: stepField, field: instr.Field}) {
					filled = true
					r.contents(instr, path[1:])
				}
			case ssa.CallInstruction, *ssa.MakeInterface:
				r.unknown() // its address is given away
			}
		})
	}
	if !filled {
		r.unknown()
	}
}

// imported reads a list that another package exports.
func (r *reader) imported(v *types.Var, path []step) {
	fact := new(List)
	if len(path) != 1 || path[0].kind == stepField || !r.fn.pkg.pass.ImportObjectFact(v, fact) {
		r.unknown()
		return
	}
	if path[0].answer != "" {
		r.unknown() // the fact has the keys only
	}
	for _, value := range fact.Values {
		r.list.values = append(r.list.values, listed{value: value, elsewhere: !fact.Tested})
	}
}
