package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The records that the other tools of this module leave.
const (
	ratesFile    = "tools/metamorphic/rates.tsv"
	knownFile    = "tools/metamorphic/known.tsv"
	mutationPage = "docs/mutation.md"
)

// otherwise returns the part about the programs of the tests written in other ways.
func otherwise() (string, error) {
	var b strings.Builder
	b.WriteString("### The same code, written otherwise\n\nThe programs of the tests are rewritten in ways that change how they are written and not what they do; the findings must be the same, on the same lines (`go -C tools run ./metamorphic`). Facts go from a function to its callers, so what is wrong in one that moved to another package may be said where it is used; and since others can call it there, the program that it is compared with has it exported.\n\n| rewriting | places | findings that stayed | of these, where the function is used | lost | new |\n|---|---:|---:|---:|---:|---:|\n")
	stayed, lost := 0, 0
	err := rows(ratesFile, 7, func(f []string) error {
		var n [6]int
		for i := range n {
			var err error
			if n[i], err = strconv.Atoi(f[i+1]); err != nil {
				return err
			}
		}
		stayed, lost = stayed+n[2], lost+n[4]
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %d | %d |\n", f[0], n[1], n[2], n[3], n[4], n[5])
		return nil
	})
	if err != nil {
		return "", err
	}
	fmt.Fprintf(&b, "\nOf %d findings %d stayed (%.2f %%); the goal is all.", stayed+lost, stayed, 100*float64(stayed)/float64(stayed+lost))
	causes := make(map[string]int)
	if err := rows(knownFile, 3, func(f []string) error { causes[f[2]]++; return nil }); err != nil {
		return "", err
	}
	if len(causes) > 0 {
		fmt.Fprintf(&b, " [What changes](../%s), by cause:", knownFile)
	}
	b.WriteString("\n\n")
	for _, cause := range slices.SortedFunc(maps.Keys(causes), func(x, y string) int {
		return cmp.Or(causes[y]-causes[x], cmp.Compare(x, y))
	}) {
		fmt.Fprintf(&b, "- %d: %s\n", causes[cause], cause)
	}
	b.WriteString("\n")
	return b.String(), nil
}

// rows calls f with the columns of each line of a table.
func rows(file string, columns int, f func([]string) error) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(data)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if len(fields) != columns {
			return fmt.Errorf("%s: %q: want %d columns", file, line, columns)
		}
		if err := f(fields); err != nil {
			return fmt.Errorf("%s: %q: %w", file, line, err)
		}
	}
	return nil
}

var mutationTotal = regexp.MustCompile(`(?m)^\| all \| (\d+) \| \d+ \| (\d+) \(([0-9.]+) %\) \|$`)

// switchedOff returns the part about the engine with parts of it switched off.
func switchedOff() (string, error) {
	data, err := os.ReadFile(mutationPage)
	if err != nil {
		return "", err
	}
	all := mutationTotal.FindStringSubmatch(string(data))
	if all == nil {
		return "", errors.New(mutationPage + " has no total")
	}
	return fmt.Sprintf("### The engine with a part switched off\n\nOf %s parts of the engine, switched off one at a time, %s are noticed by no test: %s %%; the goal is 5 %% at most. [The list](mutation.md) has each.\n\n", all[1], all[2], all[3]), nil
}
