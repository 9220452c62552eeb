package main

import (
	"fmt"
	"maps"
	"os/exec"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/golden"
	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/seed"
	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/stat"
)

// A table counts shares by row.
type table map[string]*stat.Share

func (t table) add(row string, hit bool) {
	if t[row] == nil {
		t[row] = new(stat.Share)
	}
	t[row].Add(hit)
}

// rows returns the rows in this order, the unnamed ones after the others.
func (t table) rows(order []string) []string {
	var rows []string
	for _, row := range order {
		if t[row] != nil {
			rows = append(rows, row)
		}
	}
	for _, row := range slices.Sorted(maps.Keys(t)) {
		if !slices.Contains(rows, row) {
			rows = append(rows, row)
		}
	}
	return rows
}

func (t table) markdown(title string, order []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "| %s | found |\n|---|---|\n", title)
	var total stat.Share
	for _, row := range t.rows(order) {
		fmt.Fprintf(&b, "| %s | %s |\n", row, t[row])
		total.Merge(*t[row])
	}
	fmt.Fprintf(&b, "| **all** | %s |\n\n", total)
	return b.String()
}

// markdown renders the report.
func (r *result) markdown() string {
	var b strings.Builder
	r.head(&b)
	b.WriteString(r.strangers)
	r.precision(&b)
	r.recall(&b)
	r.suggestions(&b)
	r.metamorphic(&b)
	r.replayed(&b)
	r.controlled(&b)
	return b.String()
}

func (r *result) head(b *strings.Builder) {
	info := catalog.Info()
	fmt.Fprintf(b, "# Accuracy\n\nWritten by `go -C tools run ./accuracy`; do not edit. Every figure is measured, and the same command gives it again. Intervals are 95 %% Wilson intervals.\n\n")
	fmt.Fprintf(b, "Measured on %s with tcerrlint at commit %s and the catalog of %s (%d codes). The command:\n\n    %s\n\n", r.start.Format("2006-01-02"), toolCommit(), info.Date, info.Codes, r.command())
	b.WriteString("| repository | commit | packages | places | answers | functions | mutants | |\n|---|---|---|---|---|---|---|---|\n")
	for _, repo := range r.repos {
		fmt.Fprintf(b, "| %s | %.12s | %d | %d | %d | %d | %d | %s |\n", repo.name, repo.commit, repo.packages, repo.sites, repo.answers, repo.functions, repo.mutants, repo.note)
	}
	b.WriteString("\nA place is a constant that an error code of the SDK is tested with, an answer one that the program decodes without the SDK and whose Error it looks at, both found by the command's own search over the typed syntax. Test files are not loaded.\n\n")
}

// command is what was run, with DIR for the checkouts.
func (r *result) command() string {
	words := []string{"go -C tools run ./accuracy"}
	if r.settings.smoke {
		return words[0] + " -smoke"
	}
	for _, repo := range r.repos {
		words = append(words, fmt.Sprintf("-repo %s=DIR,%s", repo.name, strings.Join(repo.patterns, ",")))
	}
	words = append(words, fmt.Sprintf("-n %d -seed %d", r.settings.perForm, r.settings.seed))
	if r.settings.controls {
		words = append(words, "-controls")
	}
	return strings.Join(append(words, "-o docs/accuracy.md"), " ")
}

// toolCommit names the commit of the analyzer, and says if it was changed.
func toolCommit() string {
	name := fmt.Sprintf("%.12s", commit("."))
	if out, err := exec.Command("git", "status", "--porcelain", "analyzer", "testdata").Output(); err != nil || len(out) > 0 {
		name += " (with uncommitted changes)"
	}
	return name
}

// density lists how many findings of each rule the judged repositories of the run
// have on 1,000 places.
func (r *result) density(b *strings.Builder, places int) {
	count := make(map[string]int)
	for _, f := range r.golden {
		if slices.ContainsFunc(r.repos, func(repo repoResult) bool { return repo.name == f.Name }) {
			for _, line := range f.Lines {
				if !strings.HasSuffix(line.File, "_test.go") { // no places are looked for there
					count[line.Rule]++
				}
			}
		}
	}
	b.WriteString("| rule | judged findings | on 1,000 places |\n|---|---:|---:|\n")
	for _, rule := range slices.Sorted(maps.Keys(count)) {
		fmt.Fprintf(b, "| %s | %d | %.1f |\n", rule, count[rule], 1000*float64(count[rule])/float64(places))
	}
	b.WriteString("\n")
}

// judged renders the verdicts of the goldens.
func judged(b *strings.Builder, files []golden.File) {
	b.WriteString("## Precision\n\nVerdicts made by hand on all findings in public repositories, kept in [testdata/corpus](../testdata/corpus). A debatable finding counts as not true.\n\n")
	rules, repos := make(table), make(table)
	for _, f := range files {
		for _, line := range f.Lines {
			rules.add(line.Rule, line.Verdict == "true")
			repos.add(f.Name, line.Verdict == "true")
		}
	}
	b.WriteString(strings.Replace(rules.markdown("rule", seed.Operators()), "| found |", "| true |", 1))
	b.WriteString(strings.Replace(repos.markdown("repository", nil), "| found |", "| true |", 1))
	clean := 0
	for _, f := range files {
		if len(f.Lines) == 0 {
			clean++
		}
	}
	fmt.Fprintf(b, "%d of %d repositories have no finding.\n\n", clean, len(files))
}

func (r *result) precision(b *strings.Builder) {
	judged(b, r.golden)
	places, findings := 0, 0
	for _, repo := range r.repos {
		if !slices.ContainsFunc(r.golden, func(f golden.File) bool { return f.Name == repo.name }) {
			continue // our own test data, which is wrong on purpose
		}
		places += repo.sites
		findings += repo.findings
	}
	if places > 0 {
		fmt.Fprintf(b, "In the public repositories of this run: %d findings on %d places, %.0f per 1,000.\n\n", findings, places, 1000*float64(findings)/float64(places))
		r.density(b, places)
	}
}

func (r *result) replayed(b *strings.Builder) {
	b.WriteString("## An SDK newer than the snapshot\n\nEvery constant of some services' SDK packages, tested after a call of the service: those of the packages that the first repository loads which have most codes that the snapshot lacks for the service. A package that imports the service must have no false finding (unknowncode, wrongservice); one that meets the service only through another package's function is what cannot know.\n\n")
	if len(r.ageing) == 0 {
		b.WriteString("Not measured in this run.\n\n")
		return
	}
	b.WriteString("| package | codes | not in the snapshot | false, service imported | false, through another package |\n|---|---|---|---|---|\n")
	for _, a := range r.ageing {
		fmt.Fprintf(b, "| %s | %d | %d | %d | %d |\n", a.service, a.codes, a.unlisted, a.direct, a.indirect)
	}
	b.WriteString("\n")
}

func (r *result) controlled(b *strings.Builder) {
	b.WriteString("## Controls\n\nPublic modules with no Tencent code; every finding would be false.\n\n")
	if len(r.controls) == 0 {
		b.WriteString("Not measured in this run.\n")
		return
	}
	b.WriteString("| module | packages | findings | |\n|---|---|---|---|\n")
	packages, findings, modules := 0, 0, 0
	for _, c := range r.controls {
		fmt.Fprintf(b, "| %s | %d | %d | %s |\n", c.module, c.packages, c.findings, c.note)
		packages += c.packages
		findings += c.findings
		if c.packages > 0 {
			modules++
		}
	}
	fmt.Fprintf(b, "| **all %d analyzed** | %d | %d | |\n", modules, packages, findings)
}

// missList lists each miss and each disagreement, one a line.
func (r *result) missList() string {
	var lines []string
	for _, m := range r.mutants {
		if m.Dropped != "" {
			lines = append(lines, fmt.Sprintf("dropped %s, %s, %s, %s: %s", m.Operator, m.Kind, m.Form, m.Site.Func, m.Dropped))
		} else if !m.Found {
			var found []string
			for _, f := range m.Findings {
				found = append(found, f.Message)
			}
			lines = append(lines, fmt.Sprintf("missed %s, %s, %s, %s, line %d, %q for %q: [%s]", m.Operator, m.Kind, m.Form, m.Site.Func, m.Line, m.Value, m.Site.Value, strings.Join(found, "; ")))
		}
	}
	for _, w := range r.rewrites {
		if w.mutant.Dropped == "" && !w.same() {
			lines = append(lines, "disagree "+w.String())
		}
	}
	for _, a := range r.ageing {
		for _, message := range a.messages {
			lines = append(lines, "ageing "+a.service+": "+message)
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n") + "\n"
}
