package engine

import (
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/analyzer/internal/codes"
)

// call notes what a call does to the subject; it reports whether the way ends
// there.
func (w *walker) call(st state, fl *flags, set *codes.Set, instr ssa.CallInstruction) bool {
	common := instr.Common()
	callee := common.StaticCallee()
	if w.endsProgram(common, callee) {
		return true
	}
	if isFunc(callee, "Sleep", "time") {
		fl.slept = true
		return false
	}
	if call, ok := instr.(*ssa.Call); ok {
		if t := w.f.testOf(call); t != nil && t.kind != comparing {
			if t.kind == retrying && w.about(t, st.env) {
				w.retry(t, call, *fl, *set)
				return true
			}
			// A function that answers whether to go on, such as yield(v, err),
			// is given the error; a classifier only looks at it.
			if t.kind != opaque || len(*call.Referrers()) > 0 && (callee != nil || common.IsInvoke()) {
				return false
			}
		}
	}
	uses := false
	for _, arg := range common.Args {
		if w.derives(arg, st.env) {
			uses = true
		}
	}
	if common.IsInvoke() && !uses && !w.inspects(common, callee) && w.derives(common.Value, st.env) {
		uses = true
	}
	if closure := closureOf(common.Value); closure != nil {
		uses = uses || w.closureUses(closure, instr)
	}
	for _, arg := range common.Args {
		if closure := closureOf(arg); closure != nil {
			uses = uses || w.closureUses(closure, instr)
		}
	}
	if w.f.results().Len() == 0 && !w.inspects(common, callee) {
		fl.busy = true
	}
	fate, isSink := w.f.pkg.sinkOf(callee)
	if isSink && !uses && fate == Retried && (fl.matched != nil || !set.Has(w.f.pkg.Universe.Nil())) {
		uses = true // another error in its place
	}
	if !uses {
		fl.acted = fl.acted || fl.matched != nil && returnsError(common.Signature())
		return false
	}
	if isSink {
		kind := RetriedHere
		if fate == Stopped {
			kind = StoppedHere
		}
		w.outcome(Outcome{Kind: kind, Codes: *set, Pos: instr.Pos()}, *fl)
		return true
	}
	if !w.inspects(common, callee) {
		fl.surfaced = true
	}
	return false
}

// retry notes both outcomes of a helper that retries the codes that match.
func (w *walker) retry(t *Test, call *ssa.Call, fl flags, set codes.Set) {
	onMatch, onMiss := RetriedHere, StoppedHere
	if t.Negated {
		onMatch, onMiss = onMiss, onMatch
	}
	matchedSet, matched := w.narrow(t, true, set, fl)
	w.outcome(Outcome{Kind: onMatch, Codes: matchedSet, Pos: call.Pos()}, matched)
	missedSet, missed := w.narrow(t, false, set, fl)
	if len(t.Literals) == 0 && len(t.Pattern.Params) == 0 {
		missed.tested = fl.tested // a bare call of the helper names no code
	}
	if t.Pattern.Open {
		missed.narrowed = true
	}
	w.outcome(Outcome{Kind: onMiss, Codes: missedSet, Pos: call.Pos()}, missed)
}

// closureUses reports whether a closure reads the variable that holds the
// subject.
func (w *walker) closureUses(closure *ssa.MakeClosure, at ssa.Instruction) bool {
	for _, cell := range closure.Bindings {
		if isCell(cell) && closureReads(closure, cell) && w.f.subjectOfVersion(w.f.memory.before(cell, at), 0) == w.s.of {
			return true
		}
	}
	return false
}

// endsProgram reports whether a call never returns.
func (w *walker) endsProgram(common *ssa.CallCommon, callee *ssa.Function) bool {
	if callee == nil || callee.Object() == nil || callee.Object().Pkg() == nil {
		return false
	}
	name := callee.Object().Name()
	switch callee.Object().Pkg().Path() {
	case "os":
		return name == "Exit"
	case "log":
		return strings.HasPrefix(name, "Fatal") || strings.HasPrefix(name, "Panic")
	case "runtime":
		return name == "Goexit"
	case "testing":
		return strings.HasPrefix(name, "Fatal") || strings.HasPrefix(name, "Skip") || name == "FailNow"
	}
	return false
}

// inspects reports whether a call only looks at the error, or makes of it a
// text or another error that must still be used.
func (w *walker) inspects(common *ssa.CallCommon, callee *ssa.Function) bool {
	if common.IsInvoke() {
		name := common.Method.Name()
		return name == "Error" || name == "Unwrap" || strings.HasPrefix(name, "Get") && len(common.Args) == 0
	}
	if callee == nil {
		return false
	}
	if recv := callee.Signature.Recv(); recv != nil {
		return w.f.pkg.errors.Is(recv.Type()) && len(common.Args) == 1
	}
	if callee.Object() == nil || callee.Object().Pkg() == nil {
		return false
	}
	name := callee.Object().Name()
	switch callee.Object().Pkg().Path() {
	case "errors", "golang.org/x/xerrors":
		return true
	case "github.com/pkg/errors":
		return true
	case "strings", "regexp", "slices", "reflect":
		return true
	case "fmt":
		return strings.HasPrefix(name, "Sprint") || name == "Errorf" || strings.HasPrefix(name, "Append")
	}
	if h := w.f.pkg.helperOf(callee); h.use(TypedError, TheCode) != nil {
		return true
	}
	return false
}

// derives reports whether a value is the subject, or made of it, on this way.
func (w *walker) derives(v ssa.Value, env string) bool {
	if v == nil || !w.mayDerive(v, 0) {
		return false
	}
	return w.derivesOn(v, env, 0)
}

func (w *walker) derivesOn(v ssa.Value, env string, depth int) bool {
	if depth > maxDepth || v == w.s.of.value {
		return true
	}
	switch x := v.(type) {
	case *ssa.Phi:
		if c := w.chosen(x, env); c != ssa.Value(x) {
			return w.mayDerive(c, 0) && w.derivesOn(c, env, depth+1)
		}
	case *ssa.MakeInterface:
		return w.derivesOn(x.X, env, depth+1)
	case *ssa.ChangeInterface:
		return w.derivesOn(x.X, env, depth+1)
	case *ssa.TypeAssert:
		return w.derivesOn(x.X, env, depth+1)
	case *ssa.Extract:
		return w.derivesOn(x.Tuple, env, depth+1)
	}
	return w.mayDerive(v, 0)
}

// mayDerive is derives on any way.
func (w *walker) mayDerive(v ssa.Value, depth int) bool {
	if v == nil || depth > maxDepth {
		return false
	}
	if d, ok := w.derived[v]; ok {
		return d
	}
	w.derived[v] = false // breaks cycles
	d := w.computeDerives(v, depth)
	w.derived[v] = d
	return d
}

func (w *walker) computeDerives(v ssa.Value, depth int) bool {
	if v == w.s.of.value {
		return true
	}
	if d, ok := w.wireDerives(v); ok {
		return d
	}
	switch x := v.(type) {
	case *ssa.Const, *ssa.Global, *ssa.Function, *ssa.Builtin, *ssa.Parameter, *ssa.FreeVar:
		return false
	case *ssa.MakeInterface:
		return w.mayDerive(x.X, depth+1)
	case *ssa.ChangeInterface:
		return w.mayDerive(x.X, depth+1)
	case *ssa.ChangeType:
		return w.mayDerive(x.X, depth+1)
	case *ssa.Convert:
		return w.mayDerive(x.X, depth+1)
	case *ssa.TypeAssert:
		return w.mayDerive(x.X, depth+1)
	case *ssa.Field:
		return w.mayDerive(x.X, depth+1)
	case *ssa.FieldAddr:
		return w.mayDerive(x.X, depth+1)
	case *ssa.Extract:
		return w.mayDerive(x.Tuple, depth+1) && !isBool(x.Type())
	case *ssa.Slice:
		return w.mayDerive(x.X, depth+1)
	case *ssa.BinOp:
		return x.Op == token.ADD && (w.mayDerive(x.X, depth+1) || w.mayDerive(x.Y, depth+1))
	case *ssa.Phi:
		for _, e := range x.Edges {
			if w.mayDerive(e, depth+1) {
				return true
			}
		}
	case *ssa.UnOp:
		if x.Op != token.MUL {
			return false
		}
		if ver := w.f.memory.load(x); ver != nil {
			return w.versionDerives(ver, depth+1)
		}
		return w.mayDerive(x.X, depth+1)
	case *ssa.Alloc:
		return w.allocDerives(x, depth)
	case *ssa.Call:
		if isBool(x.Type()) {
			return false
		}
		if x.Call.IsInvoke() && w.mayDerive(x.Call.Value, depth+1) {
			return true
		}
		for _, arg := range x.Call.Args {
			if w.mayDerive(arg, depth+1) {
				return true
			}
		}
	}
	return false
}

// allocDerives reports whether something made of the subject is stored in an
// array or a struct that is made here.
func (w *walker) allocDerives(alloc *ssa.Alloc, depth int) bool {
	for _, ref := range *alloc.Referrers() {
		addr, ok := ref.(ssa.Value)
		if !ok {
			continue
		}
		switch addr.(type) {
		case *ssa.IndexAddr, *ssa.FieldAddr:
			for _, ref := range *addr.Referrers() {
				if store, ok := ref.(*ssa.Store); ok && store.Addr == addr && w.mayDerive(store.Val, depth+1) {
					return true
				}
			}
		}
	}
	return false
}

func (w *walker) versionDerives(v *version, depth int) bool {
	if depth > maxDepth {
		return false
	}
	if v == w.s.of.memory {
		return true
	}
	switch v.kind {
	case stored, assigned:
		return w.mayDerive(v.value, depth)
	case merged:
		for _, op := range v.ops {
			if w.versionDerives(op, depth+8) {
				return true
			}
		}
	}
	return false
}

func isBool(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsBoolean != 0
}

// returns notes the outcome of a return.
func (w *walker) returns(st state, fl flags, set codes.Set, instr *ssa.Return) {
	o := Outcome{Kind: Returned, Codes: set, Pos: position(instr)}
	results := instr.Results
	if w.s.of.wire {
		w.returnsAnswer(st, fl, set, instr)
	}
	for _, r := range results {
		if w.derives(r, st.env) {
			fl.surfaced = true
			if w.style == backoff && w.wraps(w.chosen(r, st.env)) {
				o.Kind = RetriedHere
			}
		}
	}
	if len(results) == 0 {
		// Who calls it may learn of the failure in another way, unless nothing
		// at all was done about it.
		if !fl.busy {
			o.Kind = Succeeded
		}
		o.Unasked = w.s.of.wire
		w.outcome(o, fl)
		return
	}
	last := results[len(results)-1]
	if len(results) == 1 && isBool(last.Type()) {
		w.returnsBool(st, fl, set, o, last)
		return
	}
	if (isErrorType(last.Type()) || isRetryError(last.Type())) && (w.isNilOn(last, st.env) || provenNil(w.chosen(last, st.env), st.block)) {
		o.Kind = Succeeded
		if w.style == poller && len(results) == 2 {
			if c, ok := w.chosen(results[0], st.env).(*ssa.Const); ok && !constant.BoolVal(c.Value) {
				o.Kind = RetriedHere
			}
		}
	}
	o.Unasked = w.s.of.wire && w.succeeds(results, st.env)
	w.outcome(o, fl)
}

// wraps reports whether a value is the error itself, or just another error
// around it. What any other function makes of it is not known.
func (w *walker) wraps(v ssa.Value) bool {
	if w.f.subjectOf(v) == w.s.of {
		return true
	}
	call, ok := v.(*ssa.Call)
	if !ok || call.Call.StaticCallee() == nil || call.Call.StaticCallee().Object() == nil || call.Call.StaticCallee().Object().Pkg() == nil {
		return false
	}
	switch call.Call.StaticCallee().Object().Pkg().Path() {
	case "fmt", "errors", "github.com/pkg/errors", "golang.org/x/xerrors":
		return true
	}
	return false
}

// provenNil reports whether a block is reached only where a comparison found
// the value to be nil.
func provenNil(v ssa.Value, block *ssa.BasicBlock) bool {
	if v.Referrers() == nil {
		return false
	}
	for _, ref := range *v.Referrers() {
		cmp, ok := ref.(*ssa.BinOp)
		if !ok || !isNil(cmp.Y) || cmp.Op != token.EQL && cmp.Op != token.NEQ {
			continue
		}
		for _, ref := range *cmp.Referrers() {
			branch, ok := ref.(*ssa.If)
			if !ok {
				continue
			}
			found := branch.Block().Succs[0]
			if cmp.Op == token.NEQ {
				found = branch.Block().Succs[1]
			}
			if len(found.Preds) == 1 && found.Dominates(block) {
				return true
			}
		}
	}
	return false
}

// isNilOn reports whether a value is nil for certain on this way.
func (w *walker) isNilOn(v ssa.Value, env string) bool {
	v = w.chosen(v, env)
	if isNil(v) {
		return true
	}
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return false
	}
	ver := w.f.memory.load(load)
	return ver != nil && w.isNilVersion(ver, env, 0)
}

func (w *walker) isNilVersion(v *version, env string, depth int) bool {
	if depth > maxDepth {
		return false
	}
	switch v.kind {
	case initial:
		_, local := v.cell.(*ssa.Alloc)
		return local
	case stored:
		return isNil(w.chosen(v.value, env))
	case merged:
		for _, op := range v.ops {
			if !w.isNilVersion(op, env, depth+8) {
				return false
			}
		}
		return len(v.ops) > 0
	}
	return false
}

// returnsBool notes the outcomes of a function that answers true or false.
func (w *walker) returnsBool(st state, fl flags, set codes.Set, o Outcome, result ssa.Value) {
	v, negated := w.truth(result, st.env)
	kinds := [2]OutcomeKind{False, True}
	if negated {
		kinds = [2]OutcomeKind{True, False}
	}
	if c, ok := v.(*ssa.Const); ok {
		o.Kind = kinds[0]
		if constant.BoolVal(c.Value) {
			o.Kind = kinds[1]
		}
		w.outcome(o, fl)
		return
	}
	t := w.testOn(v, st.env)
	if t == nil {
		o.Unasked = w.s.of.wire && w.succeeds([]ssa.Value{result}, st.env)
		w.outcome(o, fl)
		return
	}
	for _, matches := range []bool{true, false} {
		nextSet, nextFlags := w.narrow(t, matches, set, fl)
		o.Kind, o.Codes = kinds[0], nextSet
		if matches != t.Negated {
			o.Kind = kinds[1]
		}
		w.outcome(o, nextFlags)
	}
}
