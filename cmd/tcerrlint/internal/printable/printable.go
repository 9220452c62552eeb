// Package printable makes text from programs under analysis harmless where it
// is shown. A file's name, a line of source or an error of the go command may
// hold what a terminal takes for its own, or what a CI system takes for a
// command: the program belongs to somebody else.
package printable

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// command is what GitHub Actions, Azure Pipelines and TeamCity obey wherever it
// stands in a line.
var command = regexp.MustCompile(`##(\w*)\[`)

// Line returns the text as part of one line: letters, tabs and spaces are as
// they were, and the rest is written as in Go source.
func Line(text string) string {
	if strings.ContainsFunc(text, hidden) {
		text = escape(text)
	}
	if strings.HasPrefix(strings.TrimSpace(text), "::") { // a command at the beginning of a line
		text = strings.Replace(text, "::", `\::`, 1)
	}
	return command.ReplaceAllString(text, `##$1\[`)
}

// hidden reports whether a letter has no shape of its own, or is no letter.
func hidden(r rune) bool { return r == utf8.RuneError || r != '\t' && !unicode.IsGraphic(r) }

func escape(text string) string {
	var b strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		if hidden(r) {
			quoted := strconv.Quote(text[:size])
			b.WriteString(quoted[1 : len(quoted)-1])
		} else {
			b.WriteString(text[:size])
		}
		text = text[size:]
	}
	return b.String()
}

// Lines does the same to each line of a text.
func Lines(text string) string {
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		body := strings.TrimSuffix(line, "\n")
		lines[i] = Line(body) + line[len(body):]
	}
	return strings.Join(lines, "")
}
