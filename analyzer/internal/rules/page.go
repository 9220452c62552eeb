package rules

import (
	"fmt"
	"strings"
)

// Page returns the page of the rule as Markdown, in English ("en") or Chinese
// ("zh"): docs/rules/ID.md and docs/rules/ID.zh-CN.md are made of it.
func (d Doc) Page(lang string) string {
	t, other := headings["en"], fmt.Sprintf("[中文](%s.zh-CN.md)", d.ID)
	if lang == "zh" {
		t, other = headings["zh"], fmt.Sprintf("[English](%s.md)", d.ID)
		d = d.inChinese()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n\n%s\n\n", d.ID, other, d.Title)
	fmt.Fprintf(&b, "%s: %s · %s %s", t.severity, d.Severity, t.since, d.Since)
	if d.Optional {
		fmt.Fprintf(&b, " · %s", t.optional)
	}
	b.WriteString("\n")
	section := func(title, text string) {
		if text != "" {
			fmt.Fprintf(&b, "\n## %s\n\n%s\n", title, text)
		}
	}
	goCode := func(code string) string {
		if code == "" {
			return ""
		}
		return "```go\n" + code + "\n```"
	}
	section(t.what, d.What)
	section(t.why, d.Why)
	section(t.bad, goCode(d.Bad))
	section(t.good, goCode(d.Good))
	section(t.fix, d.Fix)
	section(t.limits, d.Limits)
	if len(d.Options) > 0 {
		var options []string
		for _, o := range d.Options {
			options = append(options, "`"+o+"`")
		}
		section(t.options, fmt.Sprintf(t.seeOptions, strings.Join(options, ", ")))
	}
	section(t.seen, d.Seen)
	return b.String()
}

type heading struct {
	severity, since, optional, what, why, bad, good, fix, limits, options, seeOptions, seen string
}

var headings = map[string]heading{
	"en": {
		severity: "Severity", since: "since", optional: "off by default",
		what: "What it does", why: "Why", bad: "Example", good: "Use instead", fix: "Fix", limits: "Known limits",
		options: "Options", seeOptions: "%s: see [options](../options.md).", seen: "Seen in real code",
	},
	"zh": {
		severity: "级别", since: "始于", optional: "默认关闭",
		what: "检查什么", why: "为什么", bad: "有问题的代码", good: "应改为", fix: "自动修复", limits: "已知局限",
		options: "选项", seeOptions: "%s：见[选项](../options.md)。", seen: "真实代码中的例子",
	},
}

// inChinese returns the document with its texts in Chinese, as far as there
// are any.
func (d Doc) inChinese() Doc {
	zh := chinese[d.ID]
	for _, text := range []struct{ to, from *string }{
		{&d.Title, &zh.Title}, {&d.What, &zh.What}, {&d.Why, &zh.Why}, {&d.Fix, &zh.Fix}, {&d.Limits, &zh.Limits}, {&d.Seen, &zh.Seen},
	} {
		if *text.from != "" {
			*text.to = *text.from
		}
	}
	return d
}
