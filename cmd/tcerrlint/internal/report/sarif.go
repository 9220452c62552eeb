package report

import (
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
)

// root is the name by which locations refer to the root of the repository.
const root = "%SRCROOT%"

// sarifReport writes SARIF 2.1.0 with every rule's help, relative addresses,
// fixes and fingerprints that survive moved lines.
func sarifReport(w io.Writer, in Input) error {
	driver := sarif.NewDriver(analyzer.Name).WithVersion(numeric(in.Version)).WithInformationURI(analyzer.Home)
	indexes := make(map[string]int)
	for _, rule := range analyzer.Documents() {
		indexes[rule.ID] = len(indexes)
		driver.AddRule(sarifRule(rule))
	}
	base := sarif.NewArtifactLocation().WithDescriptionText("the root of the repository, or where there is none the directory in which the tool ran")
	run := sarif.NewRun(*sarif.NewTool(driver)).
		WithColumnKind("utf16CodeUnits").
		WithOriginalUriBaseIds(map[string]*sarif.ArtifactLocation{root: base})
	fingerprints := in.Sources.Fingerprints(in.Findings)
	for i, f := range in.Findings {
		result := sarif.NewRuleResult(f.Rule).
			WithLevel(f.Severity).
			WithMessage(plain(f.Message)).
			WithPartialFingerPrints(map[string]any{"tcerrlint/v1": fingerprints[i]})
		result.AddLocation(sarif.NewLocationWithPhysicalLocation(physical(in.Sources, f.Range)))
		if index, ok := indexes[f.Rule]; ok {
			result.WithRuleIndex(index)
		}
		for id, r := range f.Related {
			result.AddRelatedLocation(sarif.NewLocationWithPhysicalLocation(physical(in.Sources, r.Range)).
				WithId(id).
				WithMessage(plain(r.Message)))
		}
		if f.Fix != nil {
			result.AddFix(sarifFix(in.Sources, f.Fix))
		}
		run.AddResult(result)
	}
	log, err := sarif.New(sarif.Version210)
	if err != nil {
		return err
	}
	log.AddRun(run)
	return log.PrettyWrite(w)
}

// plain returns a message of which no part is taken for a link: it may quote the
// program under analysis.
func plain(text string) *sarif.Message {
	return sarif.NewTextMessage(strings.ReplaceAll(text, "](", `\](`))
}

// numeric returns a version that begins with a digit, as viewers compare it.
func numeric(version string) string {
	if version = strings.TrimPrefix(version, "v"); strings.IndexAny(version, "0123456789") != 0 {
		return "0.0.0-devel"
	}
	return version
}

func sarifRule(rule analyzer.Rule) *sarif.ReportingDescriptor {
	var help strings.Builder
	for _, s := range rule.Sections("en") {
		fmt.Fprintf(&help, "%s\n\n%s\n\n", s.Title, s.Text)
	}
	return sarif.NewRule(rule.ID).
		WithShortDescription(sarif.NewMultiformatMessageString(rule.Title)).
		WithFullDescription(sarif.NewMultiformatMessageString(rule.What)).
		WithHelp(sarif.NewMultiformatMessageString(help.String()).WithMarkdown(rule.Help("en"))).
		WithHelpURI(analyzer.RuleURL(rule.ID)).
		WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(string(rule.Severity)).WithEnabled(!rule.Optional))
}

func physical(sources *finding.Sources, r finding.Range) *sarif.PhysicalLocation {
	line := sources.Line(r.Pos.Filename, r.Pos.Line)
	region := sarif.NewRegion().WithStartLine(r.Pos.Line)
	if r.Pos.Column > 0 {
		region.WithStartColumn(utf16Column(line, r.Pos.Column))
	}
	if r.End.IsValid() && r.End.Column > 0 && r.End != r.Pos {
		endLine := sources.Line(r.End.Filename, r.End.Line)
		region.WithEndLine(r.End.Line).WithEndColumn(utf16Column(endLine, r.End.Column))
	}
	return sarif.NewPhysicalLocation().WithArtifactLocation(artifact(sources, r.Pos.Filename)).WithRegion(region)
}

// artifact names a file: relative to the root where it lies beneath it.
func artifact(sources *finding.Sources, file string) *sarif.ArtifactLocation {
	name := sources.InRepository(file)
	if filepath.IsAbs(name) {
		address := url.URL{Scheme: "file", Path: filepath.ToSlash(name)}
		return sarif.NewSimpleArtifactLocation(address.String())
	}
	address := url.URL{Path: name}
	return sarif.NewSimpleArtifactLocation(address.String()).WithUriBaseId(root)
}

func sarifFix(sources *finding.Sources, fix *finding.Fix) *sarif.Fix {
	changes := make(map[string]*sarif.ArtifactChange)
	result := sarif.NewFix().WithDescriptionText(fix.Message)
	for _, edit := range fix.Edits {
		change := changes[edit.File]
		if change == nil {
			change = sarif.NewArtifactChange(artifact(sources, edit.File))
			changes[edit.File] = change
			result.AddArtifactChanges(change)
		}
		deleted := sarif.NewRegion().WithByteOffset(edit.Start).WithByteLength(edit.End - edit.Start)
		change.WithReplacement(sarif.NewReplacement(deleted).WithInsertedContent(sarif.NewArtifactContent().WithText(edit.New)))
	}
	return result
}

// utf16Column turns a column that counts bytes into one that counts UTF-16
// code units, as SARIF viewers do.
func utf16Column(line string, column int) int {
	units := 1
	for i, r := range line {
		if i >= column-1 {
			break
		}
		units++
		if r > 0xffff {
			units++
		}
	}
	return units
}
