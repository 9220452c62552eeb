package load

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
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

import (
	"fmt"
	"x"
)

const C = "c"

var v = Made{}

type Made struct{ in Inner }

type Inner int

type Client struct{ x.Client }

type (
	Grouped struct{ in Member }
	Other2  int
)

type Member struct{}

type Alone struct{ a *Alone }

type Generic[T Limit] struct{}

type Limit interface{ Limited() }

func F(a struct{ Req Alone }) (r Res) {}

type Res = Other

type Other struct{}

func (o Res) Aliased() {}

func (c *Client) Act(r *Req) (*Ans, error) {}

func (c *Client) Idle(r *Req) (*Ans, error) {}

type Req struct{}

type Ans struct{}

type State struct{}

func (r *Req) String(Ans string) string {}

func (r *Req) Format(f fmt.State, verb rune) {}

func (g Generic[T]) Get() T {}

func (g *Generic[T]) Put(g Generic[T]) {}

func (l (*Alone)) Limited() {}

func init() {}
`
	// Of generic types and aliases all stays, and so does what only shares a name
	// with a parameter or with what another package declares.
	always := []string{"C", "v", "Made", "Inner", "Res", "Other", "Res.Aliased", "Generic", "Generic.Get", "Generic.Put", "Limit", "init"}
	req := []string{"Req", "Req.String", "Req.Format", "Ans", "State"}
	for named, want := range map[string][]string{
		"":            nil,
		"nothing":     nil,
		"Client":      {"Client"},
		"Act":         nil,
		"Client Act":  append(req, "Client", "Client.Act"),
		"Req":         req,
		"F":           append(req, "F", "Alone", "Alone.Limited"),
		"Grouped":     {"Grouped", "Member"},
		"Alone":       {"Alone", "Alone.Limited"},
		"String Idle": nil,
	} {
		words := make(names)
		words.add([]byte(named))
		file, err := parser.ParseFile(token.NewFileSet(), "p.go", everything, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		keepNamed([]*ast.File{file}, words.has)
		want := append(slices.Clone(always), want...)
		slices.Sort(want)
		for what, file := range map[string]*ast.File{"as parsed": file, "as kept": keptPart(t, everything, words)} {
			got := declared(file)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("named %q, %s:\n%q stay,\n%q should", named, what, got, want)
			}
		}
	}
}

// keptPart returns what is named of a file as it is kept between runs.
func keptPart(t *testing.T, source string, words names) *ast.File {
	t.Helper()
	fset := token.NewFileSet()
	text := blanked([]byte(source))
	file, err := parser.ParseFile(fset, "p.go", text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	parts := newParts(fset, []*ast.File{file}, [][]byte{text})
	if !parts.isWhole() {
		t.Fatalf("its lists do not belong together: %+v", parts)
	}
	hashes := make(map[uint32]bool)
	for word := range words {
		hashes[hashOf(word)] = true
	}
	kept := parts.named(func(hash uint32) bool { return hashes[hash] })[0]
	if file, err = parser.ParseFile(fset, "kept.go", kept, parser.SkipObjectResolution); err != nil {
		t.Fatalf("%v in\n%s", err, kept)
	}
	return file
}

// declared returns the names of what a file declares.
func declared(file *ast.File) (list []string) {
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			name := decl.Name.Name
			if decl.Recv != nil {
				name = strings.Trim(types.ExprString(decl.Recv.List[0].Type), "(*)") + "." + name
				name = strings.Replace(name, "[T]", "", 1)
			}
			list = append(list, name)
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					list = append(list, spec.Name.Name)
				case *ast.ValueSpec:
					list = append(list, spec.Names[0].Name)
				}
			}
		}
	}
	return list
}

// implied are services on which a program depends without a word of its own.
const implied = `
-- app/app.go --
package app

import (
	"database/sql/driver"
	"fmt"
	"io"
	"net/http"

	"example.com/m/facade"
	svc "example.com/m/tencentcloud/abc/v20200101"
	above "example.com/m/tencentcloud/def/v20200101"
)

var (
	_ fmt.Stringer  = svc.Aliased{}
	_ fmt.Formatter = svc.Formats{}
	_ http.Handler  = svc.Hook{}
	_ driver.Valuer = svc.Id("")
	_ io.WriterTo   = svc.Writes{}
	_ above.Doer    = svc.Does{}
	_ interface{ Get() svc.Own } = svc.Gets{}

	_ = facade.Get()
	_ = above.V.Z
	_ = svc.V.Z
	_ svc.First
	_ svc.Second
)
-- facade/facade.go --
package facade

import svc "example.com/m/tencentcloud/abc/v20200101"

type Req struct{}

func Get() svc.Thing { return svc.Thing{} }
-- tencentcloud/other/v20200101/other.go --
package v20200101

type Req struct{}
-- tencentcloud/abc/v20200101/abc.go --
package v20200101

import (
	"database/sql/driver"
	"fmt"
	"io"
	"net/http"
)

type alias = Aliased

type Aliased struct{}

func (a alias) String() string { return "" }

type State struct{}

type Formats struct{}

func (x Formats) Format(f fmt.State, verb rune) {}

type Request struct{}

type Hook struct{}

func (h Hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {}

type Value string

type Id string

func (v Id) Value() (driver.Value, error) { return nil, nil }

type w struct{}

type Writes struct{}

func (Writes) WriteTo(w io.Writer) (n int64, err error) { return 0, nil }

type Own struct{ Z int }

type Base struct{}

func (Base) Method() string { return "" }

type Thing struct{ Base }

func (Thing) Method() Own { return Own{} }

type Does struct{}

func (Does) Do(o Own) error { return nil }

type Gets struct{}

func (Gets) Get() Own { return Own{} }

var x Thing
var V = x.
	Method()

type First int /* and
*/ type Second int
-- tencentcloud/def/v20200101/def.go --
package v20200101

import (
	"example.com/m/facade"
	abc "example.com/m/tencentcloud/abc/v20200101"
)

var V = facade.Get().Method()

type Doer interface{ Do(o abc.Own) error }
`

// TestWhatIsImpliedStays: a program uses more than it names.
func TestWhatIsImpliedStays(t *testing.T) {
	if _, err := loadIn(t, implied, Config{}, "./app"); err != nil {
		t.Error(err)
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
