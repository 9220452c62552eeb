// Package facts holds what passes between packages: what a function does with the
// errors and codes that it is given, where the errors of a package come from, and
// which of its types and lists carry codes. Facts hold no positions, and are the
// same whatever the order of files.
package facts

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/internal/codes"
)

// FactTypes returns the facts that pass between packages.
func FactTypes() []analysis.Fact {
	return []analysis.Fact{new(Summary), new(List), new(PackageSummary), new(Wire), new(Sender), new(Decoders), new(COSSummary), new(RetryError)}
}

// An Origin says which services an error can come from.
type Origin struct {
	Services  []string // sorted
	Unknown   bool     // or from somewhere the analysis cannot see
	Throttled bool     // throttling is already retried on the way
	Given     bool     // or from the functions that it is given; of a function, not of an error
}

func (o Origin) String() string {
	s := strings.Join(o.Services, " ")
	if o.Unknown {
		s += "?"
	}
	if o.Throttled {
		s += "!"
	}
	if o.Given {
		s += "()"
	}
	return s
}

// None reports whether the origin says nothing at all.
func (o Origin) None() bool { return len(o.Services) == 0 && !o.Unknown && !o.Throttled && !o.Given }

// Add adds a service and reports whether the origin changed.
func (o *Origin) Add(service string) bool {
	i, found := slices.BinarySearch(o.Services, service)
	if !found {
		o.Services = slices.Insert(slices.Clip(o.Services), i, service)
	}
	return !found
}

// Merge adds another origin and reports whether the origin changed. What the
// function of the other is given is not what that of this one is.
func (o *Origin) Merge(other Origin) bool {
	changed := other.Unknown && !o.Unknown || other.Throttled && !o.Throttled
	o.Unknown = o.Unknown || other.Unknown
	o.Throttled = o.Throttled || other.Throttled
	for _, service := range other.Services {
		changed = o.Add(service) || changed
	}
	return changed
}

// Resolved reports whether every service of the origin is known.
func (o Origin) Resolved() bool { return !o.Unknown && len(o.Services) > 0 }

// A Pattern is what codes are compared with: constants, and values that the
// caller of a function gives.
type Pattern struct {
	Atoms  []codes.Atom
	Params []Param
	Open   bool // and values that the analysis does not know
	May    bool // some of these may not be among what a code is compared with
}

// A Param is a parameter whose string, or each of whose elements, a code is
// compared with, or that is a function which is asked about the error.
type Param struct {
	Index int
	Elem  bool
	Asks  bool // it is a function that answers true or false
	Outer bool // it is a parameter of the function that made this one
	Op    codes.Op
	Case  codes.Case

	Before, After string // written around it: code has prefix category + "."
}

// Merge adds another pattern.
func (p *Pattern) Merge(q Pattern) {
	p.Open, p.May = p.Open || q.Open, p.May || q.May
	for _, a := range q.Atoms {
		if !slices.Contains(p.Atoms, a) {
			p.Atoms = append(p.Atoms, a)
		}
	}
	for _, a := range q.Params {
		if !slices.Contains(p.Params, a) {
			p.Params = append(p.Params, a)
		}
	}
}

// A Role is what the result of a helper says about one of its parameters.
type Role uint8

// The roles.
const (
	Matches     Role = iota + 1 // true if and only if the code matches the pattern
	MatchesNot                  // false if and only if the code matches the pattern
	TypedError                  // the typed SDK error
	TheCode                     // the code
	RetriesOnly                 // retries the codes of the pattern, stops at the others
	RetriesElse                 // retries all codes but those of the pattern
	Compares                    // compares the code with the pattern, to what end is not known
	Lists                       // returns a list of the strings of the pattern
	Fills                       // puts the strings of the pattern into the map that it is given
	AsType                      // returns the error as the type that its type parameter is, and whether it is one
	Leaves                      // does not read the code in the answer that it is given; Result says what it does
)

var roleNames = [...]string{Matches: "matches", MatchesNot: "matchesNot", TypedError: "typedError", TheCode: "theCode", RetriesOnly: "retriesOnly", RetriesElse: "retriesElse", Compares: "compares", Lists: "lists", Fills: "fills", AsType: "asType", Leaves: "leaves"}

// A ParamUse is what a helper does with a parameter that is an error or a code.
type ParamUse struct {
	Role    Role
	Subject int     // index of the parameter, the receiver being the first; -1: errors of calls made inside
	IsCode  bool    // the parameter is a code, not an error
	Segment bool    // of TheCode: only the first segment
	Result  int     // the result that says so
	Field   int     // of TheCode: 1 + the field of the struct that is returned, 0 if it is none
	Value   string  // of Matches and MatchesNot: the answer that says so, "" if it is true
	Pattern Pattern // what the code is compared with
	Mixed   bool    // the caller's values are compared with other things too, such as codes of another cloud

	Promised bool // an interface tells that it has a code, which others fulfil too
	Known    bool // the package knows that it is a code, and has been told what is wrong

	Never []codes.Atom // of a string: what it is compared with as well, and no code is

	// Where an error that has no code of the SDK is, if there is a Value: nil, and
	// others, with the codes that match or with the rest; Vague: not certain.
	NilMatches, OtherMatches, Vague bool
}

// A Summary is the fact of a function: what it does with the errors and codes
// that it is given, and where the errors that it returns come from.
type Summary struct {
	Uses   []ParamUse
	Made   []ParamUse // what the function does that this one returns
	Answer *AnswerUse // what it does with answers on the wire, or nil
	Calls  []Calls    // what it does with functions that it is given
	Makes  Mark       // of the retry error of the program's own that it returns
	Origin Origin     // travels in the package's Exports
}

// AFact marks a fact.
func (*Summary) AFact() {}

func (h *Summary) String() string {
	var b strings.Builder
	for _, u := range h.Uses {
		fmt.Fprintf(&b, "%s(%d", roleNames[u.Role], u.Subject)
		for _, a := range u.Pattern.Atoms {
			fmt.Fprintf(&b, " %s", a.Value)
		}
		for _, p := range u.Pattern.Params {
			fmt.Fprintf(&b, " #%d", p.Index)
		}
		b.WriteString(")")
		if u.Value != "" || u.Result > 0 || u.Field > 0 {
			fmt.Fprintf(&b, "@%d.%d=%s", u.Result, u.Field, u.Value)
		}
	}
	if len(h.Made) > 0 {
		fmt.Fprintf(&b, "makes(%s)", &Summary{Uses: h.Made})
	}
	if h.Answer != nil {
		b.WriteString(h.Answer.String())
	}
	b.WriteString(markNames[h.Makes])
	return b.String()
}

// A COSSummary is the fact of a function that has to do with errors of object storage.
type COSSummary struct{ Summary }

// Use returns the first use in one of the roles.
func (h *Summary) Use(roles ...Role) *ParamUse {
	if h == nil {
		return nil
	}
	for i := range h.Uses {
		if slices.Contains(roles, h.Uses[i].Role) {
			return &h.Uses[i]
		}
	}
	return nil
}

// Answers returns what a function that answers true or false says about the error that
// it is given; nil if it looks at a code, or at two errors.
func (h *Summary) Answers() *ParamUse {
	var only *ParamUse
	for i := 0; h != nil && i < len(h.Uses); i++ {
		if u := &h.Uses[i]; u.Role == Matches || u.Role == MatchesNot {
			if only != nil || u.IsCode || u.Value != "" {
				return nil
			}
			only = u
		}
	}
	return only
}

// Looks reports whether all that the function does with an error may be to answer
// what it is.
func (h *Summary) Looks() bool {
	return h != nil && slices.ContainsFunc(h.Uses, func(u ParamUse) bool {
		return u.Role == TypedError || u.Role == TheCode || u.Role == AsType || u.Value != ""
	})
}

// UseAt returns the use in a role that is about a result, or about a field of it.
func (h *Summary) UseAt(role Role, result, field int) *ParamUse {
	if h == nil {
		return nil
	}
	for i := range h.Uses {
		if u := &h.Uses[i]; u.Role == role && u.Result == result && u.Field == field {
			return u
		}
	}
	return nil
}

// IsTestAt reports whether a call of the helper may be a test written at the
// call: one that gives values to compare with, or a test as a whole. A method
// has one receiver, a function none.
func (h *Summary) IsTestAt(call *ast.CallExpr, receivers int) bool {
	for _, u := range h.Uses {
		if u.Role < RetriesOnly {
			return true
		}
		for _, p := range u.Pattern.Params {
			if p.Index < len(call.Args)+receivers {
				return true
			}
		}
	}
	return len(h.Made) > 0
}

// A List is the fact of a package variable that holds constant strings, some
// of them codes.
type List struct {
	Values []string
	Tested bool // the package compares codes with it itself
}

// AFact marks a fact.
func (*List) AFact() {}

func (l *List) String() string { return "codes(" + strings.Join(l.Values, " ") + ")" }

// Retries reports whether a helper retries a code, for certain.
func (u *ParamUse) Retries(code string) bool {
	for _, a := range u.Pattern.Atoms {
		if a.Matches(code) {
			return u.Role == RetriesOnly
		}
	}
	return u.Role == RetriesElse && !u.Pattern.Open && len(u.Pattern.Params) == 0
}

// MaxAtoms bounds the constants that a fact carries.
const MaxAtoms = 64
