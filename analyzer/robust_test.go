package analyzer_test

import (
	"go/token"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/internal/stress/solo"
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

// analyzeSource analyzes a package of one file, which need not be right, twice:
// nothing of the first time may be left for the second.
func analyzeSource(t *testing.T, src string, imports *solo.Importer, facts *solo.Facts) []analysis.Diagnostic {
	t.Helper()
	stuck := time.AfterFunc(10*time.Minute, func() { panic("an analysis does not end, of\n" + src) })
	defer stuck.Stop()
	defer func() {
		if r := recover(); r != nil {
			t.Errorf("panic: %v, on\n%s\n%s", r, src, debug.Stack())
		}
	}()
	pkg := solo.Parse("example.com/broken", src, imports)
	var messages [2][]string
	var diagnostics []analysis.Diagnostic
	for i := range messages {
		found, err := pkg.Analyze(analyzer.Analyzer, facts)
		if err != nil {
			t.Errorf("%v, on\n%s", err, src)
		}
		for _, d := range found {
			messages[i] = append(messages[i], d.Message)
			checkDiagnostic(t, pkg, d)
		}
		diagnostics = found
	}
	if !slices.Equal(messages[0], messages[1]) {
		t.Errorf("first %q, then %q, on\n%s", messages[0], messages[1], src)
	}
	return diagnostics
}

// checkDiagnostic holds what every driver relies on.
func checkDiagnostic(t *testing.T, pkg *solo.Package, d analysis.Diagnostic) {
	t.Helper()
	file := pkg.Fset.File(pkg.Files[0].FileStart)
	inside := func(pos, end token.Pos) bool {
		first, last := token.Pos(file.Base()), token.Pos(file.Base()+file.Size())
		return first <= pos && pos <= last && (end == token.NoPos || pos <= end && end <= last)
	}
	if !inside(d.Pos, d.End) || d.Message == "" || len(d.Message) > maxMessage || strings.ContainsAny(d.Message, "\n\r\x1b") {
		t.Errorf("diagnostic %+v", d)
	}
	for _, fix := range d.SuggestedFixes {
		for _, edit := range fix.TextEdits {
			if !inside(edit.Pos, edit.End) {
				t.Errorf("fix of %+v", d)
			}
		}
	}
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
	if found := analyzeSource(t, sound, solo.NewImporter(solo.SDK()), nil); len(found) == 0 {
		t.Error("nothing found: the tests on broken packages test nothing")
	}
}

func TestBrokenPackagesDoNotPanic(t *testing.T) {
	imports := solo.NewImporter(solo.SDK())
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
			analyzeSource(t, src, imports, nil)
		})
	}
}

// TestDamagedFilesDoNotPanic cuts, drops and doubles pieces of sources, as
// they look while someone types.
func TestDamagedFilesDoNotPanic(t *testing.T) {
	imports := solo.NewImporter(solo.SDK())
	sources := []string{sound}
	for _, name := range []string{"oddities/oddities.go", "helpers/helpers.go", "unknowncode/unknowncode.go"} {
		data, err := os.ReadFile(filepath.Join(rulesModule, name))
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, strings.ReplaceAll(string(data), "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors", solo.ErrorsPath))
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
		analyzeSource(t, src, imports, nil)
	}
}
