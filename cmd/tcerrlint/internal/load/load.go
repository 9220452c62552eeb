// Package load loads the packages to analyze, and all they depend on, from
// source: nothing is compiled, so a machine with empty caches need not build
// anything first.
package load

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/glance"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/progress"
)

// A Config says what to load.
type Config struct {
	Tests bool   // test files too
	Tags  string // build tags, separated by commas
	Mod   string // value of the go command's -mod; empty: its default
	Whole bool   // no package is left out because it cannot matter: the analyzer is to look at more

	Kept     *Kept           // what other runs left; may be nil
	Sums     *Sums           // told what the files to report on hold; may be nil
	Progress *progress.Meter // told what is being done; may be nil
}

// mode is what the go command is asked for; [check] does the rest.
const mode = packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedDeps |
	packages.NeedModule | packages.NeedForTest

// compiled asks for the files that cgo writes, too, which takes the go command a
// while if it did not do so before.
const compiled = packages.NeedCompiledGoFiles | packages.NeedTypesSizes

// Packages loads the packages that match the patterns. Each package that type
// checks, and can matter, is given to use, after all that it imports and with
// others at the same time; its syntax and the types of its expressions are gone
// when use returns, or a large program would not fit. An error of type [Errors]
// lists packages that do not load or do not type-check; those that do are returned
// and were used all the same. Patterns that match nothing are an error too.
func Packages(config Config, patterns []string, use func(*packages.Package)) ([]*packages.Package, error) {
	env, err := goEnv("")
	if err != nil {
		return nil, err
	}
	config.Progress.Stage("listing packages", 0)
	since := time.Now()
	pkgs, sums, proved := config.proved(env, patterns)
	if !proved {
		if pkgs, err = config.list(env, patterns); err != nil {
			return nil, complaints(err.Error(), env)
		}
		if err := checkPatterns(config, env, patterns, pkgs); err != nil {
			return nil, err
		}
	}
	failed := newFailures(env, pkgs)
	failed.collect(pkgs)
	complete := len(failed.causes) == 0
	good := slices.DeleteFunc(roots(pkgs), failed.broken)
	if complete && config.Kept != nil {
		r := newRun(good, config, env, sums, use)
		if !proved && r.ok() {
			config.remember(env, patterns, pkgs, r.allSums(), since)
		}
		if r.checkKept() {
			if config.Kept.Verify {
				return good, verify(good, config, env, use)
			}
			return good, nil
		}
	}
	check(good, config, env.goroot, use)
	failed.collect(good)
	if len(failed.causes) == 0 {
		return good, nil
	}
	good = slices.DeleteFunc(good, failed.broken)
	good = append(good, config.withoutTests(pkgs, failed, use)...)
	return good, failed.errors()
}

// withoutTests checks the packages of which only test files are broken, without these.
// It tells the failures which packages are not checked for all that.
func (c Config) withoutTests(pkgs []*packages.Package, failed *failures, use func(*packages.Package)) (more []*packages.Package) {
	if paths := failed.inTestsAlone(pkgs); len(paths) > 0 {
		c.Tests = false
		var err error
		if more, err = c.list(failed.env, paths); err != nil {
			more = nil // which is why they count as not checked
		}
		again := newFailures(failed.env, more)
		again.collect(more)
		more = slices.DeleteFunc(more, again.broken)
		check(more, c, failed.env.goroot, use)
		again.collect(more)
		more = slices.DeleteFunc(more, again.broken)
	}
	checked := make(map[string]bool)
	for _, pkg := range more {
		checked[pkg.PkgPath] = true
	}
	for _, pkg := range roots(pkgs) {
		if failed.broken(pkg) {
			failed.block(pkg, checked[pkg.PkgPath] || pkg.ForTest != "" && pkg.ForTest != pkg.PkgPath)
		}
	}
	return more
}

// onlyDeclares reports whether nothing but the declarations of the package can
// decide a finding elsewhere.
func onlyDeclares(pkg *packages.Package, goroot string) bool {
	return glance.OnlyDeclares(pkg.PkgPath) || inStandardLibrary(pkg, goroot)
}

func inStandardLibrary(pkg *packages.Package, goroot string) bool {
	src := filepath.Join(goroot, "src") + string(filepath.Separator)
	return pkg.Module == nil && len(pkg.GoFiles) > 0 && strings.HasPrefix(pkg.GoFiles[0], src)
}

func (c Config) buildFlags(env environment) []string {
	var flags []string
	if env.modfile != "" {
		flags = append(flags, env.modfile)
	}
	if c.Tags != "" {
		flags = append(flags, "-tags="+c.Tags)
	}
	if c.Mod != "" {
		flags = append(flags, "-mod="+c.Mod)
	}
	return flags
}

// list lists the packages that match the patterns, and all that they import.
func (c Config) list(env environment, patterns []string) ([]*packages.Package, error) {
	cfg := &packages.Config{Mode: mode, Tests: c.Tests, BuildFlags: c.buildFlags(env), Env: env.withoutIndex()}
	return listFiles(cfg, env, patterns)
}

// listFiles lists packages with the files that the compiler gets. Only where one may
// import C is the go command asked for those, which takes it a while.
func listFiles(cfg *packages.Config, env environment, patterns []string) ([]*packages.Package, error) {
	pkgs, err := packages.Load(cfg, patterns...)
	if err != nil {
		return nil, err
	}
	cgo := false
	packages.Visit(pkgs, nil, func(pkg *packages.Package) {
		pkg.CompiledGoFiles = pkg.GoFiles
		pkg.TypesSizes = env.sizes
		cgo = cgo || !onlyDeclares(pkg, env.goroot) && usesCgo(pkg.GoFiles, cfg.Overlay)
	})
	if !cgo {
		return pkgs, nil
	}
	cfg.Mode |= compiled
	return packages.Load(cfg, patterns...)
}

// usesCgo reports whether one of the files may import C. Of packages that only
// declare, what comes from C need not be known.
func usesCgo(files []string, overlay map[string][]byte) bool {
	return slices.ContainsFunc(files, func(name string) bool {
		source, ok := overlay[name]
		if !ok {
			var err error
			source, err = os.ReadFile(name)
			ok = err == nil
		}
		return ok && importsC(source)
	})
}

// importsC reports whether a file imports C; that it says "C" elsewhere does not
// count. One that cannot be read so far may.
func importsC(source []byte) bool {
	if !bytes.Contains(source, []byte(`"C"`)) && !bytes.Contains(source, []byte("`C`")) {
		return false
	}
	file, err := parser.ParseFile(token.NewFileSet(), "", source, parser.ImportsOnly|parser.SkipObjectResolution)
	return err != nil || slices.ContainsFunc(file.Imports, func(spec *ast.ImportSpec) bool {
		path, err := strconv.Unquote(spec.Path.Value)
		return err != nil || path == "C"
	})
}

// An environment is what the go command in use, which may have switched its
// toolchain, says of itself.
type environment struct {
	goroot  string
	cache   string // of builds
	arch    string
	version string // of Go
	sizes   types.Sizes
	mod     string // the main module's go.mod
	work    string // the workspace's go.work
	all     string // everything that it says

	modfile string // the flag -modfile of GOFLAGS, "" if it has none
	others  string // GOFLAGS without it
}

// withoutIndex returns the environment for a go command that lists packages. One
// that finds an empty cache first writes an index of all modules into it, which
// takes longer than to look at the packages that are asked for.
func (e environment) withoutIndex() []string {
	env := os.Environ()
	if e.modfile != "" { // the library runs the go command outside of modules, too
		env = append(env, "GOFLAGS="+e.others)
	}
	if _, err := os.Stat(filepath.Join(e.cache, "README")); err == nil || os.Getenv("GOCACHEPROG") != "" {
		return env
	}
	setting := "goindex=0"
	if others := os.Getenv("GODEBUG"); others != "" {
		setting += "," + others // the last one of a name counts
	}
	return append(env, "GODEBUG="+setting)
}

// overlay is the flag of the go command that lays other contents over files.
var overlay = regexp.MustCompile(`(^|\s)'?--?overlay[=\s]`)

// goEnv asks the go command in a folder, "" for the one of the process.
func goEnv(dir string) (environment, error) {
	cmd := exec.Command("go", "env", "-json")
	if cmd.Dir = dir; dir != "" {
		cmd.Env = append(os.Environ(), "PWD="+dir)
	}
	out, err := cmd.Output()
	if err != nil {
		if exit, ok := err.(*exec.ExitError); ok && len(exit.Stderr) > 0 {
			return environment{}, complaints(string(exit.Stderr), environment{})
		}
		return environment{}, Errors{"cannot run the go command: " + err.Error()}
	}
	var values map[string]string
	if err := json.Unmarshal(out, &values); err != nil {
		return environment{}, Errors{"cannot read what go env says: " + err.Error()}
	}
	if overlay.MatchString(values["GOFLAGS"]) {
		return environment{}, Errors{"GOFLAGS has -overlay, and files are read as they are on disk: leave it out, or run through go vet (tcerrlint vet)"}
	}
	e := environment{
		goroot: filepath.Clean(values["GOROOT"]), cache: values["GOCACHE"], mod: values["GOMOD"], work: values["GOWORK"],
		arch: values["GOARCH"], version: values["GOVERSION"], sizes: types.SizesFor("gc", values["GOARCH"]),
		all: joined(values),
	}
	var others []string
	for _, flag := range strings.Fields(values["GOFLAGS"]) {
		if strings.HasPrefix(strings.TrimLeft(flag, "-"), "modfile=") {
			e.modfile = flag
		} else {
			others = append(others, flag)
		}
	}
	e.others = strings.Join(others, " ")
	return e, nil
}

// checkPatterns reports the patterns that match no package: the go command
// only warns of them, and a gate that checks nothing must not look clean.
func checkPatterns(config Config, env environment, patterns []string, pkgs []*packages.Package) error {
	if len(pkgs) == 0 {
		return Errors{strings.Join(patterns, " ") + " matched no packages"}
	}
	if len(patterns) == 1 {
		return nil
	}
	for _, pattern := range patterns {
		if !strings.Contains(pattern, "...") {
			continue // the go command itself reports one that does not exist
		}
		cfg := &packages.Config{Mode: packages.NeedName, BuildFlags: config.buildFlags(env), Env: env.withoutIndex()}
		if matched, err := packages.Load(cfg, pattern); err == nil && len(matched) == 0 {
			return Errors{pattern + " matched no packages"}
		}
	}
	return nil
}

// roots drops what need not be analyzed on its own: the generated main
// packages of tests, and each package whose variant with test files is there
// too, as go vet does.
func roots(pkgs []*packages.Package) []*packages.Package {
	hasVariant := make(map[string]bool)
	for _, pkg := range pkgs {
		if pkg.ForTest != "" && pkg.ForTest == pkg.PkgPath {
			hasVariant[pkg.PkgPath] = true
		}
	}
	var kept []*packages.Package
	for _, pkg := range pkgs {
		testMain := strings.HasSuffix(pkg.ID, ".test") && pkg.Name == "main"
		plain := pkg.ForTest == "" && hasVariant[pkg.PkgPath]
		// Package unsafe is part of the language: there is nothing to check.
		if !testMain && !plain && len(pkg.CompiledGoFiles) > 0 && pkg.PkgPath != "unsafe" {
			kept = append(kept, pkg)
		}
	}
	return kept
}
