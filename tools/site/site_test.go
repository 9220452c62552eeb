package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/tools/internal/root"
)

// built builds the site of this repository into a folder of the test.
func built(t *testing.T) string {
	t.Helper()
	old, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chdir(old) })
	if err := root.Enter(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	pages, err := build(".", dir)
	if err != nil {
		t.Fatal(err)
	}
	if pages < 50 {
		t.Errorf("%d pages", pages)
	}
	return dir
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestEveryLinkLeadsSomewhere(t *testing.T) {
	dir := built(t)
	dead, err := deadLinks(dir)
	if err != nil || len(dead) > 0 {
		t.Fatalf("%v\n%s", err, strings.Join(dead, "\n"))
	}

	// What the check is there for.
	page := filepath.Join(dir, "docs", "map.html")
	broken := strings.Replace(read(t, page), `<main id="text">`, `<main id="text"><a href="nowhere.html">x</a><a href="../index.html#no-such">y</a><a href="https://example.com/z">z</a>`, 1)
	if err := os.WriteFile(page, []byte(broken), 0o644); err != nil {
		t.Fatal(err)
	}
	if dead, err = deadLinks(dir); err != nil || len(dead) != 2 {
		t.Errorf("%v, %q", err, dead)
	}
}

func TestPagesHaveTwinsInTheOtherLanguage(t *testing.T) {
	dir := built(t)
	for name, want := range map[string]string{
		"index.html":                           `class="other" href="zh/index.html"`,
		"zh/index.html":                        `class="other" href="../index.html"`,
		"docs/rules/deadtest.html":             `class="other" href="../../zh/docs/rules/deadtest.html"`,
		"zh/docs/rules/deadtest.html":          `class="other" href="../../../docs/rules/deadtest.html"`,
		"docs/accuracy.html":                   `class="other" href="../zh/index.html"`,
		"zh/docs/rules/index.html":             `href="../../../zh/docs/rules/missingcritical.html"`,
		"docs/rules/missingcritical.html":      `<h2 id="what-it-does">`,
		"zh/docs/rules/uncheckedresponse.html": `lang="zh-CN"`,
		"docs/rules/uncheckedresponse.html":    `aria-current="page">uncheckedresponse`,
		"changelog.html":                       `class="other" href="zh/index.html"`,
		"docs/editors.html":                    `src="../docs/pictures/`,
		"zh/docs/rules/partialcategory.html":   `search-zh.js`,
		"docs/rules/partialcategory.html":      `search-en.js`,
		"zh/docs/settings.html":                `<nav>`,
	} {
		if text := read(t, filepath.Join(dir, filepath.FromSlash(name))); !strings.Contains(text, want) {
			t.Errorf("%s lacks %s", name, want)
		}
	}
}

// TestNothingIsAskedOfTheNetwork holds that a page loads nothing from elsewhere.
func TestNothingIsAskedOfTheNetwork(t *testing.T) {
	dir := built(t)
	for _, name := range []string{"site.js", "site.css", "index.html"} {
		text := read(t, filepath.Join(dir, name))
		for _, outside := range []string{`src="http`, "url(http", "fetch(", "@import", `rel="stylesheet" href="http`} {
			if strings.Contains(text, outside) {
				t.Errorf("%s has %s", name, outside)
			}
		}
	}
}

// TestSearchFindsSections asks a real browser.
func TestSearchFindsSections(t *testing.T) {
	browser := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if found, err := exec.LookPath(name); err == nil {
			browser = found
		}
	}
	if browser == "" {
		t.Skip("no chromium and no google-chrome is installed: the search is not tried")
	}
	dir := built(t)
	for _, c := range []struct{ page, query, want string }{
		{"index.html", "swallowed", `docs/rules/missingcritical.html#what-it-does`},
		{"docs/map.html", "new-from", `../docs/settings.html`},
		{"zh/index.html", "重试结构", `../zh/docs/analysis.html#重试结构`},
		{"index.html", "nosuchwordanywhere", "Nothing found"},
	} {
		address := "file://" + filepath.Join(dir, filepath.FromSlash(c.page)) + "?q=" + c.query
		out, err := exec.Command(browser, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+t.TempDir(), "--virtual-time-budget=5000", "--dump-dom", address).Output()
		if err != nil {
			t.Fatal(err)
		}
		_, found, _ := strings.Cut(string(out), `id="found"`)
		found, _, _ = strings.Cut(found, "</ol>")
		if !strings.Contains(found, c.want) {
			t.Errorf("%s?q=%s: want %s in\n%.600s", c.page, c.query, c.want, found)
		}
	}
}
