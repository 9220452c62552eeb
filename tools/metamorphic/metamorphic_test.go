package main

import (
	"maps"
	"regexp"
	"testing"

	"github.com/tcerrlint/tcerrlint/tools/internal/root"
)

// TestRewritingsKeepFindings holds that findings do not depend on how code is
// written, but where known.tsv says so; that each rewriting fits often enough to
// mean something; and that what is mended is taken off the list.
func TestRewritingsKeepFindings(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	if err := root.Enter(); err != nil {
		t.Fatal(err)
	}
	outcomes, err := measure(regexp.MustCompile(""))
	if err != nil {
		t.Fatal(err)
	}
	causes := known()
	left := maps.Clone(causes)
	for i, o := range outcomes {
		r := rewritings[i]
		t.Logf("%s: %d of %d places, %d findings stayed, %d changed", r.name, o.fitted, o.sites, o.same, len(o.differences))
		if o.fitted < r.least {
			t.Errorf("%s fits %d places, want at least %d", r.name, o.fitted, r.least)
		}
		for _, d := range o.differences {
			key := [2]string{d.key(), r.name}
			if _, ok := causes[key]; !ok {
				t.Errorf("%s: %v", r.name, d)
			}
			delete(left, key)
		}
	}
	for key := range left {
		t.Errorf("%s: %s is mended", key[1], key[0])
	}
	if t.Failed() {
		t.Log("look at each, then run: go -C tools run ./metamorphic -update")
	}
}
