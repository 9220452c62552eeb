package analyzer

import (
	"fmt"
	"reflect"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/internal/engine"
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
	compile := sync.OnceValues(func() (*engine.Config, error) {
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
		FactTypes:  engine.FactTypes(),
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
			return pkg.Map(), nil
		},
	}
	bindFlags(&a.Flags, &options)
	return a, nil
}

// A Map says what becomes of every error of the API in a package.
type Map = engine.Map

// A Site is a call whose error can be one of the API.
type Site = engine.Site

// A Fate is what becomes of a code of a critical category at a site.
type Fate = engine.Fate

// The fates, as docs/map.md explains them.
const (
	Surfaced  = engine.Surfaced
	Handled   = engine.Handled
	Success   = engine.Success
	Swallowed = engine.Swallowed
	Retried   = engine.Retried
	Stopped   = engine.Stopped
	Logged    = engine.Logged
	Unknown   = engine.Unknown
)

// A Callee is a function whose errors a site hands on.
type Callee = engine.Callee

// A SiteFate is what becomes of codes of a critical category at a site.
type SiteFate = engine.SiteFate

// The ways in which control leaves an error behind.
const (
	Returned    = engine.Returned
	Succeeded   = engine.Succeeded
	RetriedHere = engine.RetriedHere
	StoppedHere = engine.StoppedHere
	Again       = engine.Again
	True        = engine.True
	False       = engine.False
	Ended       = engine.Ended
)
