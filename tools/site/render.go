package main

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

var markdown = goldmark.New(
	goldmark.WithExtensions(extension.GFM),
	goldmark.WithParserOptions(parser.WithAutoHeadingID()),
	goldmark.WithRendererOptions(html.WithUnsafe()), // the README aligns its badges with HTML
)

// render fills in the page from its Markdown. names lists the sources that are pages.
func (p *page) render(source []byte, names []string) error {
	context := parser.NewContext(parser.WithIDs(&anchors{seen: make(map[string]int)}))
	doc := markdown.Parser().Parse(text.NewReader(source), parser.WithContext(context))
	section := entry{URL: p.target}
	flush := func() {
		if section.Text = strings.Join(strings.Fields(section.Text), " "); section.Heading != "" {
			p.entries = append(p.entries, section)
		}
	}
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			n.Destination = []byte(p.link(string(n.Destination), names))
		case *ast.Image:
			n.Destination = []byte(p.link(string(n.Destination), names))
		case *ast.Heading:
			flush()
			heading := plain(n, source)
			if p.title == "" {
				p.title = heading
			}
			id, _ := n.AttributeString("id")
			section = entry{URL: p.target, Page: p.title, Heading: heading}
			if name, ok := id.([]byte); ok && n.Level > 1 {
				section.URL += "#" + string(name)
			}
			return ast.WalkSkipChildren, p.links(n, names)
		case *ast.Text:
			section.Text += " " + string(n.Value(source))
		case *ast.CodeSpan:
			section.Text += " " + plain(n, source)
			return ast.WalkSkipChildren, nil
		case *ast.FencedCodeBlock:
			section.Text += " " + string(n.Lines().Value(source))
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		return err
	}
	flush()
	var b bytes.Buffer
	if err := markdown.Renderer().Render(&b, source, doc); err != nil {
		return err
	}
	p.body = b.Bytes()
	return nil
}

// links rewrites the links in a heading.
func (p *page) links(heading ast.Node, names []string) error {
	return ast.Walk(heading, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if link, ok := n.(*ast.Link); ok && entering {
			link.Destination = []byte(p.link(string(link.Destination), names))
		}
		return ast.WalkContinue, nil
	})
}

// link returns where a link of the source leads on the site: to a page, to a picture,
// or to the file in the repository.
func (p *page) link(to string, names []string) string {
	if to == "" || strings.HasPrefix(to, "#") || strings.Contains(to, "://") || strings.HasPrefix(to, "mailto:") {
		return to
	}
	name, anchor, found := strings.Cut(to, "#")
	if found {
		anchor = "#" + anchor
	}
	file := path.Join(path.Dir(p.source), name)
	switch {
	case slices.Contains(names, file):
		target, _ := targetOf(file)
		return p.relative(target) + anchor
	case strings.HasPrefix(file, "docs/pictures/"):
		return p.relative(file)
	}
	return repository + file + anchor
}

// plain is the text of a node, without marks.
func plain(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			b.Write(t.Value(source))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// anchors names headings as the repository's own viewer does, so that links work on
// both.
type anchors struct{ seen map[string]int }

func (a *anchors) Generate(value []byte, _ ast.NodeKind) []byte {
	var b strings.Builder
	for _, r := range strings.ToLower(string(util.TrimLeftSpace(util.TrimRightSpace(value)))) {
		switch {
		case r == ' ':
			b.WriteByte('-')
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		}
	}
	name := b.String()
	a.seen[name]++
	if n := a.seen[name]; n > 1 {
		return []byte(name + "-" + string(rune('0'+n-1)))
	}
	return []byte(name)
}

func (a *anchors) Put(value []byte) { a.seen[string(value)]++ }
