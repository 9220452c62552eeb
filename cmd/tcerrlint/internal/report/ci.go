package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// github writes workflow commands, which a workflow run shows as annotations.
func github(w io.Writer, in Input) error {
	out := bufio.NewWriter(w)
	for _, f := range in.Findings {
		at := fmt.Sprintf("line=%d,endLine=%d", f.Pos.Line, f.End.Line)
		if f.Pos.Column > 0 && f.End.Column > 0 {
			at = fmt.Sprintf("line=%d,col=%d,endLine=%d,endColumn=%d", f.Pos.Line, f.Pos.Column, f.End.Line, f.End.Column)
		}
		fmt.Fprintf(out, "::%s file=%s,%s,title=%s::%s\n",
			githubLevel(f.Severity), property(in.Sources.InRepository(f.Pos.Filename)), at,
			property("tcerrlint "+f.Rule), data(f.Message))
	}
	return out.Flush()
}

func githubLevel(severity string) string {
	if severity == "note" {
		return "notice"
	}
	return severity
}

// data escapes the text of a workflow command, property a property of it.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func property(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(data(s))
}

// A gitlabIssue is an entry of a GitLab code quality report.
type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
}

func gitlab(w io.Writer, in Input) error {
	severities := map[string]string{"error": "major", "warning": "minor", "note": "info"}
	issues := []gitlabIssue{}
	fingerprints := in.Sources.Fingerprints(in.Findings)
	for i, f := range in.Findings {
		issues = append(issues, gitlabIssue{
			Description: f.Message,
			CheckName:   f.Rule,
			Fingerprint: fingerprints[i],
			Severity:    severities[f.Severity],
			Location:    gitlabLocation{in.Sources.InRepository(f.Pos.Filename), gitlabLines{f.Pos.Line}},
		})
	}
	return writeJSON(w, issues)
}
