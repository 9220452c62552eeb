// Package prog loads a program from source, once, and then analyzes it again
// and again with some of its files replaced in memory.
package prog

import (
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// A Program is the packages of one module that match some patterns, and all
// that they depend on.
type Program struct {
	Dir    string // absolute
	Module string // path of the main module
	Roots  []*packages.Package
	Broken []string // packages that do not load or type-check, left out

	fset   *token.FileSet
	byPath map[string]*packages.Package
	src    map[string][]byte
	goroot string
}

const mode = packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles |
	packages.NeedImports | packages.NeedDeps | packages.NeedModule | packages.NeedTypesSizes

// Load loads the packages that match the patterns in a folder, without their
// test files.
func Load(dir string, patterns ...string) (*Program, error) { return LoadEnv(dir, nil, patterns...) }

// LoadEnv is like [Load], with additions to the environment of the go command.
func LoadEnv(dir string, env []string, patterns ...string) (*Program, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	p := &Program{
		Dir:    dir,
		fset:   token.NewFileSet(),
		byPath: make(map[string]*packages.Package),
		src:    make(map[string][]byte),
		goroot: filepath.Join(strings.TrimSpace(string(out)), "src") + string(filepath.Separator),
	}
	roots, err := packages.Load(&packages.Config{Mode: mode, Dir: dir, Env: append(os.Environ(), env...)}, patterns...)
	if err != nil {
		return nil, err
	}
	packages.Visit(roots, nil, func(pkg *packages.Package) {
		p.byPath[pkg.PkgPath] = pkg
		if pkg.Module != nil && pkg.Module.Main {
			p.Module = pkg.Module.Path
		}
	})
	p.check(roots)
	for _, pkg := range roots {
		switch {
		case len(pkg.CompiledGoFiles) == 0 && len(pkg.Errors) == 0:
		case pkg.IllTyped || len(pkg.Errors) > 0:
			p.Broken = append(p.Broken, pkg.PkgPath+": "+firstError(pkg))
		default:
			p.Roots = append(p.Roots, pkg)
		}
	}
	slices.SortFunc(p.Roots, func(a, b *packages.Package) int { return strings.Compare(a.PkgPath, b.PkgPath) })
	if len(p.Roots) == 0 {
		return nil, fmt.Errorf("%s: nothing to analyze: %s", dir, strings.Join(p.Broken, "; "))
	}
	return p, nil
}

func firstError(pkg *packages.Package) string {
	var first string
	packages.Visit([]*packages.Package{pkg}, nil, func(p *packages.Package) {
		if first == "" && len(p.Errors) > 0 {
			first = p.Errors[0].Error()
		}
	})
	return first
}

// Fset returns the positions of all files.
func (p *Program) Fset() *token.FileSet { return p.fset }

// Source returns the bytes of a file as it is on disk.
func (p *Program) Source(file string) []byte {
	if src, ok := p.src[file]; ok {
		return src
	}
	src, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	p.src[file] = src
	return src
}

// Package returns a loaded package by its path.
func (p *Program) Package(path string) *packages.Package { return p.byPath[path] }

// Text returns the source of a node.
func (p *Program) Text(n ast.Node) string {
	start, end := p.fset.PositionFor(n.Pos(), false), p.fset.PositionFor(n.End(), false)
	return string(p.Source(start.Filename)[start.Offset:end.Offset])
}

// Rel returns a file's name relative to the program's folder.
func (p *Program) Rel(file string) string {
	if rel, err := filepath.Rel(p.Dir, file); err == nil {
		return filepath.ToSlash(rel)
	}
	return file
}

// declares reports whether nothing but the declarations of a package can
// matter to the analysis of others: the standard library and the services of
// the SDK.
func (p *Program) declares(pkg *packages.Package) bool {
	if strings.HasPrefix(pkg.PkgPath, "golang.org/x/") || IsService(pkg.PkgPath) {
		return true
	}
	return pkg.Module == nil && len(pkg.GoFiles) > 0 && strings.HasPrefix(pkg.GoFiles[0], p.goroot)
}

// IsService reports whether a path is that of a service package of the SDK.
func IsService(path string) bool { return Service(path) != "" }

// Service returns the service of an SDK package, such as "cvm" for
// …/tencentcloud/cvm/v20170312, or "".
func Service(path string) string {
	parts := strings.Split(path, "/")
	n := len(parts)
	if n < 3 || parts[n-3] != "tencentcloud" || len(parts[n-1]) != 9 || parts[n-1][0] != 'v' || strings.Trim(parts[n-1][1:], "0123456789") != "" {
		return ""
	}
	return parts[n-2]
}
