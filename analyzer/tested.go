package analyzer

import (
	"fmt"
	"reflect"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/analyzer/errormap"
	"github.com/tcerrlint/tcerrlint/internal/callmap"
	"github.com/tcerrlint/tcerrlint/internal/engine"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// NewTested returns an analyzer that reports nothing. Its result, an []errormap.Tested, has
// the errors whose codes a package tests, for editors. It reads the facts of the
// analyzer that [New] returns, and makes the same: a driver that runs both on a
// package keeps those of one.
func NewTested(options Options) (*analysis.Analyzer, error) {
	if _, err := options.config(); err != nil {
		return nil, fmt.Errorf("%s: %w", Name, err)
	}
	// Flags may change the options until the first package is analyzed.
	compile := sync.OnceValues(func() (*program.Config, error) { return options.config() })
	a := &analysis.Analyzer{
		Name:       Name + "tested",
		Doc:        "find the Tencent Cloud errors whose codes are tested\n\nThe result is for programs; nothing is reported.",
		URL:        Home,
		FactTypes:  facts.FactTypes(),
		ResultType: reflect.TypeFor[[]errormap.Tested](),
		Run: func(pass *analysis.Pass) (any, error) {
			config, err := compile()
			if err != nil {
				return nil, err
			}
			var all []errormap.Tested
			for _, pkg := range []*program.Package{engine.Analyze(pass, config), engine.AnalyzeCOS(pass, config)} {
				if pkg != nil && pkg.Universe != nil {
					all = append(all, callmap.TestedIn(pkg)...)
				}
			}
			return all, nil
		},
	}
	bindFlags(&a.Flags, &options)
	return a, nil
}
