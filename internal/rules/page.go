package rules

import (
	"fmt"
	"strings"
)

// pages is the address of the folder docs.
const pages = "https://github.com/tcerrlint/tcerrlint/blob/main/docs"

// URL returns the address of a rule's page, to which every finding leads.
func URL(id string) string { return pages + "/rules/" + id + ".md" }

// A Section is a part of a document under a heading.
type Section struct {
	Title string
	Text  string
	Form  Form
}

// Form says what the text of a section is.
type Form int

// The forms of text.
const (
	Prose Form = iota
	GoCode
	Output  // of a driver
	Options // their names, separated by commas
)

// Sections returns the parts of the document, in English ("en") or Chinese
// ("zh"), without those that have nothing to say.
func (d Doc) Sections(lang string) []Section {
	w, text := wordsIn(lang), d.In(lang)
	var sections []Section
	for _, s := range []Section{
		{w.what, text.What, Prose},
		{w.why, text.Why, Prose},
		{w.bad, d.Bad, GoCode},
		{w.found, d.Found, Output},
		{w.good, d.Good, GoCode},
		{w.fix, text.Fix, Prose},
		{w.safety, text.Safety, Prose},
		{w.limits, text.Limits, Prose},
		{w.options, strings.Join(d.Options, ", "), Options},
		{w.seen, text.Seen, Prose},
	} {
		if s.Text != "" {
			sections = append(sections, s)
		}
	}
	return sections
}

// Facts tells severity, first version and whether the rule is on, in one line.
func (d Doc) Facts(lang string) string {
	w := wordsIn(lang)
	line := fmt.Sprintf(w.facts, w.severities[d.Severity], d.Since)
	if d.Optional {
		line += w.optional
	}
	return line
}

// Page returns the page of the rule as Markdown: docs/rules/ID.md is made of
// it, and docs/rules/ID.zh-CN.md.
func (d Doc) Page(lang string) string {
	other := fmt.Sprintf(wordsIn(lang).otherPage, d.ID)
	return fmt.Sprintf("# %s\n\n%s\n\n%s", d.ID, other, d.markdown(lang, ".."))
}

// Help returns the document as Markdown that may stand anywhere.
func (d Doc) Help(lang string) string { return d.markdown(lang, pages) }

// markdown returns the document with links to the pages in the folder docs.
func (d Doc) markdown(lang, docs string) string {
	w := wordsIn(lang)
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n", d.In(lang).Title, d.Facts(lang))
	for _, s := range d.Sections(lang) {
		text := s.Text
		switch s.Form {
		case GoCode:
			text = "```go\n" + text + "\n```"
		case Output:
			text = "```\n" + text + "\n```"
		case Options:
			var links []string
			for _, name := range strings.Split(text, ", ") {
				links = append(links, fmt.Sprintf("[`%s`](%s/%s#%s)", name, docs, w.optionsPage, name))
			}
			text = strings.Join(links, w.comma)
		}
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", s.Title, text)
	}
	return b.String()
}

// Index returns the page that lists the pages of the documents: the README.md
// of the folder docs/rules, and README.zh-CN.md.
func Index(docs []Doc, lang string) string {
	w := wordsIn(lang)
	var b strings.Builder
	b.WriteString(w.index)
	for _, d := range docs {
		title := d.In(lang).Title
		if d.Optional {
			title += w.optional
		}
		fmt.Fprintf(&b, "| [%s](%s%s) | %s | %s |\n", d.ID, d.ID, w.extension, w.severities[d.Severity], title)
	}
	return b.String()
}

// words are what stands around the texts of a document.
type words struct {
	facts, optional, comma                                          string
	severities                                                      map[Severity]string
	otherPage, optionsPage, index, extension                        string
	what, why, bad, found, good, fix, safety, limits, options, seen string
}

func wordsIn(lang string) words {
	if lang == "zh" {
		return words{
			facts:       "级别：%s · 自 %s 起",
			optional:    " · 默认关闭",
			comma:       "、",
			severities:  map[Severity]string{Error: "错误（error）", Warning: "警告（warning）", Note: "提示（note）"},
			otherPage:   "[English](%s.md)",
			optionsPage: "options.zh-CN.md",
			index: `# 规则

[English](README.md)

` + "`" + `tcerrlint explain -lang zh` + "`" + ` 加规则名显示同样的内容。[选项](../options.zh-CN.md)可以打开和关闭规则，级别也可以修改。规则名永不重复使用。

| 规则 | 级别 | 报告什么 |
| --- | --- | --- |
`,
			extension: ".zh-CN.md",
			what:      "检查什么",
			why:       "为什么有问题",
			bad:       "有问题的代码",
			found:     "报告的内容",
			good:      "应改为",
			fix:       "如何修复",
			safety:    "自动修复是否安全",
			limits:    "已知局限",
			options:   "选项",
			seen:      "真实案例",
		}
	}
	return words{
		facts:       "Severity: %s · since %s",
		optional:    " · off by default",
		comma:       ", ",
		severities:  map[Severity]string{Error: "error", Warning: "warning", Note: "note"},
		otherPage:   "[中文](%s.zh-CN.md)",
		optionsPage: "options.md",
		index: `# Rules

[中文](README.zh-CN.md)

"tcerrlint explain RULE" shows the same. [Options](../options.md) turn rules on and off, and severities may be changed. Ids are never used again.

| rule | severity | what it finds |
| --- | --- | --- |
`,
		extension: ".md",
		what:      "What it does",
		why:       "Why it is bad",
		bad:       "Example",
		found:     "What is reported",
		good:      "Use instead",
		fix:       "Fix",
		safety:    "Safety of the fix",
		limits:    "Known limits",
		options:   "Options",
		seen:      "Seen in real code",
	}
}
