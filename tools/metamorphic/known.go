package main

import (
	_ "embed"
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
