package main

import (
	"bytes"
	"os"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/load"
)

// go vet starts the tool for every package and every dependency, and parsing
// and type-checking one costs far more than all that we do with it. Most
// packages cannot hold a test on a code, and some bytes tell.

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
	if unit.VetxOnly && (load.OnlyDeclares(unit.ImportPath) || inStandardLibrary(unit)) {
		return true // most of the units of a cold go vet
	}
	for _, path := range unit.ImportMap {
		if strings.Contains(path, "tencentcloud") {
			return false
		}
	}
	decoders := false // an import decodes JSON for others
	for _, vetx := range unit.PackageVetx {
		facts, err := os.ReadFile(vetx)
		if err != nil || bytes.Contains(facts, []byte(analyzer.FactsMark)) {
			return false
		}
		decoders = decoders || bytes.Contains(facts, []byte(analyzer.DecodersMark))
	}
	for _, name := range unit.GoFiles {
		source, err := os.ReadFile(name)
		if err != nil || mayMatter(source) || mayDecodeForOthers(source, decoders) {
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

// mayMatter reports whether a file that cannot name an error of the SDK may
// still hold a directive, or a function by which others look for a code in a
// list.
func mayMatter(source []byte) bool {
	if bytes.Contains(source, []byte("//tcerrlint:")) || mayDecodeAnswers(source) {
		return true
	}
	const begin = "\nfunc "
	for {
		i := bytes.Index(source, []byte(begin))
		if i < 0 {
			return false
		}
		source = source[i+len(begin):]
		if len(source) == 0 || source[0] < 'A' || source[0] > 'Z' {
			continue
		}
		head, _, _ := bytes.Cut(source, []byte("\n"))
		if bytes.Contains(head, []byte(" bool {")) && (bytes.Contains(head, []byte("[]")) || bytes.Contains(head, []byte("...")) ||
			bytes.Contains(head, []byte("map[")) || bytes.Contains(head, []byte("interface{}")) || bytes.Contains(head, []byte("any")) ||
			bytes.Contains(head, []byte(",")) && bytes.Contains(head, []byte("string) bool"))) {
			return true
		}
	}
}

// mayDecodeAnswers reports whether a file may have the shape of an answer of the
// API, or read one by keys or paths.
func mayDecodeAnswers(source []byte) bool {
	for _, sign := range []string{"\tResponse ", "{ Response ", "{Response ", "json:\"Response", "\"Response\"", "\"Response.", "`Response."} {
		if bytes.Contains(source, []byte(sign)) {
			return true
		}
	}
	return false
}

// mayDecodeForOthers reports whether a file may have a function that decodes
// JSON into what it is given: by a JSON package, or by one of its imports if
// they have such functions.
func mayDecodeForOthers(source []byte, decoders bool) bool {
	has := func(sign string) bool { return bytes.Contains(source, []byte(sign)) }
	if !decoders && !((has("json\"") || has("json/v2\"") || has("json-iterator/go\"") || has("sonic\"")) && (has("Unmarshal") || has(".Decode("))) {
		return false
	}
	for _, line := range bytes.Split(source, []byte("\n")) {
		if !bytes.HasPrefix(line, []byte("func ")) {
			continue
		}
		for _, sign := range []string{" any)", " any,", " any]", "interface{}", "interface {}", "](", "]) "} {
			if bytes.Contains(line, []byte(sign)) {
				return true
			}
		}
		if bytes.HasSuffix(line, []byte("(")) || bytes.HasSuffix(line, []byte(",")) {
			return true // the parameters are on the next lines
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
