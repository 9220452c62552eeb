package printable

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
)

func TestLine(t *testing.T) {
	for text, want := range map[string]string{
		"\tcase \"错误\": // 😀\u3000é":          "\tcase \"错误\": // 😀\u3000é",
		"a\x1b[2Jb\rc\nd\x00\u009b":           `a\x1b[2Jb\rc\nd\x00\u009b`,
		"if a \u202e{ return } \u2066 //\xff": `if a \u202e{ return } \u2066 //\xff`,
		"::error::x":                          `\::error::x`,
		" \t::set-output name=a::b":           " \t\\::set-output name=a::b",
		"\u2003::error::x":                    "\u2003\\::error::x",
		"a::b":                                "a::b",
		"x ##[set-env name=a]b":               `x ##\[set-env name=a]b`,
		"##vso[task.setvariable]##[x]":        `##vso\[task.setvariable]##\[x]`,
		"## [x]":                              "## [x]",
	} {
		if got := Line(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if got, want := Lines("::a\nb\x1b\n::c"), "\\::a\nb\\x1b\n\\::c"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// FuzzLine holds that nothing in a line moves a cursor or begins a command, and
// that what does neither stays as it was.
func FuzzLine(f *testing.F) {
	for _, text := range []string{"", "plain", "::error::x", "\x1b]0;x\x07", "##[add-mask]x", "#####[[", "a\u200d\u202e", "\xc3\x28", "##\x1b[x]", "\x00::x", "::::"} {
		f.Add(text)
	}
	commands := regexp.MustCompile(`^\s*::|##\w*\[`)
	f.Fuzz(func(t *testing.T, text string) {
		got := Line(text)
		for _, r := range got {
			if r != '\t' && !unicode.IsGraphic(r) {
				t.Errorf("%q: %q is left in %q", text, r, got)
			}
		}
		if commands.MatchString(strings.TrimSpace(got)) {
			t.Errorf("%q: a command in %q", text, got)
		}
		if Line(got) != got {
			t.Errorf("%q: once %q, twice %q", text, got, Line(got))
		}
	})
}
