package program

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/instatus"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/model"
)

// A Function is one function of the package, declared or literal.
type Function struct {
	Subjects []*Subject

	Pkg      *Package
	SSA      *ssa.Function
	Object   *types.Func // nil for a literal
	Exported bool        // another package can call it, or a function that forwards to it
	Memory   *Memory
	Tests    map[ssa.Value]*Test
	ByID     map[ValueID]*Subject            // nil before the function is analyzed
	Summary  *facts.Summary                  // what the function is to its callers
	Forward  *Forward                        // all that the function does; nil if it does anything else
	Captures map[*ssa.FreeVar]facts.ParamUse // what a literal answers about an error that it captured
	Parts    map[ssa.Value]AccessPath        // of answers on the wire
	States   int                             // that the walks of its subjects took
	Loops    map[*ssa.BasicBlock]ir.Countdown
	Looping  uint8                       // 1: no loops, 2: loops; 0: not yet known
	Stores   map[*types.Var][]*ssa.Store // to fields, computed when first needed
	Asked    []Asked                     // functions of other packages that it hands to retries
}

// Asked is a function of another package that a retry asks about errors. That one does
// is known only where it is handed over.
type Asked struct {
	Function *ssa.Function
	By       ssa.Instruction // a call, or a store to a field
	Arg      int             // of the call
	Stops    bool            // true makes the error final
}

// Expr returns the expression that names the function; nil if none does here.
func (a *Asked) Expr(f *Function) ast.Expr {
	if store, ok := a.By.(*ssa.Store); ok {
		return f.Syntax().Stored(store)
	}
	return f.Syntax().Argument(a.By.(*ssa.Call), a.Arg)
}

// Of is what stands for the error: the call, if there is one.
func (a *Asked) Of() ssa.Value {
	if store, ok := a.By.(*ssa.Store); ok {
		return store.Addr
	}
	return a.By.(*ssa.Call)
}

// A ValueID is what tests are made on: an error, or a string known to be a
// code. It is a register, or a version of a memory cell.
type ValueID struct {
	Value  ssa.Value
	Memory *Version
	Wire   bool             // it is an answer on the wire, which may have an Error
	Kept   *types.Var       // it is a code that the program keeps in this field
	Status *instatus.Status // it is a code inside a successful answer; value holds it
}

// Type returns the type of the value, or of the variable that holds it.
func (id ValueID) Type() types.Type {
	if id.Memory != nil {
		return id.Memory.Cell.Type()
	}
	return id.Value.Type()
}

// EffectsOf returns what is known of a package-level function of a library.
func EffectsOf(callee *ssa.Function) model.Effects {
	if callee == nil || callee.Signature.Recv() != nil {
		return 0
	}
	object := ir.Generic(callee).Object()
	if object == nil || object.Pkg() == nil {
		return 0
	}
	return model.Of(object.Pkg().Path(), object.Name())
}

// IsErrorsAs reports whether a call is one of errors.As, of any package.
func (f *Function) IsErrorsAs(call *ssa.CallCommon) bool {
	return len(call.Args) == 2 && EffectsOf(call.StaticCallee())&model.FillsTarget != 0
}

// A Subject is an error, or a string that is a code, on which a function makes
// tests, and what becomes of it there.
type Subject struct {
	Asserts  []*Test      // to the SDK's error, in source order
	Tests    []*Test      // on its code, in source order
	Origin   facts.Origin // where it can come from
	Calls    []Call       // the calls that it came from, as far as they are known
	Outcomes []Outcome
	Param    int              // index of the parameter that it is, or -1
	IsCode   bool             // it is a code, not an error
	Certain  bool             // it is known to be an error or a code of the SDK
	Answer   *Answer          // it is an answer on the wire that was decoded here; or nil
	Status   *instatus.Status // it is a code inside a successful answer; or nil

	Of       ValueID
	Fn       *Function
	Promised bool       // only an interface tells that it has a code
	Answers  []Answered // that the function gives, if the subject is a parameter
	Polls    bool       // the same request goes out again after a success, too
	Asked    bool       // it is what a retry asks a function of another package about
}

// Pos is where the error came from.
func (s *Subject) Pos() token.Pos {
	if s.Of.Memory != nil {
		if s.Of.Memory.Call != nil {
			return s.Of.Memory.Call.Pos()
		}
		return s.Of.Memory.Cell.Pos()
	}
	if x, ok := s.Of.Value.(*ssa.Extract); ok {
		return x.Tuple.Pos()
	}
	return s.Of.Value.Pos()
}

// ObjectOf returns the declared function that a function in SSA form is; nil of a
// literal.
func (p *Package) ObjectOf(f *ssa.Function) *types.Func {
	object, _ := f.Object().(*types.Func)
	return object
}

// Forget drops what is known of the function, its summary excepted.
func (f *Function) Forget() {
	f.Subjects, f.Captures, f.Parts, f.States = nil, nil, nil, 0
	f.Tests = make(map[ssa.Value]*Test)
	f.Memory = newMemory(f)
}

// Results returns the results of the function's signature.
func (f *Function) Results() *types.Tuple { return f.SSA.Signature.Results() }
