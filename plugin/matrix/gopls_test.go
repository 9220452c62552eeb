package matrix

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/lsptest"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
)

func TestGoplsLinksToThePageOfTheRule(t *testing.T) {
	dir := programtest.CopyTree(t, examples["example"])
	file := filepath.Join(dir, "purge.go")
	c := lsptest.Start(t, dir, map[string]any{}, gopls)
	c.Open(file)
	d := only(c.Wait(file, has("unknowncode", 1)))[0]
	if d.Code != "unknowncode" || d.CodeDescription == nil || !strings.HasSuffix(d.CodeDescription.Href, "unknowncode.md") {
		t.Errorf("%+v", d)
	}
	fixes := c.QuickFixes(file, d)
	if len(fixes) != 1 || !strings.HasPrefix(fixes[0].Title, "Replace with") {
		t.Errorf("fixes %+v", fixes)
	}
	if len(d.Related) == 0 {
		t.Error("no related positions")
	}
}

func TestGoplsShowsUnsavedChangesAcrossPackages(t *testing.T) {
	dir := programtest.CopyTree(t, examples["shop"])
	api, stock := filepath.Join(dir, "api", "api.go"), filepath.Join(dir, "stock", "stock.go")
	c := lsptest.Start(t, dir, map[string]any{}, gopls)
	c.Open(api)
	c.Open(stock)
	c.Wait(stock, has("unknowncode", 1))
	text := programtest.ReadFile(t, api)
	c.Change(api, strings.Replace(text, "e.Code == code", "e.Message == code", 1)) // no longer a helper
	c.Wait(stock, has("unknowncode", 0))
	c.Change(api, text)
	c.Wait(stock, has("unknowncode", 1))
}

func TestGoplsCanTurnTheAnalyzerOff(t *testing.T) {
	dir := programtest.CopyTree(t, examples["example"])
	file := filepath.Join(dir, "purge.go")
	c := lsptest.Start(t, dir, map[string]any{"analyses": map[string]any{"tcerrlint": false}}, gopls)
	c.Open(file)
	// A mistake of another kind shows when gopls is done.
	c.Change(file, programtest.ReadFile(t, file)+"\nfunc selfAssign(x int) { x = x }\n")
	all := c.Wait(file, func(all []lsptest.Diagnostic) bool {
		for _, d := range all {
			if strings.Contains(d.Message, "self-assignment") {
				return true
			}
		}
		return false
	})
	if len(only(all)) != 0 {
		t.Errorf("%+v", only(all))
	}
}

// TestGoplsKeepsNoResultsOfOtherSettings: its cache is on disk and knows
// nothing of settings.
func TestGoplsKeepsNoResultsOfOtherSettings(t *testing.T) {
	dir := programtest.CopyTree(t, examples["example"])
	t.Setenv("GOPLSCACHE", t.TempDir())
	purge, instance := filepath.Join(dir, "purge.go"), filepath.Join(dir, "instance.go")
	page := func(code string) string { return "| 错误码 | 说明 |\n|--|--|\n| " + code + " | 测试 |\n" }
	for _, test := range []struct {
		name, settings, page string
		wrong                int
	}{
		{"no settings", "", "", 1},
		{"rule off", "rules: [-unknowncode]\n", "", 0},
		{"rule on again", "# none\n", "", 1},
		{"code of a page", "extra-pages: [page.md]\n", page("AuthFailure.SignatureExpired"), 0},
		{"page changed", "extra-pages: [page.md]\n", page("AuthFailure.SignatureGone"), 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			writeFile(t, filepath.Join(dir, "page.md"), test.page)
			writeFile(t, filepath.Join(dir, ".tcerrlint.yml"), test.settings)
			c := lsptest.Start(t, dir, map[string]any{}, gopls)
			c.Open(purge)
			c.Open(instance)
			c.Wait(instance, has("swappedargs", 1))
			time.Sleep(300 * time.Millisecond) // both files are shown at about the same time
			if all, _ := c.Current(purge); !has("unknowncode", test.wrong)(all) {
				t.Errorf("%+v", only(all))
			}
		})
	}
}

func TestGoplsRefusesWrongSettings(t *testing.T) {
	dir := programtest.CopyTree(t, examples["example"])
	writeFile(t, filepath.Join(dir, ".tcerrlint.yml"), "rule: [all]\n")
	if r := start(t, dir, gopls, "version").want(t, 2); !strings.Contains(r.errs, `.tcerrlint.yml:1: unknown key "rule"`) {
		t.Errorf("%s", r.errs)
	}
}
