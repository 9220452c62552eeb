package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestThePageLeadsWithTheFirstRun holds that the page has what the record says.
func TestThePageLeadsWithTheFirstRun(t *testing.T) {
	section, err := blind("../../" + firstRun)
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../docs/accuracy.md")
	if err != nil {
		t.Fatal(err)
	}
	at := strings.Index(string(page), section)
	if at < 0 || at > strings.Index(string(page), "\n## Precision") {
		t.Errorf("docs/accuracy.md does not lead with\n%s", section)
	}
	for _, broken := range []string{"", "# at commit abc1234\n", "# at commit abc1234\n# correct functions: 1, reported: 0\na\tb\n"} {
		name := filepath.Join(t.TempDir(), "record.tsv")
		if err := os.WriteFile(name, []byte(broken), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := blind(name); err == nil {
			t.Errorf("%q is taken", broken)
		}
	}
}
