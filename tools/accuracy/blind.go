package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/stat"
)

// firstRun is the record of the first run on programs that were written and marked
// by somebody who knew the documents alone. Nothing in it changes afterwards.
const firstRun = "testdata/blind/first-run.tsv"

var (
	recordCommit  = regexp.MustCompile(`at commit ([0-9a-f]{7,})`)
	recordCorrect = regexp.MustCompile(`correct functions: (\d+), reported: (\d+)`)
)

// blind returns the section about the first run on blind programs.
func blind(name string) (string, error) {
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
	fmt.Fprintf(&b, "## What a stranger's code meets\n\n")
	fmt.Fprintf(&b, "[Programs](../testdata/blind) were written by somebody who had read the README and the rules' documents and nothing else; each mistake was marked before the tool ran. These are the rates of the first run, with tcerrlint at commit %s. They are never changed; what was missed, and why, is told in [its record](../testdata/blind/FIRST-RUN.md), and `go test ./cmd/tcerrlint -run Blind -v` says what is found today.\n\n", commit[1])
	fmt.Fprintf(&b, "Of %s correct functions %s were reported.\n\n", correct[1], correct[2])
	b.WriteString(strings.Replace(rules.markdown("rule", nil), "| found |", "| planted mistakes found |", 1))
	b.WriteString(strings.Replace(programs.markdown("program", nil), "| found |", "| planted mistakes found |", 1))
	b.WriteString("What is still missing here: a second program, written after the rules it led to, and a list of natural defects of public repositories that was made before the tool ran.\n\n")
	return b.String(), nil
}
