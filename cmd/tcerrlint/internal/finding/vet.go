package finding

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"go/token"
	"io"
	"slices"
	"strconv"
	"strings"
)

// The form of what go vet -json prints: package → analyzer → diagnostics, or
// an error.
type vetTree map[string]map[string]json.RawMessage

type vetError struct {
	Err string `json:"error"`
}

type vetDiagnostic struct {
	Posn           string       `json:"posn"`
	End            string       `json:"end"`
	Message        string       `json:"message"`
	SuggestedFixes []vetFix     `json:"suggested_fixes"`
	Related        []vetRelated `json:"related"`
}

type vetFix struct {
	Message string    `json:"message"`
	Edits   []vetEdit `json:"edits"`
}

type vetEdit struct {
	Filename string `json:"filename"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
	New      string `json:"new"`
}

type vetRelated struct {
	Posn    string `json:"posn"`
	End     string `json:"end"`
	Message string `json:"message"`
}

// ParseVet reads what go vet -json printed. Rule and address are not in it:
// they follow from the message.
func ParseVet(printed []byte) ([]Finding, error) {
	var findings []Finding
	decoder := json.NewDecoder(bytes.NewReader(withoutComments(printed)))
	for {
		var tree vetTree
		if err := decoder.Decode(&tree); errors.Is(err, io.EOF) {
			return Normalize(findings), nil
		} else if err != nil {
			return nil, fmt.Errorf("cannot read what go vet printed: %w", err)
		}
		for pkg, results := range tree {
			for _, raw := range results {
				found, err := parseResult(raw)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", pkg, err)
				}
				findings = append(findings, found...)
			}
		}
	}
}

// withoutComments drops what the go command says of itself: "# package" and
// "go: downloading …".
func withoutComments(printed []byte) []byte {
	lines := bytes.SplitAfter(printed, []byte("\n"))
	return bytes.Join(slices.DeleteFunc(lines, func(line []byte) bool {
		return bytes.HasPrefix(line, []byte("#")) || bytes.HasPrefix(line, []byte("go: "))
	}), nil)
}

func parseResult(raw json.RawMessage) ([]Finding, error) {
	var diagnostics []vetDiagnostic
	if err := json.Unmarshal(raw, &diagnostics); err != nil {
		var failure vetError
		if err := json.Unmarshal(raw, &failure); err != nil {
			return nil, err
		}
		return nil, errors.New(failure.Err)
	}
	var findings []Finding
	for _, d := range diagnostics {
		findings = append(findings, d.finding())
	}
	return findings, nil
}

func (d vetDiagnostic) finding() Finding {
	f := Finding{Message: d.Message, Range: parseRange(d.Posn, d.End)}
	f.Rule = RuleOf(d.Message)
	f.Severity = SeverityOf(f.Rule)
	f.URL = urlOf(f.Rule)
	for _, r := range d.Related {
		f.Related = append(f.Related, Related{r.Message, parseRange(r.Posn, r.End)})
	}
	if len(d.SuggestedFixes) > 0 {
		f.Fix = &Fix{Message: d.SuggestedFixes[0].Message}
		for _, e := range d.SuggestedFixes[0].Edits {
			f.Fix.Edits = append(f.Fix.Edits, Edit{e.Filename, e.Start, e.End, e.New})
		}
	}
	return f
}

func parseRange(posn, end string) Range {
	return Range{Pos: parsePosition(posn), End: parsePosition(cmp.Or(end, posn))}
}

// parsePosition parses "file:line:column" or, where a //line comment leaves the
// column out, "file:line"; the file may have colons.
func parsePosition(s string) token.Position {
	rest, last, _ := cutNumber(s)
	if file, line, ok := cutNumber(rest); ok {
		return token.Position{Filename: file, Line: line, Column: last}
	}
	return token.Position{Filename: rest, Line: last}
}

func cutNumber(s string) (before string, n int, ok bool) {
	colon := strings.LastIndexByte(s, ':')
	if colon < 0 {
		return s, 0, false
	}
	n, err := strconv.Atoi(s[colon+1:])
	if err != nil {
		return s, 0, false
	}
	return s[:colon], n, true
}
