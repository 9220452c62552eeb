package load

import (
	"context"
	"crypto/sha256"
	"fmt"
	"go/token"
	"maps"
	"os"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/tools/go/packages"
)

// A Session loads the packages of some files again and again, with contents
// that editors have not saved yet. A package that did not change, nor anything
// it imports, stays the same *packages.Package.
type Session struct {
	Tags string // build tags of the next Load, separated by commas

	dir    string // of the module
	fset   *token.FileSet
	goroot string
	meta   metadata
	units  map[string]*unit // by ID
}

// A unit is a package as it was last checked.
type unit struct {
	key string // of all that decides what the package is
	pkg *packages.Package
}

// NewSession returns a session for the files of the module in the folder.
func NewSession(dir string) *Session {
	return &Session{dir: dir, fset: token.NewFileSet(), units: make(map[string]*unit)}
}

// Load returns the packages of the files, a package with its tests in place of
// the one without. The overlay has the contents of files as an editor has
// them. Packages with errors are returned as well: their Errors say so.
func (s *Session) Load(ctx context.Context, files []string, overlay map[string][]byte) ([]*packages.Package, error) {
	if s.goroot == "" {
		env, err := goEnv()
		if err != nil {
			return nil, err
		}
		s.goroot = env.goroot
	}
	templates, err := s.list(ctx, files, overlay)
	if err != nil {
		return nil, err
	}
	units, order := s.plan(templates, overlay)
	if err := s.check(ctx, units, order, templates, overlay); err != nil {
		return nil, err
	}
	s.forget(units)
	var pkgs []*packages.Package
	for _, t := range templates {
		pkgs = append(pkgs, units[t.ID].pkg)
	}
	return pkgs, nil
}

// plan finds the unit of each package, and a new, empty one for each that
// changed. It returns the packages with imports first.
func (s *Session) plan(templates []*packages.Package, overlay map[string][]byte) (map[string]*unit, []*packages.Package) {
	units := make(map[string]*unit)
	var order []*packages.Package
	isRoot := rootIDs(templates)
	packages.Visit(templates, nil, func(t *packages.Package) {
		hash := sha256.New()
		fmt.Fprintf(hash, "%s %v\n%v\n", t.ID, isRoot[t.ID], t.Errors)
		for _, name := range t.CompiledGoFiles {
			fmt.Fprintf(hash, "%q %s\n", name, stamp(name, overlay))
		}
		for _, path := range slices.Sorted(maps.Keys(t.Imports)) {
			fmt.Fprintf(hash, "%q %s\n", path, units[t.Imports[path].ID].key)
		}
		key := string(hash.Sum(nil))
		if old := s.units[t.ID]; old != nil && old.key == key {
			units[t.ID] = old
			return
		}
		units[t.ID] = &unit{key: key}
		order = append(order, t)
	})
	return units, order
}

func rootIDs(pkgs []*packages.Package) map[string]bool {
	ids := make(map[string]bool)
	for _, pkg := range pkgs {
		ids[pkg.ID] = true
	}
	return ids
}

// stamp returns what changes with the contents of a file.
func stamp(name string, overlay map[string][]byte) string {
	if text, ok := overlay[name]; ok {
		return fmt.Sprintf("%x", sha256.Sum256(text))
	}
	info, err := os.Stat(name)
	if err != nil {
		return "absent"
	}
	return fmt.Sprint(info.Size(), info.ModTime().UnixNano())
}

// check checks the packages whose units are empty, each after its imports. What
// is done stays done when the context ends.
func (s *Session) check(ctx context.Context, units map[string]*unit, order, roots []*packages.Package, overlay map[string][]byte) error {
	isRoot := rootIDs(roots)
	c := &checker{fset: s.fset}
	cpu := make(chan struct{}, runtime.GOMAXPROCS(0))
	done := make(map[string]chan struct{})
	for _, t := range order {
		done[t.ID] = make(chan struct{})
	}
	var wg sync.WaitGroup
	for _, t := range order {
		wg.Go(func() {
			defer close(done[t.ID])
			for _, dep := range t.Imports {
				if wait := done[dep.ID]; wait != nil {
					<-wait
				}
			}
			cpu <- struct{}{}
			defer func() { <-cpu }()
			if ctx.Err() != nil {
				return
			}
			pkg := *t
			pkg.Errors = slices.Clone(t.Errors)
			pkg.Imports = make(map[string]*packages.Package)
			for path, dep := range t.Imports {
				pkg.Imports[path] = units[dep.ID].pkg
			}
			sources := readFiles(pkg.CompiledGoFiles)
			for _, name := range pkg.CompiledGoFiles {
				if text, ok := overlay[name]; ok {
					sources[name] = text
				}
			}
			extent := whole
			if !isRoot[pkg.ID] && onlyDeclares(&pkg, s.goroot) {
				extent = declarations
			}
			c.check(&pkg, sources, extent)
			units[t.ID].pkg = &pkg
		})
	}
	wg.Wait()
	for _, t := range order {
		// Also what is not done: it imports what is no longer there.
		s.drop(t.ID)
		if u := units[t.ID]; u.pkg != nil {
			s.units[t.ID] = u
		}
	}
	return ctx.Err()
}

// forget drops what is no longer needed.
func (s *Session) forget(units map[string]*unit) {
	for id := range s.units {
		if units[id] == nil {
			s.drop(id)
		}
	}
}

// drop forgets a package and its files.
func (s *Session) drop(id string) {
	if old := s.units[id]; old != nil {
		for _, file := range old.pkg.Syntax {
			if f := s.fset.File(file.FileStart); f != nil {
				s.fset.RemoveFile(f)
			}
		}
		delete(s.units, id)
	}
}
