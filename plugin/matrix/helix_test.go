package matrix

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
)

// TestHelixKnowsTheServer needs Helix. It has no session without a terminal; it
// reports which servers it starts by the block of docs/editors.md.
func TestHelixKnowsTheServer(t *testing.T) {
	program := ""
	for _, name := range []string{"hx", "helix"} {
		if found, err := exec.LookPath(name); err == nil {
			program = found
		}
	}
	if program == "" {
		t.Skip("Helix is not installed (Debian has it from trixie on: apt-get install hx)")
	}
	page := programtest.ReadFile(t, "../../docs/editors.md")
	_, block, _ := strings.Cut(page, "## Helix")
	_, block, _ = strings.Cut(block, "```toml\n")
	block, _, ok := strings.Cut(block, "```")
	if !ok {
		t.Fatal("docs/editors.md has no block for Helix")
	}
	config := t.TempDir()
	if err := os.MkdirAll(filepath.Join(config, "helix"), 0o777); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(config, "helix", "languages.toml"), block)
	t.Setenv("XDG_CONFIG_HOME", config)
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("PATH", filepath.Dir(tcerrlint)+string(os.PathListSeparator)+os.Getenv("PATH"))
	r := start(t, t.TempDir(), program, "--health", "go").want(t, 0)
	if !strings.Contains(r.out, "tcerrlint") {
		t.Errorf("%s%s", r.out, r.errs)
	}
}
