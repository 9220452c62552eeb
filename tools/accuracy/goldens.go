package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/golden"
	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/prog"
)

var errGoldensDiffer = errors.New("findings differ from the goldens; say why, line by line, in the change")

// compareGoldens prints what the tool adds to and removes from the goldens of the
// repositories given. With write it writes them anew, and keeps the verdicts.
func compareGoldens(s settings, out io.Writer) error {
	files, err := golden.Read(s.corpus)
	if err != nil {
		return err
	}
	byName := make(map[string]golden.File)
	for _, file := range files {
		byName[file.Name] = file
	}
	differ := false
	for _, repo := range s.repos {
		file, ok := byName[repo.name]
		if !ok {
			return fmt.Errorf("%s has no golden in %s", repo.name, s.corpus)
		}
		if have := commit(repo.dir); have != file.Commit {
			return fmt.Errorf("%s is at commit %q, its golden at %q", repo.name, have, file.Commit)
		}
		found, err := findingsOf(repo)
		if err != nil {
			return fmt.Errorf("%s: %w", repo.name, err)
		}
		// Test files are not loaded: what is known of them stays.
		var lines, tests []golden.Line
		for _, line := range file.Lines {
			if strings.HasSuffix(line.File, "_test.go") {
				tests = append(tests, line)
			} else {
				lines = append(lines, line)
			}
		}
		d, judged := golden.Compare(lines, found)
		differ = differ || !d.None()
		printDifference(out, repo.name, d, len(tests))
		if s.write && !d.None() {
			text := file.Text(golden.Sorted(append(tests, judged...)), toolCommit())
			if err := os.WriteFile(filepath.Join(s.corpus, repo.name+".golden"), []byte(text), 0o644); err != nil {
				return err
			}
		}
	}
	if differ {
		return errGoldensDiffer
	}
	return nil
}

// findingsOf runs the analyzer as the goldens were made: in generated files too.
func findingsOf(r repo) ([]golden.Line, error) {
	p, err := prog.LoadEnv(r.dir, r.environment(), r.patterns...)
	if err != nil {
		return nil, err
	}
	found, err := p.AnalyzeWith(analyzer.Options{Generated: true}, p.Roots)
	if err != nil {
		return nil, err
	}
	var lines []golden.Line
	for _, f := range found {
		lines = append(lines, golden.Line{File: p.Rel(f.File), Line: strconv.Itoa(f.Line), Rule: f.Rule, Code: golden.CodeOf(f.Rule, f.Message)})
	}
	return lines, nil
}

func printDifference(out io.Writer, name string, d golden.Difference, tests int) {
	fmt.Fprintf(out, "%s: %d as before, %d moved, %d added, %d removed, %d in test files not looked for\n", name, d.Same, len(d.Moved), len(d.Added), len(d.Removed), tests)
	for _, m := range d.Moved {
		fmt.Fprintf(out, "  from line %s to %s\n", m.Old.Line, m.New)
	}
	for _, line := range d.Added {
		fmt.Fprintf(out, "+ %s\n", line)
	}
	for _, line := range d.Removed {
		fmt.Fprintf(out, "- %s\n", line)
	}
}
