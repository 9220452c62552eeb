package load

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// Errors are the reasons why packages could not be loaded, one line each.
type Errors []string

// maxErrors is how many errors are worth reading at once.
const maxErrors = 10

func (e Errors) Error() string {
	if len(e) > maxErrors {
		return strings.Join(e[:maxErrors], "\n") + fmt.Sprintf("\n… and %d more errors", len(e)-maxErrors)
	}
	return strings.Join(e, "\n")
}

type set map[string]bool

// A cause is one reason why packages are not checked.
type cause struct {
	pos, text string
	advice    string // of the go command
	listed    bool   // it is the go command that says so
	more      set    // errors of the package besides the first
	below     string // where all that has this cause lies, "" if it is one package
	has       set    // import paths with the error
	blocked   set    // import paths of packages that are not checked
	tests     set    // import paths of packages whose test files alone are not checked
}

// failures collects the causes.
type failures struct {
	env    environment
	main   string // path of the main module
	wd     string
	causes []*cause
	known  map[string]*cause
	of     map[string][]*cause // by the ID of a package: what it cannot be checked for
}

func newFailures(env environment, pkgs []*packages.Package) *failures {
	f := &failures{env: env, known: make(map[string]*cause), of: make(map[string][]*cause)}
	f.wd, _ = os.Getwd()
	for _, pkg := range pkgs {
		if pkg.Module != nil && pkg.Module.Main {
			f.main = pkg.Module.Path
		}
	}
	return f
}

// collect notes the errors of the packages and of their dependencies. What a package
// that imports a broken one has against it follows from that, unless the go command
// says so itself.
func (f *failures) collect(pkgs []*packages.Package) {
	packages.Visit(pkgs, nil, func(pkg *packages.Package) {
		if _, done := f.of[pkg.ID]; done {
			return
		}
		var causes []*cause
		for _, path := range slices.Sorted(maps.Keys(pkg.Imports)) {
			causes = append(causes, f.of[pkg.Imports[path].ID]...)
		}
		causes = append(causes, f.own(pkg, len(causes) > 0)...)
		if len(causes) > 0 {
			slices.SortFunc(causes, func(a, b *cause) int { return cmp.Compare(f.index(a), f.index(b)) })
			f.of[pkg.ID] = slices.Compact(causes)
		}
	})
}

func (f *failures) index(c *cause) int { return slices.Index(f.causes, c) }

// own returns the causes that lie in the package itself.
func (f *failures) own(pkg *packages.Package, follows bool) (causes []*cause) {
	var first *cause
	for _, err := range pkg.Errors {
		if err.Kind != packages.ListError && follows {
			continue
		}
		if err.Kind != packages.ListError && first != nil {
			first.more[err.Pos+err.Msg] = true
			continue
		}
		for _, text := range Sentences(err.Msg) {
			c := f.cause(pkg, err.Pos, text, err.Kind)
			if err.Kind != packages.ListError {
				first = c
			}
			causes = append(causes, c)
		}
	}
	if pkg.Module != nil && pkg.Module.Error != nil {
		causes = append(causes, f.cause(pkg, "", sentence(pkg.Module.Error.Err), packages.ListError))
	}
	return causes
}

// importedBy matches what the go command says of the first package that imports.
var importedBy = regexp.MustCompile(` \(imported by [^)]*\)`)

// placed matches an error that begins with its place.
var placed = regexp.MustCompile(`^[^\s:]+:\d+:`)

// cause returns the cause that an error of the package belongs to.
func (f *failures) cause(pkg *packages.Package, pos, text string, kind packages.ErrorKind) *cause {
	text = plain(text, f.env)
	c := &cause{text: text, has: make(set), more: make(set), blocked: make(set), tests: make(set)}
	if pos != "-" {
		c.pos = strings.TrimPrefix(pos, f.wd+string(filepath.Separator))
	}
	key := text
	if kind == packages.ListError {
		c.listed = true
		c.text, c.advice, _ = strings.Cut(importedBy.ReplaceAllString(text, ""), "; to add")
		if c.advice != "" {
			c.advice = "; to add" + c.advice
		}
		if strings.HasPrefix(pkg.PkgPath, f.main+"/") && absent.MatchString(text) {
			c.text, c.advice = fmt.Sprintf("module %s has no package %s", f.main, pkg.PkgPath), ""
		}
		c.below = repository(pkg.PkgPath)
		key = strings.ReplaceAll(c.text, pkg.PkgPath, c.below)
	}
	if c.pos == "" && !placed.MatchString(text) && !strings.Contains(text, pkg.PkgPath) && pkg.PkgPath != CommandLine {
		c.text = pkg.PkgPath + ": " + c.text
	}
	if c.listed && len(pkg.GoFiles) == 0 && c.pos != "" && !strings.HasPrefix(pkg.PkgPath, f.main) && !strings.Contains(text, pkg.PkgPath) {
		c.text = "cannot load " + pkg.PkgPath + ": " + c.text // the place is where it is imported
	}
	if known := f.known[key]; known != nil {
		if known.pos != c.pos || c.pos == "" { // else two look at the same file
			known.has[pkg.PkgPath] = true
		}
		if known.below != c.below {
			known.below = ""
		}
		return known
	}
	c.has[pkg.PkgPath] = true
	f.known[key] = c
	f.causes = append(f.causes, c)
	return c
}

// repository returns the first words of an import path, which on most hosts name a
// repository, or the path itself if it names no host.
func repository(path string) string {
	words := strings.SplitN(path, "/", 4)
	if !strings.Contains(words[0], ".") {
		return path
	}
	return strings.Join(words[:min(3, len(words))], "/")
}

// broken reports whether a package, or one that it imports, has an error.
func (f *failures) broken(pkg *packages.Package) bool { return len(f.of[pkg.ID]) > 0 }

// testFile is the place of an error in a test file.
var testFile = regexp.MustCompile(`_test\.go(:|$)`)

// inTestsAlone returns the import paths of the packages of which only test files
// may be broken.
func (f *failures) inTestsAlone(pkgs []*packages.Package) (paths []string) {
	sound := make(set) // without test files
	for _, pkg := range pkgs {
		if pkg.ForTest == "" && !f.broken(pkg) && pkg.PkgPath != CommandLine {
			sound[pkg.PkgPath] = true
		}
	}
	for _, pkg := range pkgs {
		in := func(c *cause) bool { return c.listed || testFile.MatchString(c.pos) }
		if pkg.ForTest == pkg.PkgPath && sound[pkg.PkgPath] && slices.ContainsFunc(f.of[pkg.ID], in) {
			paths = append(paths, pkg.PkgPath)
		}
	}
	return paths
}

// block notes that a package is not checked, or that its test files alone are not.
func (f *failures) block(pkg *packages.Package, testsAlone bool) {
	for _, c := range f.of[pkg.ID] {
		if testsAlone {
			c.tests[cmp.Or(pkg.ForTest, pkg.PkgPath)] = true
		} else {
			c.blocked[pkg.PkgPath] = true
		}
	}
}

// errors returns a line for each cause.
func (f *failures) errors() error {
	if len(f.causes) == 0 {
		return nil
	}
	var errs Errors
	for _, c := range f.causes {
		errs = append(errs, c.String())
	}
	return errs
}

func (c *cause) String() string {
	text := c.text
	if c.pos != "" {
		text = c.pos + ": " + text
	}
	switch others := len(c.has) - 1; {
	case others > 0 && c.below != "":
		text += fmt.Sprintf("; the same for %s below %s", plural(others, "other package"), c.below)
		if c.advice != "" {
			text += "; go mod tidy adds what is missing"
		}
	case others > 0 && c.listed:
		text += fmt.Sprintf("; the same for %s", plural(others, "other package"))
	case others > 0:
		text += fmt.Sprintf(" (the same in %s)", plural(others, "other package"))
	case len(c.more) > 0:
		text += fmt.Sprintf(" (and %s in this package)", plural(len(c.more), "more error"))
	}
	if len(c.has) == 1 {
		text += c.advice
	}
	switch {
	case len(c.blocked) > 1:
		text += fmt.Sprintf("; %s are not checked because of this, such as %s", plural(len(c.blocked), "package"), c.example())
	case len(c.blocked) == 1 && c.pos == "" && !c.has[c.example()]:
		text += fmt.Sprintf("; %s is not checked because of this", c.example())
	case len(c.blocked) == 0 && len(c.tests) > 0:
		text += fmt.Sprintf("; %s; -tests=false leaves test files out", withoutTheirs(c.tests))
	}
	return text
}

// example returns a package that is not checked although the error is elsewhere.
func (c *cause) example() string {
	all := slices.Sorted(maps.Keys(c.blocked))
	for _, path := range all {
		if !c.has[path] {
			return path
		}
	}
	return all[0]
}

func withoutTheirs(paths set) string {
	if len(paths) > 1 {
		return plural(len(paths), "package") + " are checked without their test files"
	}
	return slices.Sorted(maps.Keys(paths))[0] + " is checked without its test files"
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
