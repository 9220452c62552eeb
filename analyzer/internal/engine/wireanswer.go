package engine

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/analyzer/internal/codes"
	"github.com/tcerrlint/tcerrlint/analyzer/internal/wire"
)

// An Answer is an answer on the wire that a function decodes, or is given just
// as it was decoded.
type Answer struct {
	Name string // the variable, or the function, that has it; "" if unknown
	Pos  token.Pos

	fresh bool // the function hands it on before anything looked at its Error
}

// An AnswerUse is what a function does with answers on the wire.
type AnswerUse struct {
	Decodes []int // parameters that it decodes an answer into, unchecked
	Looks   []int // parameters whose Error it looks at and that it does not change
	Fresh   bool  // its first result is an answer just decoded, unchecked
}

func (u *AnswerUse) String() string {
	var b strings.Builder
	for _, i := range u.Decodes {
		fmt.Fprintf(&b, "decodes(%d)", i)
	}
	for _, i := range u.Looks {
		fmt.Fprintf(&b, "looks(%d)", i)
	}
	if u.Fresh {
		b.WriteString("fresh")
	}
	return b.String()
}

// addAnswers makes subjects of the answers that the function decodes or is
// given, tested or not.
func (f *Function) addAnswers() {
	if f.pkg.wire == nil || f.pkg.wire.marking {
		return
	}
	for _, block := range f.ssa.Blocks {
		for _, instr := range block.Instrs {
			call, ok := instr.(ssa.CallInstruction)
			if !ok {
				continue
			}
			if root := f.decodedRoot(call); root != nil {
				f.addDecoded(call, root)
			} else if call, ok := call.(*ssa.Call); ok {
				f.addGiven(call)
			}
		}
	}
}

// decodedRoot returns the variable that a call decodes an answer into, if
// nothing looked at the JSON before.
func (f *Function) decodedRoot(call ssa.CallInstruction) ssa.Value {
	if data, into := decodes(call); into != nil {
		root := pointee(into)
		if root == nil || !f.pkg.wire.isAnswer(root.Type()) || !f.isRaw(data, call, 0) {
			return nil
		}
		return root
	}
	u := f.answerUseOf(call.Common().StaticCallee())
	if u == nil {
		return nil
	}
	for _, i := range u.Decodes {
		if i >= len(call.Common().Args) {
			continue
		}
		root := pointee(call.Common().Args[i])
		if root == nil {
			root = call.Common().Args[i]
		}
		if _, ok := root.Type().Underlying().(*types.Pointer); ok && f.pkg.wire.isAnswer(root.Type()) {
			return root
		}
	}
	return nil
}

func (f *Function) addDecoded(call ssa.CallInstruction, root ssa.Value) {
	if _, global := root.(*ssa.Global); global || root.Referrers() == nil {
		return
	}
	list := f.memory.of(root)[call.Block()]
	i := slices.IndexFunc(list, func(w *write) bool { return w.version.call == call })
	if i < 0 {
		return
	}
	// A variable of another function is looked at there.
	switch root.(type) {
	case *ssa.Alloc, *ssa.Call, *ssa.Extract:
	default:
		return
	}
	for _, ref := range *root.Referrers() {
		if _, ok := ref.(*ssa.MakeClosure); ok {
			return // looked at there, perhaps
		}
	}
	f.answer(subject{memory: &list[i].version, wire: true}, rootName(root), call.Pos())
}

// addGiven makes a subject of the answer that a call returns just as it was
// decoded.
func (f *Function) addGiven(call *ssa.Call) {
	u := f.answerUseOf(call.Call.StaticCallee())
	if u == nil || !u.Fresh {
		return
	}
	var v ssa.Value = call
	if _, tuple := call.Type().(*types.Tuple); tuple {
		v = nil
		for _, ref := range *call.Referrers() {
			if x, ok := ref.(*ssa.Extract); ok && x.Index == 0 {
				v = x
			}
		}
	}
	if v != nil && f.pkg.wire.isAnswer(v.Type()) {
		f.answer(subject{value: v, wire: true}, calleeName(&call.Call), call.Pos())
	}
}

func (f *Function) answer(of subject, name string, pos token.Pos) {
	s := f.subjectFor(&Test{of: of})
	s.Answer = &Answer{Name: name, Pos: pos}
}

func rootName(root ssa.Value) string {
	if alloc, ok := root.(*ssa.Alloc); ok && token.IsIdentifier(alloc.Comment) && alloc.Comment != "complit" && alloc.Comment != "new" {
		return alloc.Comment
	}
	return ""
}

func (f *Function) answerUseOf(callee *ssa.Function) *AnswerUse {
	if callee == nil || callee.Name() == "init" {
		return nil
	}
	if h := f.pkg.helperOf(callee); h != nil {
		return h.Answer
	}
	return nil
}

// answerUse summarises what the function does with answers; nil if nothing.
func (f *Function) answerUse() *AnswerUse {
	if f.pkg.wire == nil || f.ssa.Parent() != nil {
		return nil
	}
	u := &AnswerUse{}
	for i, param := range f.ssa.Params {
		switch {
		case f.decodesInto(param):
			u.Decodes = append(u.Decodes, i)
		case f.pkg.wire.carries(param.Type()) && f.looksAt(param):
			u.Looks = append(u.Looks, i)
		}
	}
	if results := f.results(); results.Len() > 0 && f.pkg.wire.isAnswer(results.At(0).Type()) {
		for _, s := range f.Subjects {
			u.Fresh = u.Fresh || s.Answer != nil && s.Answer.fresh
		}
	}
	if len(u.Decodes)+len(u.Looks) == 0 && !u.Fresh {
		return nil
	}
	return u
}

// decodesInto reports whether the function does nothing with a parameter but
// decode JSON into it that nothing looked at before.
func (f *Function) decodesInto(param *ssa.Parameter) bool {
	decoded := false
	var check func(v ssa.Value) bool
	check = func(v ssa.Value) bool {
		for _, ref := range *v.Referrers() {
			switch ref := ref.(type) {
			case *ssa.MakeInterface:
				if !check(ref) {
					return false
				}
			case *ssa.ChangeInterface:
				if !check(ref) {
					return false
				}
			case *ssa.Store: // json.Unmarshal(data, &out)
				cell, ok := ref.Addr.(*ssa.Alloc)
				if !ok || ref.Val != v || !check(cell) {
					return false
				}
			case *ssa.UnOp:
				if !check(ref) {
					return false
				}
			case ssa.CallInstruction:
				data, into := decodes(ref)
				if into == nil {
					u := f.answerUseOf(ref.Common().StaticCallee())
					i := slices.Index(ref.Common().Args, v)
					if u == nil || i < 0 || !slices.Contains(u.Decodes, i) {
						return false
					}
				} else if into != v || !f.isRaw(data, ref, 0) {
					return false
				}
				decoded = true
			case *ssa.BinOp, *ssa.DebugRef, *ssa.If:
			default:
				return false
			}
		}
		return true
	}
	_, typeParam := types.Unalias(param.Type()).(*types.TypeParam)
	if !isAny(param.Type()) && !f.pkg.wire.isAnswer(param.Type()) || typeParam {
		return false
	}
	return param.Referrers() != nil && check(param) && decoded
}

// looksAt reports whether the function reads the Error of an answer that it is
// given.
func (f *Function) looksAt(param *ssa.Parameter) bool {
	for _, block := range f.ssa.Blocks {
		for _, instr := range block.Instrs {
			v, ok := instr.(ssa.Value)
			if !ok {
				continue
			}
			if p, ok := f.partOf(v); ok && p.root == ssa.Value(param) && (p.level == wire.Error || p.level == wire.Code || p.level == wire.Text) {
				return true
			}
		}
	}
	return false
}

// onlyReads reports whether a call that is given the address of an answer does
// not write to it.
func (f *Function) onlyReads(call ssa.CallInstruction, arg ssa.Value) bool {
	if f.pkg.wire == nil || f.pkg.wire.marking {
		return false
	}
	addr := arg
	if m, ok := arg.(*ssa.MakeInterface); ok {
		addr = m.X
	}
	if !f.pkg.wire.carries(addr.Type()) {
		return false
	}
	callee := call.Common().StaticCallee()
	if callee == nil || callee.Object() == nil || callee.Object().Pkg() == nil {
		return false
	}
	switch callee.Object().Pkg().Path() {
	case "fmt", "log", "log/slog":
		return true
	}
	u := f.answerUseOf(callee)
	i := slices.Index(call.Common().Args, arg)
	return u != nil && slices.Contains(u.Looks, i)
}

// returnsAnswer notes that a way hands the answer on before anything looked at
// its Error.
func (w *walker) returnsAnswer(st state, fl flags, set codes.Set, ret *ssa.Return) {
	if w.s.Answer == nil || len(ret.Results) == 0 || !set.Meets(w.f.pkg.Universe.Codes()) || fl.looked || fl.tested || fl.surfaced || fl.matched != nil || fl.narrowed {
		return
	}
	p, ok := w.f.partOf(w.chosen(ret.Results[0], st.env))
	if !ok || p.level != wire.Answer {
		return
	}
	if p.at == nil {
		p.at = ret
	}
	if w.f.wireSubject(p) == w.s.of {
		w.s.Answer.fresh = true
	}
}

// succeeds reports whether results say that all is well although nothing but
// the decoding was looked at: the error is that of the decoding, or there is
// none, and data of the answer is returned.
func (w *walker) succeeds(results []ssa.Value, env string) bool {
	last := results[len(results)-1]
	if isErrorType(last.Type()) {
		last = w.chosen(last, env)
		if load, ok := last.(*ssa.UnOp); ok && load.Op == token.MUL {
			if ver := w.f.memory.load(load); ver != nil && ver.kind == stored {
				last = w.chosen(ver.value, env)
			}
		}
		if x, ok := last.(*ssa.Extract); ok {
			last = x.Tuple
		}
		if w.s.of.memory != nil {
			call, ok := w.s.of.memory.call.(*ssa.Call)
			return ok && last == ssa.Value(call)
		}
		x, ok := w.s.of.value.(*ssa.Extract)
		return ok && last == x.Tuple
	}
	for _, r := range results {
		if _, isConst := r.(*ssa.Const); isConst {
			continue
		}
		if w.taints(w.chosen(r, env)) {
			return true
		}
	}
	return false
}
