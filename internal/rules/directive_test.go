package rules

import (
	"slices"
	"strings"
	"testing"
)

func TestParseIgnore(t *testing.T) {
	for text, want := range map[string]struct {
		ids   string
		fault string // a word of it
	}{
		"ignore unknowncode the API is in beta":              {"unknowncode", ""},
		"ignore unknowncode,wrongservice the API is in beta": {"unknowncode,wrongservice", ""},
		"ignore   unknowncode   the API is in beta":          {"unknowncode", ""},
		"ignore":                           {"", "names no rule"},
		"ignore ":                          {"", "names no rule"},
		"ignore unknowncode":               {"unknowncode", "no reason"},
		"ignore unknowncode // want `x`":   {"unknowncode", "no reason"},
		"ignore unknowncode, wrongservice": {"", "unknown rule"},
		"ignore all of them":               {"", "unknown rule"},
		"ignore UnknownCode why":           {"", "unknown rule"},
		"ignored unknowncode why":          {"", "unknown directive"},
		"":                                 {"", "unknown directive"},
	} {
		ids, fault := parseIgnore(text)
		if want.fault == "" && fault != "" || !strings.Contains(fault, want.fault) {
			t.Errorf("%q: fault %q, want %q", text, fault, want.fault)
		}
		if got := strings.Join(ids, ","); got != want.ids {
			t.Errorf("%q: rules %q, want %q", text, got, want.ids)
		}
	}
}

// FuzzParseIgnore holds that a directive names rules that there are and gives a
// reason, or has a fault.
func FuzzParseIgnore(f *testing.F) {
	for _, text := range []string{"", "ignore", "ignore unknowncode the API is in beta", "ignore unknowncode,wrongservice why", "ignore unknowncode // want `x`", "ignore  unknowncode\twhy", "codes x", "ignore unknowncode, why", "ignore unknowncode \u3000"} {
		f.Add(text)
	}
	known := make(map[string]bool)
	for _, doc := range All() {
		known[doc.ID] = true
	}
	f.Fuzz(func(t *testing.T, text string) {
		ids, fault := parseIgnore(text)
		for _, id := range ids {
			if !known[id] {
				t.Errorf("rule %q of %q", id, text)
			}
		}
		if strings.ContainsAny(fault, "\n\r\x1b") || len(fault) > 5*maxQuoted {
			t.Errorf("fault %q of %q", fault, text)
		}
		if fault == "" && (len(ids) == 0 || !strings.HasPrefix(text, "ignore ") || len(strings.Fields(text)) < 3) {
			t.Errorf("%q is accepted: %v", text, ids)
		}
	})
}

func TestRulesAreDocumented(t *testing.T) {
	var ids []string
	for _, doc := range All() {
		ids = append(ids, doc.ID)
		if doc.Title == "" || doc.What == "" || doc.Why == "" || doc.Bad == "" || doc.Good == "" || doc.Since == "" || doc.Severity == "" {
			t.Errorf("%s: a part of its page is missing", doc.ID)
		}
		if strings.ToLower(doc.ID) != doc.ID || strings.ContainsAny(doc.ID, " -_.") {
			t.Errorf("%s is not a word", doc.ID)
		}
	}
	slices.Sort(ids)
	if len(slices.Compact(ids)) != len(All()) {
		t.Errorf("a rule is listed twice: %v", ids)
	}
}

func TestLists(t *testing.T) {
	for _, test := range []struct {
		words []string
		want  string
	}{
		{nil, ""},
		{[]string{"a"}, "a"},
		{[]string{"a", "b"}, "a and b"},
		{[]string{"a", "b", "c"}, "a, b and c"},
	} {
		if got := andList(test.words, "and"); got != test.want {
			t.Errorf("%v: got %q, want %q", test.words, got, test.want)
		}
	}
}
