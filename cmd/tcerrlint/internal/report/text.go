package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/fatih/color"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/printable"
)

// text writes "file:line:col: message", below it the source line with the
// finding's range underlined, and related positions indented.
func text(w io.Writer, in Input) error {
	out := bufio.NewWriter(w)
	p := palette(in.Color)
	for _, f := range in.Findings {
		fmt.Fprintf(out, "%s %s\n", p.place(place(in.Sources, f.Range)), message(p, f))
		snippet(out, p, in.Sources, f.Range)
		for _, r := range f.Related {
			fmt.Fprintf(out, "\t%s %s\n", p.place(place(in.Sources, r.Range)), printable.Line(r.Message))
		}
	}
	return out.Flush()
}

// oneline writes what text does without source and related positions: a line a finding.
func oneline(w io.Writer, in Input) error {
	out := bufio.NewWriter(w)
	p := palette(in.Color)
	for _, f := range in.Findings {
		fmt.Fprintf(out, "%s %s\n", p.place(place(in.Sources, f.Range)), message(p, f))
	}
	return out.Flush()
}

func place(sources *finding.Sources, r finding.Range) string {
	at := fmt.Sprintf("%s:%d:", sources.Shown(r.Pos.Filename), r.Pos.Line)
	if r.Pos.Column > 0 { // a //line comment may leave it out
		at += fmt.Sprintf("%d:", r.Pos.Column)
	}
	return printable.Line(at)
}

// message marks the rule's id.
func message(p colors, f finding.Finding) string {
	text := printable.Line(f.Message)
	rest, ok := strings.CutPrefix(text, f.Rule+":")
	if !ok {
		return text
	}
	paint := p.warning
	switch f.Severity {
	case "error":
		paint = p.err
	case "note":
		paint = p.note
	}
	return paint(f.Rule+":") + rest
}

// snippet writes the line and underlines the range, or what of it lies on the line.
func snippet(out io.Writer, p colors, sources *finding.Sources, r finding.Range) {
	line := sources.Line(r.Pos.Filename, r.Pos.Line)
	start := r.Pos.Column - 1 // columns count bytes
	if line == "" || start < 0 || start > len(line) {
		return
	}
	end := len(line)
	if r.End.Line == r.Pos.Line && r.End.Column-1 <= len(line) {
		end = max(r.End.Column-1, start)
	}
	before, marked, after := around(line, start, end)
	before, marked, after = printable.Line(before), printable.Line(marked), printable.Line(after)
	indent := strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return r
		case wide(r):
			return '\u3000' // a space as wide as it
		}
		return ' '
	}, before)
	width := 0
	for _, r := range marked {
		width++
		if wide(r) {
			width++
		}
	}
	underline := "^" + strings.Repeat("~", max(width-1, 0))
	fmt.Fprintf(out, "%s\n%s%s\n", printable.Line(before+marked+after), indent, p.mark(underline))
}

// Of a long line only what lies around the range is shown, in bytes: a generated
// file may have a megabyte in one.
const (
	maxBefore = 80
	maxMarked = 160
	maxAfter  = 60
)

// around cuts a line into what precedes the range, the range, and what follows,
// each with an ellipsis where some of it is left out.
func around(line string, start, end int) (before, marked, after string) {
	before, marked, after = line[:start], line[start:end], line[end:]
	if len(before) > maxBefore {
		before = "…" + strings.ToValidUTF8(before[len(before)-maxBefore:], "")
	}
	if len(marked) > maxMarked {
		marked, after = strings.ToValidUTF8(marked[:maxMarked], "")+"…", ""
	}
	if len(after) > maxAfter {
		after = strings.ToValidUTF8(after[:maxAfter], "") + "…"
	}
	return before, marked, after
}

// wide reports whether a terminal gives the letter two columns.
func wide(r rune) bool {
	const firstFullWidth, lastFullWidth = '\uff01', '\uff60'
	return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) ||
		firstFullWidth <= r && r <= lastFullWidth || '\u3000' <= r && r <= '\u303f'
}

type paint func(...any) string

// colors paint the parts of a text report.
type colors struct {
	place, err, warning, note, mark paint
}

func palette(on bool) colors {
	paintWith := func(attributes ...color.Attribute) paint {
		c := color.New(attributes...)
		if on {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
		return c.SprintFunc()
	}
	return colors{
		place:   paintWith(color.Bold),
		err:     paintWith(color.FgRed, color.Bold),
		warning: paintWith(color.FgYellow, color.Bold),
		note:    paintWith(color.FgCyan, color.Bold),
		mark:    paintWith(color.FgGreen, color.Bold),
	}
}
