// Package extreme writes programs that nobody would: as deep, long or wide as
// the language allows. Tests hold that the analyzer finds what is there all the
// same; tools/robustness measures the time and memory that it takes.
package extreme

import (
	"fmt"
	"strings"

	"github.com/tcerrlint/tcerrlint/internal/stress/solo"
)

// A Program is a kind of program of any size.
type Program struct {
	Name  string
	Unit  string // what the size counts
	Sizes []int  // to measure, the last at the edge of what the compiler takes
	Finds string // a word of a finding that is there at every size, "" if there is none
	Quiet int    // above this size the analyzer says that it gives up; 0: never

	body func(b *strings.Builder, n int)
}

// Source returns the program of a size, a package of one file.
func (p Program) Source(n int) string {
	var b strings.Builder
	p.body(&b, n)
	text := b.String()
	head := fmt.Sprintf("package extreme\n\nimport (\n\tsdk %q\n", solo.ErrorsPath)
	for _, path := range []string{"encoding/json", "errors", "regexp", "slices", "strings"} {
		if strings.Contains(text, path[strings.LastIndexByte(path, '/')+1:]+".") {
			head += fmt.Sprintf("\t%q\n", path)
		}
	}
	return head + ")\n\nvar _ *sdk.TencentCloudSDKError\n\nfunc ask() error\n\n" + text
}

// typo is a test that every rule of the size must not hide.
const typo = "e.Code == \"ResourceNotFuond\""

// Programs returns all kinds.
func Programs() []Program {
	return []Program{
		{Name: "switch", Unit: "cases", Sizes: []int{1000, 9900, 100000}, Finds: "ResourceNotFuond", Quiet: 9_990, body: switchCases},
		{Name: "switch with returns", Unit: "cases", Sizes: []int{1000, 9900, 100000}, Finds: "ResourceNotFuond", Quiet: 9_990, body: switchReturns},
		{Name: "string constant", Unit: "bytes", Sizes: []int{100_000, 1_000_000, 10_000_000}, Finds: "ResourceNotFuond", body: longString},
		{Name: "string looked for", Unit: "bytes", Sizes: []int{100_000, 1_000_000, 10_000_000}, body: longCode},
		{Name: "nested ifs", Unit: "levels", Sizes: []int{10, 100, 990, 10000}, Finds: "ResourceNotFuond", Quiet: 990, body: nestedIfs},
		{Name: "ifs in a row", Unit: "ifs", Sizes: []int{100, 1000, 10000}, Finds: "ResourceNotFuond", body: rowOfIfs},
		{Name: "ifs that meet", Unit: "ifs", Sizes: []int{100, 1000, 10000}, Finds: "ResourceNotFuond", body: diamonds},
		{Name: "recursive helpers", Unit: "helpers", Sizes: []int{100, 1000, 10000}, Finds: "ResourceNotFuond", body: recursiveHelpers},
		{Name: "helpers that all call all", Unit: "helpers", Sizes: []int{10, 30, 100}, Finds: "ResourceNotFuond", body: clique},
		{Name: "chain of calls", Unit: "calls", Sizes: []int{100, 1000, 10000}, Finds: "ResourceNotFuond", body: callChain},
		{Name: "chain of errors", Unit: "calls", Sizes: []int{100, 1000, 10000}, Finds: "ResourceNotFuond", body: errorChain},
		{Name: "list of codes", Unit: "codes", Sizes: []int{1000, 10000, 100000}, Finds: "ResourceNotFuond", body: codeList},
		{Name: "&& and ||", Unit: "terms", Sizes: []int{500, 5000, 50000}, Finds: "ResourceNotFuond", Quiet: 19_990, body: terms},
		{Name: "calls of a helper", Unit: "calls", Sizes: []int{100, 1000, 10000}, Finds: "ResourceNotFuond", body: manyCallers},
		{Name: "calls in one function", Unit: "calls", Sizes: []int{100, 1000, 9900}, Finds: "ResourceNotFuond", body: manyCalls},
		{Name: "nested closures", Unit: "levels", Sizes: []int{10, 100, 1000}, Finds: "ResourceNotFuond", body: closures},
		{Name: "regular expression", Unit: "bytes", Sizes: []int{1000, 10000, 100000}, Finds: "ResourceNotFuond", body: pattern},
		{Name: "generic nesting", Unit: "levels", Sizes: []int{10, 100, 1000}, Finds: "ResourceNotFuond", body: genericNesting},
		{Name: "fields of an answer", Unit: "fields", Sizes: []int{1000, 10000, 100000}, Finds: "ResourceNotFuond", body: answerFields},
		{Name: "depth of an answer", Unit: "levels", Sizes: []int{10, 100, 1000}, Finds: "ResourceNotFuond", body: answerDepth},
		{Name: "embedded structs", Unit: "structs", Sizes: []int{10, 100, 1000}, Finds: "ResourceNotFuond", body: embeddedStructs},
		{Name: "recursive types", Unit: "types", Sizes: []int{100, 1000, 10000}, Finds: "ResourceNotFuond", body: recursiveTypes},
		{Name: "variables", Unit: "stores", Sizes: []int{100, 1000, 10000}, Finds: "ResourceNotFuond", body: stores},
		{Name: "findings", Unit: "findings", Sizes: []int{100, 1000, 10000}, Finds: "ResourceNotFuond", body: findings},
		{Name: "directives", Unit: "comments", Sizes: []int{100, 1000, 10000}, Finds: "suppresses nothing", body: directives},
	}
}

// asserted opens a function that has the error of a call as e.
func asserted(b *strings.Builder, name string) {
	fmt.Fprintf(b, "func %s() error {\n\terr := ask()\n\te, ok := err.(*sdk.TencentCloudSDKError)\n\tif !ok {\n\t\treturn err\n\t}\n", name)
}

func switchCases(b *strings.Builder, n int) {
	asserted(b, "f")
	b.WriteString("\tswitch e.Code {\n")
	for i := range n {
		fmt.Fprintf(b, "\tcase \"FailedOperation.Reason%d\":\n\t\tprintln(%d)\n", i, i)
	}
	b.WriteString("\tcase \"ResourceNotFuond\":\n\t}\n\treturn err\n}\n")
}

func switchReturns(b *strings.Builder, n int) {
	asserted(b, "f")
	b.WriteString("\tswitch e.Code {\n\tcase \"ResourceNotFuond\":\n\t\treturn nil\n")
	for i := range n {
		fmt.Fprintf(b, "\tcase \"FailedOperation.Reason%d\":\n\t\treturn nil\n", i)
	}
	b.WriteString("\t}\n\treturn err\n}\n")
}

func longString(b *strings.Builder, n int) {
	asserted(b, "f")
	fmt.Fprintf(b, "\tconst text = %q\n\tif %s || strings.Contains(text, e.Code) || e.Code == text || strings.Contains(err.Error(), text) {\n\t\treturn nil\n\t}\n\treturn err\n}\n", strings.Repeat("text", n/4), typo)
}

func longCode(b *strings.Builder, n int) {
	asserted(b, "f")
	fmt.Fprintf(b, "\tif e.Code == %q {\n\t\treturn nil\n\t}\n\treturn err\n}\n", strings.Repeat("ResourceNotFound.", n/17)+"X")
}

func nestedIfs(b *strings.Builder, n int) {
	asserted(b, "f")
	for i := range n {
		fmt.Fprintf(b, "if e.Code != \"FailedOperation.Reason%d\" {\n", i)
	}
	fmt.Fprintf(b, "if %s { return nil }\n", typo)
	b.WriteString(strings.Repeat("}\n", n) + "\treturn err\n}\n")
}

func rowOfIfs(b *strings.Builder, n int) {
	asserted(b, "f")
	for i := range n {
		fmt.Fprintf(b, "\tif e.Code == \"FailedOperation.Reason%d\" {\n\t\treturn nil\n\t}\n", i)
	}
	fmt.Fprintf(b, "\tif %s {\n\t\treturn nil\n\t}\n\treturn err\n}\n", typo)
}

func diamonds(b *strings.Builder, n int) {
	b.WriteString("var count int\n\n")
	asserted(b, "f")
	b.WriteString("\tx := 0\n")
	for i := range n {
		fmt.Fprintf(b, "\tif e.Code == \"FailedOperation.Reason%d\" {\n\t\tx++\n\t\terr = errors.New(\"\")\n\t}\n", i)
	}
	fmt.Fprintf(b, "\tif %s {\n\t\treturn nil\n\t}\n\tcount = x\n\treturn err\n}\n", typo)
}

// asked asks the first of helpers that no analysis sees to the bottom of, and
// then looks itself.
const asked = "func f() error {\n\terr := ask()\n\tif is0(err, \"ResourceInUse\") {\n\t\treturn err\n\t}\n\tif e, ok := err.(*sdk.TencentCloudSDKError); ok && " + typo + " {\n\t\treturn nil\n\t}\n\treturn err\n}\n"

func recursiveHelpers(b *strings.Builder, n int) {
	for i := range n {
		fmt.Fprintf(b, "func is%d(err error, code string) bool {\n\tif e, ok := err.(*sdk.TencentCloudSDKError); ok && e.Code == code {\n\t\treturn true\n\t}\n\treturn is%d(err, code) || is%d(errors.Unwrap(err), code)\n}\n\n", i, (i+1)%n, (i+n-1)%n)
	}
	b.WriteString(asked)
}

func clique(b *strings.Builder, n int) {
	for i := range n {
		fmt.Fprintf(b, "func is%d(err error, code string) bool {\n\te, ok := err.(*sdk.TencentCloudSDKError)\n\treturn ok && e.Code == code", i)
		for j := range n {
			fmt.Fprintf(b, " || is%d(err, code)", j)
		}
		b.WriteString("\n}\n\n")
	}
	b.WriteString(asked)
}

func callChain(b *strings.Builder, n int) {
	for i := range n {
		fmt.Fprintf(b, "func is%d(err error, code string) bool { return is%d(err, code) }\n", i, i+1)
	}
	fmt.Fprintf(b, "func is%d(err error, code string) bool {\n\te, ok := err.(*sdk.TencentCloudSDKError)\n\treturn ok && e.Code == code\n}\n\n", n)
	b.WriteString("func f() error {\n\terr := ask()\n\tif is0(err, \"ResourceNotFuond\") {\n\t\treturn nil\n\t}\n\treturn err\n}\n")
}

func errorChain(b *strings.Builder, n int) {
	for i := range n {
		fmt.Fprintf(b, "func get%d() (int, error) {\n\tn, err := get%d()\n\tif err != nil {\n\t\treturn 0, err\n\t}\n\treturn n + 1, nil\n}\n\n", i, i+1)
	}
	fmt.Fprintf(b, "func get%d() (int, error) { return 0, ask() }\n\n", n)
	fmt.Fprintf(b, "func f() error {\n\t_, err := get0()\n\tif e, ok := err.(*sdk.TencentCloudSDKError); ok && %s {\n\t\treturn nil\n\t}\n\treturn err\n}\n", typo)
}

func codeList(b *strings.Builder, n int) {
	b.WriteString("var list = []string{\n\t\"ResourceNotFuond\",\n")
	for i := range n {
		fmt.Fprintf(b, "\t\"FailedOperation.Reason%d\",\n", i)
	}
	b.WriteString("}\n\n")
	asserted(b, "f")
	b.WriteString("\tif slices.Contains(list, e.Code) {\n\t\treturn nil\n\t}\n\tfor _, code := range list {\n\t\tif strings.HasPrefix(e.Code, code) {\n\t\t\treturn nil\n\t\t}\n\t}\n\treturn err\n}\n")
}

func terms(b *strings.Builder, n int) {
	asserted(b, "f")
	fmt.Fprintf(b, "\tif %s", typo)
	for i := range n {
		if i%2 == 0 {
			fmt.Fprintf(b, " || e.Code == \"FailedOperation.Reason%d\"", i)
		} else {
			fmt.Fprintf(b, " && e.Code != \"FailedOperation.Reason%d\"", i)
		}
	}
	b.WriteString(" {\n\t\treturn nil\n\t}\n\treturn err\n}\n")
}

const helper = "func is(err error, codes ...string) bool {\n\te, ok := err.(*sdk.TencentCloudSDKError)\n\treturn ok && slices.Contains(codes, e.Code)\n}\n\n"

func manyCallers(b *strings.Builder, n int) {
	b.WriteString(helper)
	for i := range n {
		fmt.Fprintf(b, "func f%d() error {\n\terr := ask()\n\tif is(err, \"ResourceNotFound\") {\n\t\treturn nil\n\t}\n\treturn err\n}\n\n", i)
	}
	b.WriteString("func f() error {\n\terr := ask()\n\tif is(err, \"ResourceNotFuond\") {\n\t\treturn nil\n\t}\n\treturn err\n}\n")
}

func manyCalls(b *strings.Builder, n int) {
	b.WriteString(helper + "func f() error {\n")
	for range n {
		b.WriteString("\tif err := ask(); err != nil && !is(err, \"ResourceNotFound\") {\n\t\treturn err\n\t}\n")
	}
	b.WriteString("\tif err := ask(); err != nil && !is(err, \"ResourceNotFuond\") {\n\t\treturn err\n\t}\n\treturn nil\n}\n")
}

func closures(b *strings.Builder, n int) {
	b.WriteString("func f() error {\n\terr := ask()\n\tfound := false\n")
	b.WriteString(strings.Repeat("func() {\n", n))
	fmt.Fprintf(b, "if e, ok := err.(*sdk.TencentCloudSDKError); ok && %s { found = true }\n", typo)
	b.WriteString(strings.Repeat("}()\n", n))
	b.WriteString("\tif found {\n\t\treturn nil\n\t}\n\treturn err\n}\n")
}

func pattern(b *strings.Builder, n int) {
	var words strings.Builder
	for i := 0; words.Len() < n; i++ {
		fmt.Fprintf(&words, "|FailedOperation[.](Reason)+%d", i)
	}
	fmt.Fprintf(b, "var pattern = regexp.MustCompile(`^(ResourceInUse%s)$`)\n\n", words.String())
	asserted(b, "f")
	fmt.Fprintf(b, "\tif pattern.MatchString(e.Code) || %s {\n\t\treturn nil\n\t}\n\treturn err\n}\n", typo)
}

func genericNesting(b *strings.Builder, n int) {
	b.WriteString("type Box[T any] struct{ Value T }\n\nfunc in[T comparable, U any](list []T, v T, _ U) bool { return slices.Contains(list, v) }\n\nvar box " +
		strings.Repeat("Box[", n) + "error" + strings.Repeat("]", n) + "\n\n")
	asserted(b, "f")
	b.WriteString("\tif in([]string{\"ResourceNotFuond\"}, e.Code, box) {\n\t\treturn nil\n\t}\n\treturn err\n}\n")
}

// decoded is a function that looks at the code of an answer.
const decoded = `
func f(data []byte) string {
	var a Answer
	if err := json.Unmarshal(data, &a); err != nil {
		return ""
	}
	switch a.Response.Error.Code {
	case "ResourceNotFuond":
		return "gone"
	}
	return a.Response.Error.Message
}
`

func answerFields(b *strings.Builder, n int) {
	b.WriteString("type Answer struct {\n\tResponse struct {\n\t\tError struct{ Code, Message string }\n\t\tRequestId string\n")
	for i := range n {
		fmt.Fprintf(b, "\t\tField%d string `json:\"field_%d\"`\n", i, i)
	}
	b.WriteString("\t} `json:\"Response\"`\n}\n" + decoded)
}

func answerDepth(b *strings.Builder, n int) {
	b.WriteString("type Answer struct {\n\tResponse struct {\n\t\tError struct{ Code, Message string }\n\t\tRequestId string\n\t\tData " +
		strings.Repeat("struct{ Response struct { Error *", n) + "struct{ Code string }" + strings.Repeat("} }", n) + "\n\t} `json:\"Response\"`\n}\n" + decoded)
}

func embeddedStructs(b *strings.Builder, n int) {
	b.WriteString("type Answer struct {\n\tResponse struct {\n\t\tError struct{ Code, Message string }\n\t\tRequestId string\n\t\tE0\n\t} `json:\"Response\"`\n}\n")
	for i := range n {
		fmt.Fprintf(b, "type E%d struct { *E%d; *F%d }\ntype F%d struct { *E%d; X%d int }\n", i, i+1, i, i, i+1, i)
	}
	fmt.Fprintf(b, "type E%d struct{ Y int }\n", n)
	b.WriteString(decoded)
}

func recursiveTypes(b *strings.Builder, n int) {
	b.WriteString("type Answer struct {\n\tResponse struct {\n\t\tError struct{ Code, Message string }\n\t\tRequestId string\n\t\tNext *T0\n\t} `json:\"Response\"`\n}\n")
	for i := range n {
		fmt.Fprintf(b, "type T%d struct { Response *T%d; Error *T%d; Answer *Answer }\n", i, (i+1)%n, (i+7)%n)
	}
	b.WriteString(decoded)
}

func stores(b *strings.Builder, n int) {
	b.WriteString("func use(*error)\n\nfunc f() error {\n\tvar err error\n\tdefer use(&err)\n")
	for range n {
		b.WriteString("\terr = ask()\n\tif err == nil {\n\t\terr = ask()\n\t}\n")
	}
	fmt.Fprintf(b, "\tif e, ok := err.(*sdk.TencentCloudSDKError); ok && %s {\n\t\treturn nil\n\t}\n\treturn err\n}\n", typo)
}

func findings(b *strings.Builder, n int) {
	for i := range n {
		fmt.Fprintf(b, "func f%d(e *sdk.TencentCloudSDKError) bool { return %s }\n", i, typo)
	}
}

func directives(b *strings.Builder, n int) {
	for i := range n {
		fmt.Fprintf(b, "//tcerrlint:ignore unknowncode because\nvar _ = %d\n\nfunc f%d(e *sdk.TencentCloudSDKError) bool { return %s } //tcerrlint:ignore unknowncode because\n\n", i, i, typo)
	}
}
