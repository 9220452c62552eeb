package engine

import (
	"testing"

	"github.com/tcerrlint/tcerrlint/internal/ssatest"
)

// TestExportsMembership holds that a package which has to do with no error is
// looked at for a function that others may look for a code with.
func TestExportsMembership(t *testing.T) {
	for text, want := range map[string]bool{
		"func Contains(list []string, s string) bool { return false }":            true,
		"func contains(list []string, s string) bool { return false }":            false,
		"func Index(list []string, s string) int { return 0 }":                    false,
		"type List []string\n\nfunc (List) In(a, b string) bool { return false }": false,
		"var Contains func([]string, string) bool":                                false,
	} {
		if got := exportsMembership(ssatest.Build(t, "package lists\n\n"+text+"\n", nil).Pkg); got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
}
