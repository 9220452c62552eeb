package main

import (
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/seed"
	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/stat"
)

// The bars are low: the modules in testdata are small, and the command itself
// is what is tested.
func TestSmokeMeasuresRecallOnTheModulesInTestdata(t *testing.T) {
	t.Chdir("../..")
	r, err := measure(settings{repos: smokeRepos, corpus: "testdata/corpus", perForm: 2, seed: 1, smoke: true})
	if err != nil {
		t.Fatal(err)
	}
	var found, same stat.Share
	without := make(table) // the SDK
	for _, m := range r.mutants {
		if m.Dropped == "" {
			found.Add(m.Found)
			if m.Shape != "" {
				without.add(m.Operator, m.Found)
			}
		}
	}
	for _, rule := range []string{"uncheckedresponse", "unknowncode", "missingcritical", "criticalsuccess", "deadtest", "swappedargs"} {
		if s := without[rule]; s == nil || s.Hits*10 < s.Total*9 {
			t.Errorf("%s, without the SDK: found %v, want 90 %%\n%s", rule, s, r.missList())
		}
	}
	for m, twin := range seed.Twins(r.mutants) {
		same.Add(m.Found == twin.Found)
	}
	if found.Total < 20 || found.Hits*10 < found.Total*9 {
		t.Errorf("found %v of the seeded faults, want 90 %% of at least 20\n%s", found, r.missList())
	}
	if same.Hits*10 < same.Total*9 {
		t.Errorf("%v of the rewritten faults agree, want 90 %%\n%s", same, r.missList())
	}
	if report := r.markdown(); !strings.Contains(report, "## Recall on seeded faults") {
		t.Error("the report has no section on recall")
	}
}
