package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/report"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/settings"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
)

// otherLinters returns the rows of the table that compares us with other linters.
func otherLinters(t *testing.T, page string) (rows [][]string) {
	t.Helper()
	_, table, ok := strings.Cut(programtest.ReadFile(t, filepath.Join("../../docs", page)), "| | golangci-lint | staticcheck | ruff | actionlint | tcerrlint |\n")
	if !ok {
		t.Fatalf("%s has no table of other linters", page)
	}
	for line := range strings.Lines(table) {
		if !strings.HasPrefix(line, "|") {
			break
		}
		var cells []string
		for cell := range strings.SplitSeq(strings.Trim(strings.TrimSpace(line), "|"), " | ") {
			cells = append(cells, strings.TrimSpace(cell))
		}
		rows = append(rows, cells)
	}
	return rows[1:] // below the line
}

var inCode = regexp.MustCompile("`([^`]+)`")

// TestWhatIsComparedWithOtherLintersIsThere holds that each option in the table is
// one, and that each thing we do not have has its reason.
func TestWhatIsComparedWithOtherLintersIsThere(t *testing.T) {
	rows, chinese := otherLinters(t, "drivers.md"), otherLinters(t, "drivers.zh-CN.md")
	if len(rows) != len(chinese) || len(rows) < 50 {
		t.Fatalf("%d rows, %d in Chinese", len(rows), len(chinese))
	}
	names := func(cell string) (list []string) {
		for _, m := range inCode.FindAllStringSubmatch(cell, -1) {
			list = append(list, m[1])
		}
		return list
	}
	for i, row := range rows {
		if len(row) != 6 || len(chinese[i]) != 6 {
			t.Errorf("row %q: %d cells, %d in Chinese", row[0], len(row), len(chinese[i]))
			continue
		}
		ours := row[5]
		if reason, no := strings.CutPrefix(ours, "no:"); no && len(reason) < 20 {
			t.Errorf("%s: why not? %q", row[0], ours)
		}
		if !slices.Equal(names(ours), names(chinese[i][5])) {
			t.Errorf("%s: %q in Chinese", row[0], chinese[i][5])
		}
		for _, name := range names(ours) {
			if !isThere(name) {
				t.Errorf("%s: there is no %s", row[0], name)
			}
		}
	}
}

// isThere reports whether a name that a page gives to something of ours is right.
func isThere(name string) bool {
	words := strings.Fields(name)
	switch {
	case strings.HasPrefix(name, "-"):
		if values := flagValuesOf("", words[0]); len(words) > 1 && values != nil && words[1] != strings.ToUpper(words[1]) {
			return slices.Contains(values, words[1])
		}
		return words[0] == "-version" || slices.Contains(flagsOf(runLint), words[0])
	case words[0] == "tcerrlint":
		command, run := commandOf(words[1:])
		return command != "" && (len(words) == 2 || slices.Contains(flagsOf(run), words[2]))
	case slices.Contains(settings.Keys(), name), slices.Contains(ruleIDs(), name), slices.Contains(report.Names, name):
		return true
	case strings.HasPrefix(name, "//tcerrlint:"), slices.Contains([]string{"NO_COLOR", "GOMAXPROCS", "GOOS=windows tcerrlint", "timeout 10m tcerrlint", "go list", "go install", settings.FileName, "analyzer.Analyzer"}, name):
		return true // tested elsewhere, or not ours
	}
	_, err := os.Stat(filepath.Join("../..", name))
	return err == nil
}
