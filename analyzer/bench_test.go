package analyzer_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/internal/stress/solo"
)

// A budget is how many objects the analysis of a package may allocate. Counts are
// the same on every machine, unlike times, so a test may hold them.
type budget struct {
	name    string
	source  string
	most    int // objects
	perTest int // more of them for each test on a code
	tests   int
}

func budgets() []budget {
	var list []budget
	for _, n := range []int{10, 100, 1000} {
		list = append(list,
			budget{name: fmt.Sprintf("no Tencent error/%d", n), source: withoutErrors(n), most: 50},
			budget{name: fmt.Sprintf("no test/%d", n), source: withoutTests(n), most: 200 + 6*n},
			budget{name: fmt.Sprintf("tests/%d", n), source: withTests(n), most: 600, perTest: 350, tests: n})
	}
	return list
}

// withoutErrors returns n functions of a package that cannot see an error of the
// API.
func withoutErrors(n int) string {
	var b strings.Builder
	b.WriteString("package p\n\nimport \"strings\"\n\n")
	for i := range n {
		fmt.Fprintf(&b, "func f%d(s string) string {\n\tif s == \"ResourceNotFuond\" || strings.HasPrefix(s, \"x\") {\n\t\treturn \"\"\n\t}\n\treturn s\n}\n\n", i)
	}
	return b.String()
}

// withoutTests returns n functions that hand errors of the API on, and look at
// none.
func withoutTests(n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "package p\n\nimport sdk %q\n\nvar _ *sdk.TencentCloudSDKError\n\nfunc ask() error\n\n", solo.ErrorsPath)
	for i := range n {
		fmt.Fprintf(&b, "func f%d(s string) (string, error) {\n\tif err := ask(); err != nil {\n\t\treturn \"\", err\n\t}\n\treturn s + \"x\", nil\n}\n\n", i)
	}
	return b.String()
}

// withTests returns n functions with one test on a code each.
func withTests(n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "package p\n\nimport sdk %q\n\nfunc ask() error\n\n", solo.ErrorsPath)
	for i := range n {
		fmt.Fprintf(&b, "func f%d() error {\n\terr := ask()\n\tif e, ok := err.(*sdk.TencentCloudSDKError); ok && e.Code == \"ResourceNotFound\" {\n\t\treturn nil\n\t}\n\treturn err\n}\n\n", i)
	}
	return b.String()
}

// TestAllocationsStayInTheirBudget: nothing is done for functions without a test,
// and what is done for each test does not grow with their number.
func TestAllocationsStayInTheirBudget(t *testing.T) {
	imports := solo.NewImporter(solo.SDK())
	for _, c := range budgets() {
		pkg := solo.Parse("example.com/p", c.source, imports)
		if len(pkg.Errors) > 0 {
			t.Fatalf("%s: %v", c.name, pkg.Errors[0])
		}
		allocated := func() int {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			if _, err := pkg.Analyze(analyzer.Analyzer, nil); err != nil {
				t.Fatal(err)
			}
			runtime.ReadMemStats(&after)
			return int(after.Mallocs - before.Mallocs)
		}
		allocated() // what is made once in a process
		// The rest of the process allocates too, now and then: the least is what the analysis does.
		got, most := min(allocated(), allocated(), allocated()), c.most+c.perTest*c.tests
		t.Logf("%s: %d objects of %d", c.name, got, most)
		if got > most {
			t.Errorf("%s: %d objects, the budget is %d", c.name, got, most)
		}
	}
}

func BenchmarkAnalyze(b *testing.B) {
	imports := solo.NewImporter(solo.SDK())
	for _, c := range budgets() {
		pkg := solo.Parse("example.com/p", c.source, imports)
		b.Run(strings.ReplaceAll(c.name, " ", "_"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := pkg.Analyze(analyzer.Analyzer, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
