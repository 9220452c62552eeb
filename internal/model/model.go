// Package model says what known functions of known libraries do with errors,
// lists and the functions that they are given. It is data: a library is taught to
// the analyzer by a row of the table.
package model

import (
	"strings"
	"sync"
)

// Effects is what a function does; a set of bits.
type Effects uint32

const (
	NoReturn     Effects = 1 << iota // ends the program, the goroutine or the test, or panics
	Unwraps                          // returns an error inside its only argument
	FillsTarget                      // (err, target): stores the error inside err that target can hold
	ComparesErr                      // (err, target): answers whether target is inside err
	MakesError                       // returns an error of its own
	FormatsError                     // returns an error that is never nil and may wrap another
	Wraps                            // returns an error around the one that it is given, nil for nil
	SameElements                     // returns the list that it is given, perhaps in another order
	Gathers                          // returns a set or list of its variadic arguments
	Retries                          // what calls it makes its error one after which the call is made again
	Stops                            // what calls it makes its error the last

	// The functions below take a function, or hold one in a field.
	CallsUntilDone     // (done bool, err error): calls again on false, nil
	CallsAgainOnError  // error: any error calls again
	CallsAgainIfMarked // error: one that a function which Retries marks calls again
	AsksWhetherToRetry // (error) bool: whether to call another function again
	AsksWhetherToStop  // (error) bool: whether not to
	ChecksRetry        // (…) (again bool, err error)
)

// Of returns what a function, method or field of that name does in the package
// with this import path. The major version at the end of the path does not matter.
func Of(path, name string) (effects Effects) {
	rows := byName()
	candidates := rows.exact[name]
	for _, r := range rows.prefixed {
		if strings.HasPrefix(name, strings.TrimSuffix(r.names, "*")) {
			candidates = append(candidates[:len(candidates):len(candidates)], r)
		}
	}
	if len(candidates) == 0 {
		return 0
	}
	path = Unversioned(path)
	for _, r := range candidates {
		if matches(r.pkg, path) {
			effects |= r.effects
		}
	}
	return effects
}

// matches reports whether a row for pkg is about the package with this path.
func matches(pkg, path string) bool {
	if end, ok := strings.CutPrefix(pkg, "..."); ok {
		return strings.HasSuffix(path, end)
	}
	if root, ok := strings.CutSuffix(pkg, "/..."); ok {
		rest, ok := strings.CutPrefix(path, root)
		return ok && (rest == "" || rest[0] == '/')
	}
	return path == pkg
}

// names are the rows of the table, one for each name.
type names struct {
	exact    map[string][]row
	prefixed []row
}

var byName = sync.OnceValue(func() names {
	n := names{exact: make(map[string][]row)}
	for _, r := range table {
		for name := range strings.FieldsSeq(r.names) {
			one := row{r.pkg, r.effects, name}
			if strings.HasSuffix(name, "*") {
				n.prefixed = append(n.prefixed, one)
			} else {
				n.exact[name] = append(n.exact[name], one)
			}
		}
	}
	return n
})

// Unversioned returns an import path without the major version at its end.
func Unversioned(path string) string {
	i := strings.LastIndex(path, "/v")
	if i < 0 || strings.Trim(path[i+2:], "0123456789") != "" {
		return path
	}
	return path[:i]
}
