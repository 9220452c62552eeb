package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/report"
)

// completeWord is the command that the scripts call: its arguments are the words of
// the command line up to the one to complete, which may be empty.
const completeWord = "__complete"

// completionScripts have the shells ask tcerrlint for words, and complete names of
// files where it has none.
var completionScripts = map[string]string{
	"bash": `_tcerrlint() {
	local IFS=$'\n'
	COMPREPLY=($(tcerrlint ` + completeWord + ` "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _tcerrlint tcerrlint
`,
	"zsh": `#compdef tcerrlint
_tcerrlint() {
	local -a found
	found=(${(f)"$(tcerrlint ` + completeWord + ` "${(@)words[2,CURRENT]}" 2>/dev/null)"})
	if (( $#found )); then compadd -Q -a found; else _files; fi
}
if [ "$funcstack[1]" = _tcerrlint ]; then _tcerrlint "$@"; else compdef _tcerrlint tcerrlint; fi
`,
	"fish": `complete -c tcerrlint -a '(tcerrlint ` + completeWord + ` (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`,
}

// runCompletion prints the script of a shell.
func runCompletion(args []string, out, errs io.Writer) int {
	shells := slices.Sorted(maps.Keys(completionScripts))
	if len(args) != 1 || completionScripts[args[0]] == "" && !isHelp(args[0]) {
		return fail(errs, fmt.Errorf("completion takes the name of one shell: %s", strings.Join(shells, ", ")))
	}
	if isHelp(args[0]) {
		fmt.Fprintln(out, "Usage: tcerrlint completion "+strings.Join(shells, "|"))
		return exitClean
	}
	fmt.Fprint(out, completionScripts[args[0]])
	return exitClean
}

func isHelp(arg string) bool { return arg == "-h" || arg == "-help" || arg == "--help" }

// runComplete prints what the last of the words may become, one a line.
func runComplete(words []string, out io.Writer) int {
	for _, word := range complete(words) {
		fmt.Fprintln(out, word)
	}
	return exitClean
}

// complete returns what the last of the words may become.
func complete(words []string) (list []string) {
	if len(words) == 0 {
		return nil
	}
	before, last := words[:len(words)-1], words[len(words)-1]
	name, run := commandOf(before)
	keep := func(candidates []string, prefix string) []string {
		for _, c := range candidates {
			if strings.HasPrefix(c, last) {
				list = append(list, prefix+c)
			}
		}
		return list
	}
	// Bash makes words of their own of "=" and of what follows it.
	if n := len(before); n > 0 && before[n-1] == "=" {
		before = before[:n-1]
	} else if last == "=" && n > 0 {
		last = ""
	}
	if n := len(before); n > 0 && strings.HasPrefix(before[n-1], "-") {
		if values := flagValuesOf(name, before[n-1]); values != nil {
			return keep(values, "")
		}
	}
	if flagName, value, ok := strings.Cut(last, "="); ok && strings.HasPrefix(last, "-") {
		last = value
		return keep(flagValuesOf(name, flagName), flagName+"=")
	}
	switch {
	case strings.HasPrefix(last, "-"):
		return keep(flagsOf(run), "")
	case len(before) == 0:
		return keep(commandNames(), "")
	case name == "explain":
		return keep(ruleIDs(), "")
	case name == "completion":
		return keep(slices.Sorted(maps.Keys(completionScripts)), "")
	}
	return nil // names of files
}

// commandOf returns the command that the words begin with; without one they lint.
func commandOf(words []string) (string, func([]string, io.Writer, io.Writer) int) {
	_, words = leadingDir(words)
	for _, c := range commands() {
		if len(words) > 0 && c.name == words[0] && c.run != nil {
			return c.name, c.run
		}
	}
	return "", runLint
}

func commandNames() (names []string) {
	for _, c := range commands() {
		if !slices.Contains(names, c.name) {
			names = append(names, c.name)
		}
	}
	return names
}

func ruleIDs() (ids []string) {
	for _, rule := range analyzer.Documents() {
		ids = append(ids, rule.ID)
	}
	return ids
}

// describedFlag is a flag in what a command prints when asked for help.
var describedFlag = regexp.MustCompile(`(?m)^  (-[\w-]+)`)

// flagsOf returns the flags of a command, from its own help.
func flagsOf(run func([]string, io.Writer, io.Writer) int) (flags []string) {
	var help bytes.Buffer
	run([]string{"-h"}, &help, io.Discard)
	for _, m := range describedFlag.FindAllSubmatch(help.Bytes(), -1) {
		flags = append(flags, string(m[1]))
	}
	return flags
}

// flagValuesOf returns the values of a flag that takes one of a few.
func flagValuesOf(command, flag string) []string {
	switch name := strings.TrimLeft(flag, "-"); command + " " + name {
	case "map format":
		return mapFormats
	case "catalog format":
		return []string{"text", "json", "html"}
	case " format", "vet format":
		return report.Names
	case " fail-on", "vet fail-on":
		return append(slices.Clone(finding.Severities), "never")
	case " color", "vet color":
		return []string{"auto", "always", "never"}
	case " mod", "vet mod", "map mod":
		return []string{"readonly", "vendor", "mod"}
	case " mode", "vet mode":
		return []string{"fate", "explicit"}
	case " rules", "vet rules":
		return append([]string{"all", "none"}, ruleIDs()...)
	case "explain lang":
		return []string{"en", "zh"}
	case "init ci":
		return []string{"github", "gitlab"}
	}
	return nil
}
