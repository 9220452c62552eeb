package program

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// A Literal is a constant that a test compares a code with, as the program
// has it. A helper may compare it in more than one way.
type Literal struct {
	Value string
	Atoms []codes.Atom
	Expr  ast.Expr        // nil where it is not written in this package
	Put   ssa.Instruction // that puts it into a list, if one does

	Elsewhere bool // it is in another package, which does not know that it is a code
	Never     bool // and no code satisfies it
}

// A Written tells literals apart.
type Written struct {
	Value string
	Expr  ast.Expr
}

// A Test is a condition on a code: the one notion that ==, switch, prefixes,
// lists, maps and helpers have in common.
type Test struct {
	Pattern  facts.Pattern
	Literals []Literal
	Negated  bool          // the condition is true for the codes that do not match
	Rest     bool          // the codes that match are those to which a classifier does not give the answer that it gives to any other
	AsksNil  bool          // it asks whether there is an error at all, after a function that answers nil to some codes
	Mixed    bool          // the literals are compared with other things than codes too
	Node     ast.Node      // the condition, as short as the program has it; nil if unknown
	Chain    *Chain        // the switch or if chain that it belongs to, if any
	Call     *ssa.Function // the helper that tests, if one does
	By       string        // its name, as it is called

	Of    ValueID
	Kind  TestKind
	Value ssa.Value // the condition, or the call of a retry helper
	Set   codes.Set

	Written map[Written]int // where in Literals

	// Where errors without a code of the SDK are: see Use.
	NilMatches, OtherMatches, Vague bool

	Exposed  []ExposedParam
	Promised bool // that it is a code is promised by an interface that others fulfil too

	Outer   []facts.Param // parameters of the function around this literal that the code is compared with
	Arrived codes.Set     // what the subject can be where the test is made
	Not     bool          // the program has a ! before it
	Other   *Test         // the same condition as a test on its other operand, where both may be codes
}

// An ExposedParam is a parameter of a function that fills the list which a test
// compares with.
type ExposedParam struct {
	Of *ssa.Function
	facts.Param
}

// A TestKind says what a test asks.
type TestKind uint8

// ChangesNothing reports whether control does the same whether the test
// matches or not: both ways do and return the same, or meet again without having
// done anything.
func (t *Test) ChangesNothing() bool {
	v := t.Value
	if v.Referrers() == nil || len(*v.Referrers()) > 1 {
		return false
	}
	if len(*v.Referrers()) == 0 {
		return t.Chain != nil // an if with an empty body: the SSA form has no branch for it
	}
	branch, ok := (*v.Referrers())[0].(*ssa.If)
	if !ok {
		return false
	}
	from := branch.Block()
	pred1, end1 := ir.SkipEmpty(from, from.Succs[0])
	pred2, end2 := ir.SkipEmpty(from, from.Succs[1])
	if end1 == end2 {
		return ir.SamePhis(end1, pred1, pred2)
	}
	return ir.SameBlocks(end1, end2)
}

// LooksLikeCode reports whether a text is written as a code with a detail is: words
// that begin with capital letters, with dots between.
func LooksLikeCode(text string) bool {
	words := strings.Split(text, ".")
	for _, word := range words {
		if word == "" || word[0] < 'A' || word[0] > 'Z' {
			return false
		}
		for _, c := range word {
			if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' {
				return false
			}
		}
	}
	return len(words) > 1
}

// IsGetCode reports whether a method is the one by which the SDK's error tells its
// code.
func IsGetCode(method *types.Func) bool {
	sig := method.Signature()
	return method.Name() == "GetCode" && sig.Params().Len() == 0 && sig.Results().Len() == 1 && ir.IsString(sig.Results().At(0).Type())
}

// MayHoldCode reports whether a parameter of this type may be a code: a
// string, anything, or a type parameter.
func MayHoldCode(t types.Type) bool {
	_, generic := types.Unalias(t).(*types.TypeParam)
	return generic || ir.IsString(t) || ir.IsAny(t)
}

// A CodeField is a field of a struct of the program's own that the program fills
// with codes of the SDK's errors, and with nothing else but codes that it makes up.
type CodeField struct {
	Is      bool
	Segment bool
	Origin  facts.Origin
}

// MakesUp notes codes that the program makes up beside those of the API.
func (p *Package) MakesUp(texts []string) {
	for _, text := range texts {
		if _, known := catalog.Lookup(text); known || text == "" {
			continue
		}
		if p.MadeUp == nil {
			p.MadeUp = make(map[string]bool)
		}
		p.MadeUp[text] = true
	}
}

// A classifier answers a code with a value: of an enumeration, a status, a word,
// a sentinel error. It is a partition of the codes, each part of which has an
// answer; to compare the answer with a value is to ask whether the code is in a
// part. A classifier is a function, whose answers its Helper lists, or a map.

// AnswerOf names a value that a classifier can answer: a constant, nil, or a
// package variable. It is the same in every package.
func AnswerOf(v ssa.Value) (string, bool) {
	switch x := v.(type) {
	case *ssa.MakeInterface:
		return AnswerOf(x.X)
	case *ssa.ChangeInterface:
		return AnswerOf(x.X)
	case *ssa.ChangeType:
		return AnswerOf(x.X)
	case *ssa.Const:
		if x.Value == nil {
			return "nil", true
		}
		return x.Value.ExactString(), true
	case *ssa.UnOp:
		if g, ok := x.X.(*ssa.Global); ok && x.Op == token.MUL && g.Object() != nil && g.Object().Pkg() != nil {
			return g.Object().Pkg().Path() + "." + g.Name(), true
		}
	}
	return "", false
}

// Classified returns the call whose answer a value is, and which of its results.
func (f *Function) Classified(v ssa.Value) (call *ssa.Call, result int) {
	for range ir.MaxDepth {
		switch x := v.(type) {
		case *ssa.Call:
			return x, 0
		case *ssa.Extract:
			call, _ := x.Tuple.(*ssa.Call)
			return call, x.Index
		case *ssa.ChangeType:
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return nil, 0
			}
			ver := f.Memory.Load(x)
			if ver == nil || ver.Kind != Stored {
				return nil, 0
			}
			v = ver.Value
		default:
			return nil, 0
		}
	}
	return nil, 0
}
