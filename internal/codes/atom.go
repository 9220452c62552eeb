package codes

import (
	"regexp"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
)

// An Op is how an atom compares a code with its value.
type Op uint8

// The operators of atoms.
const (
	Equal    Op = iota // the code is the value
	Segment            // the code's first segment is the value
	Prefix             // the code begins with the value
	Suffix             // the code ends with the value
	Contains           // the value is somewhere in the code
	Inside             // the code is somewhere in the value: a test the wrong way round
	Begins             // the value begins with the code: the wrong way round
	Ends               // the value ends with the code: the wrong way round
	Regexp             // the code matches the regular expression
)

// A Case is what a program did to the letters of a code before a test.
type Case uint8

// The cases.
const (
	AsIs  Case = iota
	Lower      // strings.ToLower(code)
	Upper      // strings.ToUpper(code)
	Fold       // strings.EqualFold
)

// An Atom is the smallest test on a code: an operator and a constant.
type Atom struct {
	Op    Op
	Case  Case
	Value string
}

// WrongWay reports whether the atom looks for the code in the constant
// instead of the constant in the code.
func (a Atom) WrongWay() bool { return a.Op == Inside || a.Op == Begins || a.Op == Ends }

// matcher returns the atom as a function.
func (a Atom) matcher() func(code string) bool {
	if a.Op == Regexp {
		re, err := regexp.Compile(a.Value)
		if err != nil {
			return func(string) bool { return false } // such a program panics or handles it
		}
		return func(code string) bool { return re.MatchString(a.Case.of(code)) }
	}
	return a.Matches
}

// of returns the code as the program's change of case leaves it.
func (c Case) of(code string) string {
	switch c {
	case Lower:
		return strings.ToLower(code)
	case Upper:
		return strings.ToUpper(code)
	}
	return code
}

// equal reports whether the program finds the code equal to a value.
func (c Case) equal(code, value string) bool {
	if c == Fold {
		return strings.EqualFold(code, value)
	}
	return code == value
}

// Matches reports whether a code satisfies the atom; a Regexp atom says no.
func (a Atom) Matches(code string) bool {
	code, value := a.Case.of(code), a.Value
	switch a.Op {
	case Equal:
		return a.Case.equal(code, value)
	case Segment:
		return a.Case.equal(catalog.Category(code), value)
	case Prefix:
		return strings.HasPrefix(code, value)
	case Suffix:
		return strings.HasSuffix(code, value)
	case Contains:
		return strings.Contains(code, value)
	case Inside:
		return strings.Contains(value, code)
	case Begins:
		return strings.HasPrefix(value, code)
	case Ends:
		return strings.HasSuffix(value, code)
	}
	return false
}
