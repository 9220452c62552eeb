package summary

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/assertion"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/model"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

// Leaks returns where the nil of a failed assertion to the SDK's error leaves a
// function as an error.
func Leaks(p *program.Package) []assertion.Leak {
	var found []assertion.Leak
	for _, f := range p.Functions {
		found = append(found, assertion.Leaks(f.SSA, p.Errors.Is, f.IsErrorsAs, func(callee *ssa.Function) bool { return value.IsAsType(f, callee) })...)
	}
	return found
}

// UnusedAssertions returns the assertions to the SDK's error that are all that is done to
// the error of a call, and whose results nobody takes.
func UnusedAssertions(p *program.Package) []*ssa.TypeAssert {
	var found []*ssa.TypeAssert
	for _, f := range p.Functions {
		found = append(found, assertion.Unused(f.SSA, p.Errors.Is)...)
	}
	return found
}

// DeadAssertions returns the assertions to the SDK's error that cannot hold.
func DeadAssertions(p *program.Package) []assertion.Dead {
	var found []assertion.Dead
	for _, f := range p.Functions {
		found = append(found, assertion.Deads(f.SSA, assertedBy{f})...)
	}
	return found
}

// assertedBy answers package assertion what one value does not tell.
type assertedBy struct{ f *program.Function }

// IsError reports whether a type is the error of an SDK, not one of the user's
// own that stands for it.
func (a assertedBy) IsError(t types.Type) bool {
	return a.f.Pkg.Errors.IsOfSDK(t)
}

// Root returns the SDK that declares an error.
func (a assertedBy) Root(t types.Type) string {
	named := sdk.Named(t)
	if named == nil || named.Obj().Pkg() == nil {
		return ""
	}
	return sdk.Root(named.Obj().Pkg().Path())
}

// Call tells what the error is that a call returns.
func (a assertedBy) Call(call *ssa.CallCommon, index int) assertion.Source {
	callee := call.StaticCallee()
	if callee == nil {
		return assertion.Source{}
	}
	if body := a.f.Pkg.BySSA[ir.Generic(callee)]; body != nil {
		return assertion.Source{Kind: assertion.InBody, Body: body.SSA, Index: index}
	}
	switch effects := program.EffectsOf(callee); {
	case effects&model.FormatsError != 0 && a.wraps(call), effects&model.Wraps != 0:
		return assertion.Source{Kind: assertion.Formats}
	case effects&(model.FormatsError|model.MakesError) != 0:
		return assertion.Source{Kind: assertion.Makes}
	}
	object := callee.Object()
	if object == nil || object.Pkg() == nil {
		return assertion.Source{}
	}
	switch path := object.Pkg().Path(); {
	case a.f.Pkg.Errors.Realm == sdk.COS: // an assertion to the error of object storage may hold
	case sdk.IsCOS(path) && callee.Signature.Recv() != nil:
		return assertion.Source{Kind: assertion.FromCOS}
	case sdk.IsSDK(path):
		if root, ok := sdk.RootOfClient(callee.Signature.Recv()); ok {
			return assertion.Source{Kind: assertion.FromSDK, Root: root}
		}
	}
	if fn, ok := object.(*types.Func); ok && object.Pkg() != a.f.Pkg.Pass.Pkg {
		if e := a.f.Pkg.SummaryOfPackage(object.Pkg()); e != nil && index == ir.ErrorResult(fn.Signature()) {
			switch {
			case e.AlwaysWraps(fn.Origin()):
				return assertion.Source{Kind: assertion.Formats}
			case e.AlwaysMakes(fn.Origin()):
				return assertion.Source{Kind: assertion.Makes}
			}
		}
	}
	return assertion.Source{}
}

// madeErrors returns the hashes of the functions whose error is always nil or around
// another, and of those whose error is always nil or has nothing of the SDK's in it.
// That of what they call is known, of this package by its body, of others by facts.
func madeErrors(p *program.Package) (wraps, makes string) {
	for _, f := range p.Functions {
		if f.Object == nil || !program.Visible(f.Object) {
			continue
		}
		i := ir.ErrorResult(f.Object.Signature())
		if i < 0 {
			continue
		}
		if assertion.Wraps(f.SSA, i, assertedBy{f}) {
			wraps += facts.FunctionHash(f.Object)
		}
		if assertion.Lacks(f.SSA, i, assertedBy{f}) {
			makes += facts.FunctionHash(f.Object)
		}
	}
	return facts.SortHashes(wraps), facts.SortHashes(makes)
}

// wraps reports whether what a call formats may be an error around another: its
// format is not a constant, or has a %w.
func (a assertedBy) wraps(call *ssa.CallCommon) bool {
	for _, arg := range call.Args {
		if format, ok := ir.ConstString(arg); ok {
			return strings.Contains(format, "%w")
		}
	}
	return true
}

// Loaded returns what a variable can hold where it is read.
func (a assertedBy) Loaded(load *ssa.UnOp) (values []ssa.Value, known bool) {
	f := a.f.Pkg.BySSA[load.Parent()]
	if f == nil {
		return nil, false
	}
	v := f.Memory.Load(load)
	if v == nil {
		return nil, false
	}
	return versionValues(f, v, make(map[*program.Version]bool))
}

func versionValues(f *program.Function, v *program.Version, seen map[*program.Version]bool) (values []ssa.Value, known bool) {
	v = v.Resolve()
	if seen[v] {
		return nil, true
	}
	seen[v] = true
	switch v.Kind {
	case program.Stored:
		return []ssa.Value{v.Value}, true
	case program.Initial:
		_, local := v.Cell.(*ssa.Alloc)
		return nil, local // nil
	case program.Merged:
		for _, op := range v.Ops {
			more, known := versionValues(f, op, seen)
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
func (a assertedBy) Same(x, y ssa.Value) bool {
	return value.SubjectOf(a.f, x) == value.SubjectOf(a.f, y)
}

// Fills reports whether a call is one of errors.As.
func (a assertedBy) Fills(call *ssa.CallCommon) bool { return a.f.IsErrorsAs(call) }

// Compares reports whether a call is one of errors.Is.
func (a assertedBy) Compares(call *ssa.CallCommon) bool {
	return program.EffectsOf(call.StaticCallee())&model.ComparesErr != 0
}
