package main

import (
	"bytes"
	"os"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/glance"
	"github.com/tcerrlint/tcerrlint/internal/facts"
)

// typecheck is the flag of the vet tool by which packages that cannot hold a
// finding are type-checked all the same: "tcerrlint vet" promises to say when a
// package does not load.
const typecheck = "typecheck"

// answersAtOnce reports whether a unit can have neither findings nor facts: it
// imports nothing that can name an error of the SDK, and its files hold none of
// the few things that matter all the same. (Whether it type-checks is for go
// build to say, unless the flag typecheck asks for it.)
func answersAtOnce(unit unitchecker.Config, args []string) bool {
	if len(unit.GoFiles) == 0 || slices.ContainsFunc(args, changesScope) {
		return false
	}
	if !unit.VetxOnly && slices.ContainsFunc(args, func(arg string) bool { return strings.Contains(arg, typecheck) }) {
		return false
	}
	if unit.VetxOnly && (glance.OnlyDeclares(unit.ImportPath) || inStandardLibrary(unit)) {
		return true // most of the units of a cold go vet
	}
	for _, path := range unit.ImportMap {
		if glance.NamesSDK(path) {
			return false
		}
	}
	decoders := false // an import does something for others
	for _, vetx := range unit.PackageVetx {
		stored, err := os.ReadFile(vetx)
		if err != nil || bytes.Contains(stored, []byte(facts.PackageSummaryMark)) {
			return false
		}
		decoders = decoders || bytes.Contains(stored, []byte(facts.DecodersMark))
	}
	for _, name := range unit.GoFiles {
		source, err := os.ReadFile(name)
		if err != nil || glance.MayMatter(source) || glance.MayServeOthers(source, decoders) {
			return false
		}
	}
	return true
}

// changesScope reports whether an argument makes other packages matter, or
// asks for more than findings.
func changesScope(arg string) bool {
	for _, word := range []string{"error-types", "debug", "fix"} {
		if strings.Contains(arg, word) {
			return true
		}
	}
	return false
}

// answerNothing writes what unitchecker would for a unit with neither findings
// nor facts.
func answerNothing(unit unitchecker.Config, args []string) int {
	if status := noFacts(unit); status != exitClean || unit.VetxOnly {
		return status
	}
	out := os.Stdout
	if unit.Stdout != "" {
		file, err := os.Create(unit.Stdout)
		if err != nil {
			return fail(os.Stderr, err)
		}
		defer file.Close()
		out = file
	}
	if slices.Contains(args, "-json") || slices.Contains(args, "-json=true") {
		if _, err := out.WriteString("{}\n"); err != nil {
			return fail(os.Stderr, err)
		}
	}
	return exitClean
}
