package engine

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/assertion"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/model"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

// Leaks returns where the nil of a failed assertion to the SDK's error leaves a
// function as an error.
func (p *Package) Leaks() []assertion.Leak {
	var found []assertion.Leak
	for _, f := range p.Functions {
		found = append(found, assertion.Leaks(f.ssa, p.errors.Is, f.isErrorsAs, isAsType)...)
	}
	return found
}

// DeadAssertions returns the assertions to the SDK's error that cannot hold.
func (p *Package) DeadAssertions() []assertion.Dead {
	var found []assertion.Dead
	for _, f := range p.Functions {
		found = append(found, assertion.Deads(f.ssa, asserts{f})...)
	}
	return found
}

// asserts answers package assertion what one value does not tell.
type asserts struct{ f *Function }

// IsError reports whether a type is the error of an SDK, not one of the user's
// own that stands for it.
func (a asserts) IsError(t types.Type) bool {
	return sdk.Errors{Realm: a.f.pkg.errors.Realm}.Is(t)
}

// Root returns the SDK that declares an error.
func (a asserts) Root(t types.Type) string {
	named := sdk.Named(t)
	if named == nil || named.Obj().Pkg() == nil {
		return ""
	}
	return sdk.Root(named.Obj().Pkg().Path())
}

// Call tells what the error is that a call returns.
func (a asserts) Call(call *ssa.CallCommon, index int) assertion.Source {
	callee := call.StaticCallee()
	if callee == nil {
		return assertion.Source{}
	}
	if body := a.f.pkg.bySSA[ir.Generic(callee)]; body != nil {
		return assertion.Source{Kind: assertion.InBody, Body: body.ssa, Index: index}
	}
	switch effects := effectsOf(callee); {
	case effects&model.FormatsError != 0 && a.wraps(call), effects&model.Wraps != 0:
		return assertion.Source{Kind: assertion.Formats}
	case effects&(model.FormatsError|model.MakesError) != 0:
		return assertion.Source{Kind: assertion.Makes}
	}
	object := callee.Object()
	if object == nil || object.Pkg() == nil {
		return assertion.Source{}
	}
	if fn, ok := object.(*types.Func); ok && object.Pkg() != a.f.pkg.pass.Pkg {
		if e := a.f.pkg.exportsOf(object.Pkg()); e != nil && index == ir.ErrorResult(fn.Signature()) && e.wraps(fn.Origin()) {
			return assertion.Source{Kind: assertion.Formats}
		}
	}
	switch path := object.Pkg().Path(); {
	case a.f.pkg.errors.Realm == sdk.COS: // an assertion to the error of object storage may hold
	case sdk.IsCOS(path) && callee.Signature.Recv() != nil:
		return assertion.Source{Kind: assertion.FromCOS}
	case sdk.IsSDK(path):
		if _, ok := sdk.ServiceOfCall(callee.Signature); ok {
			return assertion.Source{Kind: assertion.FromSDK, Root: sdk.Root(path)}
		}
	}
	return assertion.Source{}
}

// wrappers returns the hashes of the functions whose error is always nil or
// wrapped, as far as bodies were followed.
func (p *Package) wrappers() string {
	hashes := ""
	for _, f := range p.Functions {
		if f.object == nil || !visible(f.object) {
			continue
		}
		if i := ir.ErrorResult(f.object.Signature()); i >= 0 && assertion.Wraps(f.ssa, i, asserts{f}) {
			hashes += functionHash(f.object)
		}
	}
	return sortHashes(hashes)
}

// wraps reports whether what a call formats may be an error around another: its
// format is not a constant, or has a %w.
func (a asserts) wraps(call *ssa.CallCommon) bool {
	for _, arg := range call.Args {
		if format, ok := ir.ConstString(arg); ok {
			return strings.Contains(format, "%w")
		}
	}
	return true
}

// Loaded returns what a variable can hold where it is read.
func (a asserts) Loaded(load *ssa.UnOp) (values []ssa.Value, known bool) {
	f := a.f.pkg.bySSA[load.Parent()]
	if f == nil {
		return nil, false
	}
	v := f.memory.load(load)
	if v == nil {
		return nil, false
	}
	return f.versionValues(v, make(map[*version]bool))
}

func (f *Function) versionValues(v *version, seen map[*version]bool) (values []ssa.Value, known bool) {
	v = v.resolve()
	if seen[v] {
		return nil, true
	}
	seen[v] = true
	switch v.kind {
	case stored:
		return []ssa.Value{v.value}, true
	case initial:
		_, local := v.cell.(*ssa.Alloc)
		return nil, local // nil
	case merged:
		for _, op := range v.ops {
			more, known := f.versionValues(op, seen)
			if !known {
				return nil, false
			}
			values = append(values, more...)
		}
		return values, true
	}
	return nil, false
}

// Same reports whether two values are one error.
func (a asserts) Same(x, y ssa.Value) bool { return a.f.subjectOf(x) == a.f.subjectOf(y) }

// Fills reports whether a call is one of errors.As.
func (a asserts) Fills(call *ssa.CallCommon) bool { return a.f.isErrorsAs(call) }

// Compares reports whether a call is one of errors.Is.
func (a asserts) Compares(call *ssa.CallCommon) bool {
	return effectsOf(call.StaticCallee())&model.ComparesErr != 0
}
