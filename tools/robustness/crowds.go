package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/internal/stress/solo"
)

// A crowd counts the packages of the standard library or of the module cache.
type crowd struct {
	name             string
	modules          int
	packages, broken int // broken: do not type-check here
	findings         int
	silent           int // control flow that could not be built
	slowest          time.Duration
	slowestName      string
}

// patience is how long one package may take.
const patience = time.Minute

// crowds analyzes every package on this machine.
func crowds(b *strings.Builder, a *analysis.Analyzer, wanted bool) error {
	b.WriteString("## Every package on a machine\n\n")
	if !wanted {
		b.WriteString("Not measured in this run.\n")
		return nil
	}
	out, err := exec.Command("go", "env", "GOROOT", "GOMODCACHE").Output()
	if err != nil {
		return fmt.Errorf("go env: %w", err)
	}
	dirs := strings.Fields(string(out))
	std := solo.NewImporter()
	library := crowd{name: "standard library, with the go command", modules: 1}
	if err := library.module(a, "", filepath.Join(dirs[0], "src"), std); err != nil {
		return err
	}
	cache := crowd{name: "module cache"}
	modules := findModules(dirs[1])
	for _, m := range modules {
		fmt.Fprintln(os.Stderr, m.path)
		imports := std.Beside(func(path string) string { return dirOf(modules, m, path) })
		if err := cache.module(a, m.path, m.dir, imports); err != nil {
			return err
		}
		cache.modules++
	}
	b.WriteString("All rules, with types of the standard library declared to carry codes so that code without Tencent errors is followed, too. A package is loaded without its tests, for this system, from what the module cache happens to hold: many miss an import. In those nothing is followed beyond the syntax, as drivers do not ask for them at all.\n\n")
	b.WriteString("| | modules | packages | of them do not type-check here | panics | slowest package |\n|---|---:|---:|---:|---:|---|\n")
	for _, c := range []crowd{library, cache} {
		fmt.Fprintf(b, "| %s | %d | %d | %d | 0 | %.1f s, %s |\n", c.name, c.modules, c.packages, c.broken, c.slowest.Seconds(), c.slowestName)
	}
	fmt.Fprintf(b, "\nControl flow could not be built in %d packages.\n", library.silent+cache.silent)
	return nil
}

// A module is a module in the module cache.
type module struct{ path, dir string }

// findModules returns the modules of a module cache, later versions first.
func findModules(cache string) []module {
	var modules []module
	_ = filepath.WalkDir(cache, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() || name == filepath.Join(cache, "cache") {
			return fs.SkipDir
		}
		rel, _ := filepath.Rel(cache, name)
		if at := strings.LastIndexByte(filepath.Base(rel), '@'); at >= 0 {
			path, _, _ := strings.Cut(filepath.ToSlash(rel), "@")
			modules = append(modules, module{unescape(path), name})
			return fs.SkipDir
		}
		return nil
	})
	slices.Reverse(modules)
	return modules
}

// unescape returns the module path that a folder's name stands for: an
// exclamation mark precedes a capital.
func unescape(path string) string {
	var b strings.Builder
	upper := false
	for _, r := range path {
		if upper {
			r -= 'a' - 'A'
		}
		if upper = r == '!'; !upper {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// dirOf returns the folder of a package that a module imports: its own, or that
// of any version of another module.
func dirOf(modules []module, own module, path string) string {
	for _, m := range append([]module{own}, modules...) {
		rest, ok := strings.CutPrefix(path, m.path)
		if !ok || rest != "" && rest[0] != '/' {
			continue
		}
		dir := filepath.Join(m.dir, filepath.FromSlash(rest))
		if files, _ := filepath.Glob(filepath.Join(dir, "*.go")); len(files) > 0 {
			return dir
		}
	}
	return ""
}

// module analyzes the packages of a module.
func (c *crowd) module(a *analysis.Analyzer, path, dir string, imports *solo.Importer) error {
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return nil
		}
		if base := d.Name(); name != dir && (base == "testdata" || base == "vendor" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_")) {
			return fs.SkipDir
		}
		rel, _ := filepath.Rel(dir, name)
		return c.analyze(a, strings.Trim(path+"/"+filepath.ToSlash(rel), "/."), name, imports)
	})
}

// analyze analyzes the package in a folder.
func (c *crowd) analyze(a *analysis.Analyzer, path, dir string, imports *solo.Importer) (failure error) {
	fset := token.NewFileSet()
	files, err := solo.ParseDir(fset, dir, parser.ParseComments|parser.SkipObjectResolution)
	if len(files) == 0 {
		return nil
	}
	pkg := solo.Check(path, fset, files, imports)
	stuck := time.AfterFunc(patience, func() { panic(path + " takes too long") })
	defer stuck.Stop()
	defer func() {
		if r := recover(); r != nil {
			failure = fmt.Errorf("%s: panic: %v", path, r)
		}
	}()
	start := processorTime()
	found, failure := pkg.Analyze(a, nil)
	if took := processorTime() - start; took > c.slowest {
		c.slowest, c.slowestName = took, path
	}
	c.packages++
	if err != nil || len(pkg.Errors) > 0 {
		c.broken++
	}
	for _, d := range found {
		if strings.Contains(d.Message, "could not be built") {
			c.silent++
			fmt.Fprintln(os.Stderr, path, d.Message)
		}
	}
	c.findings += len(found)
	return failure
}
