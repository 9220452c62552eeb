package main

import (
	"fmt"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/golden"
	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/stat"
)

// firstRuns are the records of the first runs on programs that were written and
// marked by somebody who knew the documents alone, the newest first. Nothing in them
// changes afterwards.
var firstRuns = []string{"testdata/blind4/first-run.tsv", "testdata/blind3/first-run.tsv", "testdata/blind2/first-run.tsv", "testdata/blind/first-run.tsv"}

// goal is what the first run on the newest program should reach: the share of planted
// mistakes found, and of correct functions reported at most.
const (
	goalFound    = 0.85
	goalReported = 0.01
)

var (
	recordCommit  = regexp.MustCompile(`at commit ([0-9a-f]{7,})`)
	recordCorrect = regexp.MustCompile(`correct functions: (\d+), reported: (\d+)`)
)

// strangers returns the section about code that the engine was not built on: the
// first runs on blind programs, and the defects of public repositories listed by eye.
func strangers(judged []golden.File) (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\nPrograms were written by people who had read the README and the rules' documents and nothing else; each mistake was marked before the tool ran. These are the rates of the first runs, newest first. They are never changed; `go test ./cmd/tcerrlint -run Blind -v` says what is found today.\n\n", strangersTitle)
	for i, name := range firstRuns {
		text, err := blind(name, len(firstRuns)-i)
		if err != nil {
			return "", err
		}
		b.WriteString(text)
	}
	for _, part := range []func() (string, error){
		func() (string, error) { return natural("testdata/natural", judged) },
		otherwise,
		switchedOff,
	} {
		text, err := part()
		if err != nil {
			return "", err
		}
		b.WriteString(text)
	}
	return b.String(), nil
}

const strangersTitle = "## What a stranger's code meets"

// blind returns the part about the first run on one program.
func blind(name string, number int) (string, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	commit, correct := recordCommit.FindStringSubmatch(string(data)), recordCorrect.FindStringSubmatch(string(data))
	if commit == nil || correct == nil {
		return "", fmt.Errorf("%s: want a comment with the commit, and one with the correct functions", name)
	}
	rules, programs := make(table), make(table)
	var all stat.Share
	for line := range strings.Lines(string(data)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if len(f) != 5 || !slices.Contains([]string{"found", "missed"}, f[4]) {
			return "", fmt.Errorf("%s: %q: want file, line, rule, function, and found or missed", name, line)
		}
		hit := f[4] == "found"
		rules.add(f[2], hit)
		program, _, _ := strings.Cut(f[0], "/")
		programs.add(program, hit)
		all.Add(hit)
	}
	var b strings.Builder
	dir := path.Dir(name)
	fmt.Fprintf(&b, "### Program %d: %d of %d mistakes found, %s of %s correct functions reported\n\n", number, all.Hits, all.Total, correct[2], correct[1])
	fmt.Fprintf(&b, "[The program](../%s), and [its record](../%s/FIRST-RUN.md), which tells what was missed and why; tcerrlint at commit %s.", dir, dir, commit[1])
	if number == len(firstRuns) {
		functions, _ := strconv.Atoi(correct[1])
		reported, _ := strconv.Atoi(correct[2])
		b.WriteString(short(all, functions, reported))
	}
	b.WriteString("\n\n")
	b.WriteString(strings.Replace(rules.markdown("rule", nil), "| found |", "| planted mistakes found |", 1))
	b.WriteString(strings.Replace(programs.markdown("package", nil), "| found |", "| planted mistakes found |", 1))
	return b.String(), nil
}

// short says by how much a first run falls short of the goal.
func short(all stat.Share, functions, reported int) string {
	found, wrong := float64(all.Hits)/float64(all.Total), float64(reported)/float64(functions)
	text := fmt.Sprintf(" The goal is %.0f %% found and %.0f in 100 correct functions reported at most: ", 100*goalFound, 100*goalReported)
	if found >= goalFound && wrong <= goalReported {
		return text + "it is reached."
	}
	return text + fmt.Sprintf("this run has %.1f %% and %.2f in 100.", 100*found, 100*wrong)
}
