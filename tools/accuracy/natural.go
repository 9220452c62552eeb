package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/golden"
)

// A place is one that handles an error of the API, in a public repository, as somebody
// judged it who read it before the tool ran.
type place struct {
	list                           string // its file
	repository, commit, file, line string
	what, verdict, kind, certainty string
	found, reason                  string   // what the tool said, and why not
	lines                          []string // that lists give it
}

// places reads the lists of a folder.
func places(dir string) ([]place, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.tsv"))
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, errors.New(dir + " has no list")
	}
	var all []place
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		head, rest, _ := strings.Cut(strings.TrimSuffix(string(data), "\n"), "\n")
		if !strings.HasSuffix(head, "\tfound\treason") {
			continue // a list that was made, and the tool has not run yet
		}
		for i, line := range strings.Split(rest, "\n") {
			f := strings.Split(line, "\t")
			if len(f) != 10 || !slices.Contains([]string{"ok", "defect", "none"}, f[5]) {
				return nil, fmt.Errorf("%s:%d: want ten columns, the sixth of them ok, defect or none", name, i+2)
			}
			all = append(all, place{filepath.Base(name), f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9], []string{f[3]}})
		}
	}
	return all, nil
}

// once leaves out the places that another list has as well: their lines say so, with
// the list that was run first and the line there. It returns how many they are.
func once(all []place) (rest []place, again int, err error) {
	type position struct{ repository, file, line string }
	lists := make(map[position]string)
	at := make(map[position]int)
	for _, p := range all {
		if p.found != "same" && p.verdict != "none" {
			where := position{p.repository, p.file, p.line}
			if other, ok := lists[where]; ok && other != p.list {
				return nil, 0, fmt.Errorf("%s and %s both have %s %s:%s", other, p.list, p.repository, p.file, p.line)
			}
			lists[where], at[where] = p.list, len(rest)
			rest = append(rest, p)
		}
	}
	for _, p := range all {
		if p.found != "same" {
			continue
		}
		list, line, _ := strings.Cut(p.reason, " ")
		there := position{p.repository, p.file, line}
		if lists[there] != list {
			return nil, 0, fmt.Errorf("%s: %s %s:%s is not in %s", p.list, p.repository, p.file, p.line, p.reason)
		}
		rest[at[there]].lines = append(rest[at[there]].lines, p.line)
		again++
	}
	return rest, again, nil
}

// natural returns the part about the lists of a folder. What was missed and is among
// the findings judged since is told.
func natural(dir string, judged []golden.File) (string, error) {
	all, err := places(dir)
	if err != nil {
		return "", err
	}
	if len(all) == 0 {
		return "", errors.New(dir + " has no place")
	}
	repositories := make(map[string]bool)
	for _, p := range all {
		repositories[p.repository] = true
	}
	all, again, err := once(all)
	if err != nil {
		return "", err
	}
	kinds, reasons := make(map[string]*[3]int), make(map[string]*[2]int) // defects sure, debatable, found; missed sure, debatable
	var sure, debatable, found, right, wrong int
	var unseen []place
	for _, p := range all {
		isFound := p.found != "" && p.found != "missed"
		switch {
		case p.verdict == "ok":
			right++
			if isFound {
				wrong++
			}
			continue
		}
		kind, _, _ := strings.Cut(p.kind, ":")
		if kind = strings.TrimSpace(kind); strings.HasPrefix(kind, "other") {
			kind = "no rule of ours"
		}
		if kinds[kind] == nil {
			kinds[kind] = new([3]int)
		}
		at := 1
		if p.certainty == "sure" {
			at = 0
			sure++
		} else {
			debatable++
		}
		kinds[kind][at]++
		if isFound {
			kinds[kind][2]++
			found++
			continue
		}
		reason, _, _ := strings.Cut(p.reason, ":")
		reason, _, _ = strings.Cut(reason, ";")
		if reasons[reason] == nil {
			reasons[reason] = new([2]int)
		}
		reasons[reason][at]++
		if reason == "form not seen" {
			unseen = append(unseen, p)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "### Natural defects: %d repositories, %d found of %d that are sure and %d that are debatable\n\n", len(repositories), found, sure, debatable)
	fmt.Fprintf(&b, "Every place of %d public repositories that handles an error of the API was judged by eye before the tool ran, by readers who knew the documents alone ([lists](../%s): only verdicts, none of their code). Some repositories were read twice, by readers who did not know of each other: what both name counts once, with the verdict and the result of the list that was run first (%d lines of the other name a place there). %d places are right; %d of these were reported. Most defects are of kinds that no rule is about.\n\n", len(repositories), filepath.ToSlash(dir), again, right, wrong)
	b.WriteString("| kind | sure | debatable | found |\n|---|---:|---:|---:|\n")
	for _, kind := range slices.SortedFunc(maps.Keys(kinds), func(x, y string) int {
		return cmp.Or(kinds[y][0]+kinds[y][1]-kinds[x][0]-kinds[x][1], cmp.Compare(x, y))
	}) {
		k := kinds[kind]
		fmt.Fprintf(&b, "| %s | %d | %d | %d |\n", kind, k[0], k[1], k[2])
	}
	b.WriteString("\n| why missed | sure | debatable |\n|---|---:|---:|\n")
	for _, reason := range slices.Sorted(maps.Keys(reasons)) {
		fmt.Fprintf(&b, "| %s | %d | %d |\n", reason, reasons[reason][0], reasons[reason][1])
	}
	b.WriteString("\nForms that a rule is about, and did not see in this first run:\n\n")
	for _, p := range unseen {
		since := ""
		if slices.ContainsFunc(judged, func(f golden.File) bool {
			return f.Name == p.repository && slices.ContainsFunc(f.Lines, func(l golden.Line) bool { return l.File == p.file && slices.Contains(p.lines, l.Line) })
		}) {
			since = " Found since."
		}
		fmt.Fprintf(&b, "- %s at %s, %s:%s (%s): %s.%s\n", p.repository, p.commit, p.file, p.line, p.kind, p.what, since)
	}
	b.WriteString("\n")
	return b.String(), nil
}
