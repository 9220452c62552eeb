package engine

import (
	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/model"
)

// A style says what the results of a literal that is called again and again
// mean.
type style uint8

const (
	plain   style = iota
	poller        // (done bool, err error): false, nil calls again; an error stops
	backoff       // error: any error calls again
	marked        // error: an error that is marked so calls again, any other stops
	asks          // bool: whether to call another function again
	asksNot       // bool: whether not to
	checks        // (again bool, err error)
)

// sinkOf returns the fate of an error that is given to the callee.
func (p *Package) sinkOf(callee *ssa.Function) (Fate, bool) {
	if callee == nil || callee.Object() == nil || callee.Object().Pkg() == nil {
		return 0, false
	}
	path, name := callee.Object().Pkg().Path(), callee.Object().Name()
	if fate, ok := p.config.Retry[path+"."+name]; ok {
		return fate, true
	}
	switch effects := model.Of(path, name); {
	case effects&model.Retries != 0:
		return Retried, true
	case effects&model.Stops != 0:
		return Stopped, true
	}
	return 0, false
}
