package load

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/types"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/go/packages"
)

func TestOnlyNamedDeclarationsStay(t *testing.T) {
	const everything = `package p

import "x"

const C = "c"

var v = Made{}

type Made struct{ in Inner }

type Inner int

type Client struct{ x.Client }

type (
	Grouped struct{ in Member }
)

type Member struct{}

type Alone struct{ a *Alone }

type Generic[T Limit] struct{}

type Limit interface{ Limited() }

type One int; type Two int

func F(a struct{ Req Alone }) (r Res) {}

type Res = Other

type Other struct{}

func (c *Client) Act(r *Req) (*Ans, error) {}

func (c *Client) Idle(r *Req) (*Ans, error) {}

type Req struct{}

type Ans struct{}

func (r *Req) String() string {}

func (g Generic[T]) Get() T {}

func (g *Generic[T]) Put(g Generic[T]) {}

func (l (*Alone)) Limited() {}

func init() {}
`
	always := []string{`import "x"`, "const C", "var v", "type Made", "type Inner", "type (", "type Member", "type One", "func init"}
	for named, want := range map[string][]string{
		"":            nil,
		"nothing":     nil,
		"Client":      {"type Client"},
		"Act":         nil,
		"Client Act":  {"type Client", "func (c *Client) Act", "type Req", "type Ans", "func (r *Req) String"},
		"Req":         {"type Req", "func (r *Req) String"},
		"F":           {"func F", "type Alone", "type Res", "type Other", "type Req", "func (r *Req) String", "func (l (*Alone)) Limited"},
		"Res":         {"type Res", "type Other"},
		"Generic":     {"type Generic", "type Limit", "func (g Generic[T]) Get"},
		"Generic Put": {"type Generic", "type Limit", "func (g Generic[T]) Get", "func (g *Generic[T]) Put"},
		"Alone":       {"type Alone", "func (l (*Alone)) Limited"},
	} {
		words := make(names)
		words.add([]byte(named))
		text := []byte(everything)
		keepNamed(map[string][]byte{"p.go": text}, words)
		if strings.Count(string(text), "\n") != strings.Count(everything, "\n") {
			t.Errorf("%q: not as many lines", named)
		}
		stayed := make(map[string]bool)
		for _, d := range declared(text) {
			stayed[string(text[d.start:d.end])] = true
		}
		for _, d := range declared([]byte(everything)) {
			line := everything[d.start:d.end]
			wanted := slices.ContainsFunc(slices.Concat(always, want), func(begin string) bool { return strings.HasPrefix(line, begin) })
			if stayed[line] != wanted {
				t.Errorf("named %q: %q stayed: %v", named, line, stayed[line])
			}
		}
	}
}

// TestNamedDeclarationsAreEnough compares the types of all expressions with those
// of a loader that leaves out nothing, on programs with the real SDK.
func TestNamedDeclarationsAreEnough(t *testing.T) {
	t.Chdir("../../../../testdata/rules")
	var mu sync.Mutex
	got := make(map[string]string)
	services := make(map[string]int)
	_, err := Packages(Config{}, []string{"./..."}, func(pkg *packages.Package) {
		mu.Lock()
		defer mu.Unlock()
		maps.Copy(got, expressions(pkg))
		for path, dep := range pkg.Imports {
			if strings.Contains(path, "/tencentcloud/cdn/v") || strings.Contains(path, "/tencentcloud/cvm/v") {
				services[path] = len(dep.Types.Scope().Names())
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	want := make(map[string]string)
	packages.Visit(pkgs, nil, func(pkg *packages.Package) {
		if n, ok := services[pkg.PkgPath]; ok && n > 2*len(pkg.Types.Scope().Names())/3 {
			t.Errorf("of %s, %d of %d names stayed", pkg.PkgPath, n, len(pkg.Types.Scope().Names()))
		}
		for place, is := range expressions(pkg) {
			if got[place] != "" {
				want[place] = is
			}
		}
	})
	if len(services) < 2 || len(got) < 1000 {
		t.Errorf("%d services, %d expressions", len(services), len(got))
	}
	for _, place := range slices.SortedFunc(maps.Keys(got), cmp.Compare) {
		if got[place] != want[place] {
			t.Errorf("%s: %s, want %s", place, got[place], want[place])
			break
		}
	}
}

// parameterName matches what stands before the type of a parameter.
var parameterName = regexp.MustCompile(`\b\w+ `)

// expressions returns what is known of each expression of a package, by place, but
// for the names of parameters.
func expressions(pkg *packages.Package) map[string]string {
	all := make(map[string]string)
	place := func(n ast.Node) string {
		return pkg.Fset.Position(n.Pos()).String() + " " + pkg.Fset.Position(n.End()).String()
	}
	for e, tv := range pkg.TypesInfo.Types {
		text := types.TypeString(tv.Type, nil) + " is " + types.TypeString(tv.Type.Underlying(), nil)
		if tv.Value != nil {
			text += " = " + tv.Value.ExactString()
		}
		all[fmt.Sprintf("%s %T", place(e), e)] = parameterName.ReplaceAllString(text, "")
	}
	for id, object := range pkg.TypesInfo.Uses {
		all[place(id)+" use"] = parameterName.ReplaceAllString(types.ObjectString(object, nil), "")
	}
	return all
}

// FuzzKeepNamed cuts declarations out of any text: nothing moves, and what is
// named stays.
func FuzzKeepNamed(f *testing.F) {
	f.Add("package p\n\ntype A struct{ B }\n\ntype B int; type C = A\n\nfunc (b *B) M(a A) {\n}\n", "B M")
	f.Add("func (x[y]) (z\ntype (\n\nvar `", "z")
	f.Add("type\nfunc\nfunc (\ntype ;", "")
	f.Fuzz(func(t *testing.T, source, words string) {
		bare := withoutBodies([]byte(source))
		named := make(names)
		named.add([]byte(words))
		text := bytes.Clone(bare)
		keepNamed(map[string][]byte{"p.go": text}, named)
		if len(text) != len(bare) {
			t.Fatalf("%d bytes of %d", len(text), len(bare))
		}
		for i := range bare {
			if text[i] != bare[i] && (text[i] != ' ' || bare[i] == '\n') {
				t.Fatalf("%q became %q at %d", bare[i], text[i], i)
			}
		}
		for _, d := range declared(bare) {
			if d.receiver == nil && named[string(d.name)] && !bytes.Equal(text[d.start:d.end], bare[d.start:d.end]) {
				t.Errorf("%q did not stay", bare[d.start:d.end])
			}
		}
	})
}
