package errs

import (
	"path"
	"regexp"
	"strings"
)

// Verdict is what people are told about a code.
type Verdict struct {
	Code string
	Text string
}

// Verdicts are looked through from the first.
type Verdicts []Verdict

// For returns the text for err, or "".
func (v Verdicts) For(err error) string {
	code := Code(err)
	for _, one := range v {
		if one.Code == code {
			return one.Text
		}
	}
	return ""
}

// Matches reports whether the code of err is one of names.
//
//tcerrlint:codes names
func Matches(err error, names ...string) bool {
	pattern := "^(" + strings.Join(names, "|") + ")$"
	ok, _ := regexp.MatchString(pattern, Code(err))
	return ok
}

// MatchesAll is Matches for more than one error.
//
//tcerrlint:codes patterns // WANT directive
func MatchesAll(err error, names ...string) bool {
	for _, name := range names {
		if ok, _ := path.Match(name, Code(err)); !ok {
			return false
		}
	}
	return true
}
