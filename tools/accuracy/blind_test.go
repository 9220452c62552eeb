package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/golden"
)

// TestThePageLeadsWithTheFirstRun holds that the page has what the records say.
func TestThePageLeadsWithTheFirstRun(t *testing.T) {
	t.Chdir("../..")
	files, err := golden.Read("testdata/corpus")
	if err != nil {
		t.Fatal(err)
	}
	section, err := strangers(files)
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("docs/accuracy.md")
	if err != nil {
		t.Fatal(err)
	}
	at := strings.Index(string(page), section)
	if at < 0 || at > strings.Index(string(page), "\n## Precision") {
		t.Errorf("docs/accuracy.md does not lead with what go -C tools run ./accuracy -recorded writes")
	}
	for _, broken := range []string{"", "# at commit abc1234\n", "# at commit abc1234\n# correct functions: 1, reported: 0\na\tb\n"} {
		name := filepath.Join(t.TempDir(), "record.tsv")
		if err := os.WriteFile(name, []byte(broken), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := blind(name, 1); err == nil {
			t.Errorf("%q is taken", broken)
		}
		if _, err := natural(filepath.Dir(name), nil); err == nil && broken != "" {
			t.Errorf("%q is taken for a list", broken)
		}
	}
}

// TestPlacesCountOnce holds that a place in two lists counts once, and that a line which
// says so names one.
func TestPlacesCountOnce(t *testing.T) {
	first := place{list: "B.tsv", repository: "r", file: "f.go", line: "7", verdict: "defect", found: "missed", lines: []string{"7"}}
	second := place{list: "A.tsv", repository: "r", file: "f.go", line: "5", verdict: "defect", found: "same", reason: "B.tsv 7"}
	rest, again, err := once([]place{second, first})
	if err != nil || again != 1 || len(rest) != 1 || rest[0].list != "B.tsv" || !slices.Equal(rest[0].lines, []string{"7", "5"}) {
		t.Errorf("once: %v, %d again, %v", rest, again, err)
	}
	lost, unmarked := second, first
	lost.reason, unmarked.list = "B.tsv 8", "A.tsv"
	for _, other := range []place{lost, unmarked} {
		if _, _, err := once([]place{other, first}); err == nil {
			t.Errorf("%v beside %v: no error", other, first)
		}
	}
}
