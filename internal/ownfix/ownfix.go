// Package ownfix lets a driver say that it applies fixes to the files that cgo
// was given, though positions are in those that cgo made. Others would write to
// the files that cgo made, in the build cache, so no fix is suggested there
// unless a driver says so.
package ownfix

import "golang.org/x/tools/go/analysis"

// mark stands for the promise among the results that a pass is given.
var mark = &analysis.Analyzer{Name: "ownfix", Doc: "marks a driver that applies fixes to files with cgo"}

// Promise makes the promise for a pass.
func Promise(pass *analysis.Pass) {
	if pass.ResultOf == nil {
		pass.ResultOf = make(map[*analysis.Analyzer]any)
	}
	pass.ResultOf[mark] = true
}

// Promised reports whether the driver of the pass made it.
func Promised(pass *analysis.Pass) bool { return pass.ResultOf[mark] == true }
