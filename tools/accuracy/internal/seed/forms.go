package seed

import (
	"fmt"
	"strconv"

	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/site"
)

// A form is a way to write that a code equals a constant.
type form struct {
	name string
	// write returns the expression; ok is false where the form does not fit.
	write func(t *test) (expr string, ok bool)
	// cases is true for forms that only change how the constant is written,
	// and so fit cases and lists too.
	cases bool
}

// A test is a comparison to be written: of a code with a constant.
type test struct {
	*Planter
	m      *Mutant
	code   string // the expression of the code; "" if there is none
	typed  string // the expression of the typed error; "" if there is none
	value  string // the constant
	lit    string // the constant as it is to be written
	errors string // path of the SDK's package of errors
}

// AsWritten is the form of a test that is left as the repository has it.
const AsWritten = "as written"

var forms = []form{
	{name: AsWritten, cases: true, write: func(t *test) (string, bool) { return t.lit, true }},
	{name: "constant", cases: true, write: func(t *test) (string, bool) { return t.constant(), true }},
	{name: "concatenation", cases: true, write: func(t *test) (string, bool) { return t.concatenation(), true }},
	{name: "operands swapped", write: func(t *test) (string, bool) { return t.lit + " == " + t.code, true }},
	{name: "GetCode or Code", write: (*test).accessor},
	{name: "slices.Contains", write: func(t *test) (string, bool) {
		t.m.imports = append(t.m.imports, "slices")
		return "zzslices.Contains([]string{" + t.lit + "}, " + t.code + ")", true
	}},
	{name: "map", write: func(t *test) (string, bool) {
		return "map[string]bool{" + t.lit + ": true}[" + t.code + "]", true
	}},
	{name: "closure", write: func(t *test) (string, bool) {
		return "func(code string) bool { return code == " + t.lit + " }(" + t.code + ")", true
	}},
	{name: "helper with the code", write: func(t *test) (string, bool) {
		name := t.declare("func %s(code, want string) bool { return code == want }")
		return name + "(" + t.code + ", " + t.lit + ")", true
	}},
	{name: "helper with the error", write: (*test).errorHelper},
	{name: "helper that names the code", write: func(t *test) (string, bool) {
		name := t.declare("func %s(code string) bool { return code == " + t.lit + " }")
		return name + "(" + t.code + ")", true
	}},
	{name: "generic helper", write: func(t *test) (string, bool) {
		name := t.declare("func %s[T comparable](list []T, v T) bool { for _, each := range list { if each == v { return true } }; return false }")
		return name + "([]string{" + t.lit + "}, " + t.code + ")", true
	}},
	{name: "other package: code", write: func(t *test) (string, bool) {
		return t.other("Eq(" + t.code + ", " + t.lit + ")"), true
	}},
	{name: "other package: error", write: func(t *test) (string, bool) {
		is, ok := t.otherIs()
		return t.other(is + "(" + t.typed + ", " + t.lit + ")"), ok && t.typed != ""
	}},
	{name: "other package: code list", write: func(t *test) (string, bool) {
		return t.other("Known(" + t.code + ", " + t.lit + ")"), true
	}},
	{name: "other package: contains", write: func(t *test) (string, bool) {
		return t.other("Contains([]string{" + t.lit + "}, " + t.code + ")"), true
	}},
}

// base is in every helper package. Contains and In are given no code here.
const base = `
func Eq(code, want string) bool { return code == want }
func Known(code string, list ...string) bool { for _, each := range list { if code == each { return true } }; return false }
func Contains(list []string, s string) bool { for _, each := range list { if each == s { return true } }; return false }
`

// FormNames lists the forms.
func FormNames() []string {
	var names []string
	for _, f := range forms {
		names = append(names, f.name)
	}
	return names
}

func (t *test) fresh(prefix string) string {
	t.n++
	return prefix + strconv.Itoa(t.n)
}

// declare appends a declaration to the file, with a fresh name for its %s.
func (t *test) declare(format string) string {
	name := t.fresh("zzHelper")
	t.m.appends = append(t.m.appends, fmt.Sprintf(format, name))
	return name
}

func (t *test) constant() string {
	name := t.fresh("zzCode")
	t.m.appends = append(t.m.appends, "const "+name+" = "+t.lit)
	return name
}

func (t *test) concatenation() string {
	half := len(t.value) / 2
	return strconv.Quote(t.value[:half]) + "+" + strconv.Quote(t.value[half:])
}

// accessor writes e.GetCode() for e.Code, and the other way round.
func (t *test) accessor() (string, bool) {
	switch {
	case t.typed == "":
		return "", false
	case t.code == t.typed+".Code":
		return t.typed + ".GetCode() == " + t.lit, true
	case t.code == t.typed+".GetCode()":
		return t.typed + ".Code == " + t.lit, true
	}
	return "", false
}

func (t *test) errorHelper() (string, bool) {
	if t.typed == "" || t.errors == "" {
		return "", false
	}
	t.m.imports = append(t.m.imports, t.errors)
	name := t.declare("func %s(err error, codes ...string) bool { e, ok := err.(*" + alias(t.errors) + ".TencentCloudSDKError); if !ok { return false }; for _, code := range codes { if e.Code == code { return true } }; return false }")
	return name + "(" + t.typed + ", " + t.lit + ")", true
}

func (t *test) other(call string) string {
	t.m.imports = append(t.m.imports, t.p.HelperPath())
	t.m.helpers = append(t.m.helpers, helper{})
	return alias(t.p.HelperPath()) + "." + call
}

// otherIs declares, in the helper package, a test of an error.
func (t *test) otherIs() (string, bool) {
	if t.errors == "" {
		return "", false
	}
	name := "Is" + suffix(t.errors)
	t.m.helpers = append(t.m.helpers, helper{
		decl:    "func " + name + "(err error, codes ...string) bool { e, ok := err.(*" + alias(t.errors) + ".TencentCloudSDKError); if !ok { return false }; for _, code := range codes { if e.GetCode() == code { return true } }; return false }",
		imports: []string{t.errors},
	})
	return name, true
}

// newTest returns the test of a site, to be written with another constant.
func (pl *Planter) newTest(m *Mutant, s *site.Site, value string) *test {
	t := &test{Planter: pl, m: m, value: value, lit: strconv.Quote(value)}
	if s.Code != nil {
		t.code = pl.p.Text(s.Code)
	}
	if s.Code != nil && s.Typed != nil {
		t.typed = pl.p.Text(s.Typed)
	}
	if s.Errors != nil {
		t.errors = s.Errors.Path()
	}
	return t
}
