// Package finding holds what every driver of the command reports: findings
// with resolved positions, sorted and without duplicates.
package finding

import (
	"cmp"
	"fmt"
	"go/token"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

// A Finding is a diagnostic with its positions resolved.
type Finding struct {
	Rule     string
	Severity string // error, warning or note
	Message  string // starts with the rule's id
	URL      string
	Range
	Related []Related
	Fix     *Fix // nil: none
}

// A Range is a part of a file. File is absolute; End may be invalid. Both are as
// //line comments describe them.
type Range struct {
	Pos, End token.Position
	Physical Place // whatever //line comments say; unknown where go vet gave the positions
}

// A Place is lines of a file as it is on disk.
type Place struct {
	File          string
	Line, EndLine int
}

// Known reports whether it is any place.
func (p Place) Known() bool { return p.File != "" }

// Related is a position that helps to understand a finding.
type Related struct {
	Message string
	Range
}

// A Fix is a change that mends the finding.
type Fix struct {
	Message string
	Edits   []Edit
}

// An Edit replaces the bytes Start to End of a file.
type Edit struct {
	File       string
	Start, End int
	New        string
}

// RuleOf returns the rule's id, with which every message starts.
func RuleOf(message string) string {
	id, _, ok := strings.Cut(message, ":")
	if !ok || strings.ContainsRune(id, ' ') {
		return analyzer.Name
	}
	return id
}

// SeverityOf returns the severity of a rule's findings. Option debug only tells
// where the analysis was silent.
func SeverityOf(rule string) string {
	if rule == "debug" {
		return "note"
	}
	if doc, ok := document(rule); ok {
		return string(doc.Severity)
	}
	return "warning"
}

// urlOf returns the address of a rule's page, or "" if there is none.
func urlOf(rule string) string {
	if _, ok := document(rule); ok {
		return analyzer.RuleURL(rule)
	}
	return ""
}

func document(rule string) (analyzer.Rule, bool) {
	for _, doc := range analyzer.Documents() {
		if doc.ID == rule {
			return doc, true
		}
	}
	return analyzer.Rule{}, false
}

// Severities lists the severities, from the gravest to the lightest.
var Severities = []string{"error", "warning", "note"}

// ParseSeverities parses words RULE=SEVERITY.
func ParseSeverities(words []string) (map[string]string, error) {
	of := make(map[string]string)
	var ids []string
	for _, rule := range analyzer.Documents() {
		ids = append(ids, rule.ID)
	}
	for _, word := range words {
		rule, severity, _ := strings.Cut(word, "=")
		switch {
		case !slices.Contains(Severities, severity):
			return nil, fmt.Errorf("%q does not end in =error, =warning or =note", word)
		case !slices.Contains(ids, rule):
			return nil, fmt.Errorf("%q: unknown rule; the rules are %s", word, strings.Join(ids, ", "))
		}
		of[rule] = severity
	}
	return of, nil
}

// AtLeast reports whether a severity is as grave as the threshold.
func AtLeast(severity, threshold string) bool {
	return slices.Index(Severities, severity) <= slices.Index(Severities, threshold)
}

// Normalize sorts findings by position and drops those with the position and
// the message of another: a file belongs to a package and to its test variant.
func Normalize(findings []Finding) []Finding {
	slices.SortStableFunc(findings, compare)
	return slices.CompactFunc(findings, func(a, b Finding) bool { return compare(a, b) == 0 })
}

func compare(a, b Finding) int {
	return cmp.Or(
		strings.Compare(a.Pos.Filename, b.Pos.Filename),
		cmp.Compare(a.Pos.Line, b.Pos.Line),
		cmp.Compare(a.Pos.Column, b.Pos.Column),
		strings.Compare(a.Message, b.Message),
	)
}
