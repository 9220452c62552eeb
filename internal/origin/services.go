package origin

import (
	"go/types"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

// Service returns the codes that a service can answer in the user's build;
// complete is false when it may answer others.
func Service(p *program.Package, name string) (set codes.Set, complete bool) {
	if p.IsCOS() {
		return p.Universe.Codes(), false // no public table is complete
	}
	if s, ok := p.Services[name]; ok {
		return s.Codes, s.Complete
	}
	set, complete = p.Universe.Service(name)
	for _, pkg := range p.Pass.Pkg.Imports() {
		service, _, ok := sdk.Service(pkg.Path())
		if !ok || service != name {
			continue
		}
		var imported []codes.Element
		for _, code := range p.Constants(pkg) {
			if e, ok := p.Universe.Lookup(code); ok {
				imported = append(imported, e)
			}
		}
		if len(imported) > 0 {
			set, complete = set.Or(p.Universe.Only(imported...)), true
		}
	}
	for _, n := range p.Newer() {
		if n.Service != name {
			continue
		}
		for _, code := range n.Codes {
			if e, ok := p.Universe.Lookup(code); ok {
				set = set.Or(p.Universe.Only(e))
			}
		}
	}
	p.Services[name] = program.Service{Codes: set, Complete: complete}
	return set, complete
}

// Answers returns the codes that an error of this origin can hold: the
// services' and everyone's; ok is false when the origin, or the codes of one
// of its services, are not known. Then it is every code.
func Answers(p *program.Package, origin facts.Origin) (set codes.Set, ok bool) {
	if !origin.Resolved() {
		return p.Universe.Codes(), false
	}
	set = p.Universe.Everyone()
	for _, name := range origin.Services {
		answers, complete := Service(p, name)
		if !complete {
			return p.Universe.Codes(), false
		}
		set = set.Or(answers)
	}
	return set, true
}

// wireOrigin returns the service that the answers of a function come from, where
// constants around the request say so for certain.
func wireOrigin(f *program.Function) facts.Origin {
	w := f.Pkg.Wire
	outer := f.SSA
	for outer.Parent() != nil {
		outer = outer.Parent()
	}
	if object, ok := outer.Object().(*types.Func); ok && !w.SDK && callsOut(f) {
		if d := f.Pkg.Declared[object]; d != nil && d.Origin.Resolved() && !d.Request.Pending {
			return facts.Origin{Services: d.Origin.Services}
		}
	}
	if service, ok := w.Hosts.Only(); ok && !w.SDK && !f.Pkg.AsksElsewhere() {
		return facts.Origin{Services: []string{service}}
	}
	return facts.Origin{Unknown: true}
}

// callsOut reports whether the hosts that the function and the functions it
// calls name are those that the answers it sees come from. A function that is
// given the answer sees others' answers too.
func callsOut(f *program.Function) bool {
	for outer := f.SSA; outer != nil; outer = outer.Parent() {
		for _, p := range outer.Params {
			if f.Pkg.Wire.Carries(p.Type()) || ir.IsBytes(p.Type()) {
				return false
			}
		}
	}
	return true
}
