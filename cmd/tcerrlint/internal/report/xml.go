package report

import (
	"encoding/xml"
	"fmt"
	"io"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
)

// A checkstyleFile holds the findings of one file, as Checkstyle writes them.
type checkstyleFile struct {
	Name   string            `xml:"name,attr"`
	Errors []checkstyleError `xml:"error"`
}

type checkstyleError struct {
	Line     int    `xml:"line,attr"`
	Column   int    `xml:"column,attr,omitempty"`
	Severity string `xml:"severity,attr"` // error, warning or info
	Message  string `xml:"message,attr"`
	Source   string `xml:"source,attr"`
}

// checkstyle writes the form of Checkstyle's reports, which many programs read.
func checkstyle(w io.Writer, in Input) error {
	doc := struct {
		XMLName xml.Name         `xml:"checkstyle"`
		Version string           `xml:"version,attr"`
		Files   []checkstyleFile `xml:"file"`
	}{Version: "5.0"}
	for name, findings := range byFile(in) {
		file := checkstyleFile{Name: name}
		for _, f := range findings {
			severity := f.Severity
			if severity == "note" {
				severity = "info"
			}
			file.Errors = append(file.Errors, checkstyleError{f.Pos.Line, f.Pos.Column, severity, f.Message, "tcerrlint." + f.Rule})
		}
		doc.Files = append(doc.Files, file)
	}
	return writeXML(w, doc)
}

// A junitCase is a finding as a test that failed.
type junitCase struct {
	Name    string `xml:"name,attr"`
	Class   string `xml:"classname,attr"`
	File    string `xml:"file,attr"`
	Line    int    `xml:"line,attr"`
	Failure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	} `xml:"failure"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Cases    []junitCase `xml:"testcase"`
}

// junit writes each finding as a test that failed, a suite for each file. A run
// without findings is one test that passed: some readers take no test for a failure.
func junit(w io.Writer, in Input) error {
	doc := struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}{Tests: len(in.Findings), Failures: len(in.Findings)}
	for name, findings := range byFile(in) {
		suite := junitSuite{Name: name, Tests: len(findings), Failures: len(findings)}
		for _, f := range findings {
			test := junitCase{Name: fmt.Sprintf("%s %d:%d", f.Rule, f.Pos.Line, f.Pos.Column), Class: name, File: name, Line: f.Pos.Line}
			test.Failure.Message, test.Failure.Type = f.Message, f.Severity
			test.Failure.Text = fmt.Sprintf("%s:%d:%d: %s", name, f.Pos.Line, f.Pos.Column, f.Message)
			suite.Cases = append(suite.Cases, test)
		}
		doc.Suites = append(doc.Suites, suite)
	}
	if len(in.Findings) == 0 {
		doc.Tests = 1
		passed := struct {
			Name  string `xml:"name,attr"`
			Tests int    `xml:"tests,attr"`
			Case  struct {
				Name  string `xml:"name,attr"`
				Class string `xml:"classname,attr"`
			} `xml:"testcase"`
		}{Name: "tcerrlint", Tests: 1}
		passed.Case.Name, passed.Case.Class = "no findings", "tcerrlint"
		return writeXML(w, struct {
			XMLName  xml.Name `xml:"testsuites"`
			Tests    int      `xml:"tests,attr"`
			Failures int      `xml:"failures,attr"`
			Suite    any      `xml:"testsuite"`
		}{Tests: 1, Suite: passed})
	}
	return writeXML(w, doc)
}

// byFile yields the names of files and their findings, in the order of the report.
func byFile(in Input) func(func(string, []finding.Finding) bool) {
	return func(yield func(string, []finding.Finding) bool) {
		for from := 0; from < len(in.Findings); {
			file := in.Findings[from].Pos.Filename
			to := from
			for to < len(in.Findings) && in.Findings[to].Pos.Filename == file {
				to++
			}
			if !yield(in.Sources.InRepository(file), in.Findings[from:to]) {
				return
			}
			from = to
		}
	}
}

func writeXML(w io.Writer, doc any) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
