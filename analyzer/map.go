package analyzer

import (
	"fmt"
	"reflect"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/internal/engine"
	"github.com/tcerrlint/tcerrlint/internal/errormap"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// NewMap returns an analyzer that reports nothing. Its result, a [*Map], says of
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
		ResultType: reflect.TypeFor[*Map](),
		Run: func(pass *analysis.Pass) (any, error) {
			config, err := compile()
			if err != nil {
				return nil, err
			}
			pkg := engine.Analyze(pass, config)
			if pkg == nil || pkg.Universe == nil {
				return &Map{Policy: config.Critical}, nil
			}
			return errormap.MapOf(pkg), nil
		},
	}
	bindFlags(&a.Flags, &options)
	return a, nil
}

// A Map says what becomes of every error of the API in a package.
type Map = errormap.Map

// A Site is a call whose error can be one of the API.
type Site = errormap.Site

// A Fate is what becomes of a code of a critical category at a site.
type Fate = program.Fate

// The fates, as docs/map.md explains them.
const (
	Surfaced  = program.Surfaced
	Handled   = program.Handled
	Success   = program.Success
	Swallowed = program.Swallowed
	Retried   = program.Retried
	Stopped   = program.Stopped
	Logged    = program.Logged
	Unknown   = program.Unknown
)

// A Callee is a function whose errors a site hands on.
type Callee = errormap.Callee

// A SiteFate is what becomes of codes of a critical category at a site.
type SiteFate = errormap.SiteFate

// The ways in which control leaves an error behind.
const (
	Returned    = program.Returned
	Succeeded   = program.Succeeded
	RetriedHere = program.RetriedHere
	StoppedHere = program.StoppedHere
	Again       = program.Again
	True        = program.True
	False       = program.False
	Ended       = program.Ended
)
