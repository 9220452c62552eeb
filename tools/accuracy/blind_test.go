package main

import (
	"os"
	"path/filepath"
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
