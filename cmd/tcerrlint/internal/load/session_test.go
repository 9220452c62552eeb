package load

import (
	"context"
	"os"
	"path/filepath"
	"sync"
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
		pkgs, err := s.Load(context.Background(), []string{file("top")}, overlay, func(*packages.Package) {})
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
	if _, err := s.Load(context.Background(), files, nil, func(*packages.Package) {}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	overlay := map[string][]byte{files[0]: []byte("package low\n\nfunc F() int { return 2 }\n")}
	if _, err := s.Load(ctx, files, overlay, func(*packages.Package) {}); err == nil {
		t.Error("no error of the context")
	}
	for _, overlay := range []map[string][]byte{nil, overlay, nil} {
		pkgs, err := s.Load(context.Background(), files, overlay, func(*packages.Package) {})
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

const withService = `
-- tencentcloud/cdn/v20180606/client.go --
package v20180606

type Client struct{}

type Request struct{ Name string }

type Other struct{ Value int }

func (c *Client) Purge(r *Request) (*Request, error) { return r, nil }

func (c *Client) Push(o *Other) (*Other, error) { return o, nil }

const AUTHFAILURE = "AuthFailure"
-- mid/mid.go --
package mid

import cdn "example.com/m/tencentcloud/cdn/v20180606"

func Client() *cdn.Client { return new(cdn.Client) }

func Purge() error {
	_, err := Client().Purge(&cdn.Request{})
	return err
}
-- top/top.go --
package top

import "example.com/m/mid"

var X = mid.Purge()
`

// TestASessionLearnsWhatIsNamed: of a service that no open package imports only what
// the program names is kept, and more as soon as it names more.
func TestASessionLearnsWhatIsNamed(t *testing.T) {
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	dir := testmodule.Write(t, withService)
	file := func(name string) string { return filepath.Join(dir, name, name+".go") }
	s := NewSession(dir)
	used := make(map[string]int)
	load := func(overlay map[string][]byte, files ...string) map[string]*packages.Package {
		t.Helper()
		clear(used)
		var mu sync.Mutex
		pkgs, err := s.Load(context.Background(), files, overlay, func(pkg *packages.Package) {
			mu.Lock()
			defer mu.Unlock()
			used[pkg.PkgPath]++
			if len(pkg.Syntax) == 0 || pkg.TypesInfo == nil {
				t.Errorf("%s is used without its syntax", pkg.PkgPath)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		for path, pkg := range all(pkgs) {
			if len(pkg.Errors) > 0 || pkg.Syntax != nil || pkg.TypesInfo != nil {
				t.Errorf("%s: %v, syntax %v", path, pkg.Errors, pkg.Syntax)
			}
		}
		return all(pkgs)
	}
	const cdn, mid, top = "example.com/m/tencentcloud/cdn/v20180606", "example.com/m/mid", "example.com/m/top"
	has := func(pkgs map[string]*packages.Package, name string) bool {
		return pkgs[cdn].Types.Scope().Lookup(name) != nil
	}
	first := load(nil, file("top"))
	if !has(first, "Request") || has(first, "Other") || used[mid] != 1 || used[top] != 1 {
		t.Errorf("at first: %v, %v", first[cdn].Types.Scope().Names(), used)
	}
	edit := func(more string) map[string][]byte {
		text, err := os.ReadFile(file("top"))
		if err != nil {
			t.Fatal(err)
		}
		return map[string][]byte{file("top"): append(text, more...)}
	}
	if load(edit("\nvar Unknown = 1\n"), file("top")); used[mid] != 0 || used[top] != 1 {
		t.Errorf("a new word of no service: %v", used)
	}
	if more := load(edit("\nvar Y = mid.Client().Push\n"), file("top")); !has(more, "Other") || used[mid] != 1 || used[top] != 1 {
		t.Errorf("a new name: %v, %v", more[cdn].Types.Scope().Names(), used)
	}
	if back := load(nil, file("top")); !has(back, "Other") || used[mid] != 0 || used[top] != 1 {
		t.Errorf("back: %v, %v", back[cdn].Types.Scope().Names(), used)
	}
	// Whoever writes in mid may name anything next.
	if opened := load(nil, file("top"), file("mid")); opened[cdn].Types.Scope().Lookup("AUTHFAILURE") == nil {
		t.Error("the service of an open package is not known as a whole")
	}
	s.Reset()
	if load(nil, file("top")); used[mid] != 1 || used[top] != 1 {
		t.Errorf("after a reset: %v", used)
	}
}
