package report

import (
	"cmp"
	"encoding/json"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
)

// root is the name by which locations refer to the directory of the run.
const root = "%SRCROOT%"

// sarifReport writes SARIF 2.1.0 with every rule's help, relative addresses,
// fixes and fingerprints that survive moved lines.
func sarifReport(w io.Writer, in Input) error {
	driver := sarif.NewToolComponent().WithName(analyzer.Name).WithVersion(numeric(in.Version)).WithInformationURI(analyzer.Home)
	indexes := make(map[string]int)
	for _, rule := range analyzer.Rules() {
		indexes[rule.ID] = len(indexes)
		driver.AddRule(sarifRule(rule))
	}
	base := *sarif.NewArtifactLocation().WithDescription(sarif.NewTextMessage("the directory in which the tool ran"))
	run := sarif.NewRun().
		WithTool(sarif.NewTool().WithDriver(driver)).
		WithColumnKind("utf16CodeUnits").
		WithOriginalUriBaseIds(map[string]sarif.ArtifactLocation{root: base})
	fingerprints := in.Sources.Fingerprints(in.Findings)
	for i, f := range in.Findings {
		result := sarif.NewRuleResult(f.Rule).
			WithLevel(f.Severity).
			WithMessage(plain(f.Message)).
			AddLocation(sarif.NewLocation().WithPhysicalLocation(physical(in.Sources, f.Range))).
			WithPartialFingerprints(map[string]string{"tcerrlint/v1": fingerprints[i]})
		if index, ok := indexes[f.Rule]; ok {
			result.WithRuleIndex(index)
		}
		for id, r := range f.Related {
			result.AddRelatedLocation(sarif.NewLocation().WithID(id).
				WithPhysicalLocation(physical(in.Sources, r.Range)).
				WithMessage(plain(r.Message)))
		}
		if f.Fix != nil {
			result.AddFixe(sarifFix(in.Sources, f.Fix))
		}
		run.AddResult(result)
	}
	data, err := json.Marshal(sarif.NewReport().AddRun(run))
	if err != nil {
		return err
	}
	var doc any
	if err := json.Unmarshal(data, &doc); err != nil {
		return err
	}
	return writeJSON(w, pruned(doc))
}

// plain returns a message of which no part is taken for a link: it may quote the
// program under analysis.
func plain(text string) *sarif.Message {
	return sarif.NewTextMessage(strings.ReplaceAll(text, "](", `\](`))
}

// pruned returns the document without what the library writes of every property
// that is not set: empty lists, but for that of the results, and -1.
func pruned(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = pruned(v[i])
		}
	case map[string]any:
		for key, value := range v {
			list, isList := value.([]any)
			if isList && len(list) == 0 && key != "results" || value == float64(-1) {
				delete(v, key)
			} else {
				v[key] = pruned(value)
			}
		}
	}
	return v
}

// numeric returns a version that begins with a digit, as viewers compare it.
func numeric(version string) string {
	if version = strings.TrimPrefix(version, "v"); strings.IndexAny(version, "0123456789") != 0 {
		return "0.0.0-devel"
	}
	return version
}

func sarifRule(rule analyzer.Rule) *sarif.ReportingDescriptor {
	help := rule.What
	for _, part := range []string{rule.Why, rule.Fix, rule.Limits} {
		if part != "" {
			help += "\n\n" + part
		}
	}
	if help == "" {
		help = rule.Title
	}
	return sarif.NewRule(rule.ID).
		WithShortDescription(sarif.NewMultiformatMessageString().WithText(rule.Title)).
		WithFullDescription(sarif.NewMultiformatMessageString().WithText(cmp.Or(rule.What, rule.Title))).
		WithHelp(sarif.NewMultiformatMessageString().WithText(help)).
		WithHelpURI(analyzer.RuleURL(rule.ID)).
		WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(string(rule.Severity)).WithEnabled(!rule.Optional))
}

func physical(sources *finding.Sources, r finding.Range) *sarif.PhysicalLocation {
	line := sources.Line(r.Pos.Filename, r.Pos.Line)
	region := sarif.NewRegion().WithStartLine(r.Pos.Line).WithStartColumn(utf16Column(line, r.Pos.Column))
	if r.End.IsValid() && r.End != r.Pos {
		endLine := sources.Line(r.End.Filename, r.End.Line)
		region.WithEndLine(r.End.Line).WithEndColumn(utf16Column(endLine, r.End.Column))
	}
	return sarif.NewPhysicalLocation().WithArtifactLocation(artifact(sources, r.Pos.Filename)).WithRegion(region)
}

// artifact names a file: relative to the root where it lies beneath it.
func artifact(sources *finding.Sources, file string) *sarif.ArtifactLocation {
	name := sources.Name(file)
	if filepath.IsAbs(name) {
		address := url.URL{Scheme: "file", Path: filepath.ToSlash(name)}
		return sarif.NewArtifactLocation().WithURI(address.String())
	}
	address := url.URL{Path: name}
	return sarif.NewArtifactLocation().WithURI(address.String()).WithURIBaseID(root)
}

func sarifFix(sources *finding.Sources, fix *finding.Fix) *sarif.Fix {
	changes := make(map[string]*sarif.ArtifactChange)
	result := sarif.NewFix().WithDescription(sarif.NewTextMessage(fix.Message))
	for _, edit := range fix.Edits {
		change := changes[edit.File]
		if change == nil {
			change = sarif.NewArtifactChange().WithArtifactLocation(artifact(sources, edit.File))
			changes[edit.File] = change
			result.AddArtifactChange(change)
		}
		deleted := sarif.NewRegion().WithByteOffset(edit.Start).WithByteLength(edit.End - edit.Start)
		change.AddReplacement(sarif.NewReplacement().WithDeletedRegion(deleted).
			WithInsertedContent(sarif.NewArtifactContent().WithText(edit.New)))
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
