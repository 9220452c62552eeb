package lsp

import (
	"context"
	"regexp"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/live"
)

// hover explains what is at a place: a code, a category, a constant or an action
// of the SDK, a directive or a rule. It returns nil where there is none.
func (s *server) hover(ctx context.Context, p placeParams) (*hover, error) {
	q, err := s.ask(ctx, p.TextDocument.URI, p.Position)
	if q == nil || err != nil {
		return nil, err
	}
	text := ""
	rule, start, end := q.rule()
	if rule != "" {
		text = ruleText(rule, s.language(q.name))
	} else if q.point != nil {
		var word string
		word, start, end = q.word(ctx)
		text = s.explanation(word, q.name)
	}
	if text == "" {
		return nil, nil
	}
	where := q.span(start, end)
	return &hover{markup{"markdown", text}, &where}, nil
}

// explanation explains a word in the language for a file, "" if there is nothing
// to explain.
func (s *server) explanation(word, name string) string {
	if word == "" || s.Explain == nil {
		return ""
	}
	return markdown(s.Explain(word, s.language(name)))
}

// word returns the code, category or action at the place, and the bytes it takes.
func (q *question) word(ctx context.Context) (word string, start, end int) {
	if lit := live.LiteralAt(q.text, q.offset); lit != nil {
		_, known := catalog.Lookup(lit.Value)
		category := strings.TrimSuffix(lit.Value, ".")
		switch {
		case known && strings.Contains(lit.Value, "."):
			return lit.Value, lit.Start, lit.End
		case lit.Value != "" && q.tested(ctx) != nil: // one of COS, or a misspelled one
			if !known && !catalog.IsCategory(category) {
				category = lit.Value
			}
			return category, lit.Start, lit.End
		}
		return "", 0, 0
	}
	obj, expr := q.point.Object()
	if expr == nil {
		return "", 0, 0
	}
	start, end = q.point.Offsets(expr)
	if value := constantValue(obj); value != "" {
		if _, known := catalog.Lookup(value); known {
			return value, start, end
		}
	}
	if call, ok := live.CallOf(obj); ok {
		return call.Service + " " + call.Action, start, end
	}
	return "", 0, 0
}

var directive = regexp.MustCompile(`//tcerrlint:(ignore|file-ignore|codes)\s+([a-zA-Z0-9_,]+)`)

// rule returns the rule that a directive at the place names, the one under the
// place if there are several; "directive" for a directive that names none.
func (q *question) rule() (rule string, start, end int) {
	line := strings.LastIndexByte(string(q.text[:q.offset]), '\n') + 1
	rest, _, _ := strings.Cut(string(q.text[line:]), "\n")
	at := directive.FindStringSubmatchIndex(rest)
	if at == nil || q.offset-line < at[0] || q.offset-line > at[1] {
		return "", 0, 0
	}
	if rest[at[2]:at[3]] == "codes" {
		return "directive", line + at[0], line + at[1]
	}
	start = line + at[4]
	for _, name := range strings.Split(rest[at[4]:at[5]], ",") {
		end = start + len(name)
		if q.offset <= end || end == line+at[5] {
			if isRule(name) {
				return name, start, end
			}
			return "", 0, 0
		}
		start = end + 1
	}
	return "", 0, 0
}

func isRule(name string) bool { return ruleText(name, "en") != "" }

// ruleText returns the document of a rule, "" if there is none.
func ruleText(id, lang string) string {
	for _, rule := range analyzer.Documents() {
		if rule.ID == id {
			return "**" + id + "**\n\n" + rule.Help(lang)
		}
	}
	return ""
}

var labelled = regexp.MustCompile(`^  ([^\s:：][^:：]{0,30})[:：]\s*(.*)$`)

// markdown formats an explanation of the command: a line that is not indented is a
// title, and lines "  label: text" below are a list.
func markdown(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		switch m := labelled.FindStringSubmatch(line); {
		case line == "":
		case m != nil:
			b.WriteString("- **" + m[1] + "**: " + m[2] + "\n")
		case line[0] != ' ':
			if b.Len() > 0 {
				b.WriteString("\n")
			}
			b.WriteString("**" + line + "**\n\n")
		default:
			b.WriteString("  " + strings.TrimLeft(line, " ") + "\n") // goes on
		}
	}
	return b.String()
}
