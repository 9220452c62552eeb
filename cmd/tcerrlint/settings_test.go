package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
)

func TestSettingsChangeFindingsAtOnceInBothCommands(t *testing.T) {
	dir := testmodule.Write(t, misspelled)
	for _, command := range [][]string{nil, {"vet"}} {
		file := filepath.Join(dir, ".tcerrlint.yml")
		for _, test := range []struct {
			settings string
			flags    []string
			status   int
		}{
			{"", nil, exitFindings},
			{"rules: [-unknowncode]\n", nil, exitClean},
			{"# nothing\n", nil, exitFindings},
			{"extra-codes: [AuthFailure.SignatureExpired, AuthFailure.SignatureFailed]\n", nil, exitClean},
			{"rules: [-unknowncode]\n", []string{"-rules=unknowncode"}, exitFindings}, // flags win
			{"rules: [-unknowncode]\n", []string{"-config=none"}, exitFindings},
			{"rules: [unknowncode]\n", []string{"-rules="}, exitFindings},
		} {
			if err := os.WriteFile(file, []byte(test.settings), 0o666); err != nil {
				t.Fatal(err)
			}
			lintIn(t, dir, append(command, test.flags...)...).want(t, test.status)
		}
	}
}

func TestSettingsOfTheModuleHoldInItsFolders(t *testing.T) {
	dir := testmodule.Write(t, misspelled+"-- .tcerrlint.yml --\nrules: [-unknowncode]\n-- sub/b.go --\npackage sub\n")
	lintIn(t, filepath.Join(dir, "sub"), "..").want(t, exitClean)
}

func TestWrongSettingsAreNamedWithFileAndLine(t *testing.T) {
	for settings, want := range map[string]string{
		"mode: fate\nrule: [all]\n":  `.tcerrlint.yml:2: unknown key "rule"`,
		"rules:\n  - nope\n":         `.tcerrlint.yml:1: rules: unknown rule "nope"`,
		"\n\nskip-tests: perhaps\n":  `.tcerrlint.yml:3: skip-tests: want true or false`,
		"rules: all\n":               `.tcerrlint.yml:1: rules: want a list of words`,
		"mode: [fate]\n":             `.tcerrlint.yml:1: mode: want a word`,
		"mode: fate\nmode: fate\n":   `.tcerrlint.yml:2: `,
		"mode: 'fate\n":              `.tcerrlint.yml:`,
		"- all\n":                    `.tcerrlint.yml:1: want keys and values`,
		"extra-pages: [absent.md]\n": `.tcerrlint.yml:1: extra-pages: cannot read `,
	} {
		t.Run(strings.TrimSpace(settings), func(t *testing.T) {
			dir := testmodule.Write(t, misspelled+"-- .tcerrlint.yml --\n"+settings)
			lintIn(t, dir).oneLine(t, want)
		})
	}
}
