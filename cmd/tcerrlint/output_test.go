package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
)

// TestSARIFHasWhatCodeScanningShows: plugin/matrix validates the whole against
// the schema of the standard.
func TestSARIFHasWhatCodeScanningShows(t *testing.T) {
	r := lintIn(t, exampleDir, "-format", "sarif").want(t, exitFindings)
	log, err := sarif.FromString(r.out)
	if err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if len(run.Tool.Driver.Rules) != len(analyzer.Documents()) {
		t.Errorf("%d rules", len(run.Tool.Driver.Rules))
	}
	for _, rule := range run.Tool.Driver.Rules {
		if rule.Help == nil || rule.Help.Text == nil || rule.Help.Markdown == nil || rule.HelpURI == nil || rule.ShortDescription == nil {
			t.Errorf("rule %s has no help", rule.ID)
		}
	}
	fixes := 0
	for _, result := range run.Results {
		location := result.Locations[0].PhysicalLocation
		if uri := *location.ArtifactLocation.URI; !strings.HasSuffix(uri, ".go") || strings.HasPrefix(uri, "/") || strings.Contains(uri, ":") {
			t.Errorf("address %q is not relative", uri)
		}
		if location.Region.StartLine == nil || location.Region.EndColumn == nil {
			t.Errorf("region %+v", location.Region)
		}
		if len(result.PartialFingerprints) == 0 {
			t.Error("no fingerprint")
		}
		if id := run.Tool.Driver.Rules[*result.RuleIndex].ID; id != *result.RuleID {
			t.Errorf("rule %s has the index of %s", *result.RuleID, id)
		}
		fixes += len(result.Fixes)
	}
	if fixes == 0 {
		t.Error("no fixes")
	}
}

func TestSARIFOfCleanCodeHasNoResults(t *testing.T) {
	r := lintIn(t, testmodule.Write(t, ""), "-format", "sarif").want(t, exitClean)
	log, err := sarif.FromString(r.out)
	if err != nil {
		t.Fatal(err)
	}
	if len(log.Runs) != 1 || log.Runs[0].Results == nil || len(log.Runs[0].Results) != 0 {
		t.Error(r.out)
	}
}

func TestFingerprintsSurviveMovedLines(t *testing.T) {
	prints := func(files string) string {
		r := lintIn(t, testmodule.Write(t, files), "-format", "gitlab").want(t, exitFindings)
		var issues []struct {
			Fingerprint string
			Location    struct{ Path string }
		}
		if err := json.Unmarshal([]byte(r.out), &issues); err != nil {
			t.Fatal(err)
		}
		var words []string
		for _, issue := range issues {
			words = append(words, issue.Location.Path, issue.Fingerprint)
		}
		return strings.Join(words, " ")
	}
	before := prints(misspelled)
	after := prints(strings.Replace(misspelled, "func expired", "\n\n// moved\nfunc expired", 1))
	if before != after {
		t.Errorf("before %s\nafter  %s", before, after)
	}
}

func TestSeveralFormatsAtOnce(t *testing.T) {
	dir := testmodule.Write(t, misspelled)
	r := lintIn(t, dir, "-format", "github", "-o", "sarif=out.sarif", "-o", "json=out.json", "-o", "text=out.txt").want(t, exitFindings)
	if !strings.HasPrefix(r.out, "::error file=a.go,line=7,col=25,endLine=7,endColumn=55,title=tcerrlint unknowncode::unknowncode: ") {
		t.Errorf("stdout %q", r.out)
	}
	for file, text := range map[string]string{
		"out.sarif": `"version": "2.1.0"`,
		"out.json":  `"rule": "unknowncode"`,
		"out.txt":   "a.go:7:25: unknowncode",
	} {
		if content := programtest.ReadFile(t, filepath.Join(dir, file)); !strings.Contains(content, text) {
			t.Errorf("%s:\n%s", file, content)
		}
	}
}

func TestChangeDirectory(t *testing.T) {
	dir := testmodule.Write(t, misspelled)
	r := lintIn(t, t.TempDir(), "-C", dir).want(t, exitFindings)
	if !strings.HasPrefix(r.out, "a.go:7:25:") {
		t.Errorf("stdout %q", r.out)
	}
}

func TestOneLineAFinding(t *testing.T) {
	dir := testmodule.Write(t, misspelled)
	text := lintIn(t, dir).want(t, exitFindings).out
	r := lintIn(t, dir, "-format", "oneline").want(t, exitFindings)
	if lines := findingLines(text); r.out != strings.Join(lines, "\n")+"\n" || len(lines) == 0 {
		t.Errorf("%s\nwant the lines with a place of\n%s", r.out, text)
	}
}

func TestNoColourWhereItIsNotWanted(t *testing.T) {
	dir := testmodule.Write(t, misspelled)
	const escape = "\x1b["
	if r := lintIn(t, dir, "-color", "always"); !strings.Contains(r.out, escape) {
		t.Errorf("-color always: no colour in %q", r.out)
	}
	if r := lintIn(t, dir); strings.Contains(r.out, escape) {
		t.Errorf("colour in a pipe: %q", r.out)
	}
	t.Setenv("NO_COLOR", "1")
	if r := lintIn(t, dir, "-color", "auto"); strings.Contains(r.out, escape) {
		t.Errorf("colour in spite of NO_COLOR: %q", r.out)
	}
	if r := lintIn(t, dir, "-q").want(t, exitFindings); r.errs != "" {
		t.Errorf("-q: %q", r.errs)
	}
	lintIn(t, dir, "-q", "-v").oneLine(t, "-v prints a summary and -q prints none; give one of them")
}
