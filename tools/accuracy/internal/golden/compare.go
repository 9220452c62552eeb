package golden

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Unjudged is the verdict of a line that nobody has read yet.
const Unjudged = "?"

// A Difference is what changed since a golden was made.
type Difference struct {
	Same           int
	Moved          []Move
	Added, Removed []Line
}

// A Move is a finding on another line of its file than before.
type Move struct{ Old, New Line }

// None reports whether nothing changed.
func (d Difference) None() bool { return len(d.Moved)+len(d.Added)+len(d.Removed) == 0 }

// Compare compares the lines of a golden with those found now, which have no
// verdicts yet. It returns the difference, and the lines found now with the
// verdicts that were there.
func Compare(old, found []Line) (Difference, []Line) {
	var d Difference
	old, judged := slices.Clone(old), slices.Clone(found)
	take := func(i int, same func(Line) bool) (Line, bool) {
		at := slices.IndexFunc(old, same)
		if at < 0 {
			return Line{}, false
		}
		line := old[at]
		judged[i].Verdict, judged[i].Why, judged[i].Code = line.Verdict, line.Why, line.Code
		old = slices.Delete(old, at, at+1)
		return line, true
	}
	for i, f := range judged {
		for _, code := range []bool{true, false} { // messages, and what is read out of them, may change
			if _, ok := take(i, func(l Line) bool {
				return l.File == f.File && l.Line == f.Line && l.Rule == f.Rule && (!code || l.Code == f.Code)
			}); ok {
				d.Same++
				break
			}
		}
	}
	for i, f := range judged {
		if f.Verdict != "" {
			continue
		}
		if line, ok := take(i, func(l Line) bool { return l.File == f.File && l.Rule == f.Rule && l.Code == f.Code }); ok {
			d.Moved = append(d.Moved, Move{line, judged[i]})
			continue
		}
		judged[i].Verdict, judged[i].Why = Unjudged, "not judged yet"
		d.Added = append(d.Added, judged[i])
	}
	d.Removed = old
	return d, Sorted(judged)
}

// Sorted returns the lines as they stand in a file.
func Sorted(lines []Line) []Line {
	return slices.SortedStableFunc(slices.Values(lines), func(a, b Line) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.number(), b.number()), strings.Compare(a.Rule, b.Rule))
	})
}

func (l Line) number() int {
	n, _ := strconv.Atoi(l.Line)
	return n
}

// String is the line as it stands in the file.
func (l Line) String() string {
	return strings.Join([]string{l.File, l.Line, l.Rule, l.Code, l.Verdict, l.Why}, "\t")
}

// Text is the file, with these findings in place of its own, made by the tool at
// a commit.
func (f File) Text(lines []Line, tool string) string {
	var b strings.Builder
	for _, comment := range f.Header {
		key, _, _ := strings.Cut(comment, ":")
		switch {
		case key == "tool" && tool != "":
			comment = "tool: " + tool
		case key == "findings":
			comment = "findings: " + count(lines)
		}
		fmt.Fprintf(&b, "# %s\n", comment)
	}
	for _, line := range lines {
		fmt.Fprintln(&b, line)
	}
	return b.String()
}

// count tells how many lines have each verdict.
func count(lines []Line) string {
	text := strconv.Itoa(len(lines))
	if len(lines) == 0 {
		return text
	}
	var parts []string
	for _, verdict := range []string{"true", "debatable", "false", Unjudged} {
		n := 0
		for _, line := range lines {
			if line.Verdict == verdict {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", verdict, n))
		}
	}
	return text + " (" + strings.Join(parts, ", ") + ")"
}

// CodeOf returns what stands in the column of the code: the code that a message
// names, and for a fate the categories that meet it.
func CodeOf(rule, message string) string {
	message = strings.TrimPrefix(message, rule+": ")
	if rule == "missingcritical" {
		subject, _, _ := strings.Cut(message, "\"")
		var names []string
		for _, word := range strings.FieldsFunc(subject, func(r rune) bool { return r == ' ' || r == ',' || r == ':' }) {
			if word[0] >= 'A' && word[0] <= 'Z' {
				names = append(names, word)
			}
		}
		slices.Sort(names)
		fate := "swallowed"
		switch {
		case strings.Contains(subject, "retried until"):
			fate = "retried"
		case strings.Contains(subject, "final"):
			fate = "stopped"
		}
		return strings.Join(names, ",") + "=" + fate
	}
	if parts := strings.SplitN(message, "\"", 3); len(parts) == 3 {
		return parts[1]
	}
	return "-"
}
