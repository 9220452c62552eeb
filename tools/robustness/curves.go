package main

import (
	"fmt"
	"math"
	"runtime"
	"strings"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/internal/stress/extreme"
	"github.com/tcerrlint/tcerrlint/internal/stress/solo"
)

// A cost is what one analysis took.
type cost struct {
	time   time.Duration // of the processor
	memory uint64        // bytes allocated
}

// curves measures the extreme programs whose name has a word.
func curves(b *strings.Builder, a *analysis.Analyzer, word string) error {
	b.WriteString("| program | size | | time | exponent | memory | found |\n|---|---:|---|---:|---:|---:|---|\n")
	imports := solo.NewImporter(solo.SDK())
	for _, p := range extreme.Programs() {
		if !strings.Contains(p.Name, word) {
			continue
		}
		var before cost
		for i, n := range p.Sizes {
			pkg := solo.Parse("example.com/extreme", p.Source(n), imports)
			if len(pkg.Errors) > 0 {
				return fmt.Errorf("%s: %w", p.Name, pkg.Errors[0])
			}
			found, now, err := measure(pkg, a)
			if err != nil {
				return fmt.Errorf("%s of %d %s: %w", p.Name, n, p.Unit, err)
			}
			exponent, says := "", verdict(p, n, found)
			if i > 0 && before.time >= 100*time.Millisecond && says != givesUp {
				exponent = fmt.Sprintf("%.2f", math.Log(now.time.Seconds()/before.time.Seconds())/math.Log(float64(n)/float64(p.Sizes[i-1])))
			}
			fmt.Fprintf(b, "| %s | %d | %s | %.2f s | %s | %.0f MB | %s |\n", p.Name, n, p.Unit, now.time.Seconds(), exponent, float64(now.memory)/1e6, says)
			before = now
		}
	}
	b.WriteString("\n")
	return nil
}

// measure analyzes a package and returns what that took.
func measure(pkg *solo.Package, a *analysis.Analyzer) ([]analysis.Diagnostic, cost, error) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := processorTime()
	found, err := pkg.Analyze(a, nil)
	took := processorTime() - start
	runtime.ReadMemStats(&after)
	return found, cost{took, after.TotalAlloc - before.TotalAlloc}, err
}

const givesUp = "says that it gives up"

// verdict says whether the mistake in a program was found.
func verdict(p extreme.Program, n int, found []analysis.Diagnostic) string {
	for _, d := range found {
		switch {
		case p.Quiet > 0 && n > p.Quiet && strings.Contains(d.Message, "too many branches"):
			return givesUp
		case p.Finds != "" && strings.Contains(d.Message, p.Finds):
			return "yes"
		}
	}
	if p.Finds == "" {
		return "–"
	}
	return "**no**"
}
