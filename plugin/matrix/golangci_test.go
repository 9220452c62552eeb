package matrix

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
)

// golangciIn runs golangci-lint with its own configuration file in the folder.
func golangciIn(t *testing.T, dir, settings string) result {
	t.Helper()
	const head = "version: \"2\"\nlinters:\n  default: none\n  enable: [tcerrlint]\n  settings:\n    custom:\n      tcerrlint:\n        type: module\n"
	writeFile(t, filepath.Join(dir, ".golangci.yml"), head+settings)
	return start(t, dir, golangci, "run", "./...")
}

func TestGolangciSeesAChangedSettingAtOnce(t *testing.T) {
	dir := programtest.CopyTree(t, examples["example"])
	for _, test := range []struct {
		settings, want, not string
	}{
		{"", "unknowncode: ", "rules page"},
		{"        settings: {rules: [-unknowncode]}\n", "swappedargs: ", "unknowncode: "},
		{"        settings: {rules: [none, unknowncode]}\n", "unknowncode: ", "swappedargs: "},
		{"        settings: {extra-codes: [AuthFailure.SignatureExpired]}\n", "swappedargs: ", "unknowncode: "},
		{"", "unknowncode: ", "rules page"},
	} {
		r := golangciIn(t, dir, test.settings).want(t, 1)
		if !strings.Contains(r.out, test.want) || strings.Contains(r.out, test.not) {
			t.Errorf("with %q:\n%s%s", test.settings, r.out, r.errs)
		}
	}
}

func TestGolangciRefusesWrongSettings(t *testing.T) {
	dir := programtest.CopyTree(t, examples["example"])
	for settings, want := range map[string]string{
		"{rule: [all]}":       `unknown field "rule"`,
		"{rules: [nope]}":     `rules: unknown rule "nope"`,
		"{catalog: \"0123\"}": `catalog: pinned to "0123"`,
		"{mode: strict}":      `mode: "strict"`,
	} {
		r := golangciIn(t, dir, "        settings: "+settings+"\n")
		if r.status < 2 || !strings.Contains(r.errs+r.out, want) {
			t.Errorf("%s: exit status %d, no %q in\n%s%s", settings, r.status, want, r.out, r.errs)
		}
	}
}

func TestGolangciAcceptsTheRightPin(t *testing.T) {
	version := start(t, ".", tcerrlint, "version").want(t, 0).out
	_, rest, _ := strings.Cut(version, "\ncatalog ")
	digest, _, ok := strings.Cut(rest, " ")
	if !ok {
		t.Fatalf("no digest in\n%s", version)
	}
	golangciIn(t, programtest.CopyTree(t, examples["example"]), "        settings: {catalog: \""+digest+"\"}\n").want(t, 1)
}

func TestNolintHidesAFindingWhereverItIsKnown(t *testing.T) {
	dir := programtest.CopyTree(t, examples["example"])
	replaceIn(t, filepath.Join(dir, "purge.go"), "// wrong: the code is AuthFailure.SignatureExpire", "//nolint:tcerrlint // a test")
	for _, place := range places {
		if place.name == "gopls" {
			continue // as go vet
		}
		hidden := !strings.Contains(text(place.find(t, dir)), "unknowncode: ")
		// go vet shows what the analyzer finds: //nolint is no business of its.
		if want := place.name != "go vet -vettool"; hidden != want {
			t.Errorf("%s: hidden %v, want %v", place.name, hidden, want)
		}
	}
}

func TestIgnoreHidesAFindingEverywhere(t *testing.T) {
	dir := programtest.CopyTree(t, examples["example"])
	replaceIn(t, filepath.Join(dir, "purge.go"), "// wrong: the code is AuthFailure.SignatureExpire", "//tcerrlint:ignore unknowncode a test")
	for _, place := range places {
		if found := text(place.find(t, dir)); strings.Contains(found, "unknowncode: ") || strings.Contains(found, "directive: ") {
			t.Errorf("%s finds\n%s", place.name, found)
		}
	}
}
