package analyzer_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/internal/stress/extreme"
	"github.com/tcerrlint/tcerrlint/internal/stress/solo"
)

// TestExtremeProgramsEnd holds that what is there is found in programs as long,
// wide and deep as the language allows, or that the analyzer says where it gave
// up. TCERRLINT_LONG=1 runs all sizes.
func TestExtremeProgramsEnd(t *testing.T) {
	imports := solo.NewImporter(solo.SDK())
	a, err := analyzer.New(analyzer.Options{Debug: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range extreme.Programs() {
		sizes := p.Sizes[:1]
		if os.Getenv("TCERRLINT_LONG") != "" {
			sizes = p.Sizes
		}
		for _, n := range sizes {
			t.Run(fmt.Sprintf("%s/%d", p.Name, n), func(t *testing.T) {
				pkg := solo.Parse("example.com/extreme", p.Source(n), imports)
				if len(pkg.Errors) > 0 {
					t.Fatal(pkg.Errors[0])
				}
				found, err := pkg.Analyze(a, nil)
				if err != nil {
					t.Fatal(err)
				}
				says := func(word string) bool {
					return slices.ContainsFunc(found, func(d analysis.Diagnostic) bool { return strings.Contains(d.Message, word) })
				}
				if p.Quiet > 0 && n > p.Quiet {
					if !says("too many branches to follow") {
						t.Error("it gave up without a word")
					}
				} else if !says(p.Finds) && p.Finds != "" {
					t.Errorf("no finding with %s", p.Finds)
				}
				for _, d := range found {
					if len(d.Message) > maxMessage {
						t.Errorf("a message has %d letters: %.80s…", len(d.Message), d.Message)
					}
				}
			})
		}
	}
}

// maxMessage is how long a message may be.
const maxMessage = 1000

// BenchmarkExtremePrograms shows how time and memory grow with the size.
func BenchmarkExtremePrograms(b *testing.B) {
	imports := solo.NewImporter(solo.SDK())
	for _, p := range extreme.Programs() {
		for _, n := range p.Sizes[:2] {
			pkg := solo.Parse("example.com/extreme", p.Source(n), imports)
			b.Run(fmt.Sprintf("%s/%d", strings.ReplaceAll(p.Name, " ", "_"), n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := pkg.Analyze(analyzer.Analyzer, nil); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
