package ownfix_test

import (
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/internal/ownfix"
)

// TestPromise holds that only a driver which says so may be given fixes of files
// with cgo, and that the promise takes nothing from the pass.
func TestPromise(t *testing.T) {
	needed := new(analysis.Analyzer)
	for name, pass := range map[string]*analysis.Pass{
		"alone":       {},
		"with others": {ResultOf: map[*analysis.Analyzer]any{needed: true}},
	} {
		others := len(pass.ResultOf)
		if ownfix.Promised(pass) {
			t.Errorf("%s: promised by nobody", name)
		}
		ownfix.Promise(pass)
		if !ownfix.Promised(pass) {
			t.Errorf("%s: the promise is lost", name)
		}
		if len(pass.ResultOf) != others+1 || others > 0 && pass.ResultOf[needed] != true {
			t.Errorf("%s: the results are %v", name, pass.ResultOf)
		}
	}
}
