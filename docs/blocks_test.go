package docs

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/settings"
)

// TestFilesShownAreRight parses what the pages tell their readers to copy.
func TestFilesShownAreRight(t *testing.T) {
	settingsShown, workflows := 0, 0
	for _, name := range append(pages(t, "docs"), "README.md", "README.zh-CN.md") {
		for _, b := range readPage(t, name).blocks {
			switch b.lang {
			case "json":
				if !json.Valid([]byte(b.text)) {
					t.Errorf("%s:%d: not JSON", name, b.line)
				}
			case "yaml":
				var doc map[string]any
				if err := yaml.Unmarshal([]byte(b.text), &doc); err != nil {
					t.Errorf("%s:%d: %v", name, b.line, err)
				}
				switch {
				case doc["rules"] != nil:
					settingsShown++
					checkSettings(t, name, b)
				case doc["jobs"] != nil:
					workflows++
					checkWorkflow(t, name, b)
				}
			}
		}
	}
	if settingsShown < 2 || workflows < 2 {
		t.Errorf("%d files of settings and %d workflows", settingsShown, workflows)
	}
}

// checkSettings reads a .tcerrlint.yml that a page shows.
func checkSettings(t *testing.T, name string, b block) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, ".tcerrlint.yml"), []byte(b.text), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, _, err := settings.Analyzer(dir); err != nil {
		t.Errorf("%s:%d: %v", name, b.line, err)
	}
}

// checkWorkflow runs actionlint on a workflow that a page shows.
func checkWorkflow(t *testing.T, name string, b block) {
	t.Helper()
	if os.Getenv("TCERRLINT_LONG") == "" {
		return
	}
	cmd := exec.Command("go", "run", "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12", "-")
	cmd.Stdin = strings.NewReader(b.text)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%s:%d: %v\n%s", name, b.line, err, out)
	}
}

// TestTheExampleForNogoIsTheOneShown compares plugin/nogo/nogo.json, which the
// page's command reads, with what the page shows.
func TestTheExampleForNogoIsTheOneShown(t *testing.T) {
	file := programtest.ReadFile(t, filepath.Join(root, "plugin", "nogo", "nogo.json"))
	for _, b := range readPage(t, "docs/bazel.md").blocks {
		if b.lang == "json" {
			if b.text != file {
				t.Errorf("docs/bazel.md:%d shows\n%s\nnot plugin/nogo/nogo.json\n%s", b.line, b.text, file)
			}
			return
		}
	}
	t.Error("docs/bazel.md shows no JSON")
}
