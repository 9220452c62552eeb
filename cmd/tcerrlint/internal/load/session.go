package load

import (
	"context"
	"go/ast"
	"go/token"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/cache"
)

// A Session loads the packages of some files again and again, with contents
// that editors have not saved yet. A package that did not change, nor anything
// it imports, stays the same *packages.Package.
type Session struct {
	Tags string // build tags of the next Load, separated by commas
	Kept *Kept  // what other sessions left; may be nil; for a change see Reset

	dir   string // of the module
	fset  *token.FileSet
	env   environment
	meta  metadata
	units map[string]*unit // by ID
	made  int              // units so far

	words  map[uint32]bool // by which services may be named, of all packages since the session began
	fresh  []uint32        // those of them that came after the units were made
	worded bool            // whether words has those of all units

	analyzed []*unit // since the last Remember
}

// A unit is a package as it was last checked.
type unit struct {
	base   string    // of all that decides what can be known of the package
	text   string    // of its own files
	key    int       // its own
	extent extent    // how much of it is known
	left   []uint32  // hashes of the names that a service has besides, sorted
	in     cache.Key // of all that decides what is found of it, if anything is kept
	used   bool      // it was analyzed here
	*loading
	pkg *packages.Package
}

// NewSession returns a session for the files of the module in the folder.
func NewSession(dir string) *Session {
	return &Session{dir: dir, fset: token.NewFileSet(), units: make(map[string]*unit), words: make(map[uint32]bool)}
}

// Reset forgets all packages: the next Load gives each to use again.
func (s *Session) Reset() {
	clear(s.units)
	clear(s.words)
	s.fresh, s.worded, s.analyzed = nil, false, nil
}

// Load returns the packages of the files, a package with its tests in place of
// the one without. The overlay has the contents of files as an editor has
// them. Packages with errors are returned as well: their Errors say so.
//
// Each package that was checked anew, with all that it imports, and can matter is
// given to use, as by [Packages]: its syntax is gone when use returns.
func (s *Session) Load(ctx context.Context, files []string, overlay map[string][]byte, use func(*packages.Package)) ([]*packages.Package, error) {
	if s.env.goroot == "" {
		env, err := goEnv(s.dir)
		if err != nil {
			return nil, err
		}
		s.env = env
	}
	templates, err := s.list(ctx, files, overlay)
	if err != nil {
		return nil, err
	}
	p := s.plan(templates, overlay)
	if err := s.check(ctx, p, use); err != nil {
		return nil, err
	}
	s.fresh = nil
	s.forget(p)
	s.noteAnalyzed(p)
	var pkgs []*packages.Package
	for _, t := range templates {
		pkgs = append(pkgs, p.units[t].pkg)
	}
	return pkgs, nil
}

// check checks the packages whose units are empty, each after its imports. What
// is done stays done when the context ends.
func (s *Session) check(ctx context.Context, p *plan, use func(*packages.Package)) error {
	c := &checker{fset: s.fset}
	cpu := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for _, t := range p.order {
		wg.Go(func() {
			u := p.units[t]
			defer close(u.done)
			for _, dep := range t.Imports {
				<-p.units[dep].done
			}
			cpu <- struct{}{}
			defer func() { <-cpu }()
			defer func() { u.sources = nil }()
			if ctx.Err() != nil {
				return
			}
			pkg := s.checkUnit(c, t, p)
			if ctx.Err() != nil {
				return
			}
			if u.extent == whole && pkg.TypesInfo != nil && !pkg.IllTyped {
				use(pkg)
				u.used = true
			}
			s.forgetSyntax(pkg)
			if ctx.Err() == nil { // else it was perhaps not used as a whole
				u.pkg = pkg
			}
		})
	}
	wg.Wait()
	for _, t := range p.order {
		// Also what is not done: it imports what is no longer there.
		delete(s.units, t.ID)
		if u := p.units[t]; u.pkg != nil {
			s.units[t.ID] = u
		}
	}
	return ctx.Err()
}

// checkUnit checks a package whose imports are checked.
func (s *Session) checkUnit(c *checker, t *packages.Package, p *plan) *packages.Package {
	u := p.units[t]
	if u.sources == nil {
		u.sources = readOverlaid(t.CompiledGoFiles, p.overlay)
	}
	u.extent = u.loading.extent(t, p.loadings, Config{}, s.env.goroot)
	own := *c
	own.keep = func(_ *packages.Package, files []*ast.File) { u.left = s.keepNamed(files) }
	if pkg := s.recall(&own, t, p); pkg != nil {
		return pkg
	}
	pkg := p.instance(t)
	own.check(pkg, u.sources, u.extent)
	return pkg
}

// keepNamed drops from the files of a service what no word names, and returns the
// hashes of the names that it has besides.
func (s *Session) keepNamed(files []*ast.File) []uint32 {
	isNamed := func(name string) bool { return s.words[hashOf(name)] }
	var left []uint32
	for _, name := range keepNamed(files, isNamed) {
		if name != "" && !isNamed(name) {
			left = append(left, hashOf(name))
		}
	}
	slices.Sort(left)
	return slices.Compact(left)
}

// forgetSyntax drops what only use needs of a package: its findings are made, and
// facts have no positions.
func (s *Session) forgetSyntax(pkg *packages.Package) {
	for _, file := range pkg.Syntax {
		if f := s.fset.File(file.FileStart); f != nil {
			s.fset.RemoveFile(f)
		}
	}
	pkg.Syntax, pkg.TypesInfo = nil, nil
}

// forget drops what is no longer needed.
func (s *Session) forget(p *plan) {
	needed := make(map[string]bool)
	for t := range p.units {
		needed[t.ID] = true
	}
	for id := range s.units {
		if !needed[id] {
			delete(s.units, id)
		}
	}
}

// readOverlaid reads the files that can be read, or takes what an editor has of
// them.
func readOverlaid(names []string, overlay map[string][]byte) map[string][]byte {
	sources := make(map[string][]byte, len(names))
	var others []string
	for _, name := range names {
		if text, ok := overlay[name]; ok {
			sources[name] = text
		} else {
			others = append(others, name)
		}
	}
	for name, text := range readFiles(others) {
		sources[name] = text
	}
	return sources
}
