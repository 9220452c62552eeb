package main

import (
	"cmp"
	_ "embed"
	"fmt"
	"os"
	"slices"
	"strings"
)

//go:embed known.tsv
var knownText string

// known are the differences that are defects of the engine, with their causes, by
// key and rewriting.
func known() map[[2]string]string {
	causes := make(map[[2]string]string)
	for line := range strings.SplitSeq(knownText, "\n") {
		if words := strings.Split(line, "\t"); len(words) == 3 {
			causes[[2]string{words[0], words[1]}] = words[2]
		}
	}
	return causes
}

// writeKnown writes the list anew: what is mended goes, what is new comes without
// a cause, which somebody has to find.
func writeKnown(file string, outcomes []outcome) error {
	causes := known()
	head, _, _ := strings.Cut(knownText, "\n")
	var lines []string
	for i, o := range outcomes {
		for _, d := range o.differences {
			key := [2]string{d.key(), rewritings[i].name}
			lines = append(lines, key[0]+"\t"+key[1]+"\t"+cmp.Or(causes[key], unexplained))
		}
	}
	slices.Sort(lines)
	text := strings.Join(append([]string{head}, slices.Compact(lines)...), "\n") + "\n"
	return os.WriteFile(file, []byte(text), 0o644)
}

// writeRates writes how often each rewriting fitted, and how many findings stayed, how
// many of these are made where a function that moved is used, were lost or came.
func writeRates(file string, outcomes []outcome) error {
	var b strings.Builder
	b.WriteString("# rewriting, places, rewritten, findings that stayed, of these where the function is used, lost, new\n")
	for i, o := range outcomes {
		lost := 0
		for _, d := range o.differences {
			if d.kind == "lost" {
				lost++
			}
		}
		fmt.Fprintf(&b, "%s\t%d\t%d\t%d\t%d\t%d\t%d\n", rewritings[i].name, o.sites, o.fitted, o.same, o.atUses, lost, len(o.differences)-lost)
	}
	return os.WriteFile(file, []byte(b.String()), 0o644)
}

const unexplained = "not explained yet"
