package analyzer_test

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/analyzer/errormap"
)

// TestTestedAgreesWithTheMap holds that an error whose code is tested meets the
// fates that the map shows at its call, and is compared with strings that are
// there.
func TestTestedAgreesWithTheMap(t *testing.T) {
	list := mustLoad(t, nil, "./fates")
	run := func(make func(analyzer.Options) (*analysis.Analyzer, error)) any {
		a, err := make(analyzer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		graph, err := checker.Analyze([]*analysis.Analyzer{a}, list, &checker.Options{SanityCheck: true})
		if err != nil {
			t.Fatal(err)
		}
		return graph.Roots[0].Result
	}
	sites := make(map[token.Pos]*errormap.Site)
	for _, site := range run(analyzer.NewMap).(*errormap.Map).Sites {
		if site.API {
			sites[site.Pos] = &site
		}
	}
	compared, fset := 0, list[0].Fset
	for _, tested := range run(analyzer.NewTested).([]errormap.Tested) {
		for _, lit := range tested.Literals {
			if lit, ok := lit.(*ast.BasicLit); ok {
				if _, err := strconv.Unquote(lit.Value); err != nil {
					t.Errorf("%s: %s", fset.Position(lit.Pos()), lit.Value)
				}
			}
		}
		for _, chain := range tested.Chains {
			for _, left := range chain.Left {
				if len(left.Codes) == 0 || !slices.IsSorted(left.Codes) {
					t.Errorf("%s: %+v", fset.Position(chain.Chain.Node.Pos()), left)
				}
			}
		}
		if len(tested.Calls) != 1 || sites[tested.Calls[0].Pos] == nil {
			continue
		}
		site := sites[tested.Calls[0].Pos]
		compared++
		if !slices.Equal(tested.Origin.Services, site.Services) {
			t.Errorf("%s: of %v, the map has %v", fset.Position(site.Pos), tested.Origin, site.Services)
		}
		// The map knows nothing of an error that is wrapped before it is tested.
		if got, want := fatesOf(&errormap.Site{Fates: tested.Fates}), fatesOf(site); got != want && want != "unknown" {
			t.Errorf("%s: %q, the map has %q", fset.Position(site.Pos), got, want)
		}
	}
	if compared < 8 {
		t.Errorf("only %d errors were compared", compared)
	}
	if _, err := analyzer.NewTested(analyzer.Options{Mode: "no such"}); err == nil {
		t.Error("takes any mode")
	}
}
