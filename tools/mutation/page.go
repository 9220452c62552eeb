package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
)

// readReasons reads why survivors are harmless, by the names of mutants.
func readReasons(name string) (map[string]string, error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	reasons := make(map[string]string)
	for n, line := range strings.Split(string(data), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		mutant, why, ok := strings.Cut(line, "\t")
		if !ok || why == "" {
			return nil, fmt.Errorf("%s:%d: want a name, a tab and a reason", name, n+1)
		}
		reasons[mutant] = why
	}
	return reasons, nil
}

// pageOf writes the page.
func pageOf(mutants []*mutant, reasons map[string]string) string {
	var b strings.Builder
	b.WriteString("# What the tests hold\n\nWritten by `go -C tools run ./mutation -o docs/mutation.md`; do not edit. " +
		"Each heuristic of the engine (a function that answers a bool) was made to answer always false, then always true; each choice (a function that answers a value and whether there is one) to answer none; each bound was set to 1; " +
		"each known function was left out of the table. A mutant is noticed when findings in the test programs are other than the tests want, or when a test fails: of its package, of one that imports it, or of the analyzer.\n\n")
	measured(&b, mutants)
	b.WriteString("| kind | mutants | noticed | survived |\n| --- | ---: | ---: | ---: |\n")
	kinds := []string{"heuristic", "choice", "bound", "model"}
	all, lost := 0, 0
	for _, kind := range kinds {
		n, s := 0, 0
		for _, m := range mutants {
			if m.kind != kind {
				continue
			}
			n++
			if m.fate != noticed {
				s++
			}
		}
		fmt.Fprintf(&b, "| %s | %d | %d | %d |\n", kind, n, n-s, s)
		all, lost = all+n, lost+s
	}
	fmt.Fprintf(&b, "| all | %d | %d | %d (%s) |\n", all, all-lost, lost, percent(lost, all))
	explained := 0
	for _, m := range mutants {
		if m.fate != noticed && reasons[m.name] != "" {
			explained++
		}
	}
	fmt.Fprintf(&b, "\nOf the survivors, %d have a reason below; the other %d (%s of all) are not explained yet.\n", explained, lost-explained, percent(lost-explained, all))
	b.WriteString("\n## Survivors\n\n| mutant | why it is harmless |\n| --- | --- |\n")
	for _, m := range mutants {
		if m.fate != noticed {
			why := reasons[m.name]
			if why == "" {
				why = "not explained yet"
			}
			fmt.Fprintf(&b, "| `%s` | %s |\n", strings.ReplaceAll(m.name, "|", "\\|"), why)
		}
	}
	return b.String()
}

// measured says at which commits, and what did not go through all tests.
func measured(b *strings.Builder, mutants []*mutant) {
	at := make(map[string]int)
	half := 0
	for _, m := range mutants {
		at[m.commit]++
		if m.fate == same {
			half++
		}
	}
	commits := slices.SortedFunc(maps.Keys(at), func(a, c string) int { return at[c] - at[a] })
	for i, commit := range commits {
		commits[i] = fmt.Sprintf("%d at %s", at[commit], commit)
	}
	fmt.Fprintf(b, "Measured: %s.", strings.Join(commits, ", "))
	if half > 0 {
		fmt.Fprintf(b, " Of the survivors, %d only changed no finding in the programs: the analyzer's tests did not run on them, and some may notice.", half)
	}
	b.WriteString("\n\n")
}

func percent(n, of int) string {
	if of == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(of))
}
