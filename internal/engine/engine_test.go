package engine

import (
	"testing"

	"github.com/tcerrlint/tcerrlint/internal/ssatest"
)

// TestAsksForOthers holds that a package which has to do with no error is
// looked at for a function that others may ask with.
func TestAsksForOthers(t *testing.T) {
	for text, want := range map[string]bool{
		"func Contains(list []string, s string) bool { return false }":            true,
		"func contains(list []string, s string) bool { return false }":            false,
		"func Index(list []string, s string) int { return 0 }":                    false,
		"type List []string\n\nfunc (List) In(a, b string) bool { return false }": false,
		"func As[T error](err error) (t T, ok bool) { return }":                   true,
		"func as[T error](err error) (t T, ok bool) { return }":                   false,
		"func As[T error](err error) (t T, rest error) { return }":                false,
		"func As[T error](err error) (t T) { return }":                            false,
		"var Contains func([]string, string) bool":                                false,
	} {
		if got := asksForOthers(ssatest.Build(t, "package lists\n\n"+text+"\n", nil).Pkg); got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
}
