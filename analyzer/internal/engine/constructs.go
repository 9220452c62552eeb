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
	{"github.com/cenkalti/backoff/v3", "Permanent", Stopped},
	{"github.com/cenkalti/backoff/v4", "Permanent", Stopped},
	{"github.com/cenkalti/backoff/v5", "Permanent", Stopped},
	{"github.com/avast/retry-go", "Unrecoverable", Stopped},
	{"github.com/avast/retry-go/v3", "Unrecoverable", Stopped},
	{"github.com/avast/retry-go/v4", "Unrecoverable", Stopped},
	{"github.com/avast/retry-go/v5", "Unrecoverable", Stopped},
}

// A style says what the results of a literal that is called again and again
// mean.
type style uint8

const (
	plain   style = iota
	poller        // (done bool, err error): false, nil calls again; an error stops
	backoff       // error: any error calls again
)

var loops = []struct {
	path, prefix string
	style        style
}{
	{"k8s.io/apimachinery/pkg/util/wait", "Poll", poller},
	{"k8s.io/apimachinery/pkg/util/wait", "ExponentialBackoff", poller},
	{"github.com/cenkalti/backoff", "Retry", backoff},
	{"github.com/cenkalti/backoff/v3", "Retry", backoff},
	{"github.com/cenkalti/backoff/v4", "Retry", backoff},
	{"github.com/cenkalti/backoff/v5", "Retry", backoff},
	{"github.com/avast/retry-go", "Do", backoff},
	{"github.com/avast/retry-go/v3", "Do", backoff},
	{"github.com/avast/retry-go/v4", "Do", backoff},
	{"github.com/avast/retry-go/v5", "Do", backoff},
}

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
		if s.name == name && matchPath(path, s.path) {
			return s.fate, true
		}
	}
	return 0, false
}

func matchPath(path, pattern string) bool {
	return path == pattern || pattern[0] == '/' && strings.HasSuffix(path, pattern)
}

// styleOf returns how the results of a literal are read by what calls it.
func (f *Function) styleOf() style {
	if f.ssa.Parent() == nil || f.ssa.Referrers() == nil {
		return plain
	}
	var closures []ssa.Value
	for _, ref := range *f.ssa.Referrers() {
		switch ref := ref.(type) {
		case *ssa.MakeClosure:
			closures = append(closures, ref)
		case ssa.CallInstruction:
			if s := loopStyle(ref); s != plain {
				return s
			}
		case *ssa.ChangeType:
			closures = append(closures, ref)
		}
	}
	for _, closure := range closures {
		for _, call := range callsWith(closure) {
			if s := loopStyle(call); s != plain {
				return s
			}
		}
	}
	return plain
}

func loopStyle(call ssa.CallInstruction) style {
	callee := call.Common().StaticCallee()
	if callee == nil || callee.Object() == nil || callee.Object().Pkg() == nil {
		return plain
	}
	for _, l := range loops {
		if matchPath(callee.Object().Pkg().Path(), l.path) && strings.HasPrefix(callee.Object().Name(), l.prefix) {
			return l.style
		}
	}
	return plain
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
