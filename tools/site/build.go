package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// repository is where files that are no page are shown.
const repository = "https://github.com/tcerrlint/tcerrlint/blob/main/"

// A page is one Markdown file.
type page struct {
	source  string // its path in the repository, with slashes
	target  string // its path on the site
	lang    string // "en" or "zh"
	title   string
	body    []byte // HTML
	entries []entry
}

// An entry is a section, as the search finds it.
type entry struct {
	URL     string `json:"u"` // from the root of the site
	Page    string `json:"p"`
	Heading string `json:"h"`
	Text    string `json:"t"`
}

// chinese marks the files that are in Chinese.
const chinese = ".zh-CN.md"

// sources lists the files that become pages.
func sources(repo string) ([]string, error) {
	names := []string{"README.md", "README.zh-CN.md", "CHANGELOG.md", "CONTRIBUTING.md"}
	err := filepath.WalkDir(filepath.Join(repo, "docs"), func(name string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".md") {
			rel, _ := filepath.Rel(repo, name)
			names = append(names, filepath.ToSlash(rel))
		}
		return err
	})
	return names, err
}

// targetOf returns where on the site a source lies.
func targetOf(source string) (target, lang string) {
	lang, target = "en", strings.TrimSuffix(source, ".md")
	if strings.HasSuffix(source, chinese) {
		lang, target = "zh", strings.TrimSuffix(source, chinese)
	}
	dir, base := path.Split(target)
	switch {
	case base == "README":
		base = "index"
	case dir == "":
		base = strings.ToLower(base)
	}
	target = dir + base + ".html"
	if lang == "zh" {
		target = "zh/" + target
	}
	return target, lang
}

// build writes the site, and returns how many pages it has.
func build(repo, out string) (int, error) {
	names, err := sources(repo)
	if err != nil {
		return 0, err
	}
	var pages []*page
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(repo, filepath.FromSlash(name)))
		if err != nil {
			return 0, err
		}
		p := &page{source: name}
		p.target, p.lang = targetOf(name)
		if err := p.render(text, names); err != nil {
			return 0, fmt.Errorf("%s: %w", name, err)
		}
		pages = append(pages, p)
	}
	for _, p := range pages {
		if err := write(out, p.target, p.html(pages)); err != nil {
			return 0, err
		}
	}
	for _, lang := range []string{"en", "zh"} {
		var all []entry
		for _, p := range pages {
			if p.lang == lang {
				all = append(all, p.entries...)
			}
		}
		data, err := json.Marshal(all)
		if err != nil {
			return 0, err
		}
		// A script, since pages opened from a folder may not fetch.
		if err := write(out, "search-"+lang+".js", slices.Concat([]byte("window.sections = "), data, []byte(";\n"))); err != nil {
			return 0, err
		}
	}
	if err := write(out, "site.css", style); err != nil {
		return 0, err
	}
	if err := write(out, "site.js", script); err != nil {
		return 0, err
	}
	pictures := os.DirFS(filepath.Join(repo, "docs", "pictures"))
	return len(pages), fs.WalkDir(pictures, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(pictures, name)
		if err != nil {
			return err
		}
		return write(out, "docs/pictures/"+name, data)
	})
}

func write(out, target string, data []byte) error {
	name := filepath.Join(out, filepath.FromSlash(target))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, data) {
		return nil
	}
	return os.WriteFile(name, data, 0o644)
}

// twin returns the page in the other language, or that language's first page.
func (p *page) twin(pages []*page) string {
	other := strings.TrimSuffix(p.source, ".md") + chinese
	home := "zh/index.html"
	if p.lang == "zh" {
		other, home = strings.TrimSuffix(p.source, chinese)+".md", "index.html"
	}
	for _, q := range pages {
		if q.source == other {
			return q.target
		}
	}
	return home
}

// relative returns the way from this page to another place on the site.
func (p *page) relative(target string) string {
	return strings.Repeat("../", strings.Count(p.target, "/")) + target
}
