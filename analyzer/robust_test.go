package analyzer_test

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

// TestStandardLibraryDoesNotPanic analyzes packages that have every construct
// of the language. Nothing there can reach the SDK, so types of the standard
// library are declared to carry codes, and every function that mentions their
// packages is followed.
func TestStandardLibraryDoesNotPanic(t *testing.T) {
	list, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax}, "std")
	if err != nil {
		t.Fatal(err)
	}
	a, err := analyzer.New(analyzer.Options{
		Rules:      []string{"all"},
		ErrorTypes: []string{"errors.errorString", "io/fs.PathError", "net.OpError", "strconv.NumError"},
		Debug:      true,
	})
	if err != nil {
		t.Fatal(err)
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{a}, list, &checker.Options{SanityCheck: true})
	if err != nil {
		t.Fatal(err)
	}
	analyzed := 0
	for act := range graph.All() {
		if act.Err != nil {
			t.Errorf("%s: %v", act.Package.PkgPath, act.Err)
		}
		analyzed++
		for _, d := range act.Diagnostics {
			if strings.Contains(d.Message, "could not be built") {
				t.Errorf("%s: %s", act.Package.Fset.Position(d.Pos), d.Message)
			}
		}
	}
	t.Logf("%d packages", analyzed)
}

// errorsSource is the SDK's package of errors, as far as it matters.
const errorsSource = `package errors

type TencentCloudSDKError struct{ Code, Message, RequestId string }

func (e *TencentCloudSDKError) Error() string   { return e.Code }
func (e *TencentCloudSDKError) GetCode() string { return e.Code }
`

const errorsPath = "example.com/tencentcloud/common/errors"

// An importerFunc imports packages.
type importerFunc func(path string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }

// analyzeBroken parses and type-checks what it can of a file and analyzes it,
// as a driver does that has only part of the truth.
func analyzeBroken(t *testing.T, src string, imported types.Importer) (diagnostics []analysis.Diagnostic) {
	fset := token.NewFileSet()
	file, _ := parser.ParseFile(fset, "broken.go", src, parser.ParseComments|parser.AllErrors|parser.SkipObjectResolution)
	if file == nil {
		return nil
	}
	info := &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue), Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object),
		Implicits: make(map[ast.Node]types.Object), Selections: make(map[*ast.SelectorExpr]*types.Selection), Scopes: make(map[ast.Node]*types.Scope),
		Instances: make(map[*ast.Ident]types.Instance), FileVersions: make(map[*ast.File]string),
	}
	config := &types.Config{Error: func(error) {}, Importer: imported}
	pkg, _ := config.Check("example.com/broken", fset, []*ast.File{file}, info)
	a := analyzer.Analyzer
	pass := &analysis.Pass{
		Analyzer: a, Fset: fset, Files: []*ast.File{file}, Pkg: pkg, TypesInfo: info, TypesSizes: types.SizesFor("gc", "amd64"),
		Report:            func(d analysis.Diagnostic) { diagnostics = append(diagnostics, d) },
		ImportObjectFact:  func(types.Object, analysis.Fact) bool { return false },
		ExportObjectFact:  func(types.Object, analysis.Fact) {},
		ImportPackageFact: func(*types.Package, analysis.Fact) bool { return false },
		ExportPackageFact: func(analysis.Fact) {},
	}
	defer func() {
		if r := recover(); r != nil {
			t.Errorf("panic: %v, on\n%s", r, src)
		}
	}()
	if _, err := a.Run(pass); err != nil {
		t.Errorf("%v, on\n%s", err, src)
	}
	return diagnostics
}

// sourceImporter imports the standard library's and the SDK's errors, and
// nothing else.
func sourceImporter(t *testing.T) types.Importer {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "errors.go", errorsSource, 0)
	if err != nil {
		t.Fatal(err)
	}
	sdk, err := new(types.Config).Check(errorsPath, fset, []*ast.File{file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	std := importer.ForCompiler(token.NewFileSet(), "source", nil)
	cache := map[string]*types.Package{errorsPath: sdk}
	return importerFunc(func(path string) (*types.Package, error) {
		if pkg := cache[path]; pkg != nil {
			return pkg, nil
		}
		if path != "errors" && path != "strings" && path != "slices" {
			return nil, fmt.Errorf("no package %s", path)
		}
		pkg, err := std.Import(path)
		cache[path] = pkg
		return pkg, err
	})
}

const sound = `package broken

import (
	"errors"
	"slices"
	"strings"

	sdk "example.com/tencentcloud/common/errors"
)

var codes = []string{"ResourceNotFound", "ResourceInUse"}

var set = map[string]bool{"ResourceNotFound": true}

type service struct{ last error }

func ask() (err error) { return errors.New("") }

func is(err error, want ...string) bool {
	var e *sdk.TencentCloudSDKError
	if !errors.As(err, &e) {
		return false
	}
	for _, code := range want {
		if e.Code == code {
			return true
		}
	}
	return false
}

func in[T comparable](list []T, v T) bool { return slices.Contains(list, v) }

func (s *service) do(n int) (code string, err error) {
	for i := range n {
		err = ask()
		if e, ok := err.(*sdk.TencentCloudSDKError); ok {
			switch {
			case strings.HasPrefix(e.Code, "AuthFailure"), i > 3:
				return e.Code, err
			case in(codes, e.GetCode()) || set[e.Code]:
				continue
			}
			switch strings.Split(e.Code, ".")[0] {
			case "ResourceInUse":
				defer func() { s.last = err }()
			default:
				goto end
			}
		}
	}
	if is(err, "ResourceNotFuond") || is(err, codes...) {
		return "", nil
	}
end:
	return
}

func deadCode(err error) bool {
	for {
	}
	return is(err, "ResourceNotFound")
}
`

func TestSoundSourceOfTheBrokenOnesIsAnalyzed(t *testing.T) {
	if found := analyzeBroken(t, sound, sourceImporter(t)); len(found) == 0 {
		t.Error("nothing found: the tests on broken packages test nothing")
	}
}

func TestBrokenPackagesDoNotPanic(t *testing.T) {
	imported := sourceImporter(t)
	for name, replace := range map[string][2]string{
		"undeclared type":          {"type service struct{ last error }", ""},
		"undeclared function":      {"func ask() (err error) { return errors.New(\"\") }", ""},
		"missing package":          {`"strings"`, `"nosuch/strings"`},
		"missing SDK":              {`sdk "example.com/tencentcloud/common/errors"`, `sdk "example.com/nosuch/tencentcloud/common/errors"`},
		"wrong number of results":  {"func ask() (err error)", "func ask() (n int, err error)"},
		"wrong argument":           {`is(err, codes...)`, `is(err, 3, codes)`},
		"code of another type":     {"Code == code", "Code == 3"},
		"duplicate case":           {`case "ResourceInUse":`, `case "ResourceInUse", "ResourceInUse":`},
		"redeclared":               {"var set =", "var codes ="},
		"recursive type":           {"type service struct{ last error }", "type service struct{ service }"},
		"generic without argument": {"in(codes, e.GetCode())", "in[string, int](codes, e.GetCode())"},
		"no package clause":        {"package broken", ""},
		"two methods of a name":    {"func is(", "func (s *service) do() {}\nfunc is("},
		"blank names":              {"func is(err error", "func _(err error"},
		"label unused":             {"goto end", "break"},
		"bad directive":            {"var codes", "//tcerrlint:\nvar codes"},
	} {
		t.Run(name, func(t *testing.T) {
			src := strings.Replace(sound, replace[0], replace[1], 1)
			if src == sound {
				t.Fatal("nothing replaced")
			}
			analyzeBroken(t, src, imported)
		})
	}
}

// TestDamagedFilesDoNotPanic cuts, drops and doubles pieces of sources, as
// they look while someone types.
func TestDamagedFilesDoNotPanic(t *testing.T) {
	imported := sourceImporter(t)
	sources := []string{sound}
	for _, name := range []string{"oddities/oddities.go", "helpers/helpers.go", "unknowncode/unknowncode.go"} {
		data, err := os.ReadFile(filepath.Join(rulesModule, name))
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, strings.ReplaceAll(string(data), "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors", errorsPath))
	}
	n := 400
	if os.Getenv("TCERRLINT_LONG") != "" {
		n = 10000
	}
	rng := rand.New(rand.NewPCG(7, 8))
	for range n {
		src := sources[rng.IntN(len(sources))]
		for range 1 + rng.IntN(3) {
			i := rng.IntN(len(src))
			j := min(len(src), i+1+rng.IntN(30))
			switch rng.IntN(8) {
			case 0:
				src = src[:j]
			case 1, 2:
				src = src[:j] + src[i:]
			default:
				src = src[:i] + src[j:]
			}
		}
		analyzeBroken(t, src, imported)
	}
}
