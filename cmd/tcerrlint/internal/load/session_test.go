package load

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
)

const threePackages = `
-- low/low.go --
package low

func F() int { return 1 }
-- mid/mid.go --
package mid

import "example.com/m/low"

func G() int { return low.F() }
-- top/top.go --
package top

import (
	"strings"

	"example.com/m/mid"
)

var X = strings.Repeat("x", mid.G())
`

// all returns the packages and what they import by path.
func all(pkgs []*packages.Package) map[string]*packages.Package {
	byPath := make(map[string]*packages.Package)
	packages.Visit(pkgs, nil, func(pkg *packages.Package) { byPath[pkg.PkgPath] = pkg })
	return byPath
}

func TestASessionChecksOnlyWhatChanged(t *testing.T) {
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	dir := testmodule.Write(t, threePackages)
	file := func(name string) string { return filepath.Join(dir, name, name+".go") }
	s := NewSession(dir)
	load := func(overlay map[string][]byte) map[string]*packages.Package {
		t.Helper()
		pkgs, err := s.Load(context.Background(), []string{file("top")}, overlay)
		if err != nil || len(pkgs) != 1 {
			t.Fatalf("%v, %v", pkgs, err)
		}
		return all(pkgs)
	}
	const low, mid, top = "example.com/m/low", "example.com/m/mid", "example.com/m/top"
	check := func(name string, old, now map[string]*packages.Package, changed ...string) {
		t.Helper()
		different := make(map[string]bool)
		for _, path := range changed {
			different[path] = true
		}
		for path, pkg := range now {
			if (pkg != old[path]) != different[path] {
				t.Errorf("%s: %s checked again: %v", name, path, pkg != old[path])
			}
			if len(pkg.Errors) != 0 {
				t.Errorf("%s: %v", name, pkg.Errors)
			}
		}
	}
	first := load(nil)
	check("nothing", first, load(nil))
	text := func(name, more string) map[string][]byte {
		data, err := os.ReadFile(file(name))
		if err != nil {
			t.Fatal(err)
		}
		return map[string][]byte{file(name): append(data, more...)}
	}
	edited := load(text("top", "\nvar Y = 1\n"))
	check("the last", first, edited, top)
	lower := load(text("low", "\nvar Y = 1\n"))
	check("the first", edited, lower, low, mid, top)
	check("a new import", lower, load(map[string][]byte{file("mid"): []byte("package mid\n\nimport _ \"errors\"\n\nfunc G() int { return 1 }\n")}), mid, top)
}

// TestACancelledLoadLeavesNothingHalf: a package that was checked anew must not
// meet one that imports what it was before.
func TestACancelledLoadLeavesNothingHalf(t *testing.T) {
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	dir := testmodule.Write(t, threePackages)
	files := []string{filepath.Join(dir, "low", "low.go"), filepath.Join(dir, "top", "top.go")}
	s := NewSession(dir)
	if _, err := s.Load(context.Background(), files, nil); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	overlay := map[string][]byte{files[0]: []byte("package low\n\nfunc F() int { return 2 }\n")}
	if _, err := s.Load(ctx, files, overlay); err == nil {
		t.Error("no error of the context")
	}
	for _, overlay := range []map[string][]byte{nil, overlay, nil} {
		pkgs, err := s.Load(context.Background(), files, overlay)
		if err != nil {
			t.Fatal(err)
		}
		byPath := all(pkgs)
		mid := byPath["example.com/m/mid"]
		if mid.Imports["example.com/m/low"] != byPath["example.com/m/low"] || mid.Types.Imports()[0] != byPath["example.com/m/low"].Types {
			t.Error("package mid imports another package low")
		}
	}
}
