package engine

import (
	"go/token"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
)

// wireTest recognises a condition that says whether an answer has an Error;
// nil if it is none.
func (f *Function) wireTest(cond ssa.Value) *Test {
	if f.pkg.wire == nil {
		return nil
	}
	switch x := cond.(type) {
	case *ssa.BinOp:
		return f.wireComparison(x)
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
		if p, ok := f.partOf(of); ok && (p.level == jsonshape.Error || p.level == jsonshape.Code) {
			return &Test{kind: onNil, of: f.wireSubject(p), Negated: true}
		}
	case *ssa.Call:
		if of, ok := f.isGjsonExists(x); ok {
			return &Test{kind: onNil, of: of, Negated: true}
		}
	}
	return nil
}

// wireComparison recognises Error != nil, Error == (T{}), Code != "",
// len(Code) > 0 and the like.
func (f *Function) wireComparison(cmp *ssa.BinOp) *Test {
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
		p, ok := f.partOf(x)
		if !ok {
			if c, isCode := f.codeOf(x); isCode && c.of.wire && !c.segment { // trimmed, say
				return &Test{kind: onNil, of: c.of, Negated: cmp.Op != token.EQL}
			}
			continue
		}
		if p.level == jsonshape.Error || p.level == jsonshape.Code || p.level == jsonshape.Text && isMessage(x) {
			return &Test{kind: onNil, of: f.wireSubject(p), Negated: cmp.Op != token.EQL}
		}
	}
	return nil
}

// isMessage reports whether a value is the message of an Error, which each has.
func isMessage(v ssa.Value) bool {
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	base, field := fieldOf(v)
	return base != nil && strings.EqualFold(base.Field(field).Name(), "Message")
}

// isJSONFunc reports whether callee is a function, or a method, of that name in
// a package that decodes JSON.
func isJSONFunc(callee *ssa.Function, name string) bool {
	if callee == nil || callee.Name() != name || callee.Object() == nil || callee.Object().Pkg() == nil {
		return false
	}
	return isJSON(callee.Object().Pkg().Path())
}

// decodes returns what a call decodes JSON from, and what it decodes it into;
// nil if it is no such call.
func decodes(call ssa.CallInstruction) (data, into ssa.Value) {
	common := call.Common()
	if common.IsInvoke() {
		// The API of json-iterator and sonic is an interface.
		if pkg := common.Method.Pkg(); pkg != nil && isJSON(pkg.Path()) && len(common.Args) == 2 &&
			(common.Method.Name() == "Unmarshal" || common.Method.Name() == "UnmarshalFromString") {
			return common.Args[0], common.Args[1]
		}
		return nil, nil
	}
	callee, args := common.StaticCallee(), common.Args
	switch {
	case (isJSONFunc(callee, "Unmarshal") || isJSONFunc(callee, "UnmarshalFromString") || isJSONFunc(callee, "UnmarshalString")) && len(args) == 2 && callee.Signature.Recv() == nil:
		return args[0], args[1]
	case isJSONFunc(callee, "Decode") && len(args) == 2 && callee.Signature.Recv() != nil:
		return args[0], args[1]
	}
	return nil, nil
}
