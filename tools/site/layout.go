package main

import (
	"bytes"
	_ "embed"
	"html/template"
	"path"
	"slices"
	"strings"
)

//go:embed site.css
var style []byte

//go:embed site.js
var script []byte

//go:embed page.tmpl
var layoutText string

var layout = template.Must(template.New("page").Parse(layoutText))

// words are what a page says beside its text.
var words = map[string]map[string]string{
	"en": {"lang": "en", "search": "Search", "other": "中文", "guide": "Guide", "rules": "Rules", "inside": "Inside", "project": "Project", "none": "Nothing found", "skip": "Skip to the text"},
	"zh": {"lang": "zh-CN", "search": "搜索", "other": "English", "guide": "使用", "rules": "规则", "inside": "原理", "project": "项目", "none": "没有找到", "skip": "跳到正文"},
}

// inside lists the pages about how it works and how well.
var inside = []string{"analysis", "accuracy", "mutation", "performance", "robustness", "catalog"}

// A group is a part of the navigation.
type group struct {
	Title string
	Items []item
}

type item struct {
	Title, URL string
	Here       bool
}

// html lays the page out.
func (p *page) html(pages []*page) []byte {
	var b bytes.Buffer
	err := layout.Execute(&b, map[string]any{
		"Words": words[p.lang],
		"Lang":  p.lang,
		"Title": p.title,
		"Body":  template.HTML(p.body), // made from the repository's own files
		"Root":  p.relative(""),
		"Home":  p.relative(home(p.lang)),
		"Twin":  p.relative(p.twin(pages)),
		"Nav":   p.navigation(pages),
	})
	if err != nil {
		panic(err) // the template is part of the program
	}
	return b.Bytes()
}

func home(lang string) string {
	if lang == "zh" {
		return "zh/index.html"
	}
	return "index.html"
}

// navigation lists the pages of the language. What exists in English alone is in
// both.
func (p *page) navigation(pages []*page) []group {
	w := words[p.lang]
	groups := []group{{Title: w["guide"]}, {Title: w["rules"]}, {Title: w["inside"]}, {Title: w["project"]}}
	for _, q := range pages {
		if q.lang != p.lang && (q.lang != "en" || p.lang != "zh" || hasTwin(q, pages)) {
			continue
		}
		at := 0
		name := strings.TrimSuffix(path.Base(q.target), ".html")
		switch {
		case strings.Contains(q.source, "docs/rules/"):
			at = 1
		case slices.Contains(inside, name):
			at = 2
		case name == "changelog" || name == "contributing":
			at = 3
		}
		title := q.title
		if at == 1 && name != "index" {
			title = name
		}
		groups[at].Items = append(groups[at].Items, item{title, p.relative(q.target), p == q})
	}
	return groups
}

func hasTwin(q *page, pages []*page) bool {
	return slices.ContainsFunc(pages, func(other *page) bool {
		return other != q && other.twin(pages) == q.target && q.twin(pages) == other.target
	})
}
