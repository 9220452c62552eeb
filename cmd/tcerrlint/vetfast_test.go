package main

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestPackagesThatCannotMatterHideNothing compares with runs that look into every
// package, as error types of somewhere else make them do.
func TestPackagesThatCannotMatterHideNothing(t *testing.T) {
	const further = "-error-types=example.com/elsewhere.Error"
	for _, module := range []string{"example", "rules", "wire"} {
		t.Run(module, func(t *testing.T) {
			dir := filepath.Join("..", "..", "testdata", module)
			lint := []string{"-rules=all", "-generated", "-fail-on=never", "./..."}
			some := lintIn(t, dir, lint...).want(t, exitClean).out
			all := lintIn(t, dir, append([]string{further}, lint...)...).want(t, exitClean).out
			if some != all || !strings.Contains(some, ".go:") {
				t.Errorf("tcerrlint finds\n%s\nand in all packages\n%s", some, all)
			}
			vet := func(args ...string) []string {
				lines := strings.Split(goVetIn(t, dir, append(args, "-rules=all", "-generated", "./...")...).errs, "\n")
				slices.Sort(lines)
				return lines
			}
			if some, all := vet(), vet(further); !slices.Equal(some, all) || len(some) < 2 {
				t.Errorf("go vet finds\n%s\nand in all packages\n%s", strings.Join(some, "\n"), strings.Join(all, "\n"))
			}
		})
	}
}

// TestTheToolIsSmall: go vet starts it for every package, and what the packages
// of the network do when a program starts took half of that.
func TestTheToolIsSmall(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range strings.Fields(string(out)) {
		if path == "net" || path == "os/user" {
			t.Errorf("%s is linked in", path)
		}
	}
}
