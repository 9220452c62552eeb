package report

import (
	"encoding/json"
	"go/token"
	"io"
	"path/filepath"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
)

type jsonDocument struct {
	Version  string        `json:"version"`
	Findings []jsonFinding `json:"findings"`
}

type jsonFinding struct {
	Rule        string        `json:"rule"`
	Severity    string        `json:"severity"`
	Message     string        `json:"message"`
	URL         string        `json:"url,omitempty"`
	Fingerprint string        `json:"fingerprint"`
	Range       jsonRange     `json:"range"`
	Related     []jsonRelated `json:"related,omitempty"`
	Fix         *jsonFix      `json:"fix,omitempty"`
}

type jsonRange struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column,omitempty"` // from 1; none where a //line comment leaves it out
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn,omitempty"`
}

type jsonRelated struct {
	Message string    `json:"message"`
	Range   jsonRange `json:"range"`
}

type jsonFix struct {
	Message string     `json:"message"`
	Edits   []jsonEdit `json:"edits"`
}

// jsonEdit replaces the bytes start to end of the file.
type jsonEdit struct {
	File  string `json:"file"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	New   string `json:"new"`
}

func jsonReport(w io.Writer, in Input) error {
	doc := jsonDocument{Version: in.Version, Findings: []jsonFinding{}}
	fingerprints := in.Sources.Fingerprints(in.Findings)
	for i, f := range in.Findings {
		item := jsonFinding{
			Rule:        f.Rule,
			Severity:    f.Severity,
			Message:     f.Message,
			URL:         f.URL,
			Fingerprint: fingerprints[i],
			Range:       rangeJSON(in.Sources, f.Range),
		}
		for _, r := range f.Related {
			item.Related = append(item.Related, jsonRelated{r.Message, rangeJSON(in.Sources, r.Range)})
		}
		if f.Fix != nil {
			item.Fix = &jsonFix{Message: f.Fix.Message}
			for _, e := range f.Fix.Edits {
				item.Fix.Edits = append(item.Fix.Edits, jsonEdit{in.Sources.Shown(e.File), e.Start, e.End, e.New})
			}
		}
		doc.Findings = append(doc.Findings, item)
	}
	return writeJSON(w, doc)
}

func rangeJSON(sources *finding.Sources, r finding.Range) jsonRange {
	return jsonRange{sources.Shown(r.Pos.Filename), r.Pos.Line, r.Pos.Column, r.End.Line, r.End.Column}
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// ReadJSON reads the findings of a report in JSON that was made in a folder.
func ReadJSON(data []byte, dir string) ([]finding.Finding, error) {
	var doc jsonDocument
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, err
	}
	name := func(file string) string {
		if file != "" && !filepath.IsAbs(file) {
			file = filepath.Join(dir, filepath.FromSlash(file))
		}
		return file
	}
	place := func(r jsonRange) finding.Range {
		read := finding.Range{Pos: token.Position{Filename: name(r.File), Line: r.Line, Column: max(1, r.Column)}}
		if r.EndLine > 0 {
			read.End = token.Position{Filename: read.Pos.Filename, Line: r.EndLine, Column: max(1, r.EndColumn)}
		}
		return read
	}
	var findings []finding.Finding
	for _, item := range doc.Findings {
		f := finding.Finding{Rule: item.Rule, Severity: item.Severity, Message: item.Message, URL: item.URL, Range: place(item.Range)}
		for _, r := range item.Related {
			f.Related = append(f.Related, finding.Related{Message: r.Message, Range: place(r.Range)})
		}
		if item.Fix != nil {
			f.Fix = &finding.Fix{Message: item.Fix.Message}
			for _, e := range item.Fix.Edits {
				f.Fix.Edits = append(f.Fix.Edits, finding.Edit{File: name(e.File), Start: e.Start, End: e.End, New: e.New})
			}
		}
		findings = append(findings, f)
	}
	return findings, nil
}
