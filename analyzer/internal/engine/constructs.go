package engine

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// To teach the engine a retry construct, add it here: a function that makes an
// error retried or final, or one that calls a literal again and again.

// A sink is a function that decides what becomes of the error it is given.
type sink struct {
	path string // import path, or a suffix of it that begins with "/"
	name string
	fate Fate
}

var sinks = []sink{
	{"/helper/resource", "RetryableError", Retried},
	{"/helper/resource", "NonRetryableError", Stopped},
	{"/helper/retry", "RetryableError", Retried},
	{"/helper/retry", "NonRetryableError", Stopped},
	{"github.com/cenkalti/backoff", "Permanent", Stopped},
	{"github.com/cenkalti/backoff", "RetryAfter", Retried},
	{"github.com/avast/retry-go", "Unrecoverable", Stopped},
	{"github.com/sethvargo/go-retry", "RetryableError", Retried},
}

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
	for _, s := range sinks {
		if s.name == name && matchPath(unversioned(path), s.path) {
			return s.fate, true
		}
	}
	return 0, false
}

func matchPath(path, pattern string) bool {
	return path == pattern || pattern[0] == '/' && strings.HasSuffix(path, pattern)
}

// isRetryError reports whether t is the error of the Terraform plugin SDK that
// says whether to retry.
func isRetryError(t types.Type) bool {
	ptr, ok := types.Unalias(t).(*types.Pointer)
	if !ok {
		return false
	}
	named, ok := types.Unalias(ptr.Elem()).(*types.Named)
	if !ok || named.Obj().Name() != "RetryError" || named.Obj().Pkg() == nil {
		return false
	}
	path := named.Obj().Pkg().Path()
	return strings.HasSuffix(path, "/helper/resource") || strings.HasSuffix(path, "/helper/retry")
}
