package sdk

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	listed = regexp.MustCompile(`^//  ([A-Z][A-Z0-9_]*) = "([^"]*)"$`)
	// almost matches a listed code whose line is not laid out as expected.
	almost = regexp.MustCompile(`^//\s*[A-Z][A-Z0-9_]* = "[A-Z][A-Za-z0-9_.]*"`)
	method = regexp.MustCompile(`^func \(c \*Client\) ([A-Z][A-Za-z0-9_]*)\(`)
	// bare matches the method of an action, which may have no list.
	bare = regexp.MustCompile(`^func \(c \*Client\) ([A-Z][A-Za-z0-9_]*)\(request \*([A-Z][A-Za-z0-9_]*)Request\) `)
)

// headings open the list of codes in the doc comment of an action, in the two SDKs.
var headings = []string{"// error code that may be returned:", "// 可能返回的错误码:"}

// ParseClient reads a client.go. It returns the codes that the doc comment of
// each action lists, if it has a list; the variants with and without a context are one action.
// constants are those of the same package: a listed code they lack, or name
// otherwise, is a *FormatError, as is a list that is not laid out as known.
func ParseClient(file string, src []byte, constants map[string]string) (map[string]map[string]bool, error) {
	actions := map[string]map[string]bool{}
	var codes []string
	inList := false
	for i, line := range strings.Split(string(src), "\n") {
		line = strings.TrimSuffix(line, "\r")
		fail := func(format string, args ...any) error {
			return &FormatError{file, i + 1, fmt.Sprintf(format, args...)}
		}
		if inList {
			if m := listed.FindStringSubmatch(line); m != nil {
				if _, ok := constants[m[2]]; !ok {
					return nil, fail("code %q is listed but has no constant in errors.go", m[2])
				}
				codes = append(codes, m[2])
				continue
			}
			m := method.FindStringSubmatch(line)
			if m == nil {
				return nil, fail("want a line //  NAME = \"Code\" or the method that the list belongs to")
			}
			add(actions, strings.TrimSuffix(m[1], "WithContext"), codes)
			codes, inList = nil, false
			continue
		}
		switch {
		case line == headings[0] || line == headings[1]:
			inList = true
		case bare.MatchString(line):
			if m := bare.FindStringSubmatch(line); m[1] == m[2] {
				add(actions, m[1], nil)
			}
		case almost.MatchString(line):
			return nil, fail("a code is listed outside a list")
		}
	}
	if inList {
		return nil, &FormatError{file, strings.Count(string(src), "\n") + 1, "the list of codes has no method"}
	}
	return actions, nil
}

func add(actions map[string]map[string]bool, action string, codes []string) {
	set := actions[action]
	if set == nil {
		set = map[string]bool{}
		actions[action] = set
	}
	for _, code := range codes {
		set[code] = true
	}
}
