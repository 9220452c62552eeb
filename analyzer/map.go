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

// NewMap returns an analyzer that reports nothing. Its result, an [*errormap.Map], says of
// every call of the API in a package what becomes of its errors. It takes the
// place of the analyzer that [New] returns: a driver runs one of the two, for
// they pass the same facts between packages.
func NewMap(options Options) (*analysis.Analyzer, error) {
	if _, err := options.config(); err != nil {
		return nil, fmt.Errorf("%s: %w", Name, err)
	}
	// Flags may change the options until the first package is analyzed.
	compile := sync.OnceValues(func() (*program.Config, error) {
		config, err := options.config()
		if err == nil {
			config.Map = true
		}
		return config, err
	})
	a := &analysis.Analyzer{
		Name:       Name + "map",
		Doc:        "map what becomes of Tencent Cloud errors\n\nThe result is for programs; nothing is reported.",
		URL:        Home,
		FactTypes:  facts.FactTypes(),
		ResultType: reflect.TypeFor[*errormap.Map](),
		Run: func(pass *analysis.Pass) (any, error) {
			config, err := compile()
			if err != nil {
				return nil, err
			}
			pkg := engine.Analyze(pass, config)
			if pkg == nil || pkg.Universe == nil {
				return &errormap.Map{Policy: config.Critical}, nil
			}
			return callmap.MapOf(pkg), nil
		},
	}
	bindFlags(&a.Flags, &options)
	return a, nil
}
