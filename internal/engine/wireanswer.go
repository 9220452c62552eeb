package engine

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
)

// An Answer is an answer on the wire that a function decodes, or is given just
// as it was decoded.
type Answer struct {
	Name string // the variable, or the function, that has it; "" if unknown
	Pos  token.Pos

	from  *ssa.Parameter // that holds the JSON that it was decoded from, if one does
	fresh bool           // the function hands it on before anything looked at its Error
}

// An AnswerUse is what a function does with answers on the wire.
type AnswerUse struct {
	Decodes []Decode // what it decodes, unchecked
	Looks   []int    // parameters whose Error it looks at and that it does not change
}

// A Decode is JSON that a function decodes before anything looked into it.
type Decode struct {
	Into int // the parameter that it is decoded into; -1: the first result
	From int // the parameter that holds the JSON; -1: the function gets it itself
}

func (u *AnswerUse) String() string {
	var b strings.Builder
	for _, d := range u.Decodes {
		from := ""
		if d.From >= 0 {
			from = fmt.Sprintf(" of %d", d.From)
		}
		if d.Into < 0 {
			b.WriteString("fresh" + from)
		} else {
			fmt.Fprintf(&b, "decodes(%d%s)", d.Into, from)
		}
	}
	for _, i := range u.Looks {
		fmt.Fprintf(&b, "looks(%d)", i)
	}
	return b.String()
}

// fresh returns how the first result is decoded, if it is.
func (u *AnswerUse) fresh() (d Decode, ok bool) {
	if u == nil {
		return d, false
	}
	i := slices.IndexFunc(u.Decodes, func(d Decode) bool { return d.Into < 0 })
	if i < 0 {
		return d, false
	}
	return u.Decodes[i], true
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
			if root, from := f.decodedRoot(call); root != nil && f.holdsAnswer(root) {
				f.addDecoded(call, root, from)
			} else if call, ok := call.(*ssa.Call); ok {
				f.addGiven(call)
				f.addRead(call)
			}
		}
	}
}

// holdsAnswer reports whether a variable that JSON is decoded into holds an
// answer, or the Response of one.
func (f *Function) holdsAnswer(root ssa.Value) bool {
	if f.pkg.wire.isAnswer(root.Type()) || f.isAnswerMap(root) {
		return true
	}
	p, ok := f.partOf(root)
	return ok && p.level == jsonshape.Response && p.root == root && jsonshape.IsResponse(root.Type())
}

// decodedRoot returns the variable that a call decodes JSON into, if nothing
// looked at the JSON before, and the parameter that holds the JSON, if one does.
func (f *Function) decodedRoot(call ssa.CallInstruction) (root ssa.Value, from *ssa.Parameter) {
	if data, into := decodes(call); into != nil {
		if root = ir.Pointee(into); root == nil {
			return nil, nil
		}
		from, ok := f.isRaw(data, call, 0)
		if !ok {
			return nil, nil
		}
		return root, from
	}
	u := f.answerUseOf(call.Common().StaticCallee())
	if u == nil {
		return nil, nil
	}
	args := call.Common().Args
	for _, d := range u.Decodes {
		if d.Into < 0 || d.Into >= len(args) {
			continue
		}
		if root = ir.Pointee(args[d.Into]); root == nil {
			root = args[d.Into]
		}
		if _, ok := root.Type().Underlying().(*types.Pointer); !ok {
			continue
		}
		if from, ok := f.isRawFor(d, call); ok {
			return root, from
		}
	}
	return nil, nil
}

// isRawFor is isRaw for the JSON that a call of a helper decodes.
func (f *Function) isRawFor(d Decode, call ssa.CallInstruction) (from *ssa.Parameter, ok bool) {
	args := call.Common().Args
	if d.From < 0 {
		return nil, true
	}
	if d.From >= len(args) {
		return nil, false
	}
	return f.isRaw(args[d.From], call, 0)
}

func (f *Function) addDecoded(call ssa.CallInstruction, root ssa.Value, from *ssa.Parameter) {
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
	f.answer(subject{memory: &list[i].version, wire: true}, &Answer{Name: rootName(root), Pos: call.Pos(), from: from})
}

// addGiven makes a subject of the answer that a call returns just as it was
// decoded.
func (f *Function) addGiven(call *ssa.Call) {
	d, ok := f.answerUseOf(call.Call.StaticCallee()).fresh()
	if !ok {
		return
	}
	from, ok := f.isRawFor(d, call)
	if v := ir.FirstResult(call); ok && v != nil && f.pkg.wire.isAnswer(v.Type()) {
		f.answer(subject{value: v, wire: true}, &Answer{Name: ir.CalleeName(&call.Call), Pos: call.Pos(), from: from})
	}
}

// answer makes a subject of an answer. Where the JSON is a parameter, others
// may have looked into it: then nothing is said.
func (f *Function) answer(of subject, a *Answer) {
	if a.from != nil && f.pkg.looksIntoBytes(f.object) {
		return
	}
	f.subjectFor(&Test{of: of}).Answer = a
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
		if from, ok := f.decodesInto(param); ok {
			u.Decodes = append(u.Decodes, Decode{i, f.indexOfParam(from)})
		} else if f.pkg.wire.carries(param.Type()) && f.looksAt(param) {
			u.Looks = append(u.Looks, i)
		}
	}
	if from, ok := f.returnsFresh(); ok {
		u.Decodes = append(u.Decodes, Decode{-1, f.indexOfParam(from)})
	}
	if len(u.Decodes)+len(u.Looks) == 0 {
		return nil
	}
	return u
}

func (f *Function) indexOfParam(p *ssa.Parameter) int { return slices.Index(f.ssa.Params, p) }

// returnsFresh reports whether the first result is an answer just decoded, and
// the parameter that holds its JSON, if one does.
func (f *Function) returnsFresh() (from *ssa.Parameter, ok bool) {
	results := f.results()
	switch {
	case results.Len() == 0:
	case ir.IsTypeParam(results.At(0).Type()):
		return f.returnsDecoded()
	case f.pkg.wire.isAnswer(results.At(0).Type()):
		for _, s := range f.Subjects {
			if s.Answer != nil && s.Answer.fresh {
				return s.Answer.from, true
			}
		}
	}
	return nil, false
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
			if p, ok := f.partOf(v); ok && p.root == ssa.Value(param) && (p.level == jsonshape.Error || p.level == jsonshape.Code || p.level == jsonshape.Text) {
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
	if w.s.Answer == nil || len(ret.Results) == 0 || !set.Meets(w.f.pkg.Universe.Codes()) || fl.looked || fl.tested || fl.surfaced || fl.logged || fl.matched != nil || fl.narrowed {
		return
	}
	p, ok := w.f.partOf(w.chosen(ret.Results[0], st.env))
	if !ok || p.level != jsonshape.Answer {
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
	if ir.IsErrorType(last.Type()) {
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
