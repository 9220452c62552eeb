package predicate

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/rawvalue"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

// fresh returns how the first result is decoded, if it is.
func fresh(u *facts.AnswerUse) (d facts.Decode, ok bool) {
	if u == nil {
		return d, false
	}
	i := slices.IndexFunc(u.Decodes, func(d facts.Decode) bool { return d.Into < 0 })
	if i < 0 {
		return d, false
	}
	return u.Decodes[i], true
}

// AddAnswers makes subjects of the answers that the function decodes or is
// given, tested or not.
func AddAnswers(f *program.Function) {
	if f.Pkg.Wire == nil || f.Pkg.Wire.Marking {
		return
	}
	for _, block := range f.SSA.Blocks {
		for _, instr := range block.Instrs {
			call, ok := instr.(ssa.CallInstruction)
			if !ok {
				continue
			}
			if root, from := rawvalue.DecodedRoot(f, call); root != nil && holdsAnswer(f, root) {
				addDecoded(f, call, root, from)
			} else if call, ok := call.(*ssa.Call); ok {
				addGiven(f, call)
				addRead(f, call)
			}
		}
	}
}

// holdsAnswer reports whether a variable that JSON is decoded into holds an
// answer, or the Response of one.
func holdsAnswer(f *program.Function, root ssa.Value) bool {
	if f.Pkg.Wire.IsAnswer(root.Type()) || rawvalue.IsAnswerMap(f, root) {
		return true
	}
	p, ok := rawvalue.PartOf(f, root)
	return ok && p.Level == jsonshape.Response && p.Root == root && jsonshape.IsResponse(root.Type())
}

func addDecoded(f *program.Function, call ssa.CallInstruction, root ssa.Value, from *ssa.Parameter) {
	if _, global := root.(*ssa.Global); global || root.Referrers() == nil {
		return
	}
	list := f.Memory.Of(root)[call.Block()]
	i := slices.IndexFunc(list, func(w *program.Write) bool { return w.Version.Call == call })
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
	answer(f, program.ValueID{Memory: &list[i].Version, Wire: true}, &program.Answer{Name: rootName(root), Pos: call.Pos(), From: from})
}

// addGiven makes a subject of the answer that a call returns just as it was
// decoded.
func addGiven(f *program.Function, call *ssa.Call) {
	d, ok := fresh(f.AnswerUseOf(call.Call.StaticCallee()))
	if !ok {
		return
	}
	from, ok := rawvalue.IsRawFor(f, d, call)
	if v := ir.FirstResult(call); ok && v != nil && f.Pkg.Wire.IsAnswer(v.Type()) {
		name := ir.CalleeName(f.Pkg.Written(call))
		if name == ir.ALiteral {
			name = ""
		}
		answer(f, program.ValueID{Value: v, Wire: true}, &program.Answer{Name: name, Pos: call.Pos(), From: from})
	}
}

// answer makes a subject of an answer. Where the JSON is a parameter, others
// may have looked into it: then nothing is said.
func answer(f *program.Function, of program.ValueID, a *program.Answer) {
	if a.From != nil && rawvalue.LooksIntoBytes(f.Pkg, f.Object) {
		return
	}
	SubjectFor(f, &program.Test{Of: of}).Answer = a
}

func rootName(root ssa.Value) string {
	if alloc, ok := root.(*ssa.Alloc); ok && token.IsIdentifier(alloc.Comment) && alloc.Comment != "complit" && alloc.Comment != "new" {
		return alloc.Comment
	}
	return ""
}

// addRead makes a subject of the text that a call reads data of an answer from.
func addRead(f *program.Function, call *ssa.Call) {
	if !rawvalue.IsGjson(call.Type()) {
		return
	}
	p, ok := rawvalue.PartOf(f, call)
	if !ok || p.Level != jsonshape.Data || p.Root == ssa.Value(call) {
		return
	}
	of := rawvalue.WireSubject(f, p)
	if s := f.ByID[of]; of.Value == nil || s != nil && s.Answer != nil {
		return
	}
	if from, ok := rawvalue.IsRaw(f, of.Value, nil, 0); ok {
		answer(f, of, &program.Answer{Pos: call.Pos(), From: from})
	}
}

// wireTest recognises a condition that says whether an answer has an Error;
// nil if it is none.
func wireTest(f *program.Function, cond ssa.Value) *program.Test {
	if f.Pkg.Wire == nil {
		return nil
	}
	switch x := cond.(type) {
	case *ssa.BinOp:
		return wireComparison(f, x)
	case *ssa.Extract: // resp["Error"].(map[string]any), or the key alone
		if x.Index != 1 {
			return nil
		}
		var of ssa.Value
		switch tuple := x.Tuple.(type) {
		case *ssa.TypeAssert:
			if ir.IsErrorType(tuple.X.Type()) {
				return nil
			}
			of = tuple
		case *ssa.Lookup:
			of = tuple
		default:
			return nil
		}
		if p, ok := rawvalue.PartOf(f, of); ok && (p.Level == jsonshape.Error || p.Level == jsonshape.Code) {
			return &program.Test{Kind: OnNil, Of: rawvalue.WireSubject(f, p), Negated: true}
		}
	case *ssa.Call:
		if of, ok := rawvalue.IsGjsonExists(f, x); ok {
			return &program.Test{Kind: OnNil, Of: of, Negated: true}
		}
	}
	return nil
}

// wireComparison recognises Error != nil, Error == (T{}), Code != "",
// len(Message) > 0 and the like: each Error has a code and a message.
func wireComparison(f *program.Function, cmp *ssa.BinOp) *program.Test {
	for i, pair := range [2][2]ssa.Value{{cmp.X, cmp.Y}, {cmp.Y, cmp.X}} {
		x, y := pair[0], pair[1]
		switch cmp.Op {
		case token.EQL, token.NEQ:
			if !ir.IsEmptyConst(y) && !ir.IsZeroNumber(y) {
				continue
			}
		case token.GTR:
			if i == 1 || !ir.IsZeroNumber(y) {
				continue
			}
		case token.LSS:
			if i == 0 || !ir.IsZeroNumber(y) {
				continue
			}
		default:
			return nil
		}
		if length, ok := x.(*ssa.Call); ok {
			if b, ok := length.Call.Value.(*ssa.Builtin); !ok || b.Name() != "len" {
				continue
			}
			x = length.Call.Args[0]
		} else if cmp.Op != token.EQL && cmp.Op != token.NEQ {
			continue
		}
		p, ok := rawvalue.PartOf(f, x)
		if !ok {
			if c, isCode := value.CodeOf(f, x); isCode && c.Of.Wire && !c.Segment { // trimmed, say
				return &program.Test{Kind: OnNil, Of: c.Of, Negated: cmp.Op != token.EQL}
			}
			continue
		}
		if p.Level == jsonshape.Error || p.Level == jsonshape.Code || p.Level == jsonshape.Text {
			return &program.Test{Kind: OnNil, Of: rawvalue.WireSubject(f, p), Negated: cmp.Op != token.EQL}
		}
	}
	return nil
}
