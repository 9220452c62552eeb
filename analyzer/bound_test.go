package analyzer_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/internal/stress/solo"
)

// TestBoundLeavesNothingHalfKnown holds that no rule reports on a function whose
// paths are too many to walk: neither on what becomes of the error nor on what
// reaches its tests.
func TestBoundLeavesNothingHalfKnown(t *testing.T) {
	a, err := analyzer.New(analyzer.Options{Debug: true})
	if err != nil {
		t.Fatal(err)
	}
	imports := solo.NewImporter(solo.SDK())
	for _, flags := range []int{3, 18} {
		t.Run(fmt.Sprint(flags), func(t *testing.T) {
			pkg := solo.Parse("example.com/bound", manyFlags(flags), imports)
			if len(pkg.Errors) > 0 {
				t.Fatal(pkg.Errors[0])
			}
			found, err := pkg.Analyze(a, nil)
			if err != nil {
				t.Fatal(err)
			}
			gaveUp := false
			for _, d := range found {
				switch {
				case strings.Contains(d.Message, "too many ways"):
					gaveUp = true
				case d.Category != "debug":
					t.Errorf("%s: %s", d.Category, d.Message)
				}
			}
			if gaveUp != (flags > 10) {
				t.Errorf("gave up: %v, in %v", gaveUp, messages(found))
			}
		})
	}
}

func messages(found []analysis.Diagnostic) (list []string) {
	for _, d := range found {
		list = append(list, d.Message)
	}
	return list
}

// manyFlags returns a correct function with so many flags, each of which decides
// a condition after all the others.
func manyFlags(flags int) string {
	var b strings.Builder
	b.WriteString(`package bound

import "` + solo.ErrorsPath + `"

func many(err error, c []bool) (n int, fails error) {
	e, ok := err.(*errors.TencentCloudSDKError)
	if !ok {
		return 0, err
	}
	missing := false
	if e.Code == "ResourceNotFound" {
		missing = true
	}
`)
	for i := range flags {
		fmt.Fprintf(&b, "\tf%d := false\n\tif c[%d] {\n\t\tf%[1]d = true\n\t}\n", i, i)
	}
	b.WriteString("\tif e.Code == \"ResourceNotFound\" {\n\t\tn = 1\n\t}\n\tif e.Code == \"InvalidParameter\" {\n\t\tn += 2\n\t}\n")
	for i := range flags {
		fmt.Fprintf(&b, "\tif f%d {\n\t\tn += 4\n\t}\n", i)
	}
	b.WriteString("\tif missing {\n\t\tn += 8\n\t}\n\treturn n, e\n}\n")
	return b.String()
}
