//go:build mutation

package main

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/tcerrlint/tcerrlint/tools/internal/units"
)

// A line of a file.
type line struct {
	file string
	line int
}

// wantsOf returns what the comments of a package want on each line, as
// analysistest reads them.
func wantsOf(u *units.Unit) map[line][]*regexp.Regexp {
	wants := make(map[line][]*regexp.Regexp)
	for _, file := range u.Pkg.Syntax {
		for _, group := range file.Comments {
			for _, c := range group.List {
				_, text, ok := strings.Cut(c.Text, "want ")
				if !ok {
					continue
				}
				at := u.Position(c.Pos())
				for _, quoted := range literal.FindAllString(text, -1) {
					pattern, err := strconv.Unquote(quoted)
					if err != nil {
						continue
					}
					if re, err := regexp.Compile(pattern); err == nil {
						wants[line{at.Filename, at.Line}] = append(wants[line{at.Filename, at.Line}], re)
					}
				}
			}
		}
	}
	return wants
}

var literal = regexp.MustCompile("\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`")

// passes reports whether messages are as good for the tests as those of the
// first run: as many, and each that is new is one that a comment wants.
func passes(got, first []string, wants []*regexp.Regexp) bool {
	if len(got) != len(first) {
		return false
	}
	for _, message := range got {
		if !slices.Contains(first, message) && !slices.ContainsFunc(wants, func(re *regexp.Regexp) bool { return re.MatchString(message) }) {
			return false
		}
	}
	// Each pattern must match something, too.
	return !slices.ContainsFunc(wants, func(re *regexp.Regexp) bool {
		return slices.ContainsFunc(first, re.MatchString) && !slices.ContainsFunc(got, re.MatchString)
	})
}
