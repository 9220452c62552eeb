package docs

import (
	"slices"
	"strings"
	"testing"
)

func TestLinksLeadSomewhere(t *testing.T) {
	followed := 0
	for _, name := range pages(t, ".") {
		for _, l := range readPage(t, name).links() {
			followed++
			switch {
			case !exists(l.file):
				t.Errorf("%s: the link to %s leads nowhere", name, l.file)
			case l.anchor != "" && strings.HasSuffix(l.file, ".md") && !readPage(t, l.file).has(l.anchor):
				t.Errorf("%s: %s has no heading #%s", name, l.file, l.anchor)
			}
		}
	}
	if followed < 100 {
		t.Errorf("followed %d links", followed)
	}
}

// TestEveryPageIsTwoClicksAway holds that from the index of the documentation,
// to which README.md leads, each page is reached in at most two clicks.
func TestEveryPageIsTwoClicksAway(t *testing.T) {
	for _, lang := range []struct{ readme, index string }{
		{"README.md", "docs/README.md"},
		{"README.zh-CN.md", "docs/README.zh-CN.md"},
	} {
		if !slices.ContainsFunc(readPage(t, lang.readme).links(), func(l link) bool { return l.file == lang.index }) {
			t.Errorf("%s does not lead to %s", lang.readme, lang.index)
		}
		near := map[string]bool{lang.index: true}
		for range 2 {
			for name := range near {
				if !strings.HasSuffix(name, ".md") || !exists(name) {
					continue
				}
				for _, l := range readPage(t, name).links() {
					near[l.file] = true
				}
			}
		}
		for _, name := range pages(t, "docs") {
			if isChinese(name) == isChinese(lang.index) && !near[name] {
				t.Errorf("%s is more than two clicks from %s", name, lang.index)
			}
		}
	}
}

func TestTheChangelogIsWritten(t *testing.T) {
	if strings.Contains(readPage(t, "CHANGELOG.md").prose, "TODO") {
		t.Error("CHANGELOG.md says TODO: write what is new for users")
	}
}
