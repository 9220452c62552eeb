package load

import (
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/cache"
)

// A keptFound is what was found of a package of a session, under the hash of all
// that decides it.
type keptFound struct{ Findings, Facts []byte }

// hashNew hashes all that decides what is found of the packages whose units are new.
func (s *Session) hashNew(p *plan) {
	if s.Kept == nil {
		return
	}
	sums := make([]cache.Key, len(p.order))
	cpu := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for i, t := range p.order {
		wg.Go(func() {
			cpu <- struct{}{}
			defer func() { <-cpu }()
			sums[i] = s.sumOf(t, p.overlay)
		})
	}
	wg.Wait()
	for i, t := range p.order {
		h := cache.NewHash("session").Key(s.Kept.Key).Text(s.env.arch, t.ID).Key(sums[i])
		for _, path := range sortedImports(t) {
			h.Text(path).Key(p.units[t.Imports[path]].in)
		}
		p.units[t].in = h.Sum()
	}
}

// sumOf returns the hash of a package's own text. That of the standard library is
// known by the version of Go.
func (s *Session) sumOf(t *packages.Package, overlay map[string][]byte) cache.Key {
	h := cache.NewHash("source").Text(t.PkgPath, t.Name)
	constant := inStandardLibrary(t, s.env.goroot) && !strings.Contains(s.env.version, "devel")
	if constant {
		h.Text(s.env.version)
	} else if t.Module != nil {
		h.Text(t.Module.GoVersion)
	}
	for _, name := range t.CompiledGoFiles {
		h.Text(filepath.Base(name))
		if _, open := overlay[name]; open || !constant {
			h.Bytes(readOverlaid([]string{name}, overlay)[name])
		}
	}
	return h.Sum()
}

// recall returns a package as another session left it: with the types of its
// declarations, its findings and its facts; nil if none did.
func (s *Session) recall(c *checker, t *packages.Package, p *plan) *packages.Package {
	u := p.units[t]
	if s.Kept == nil || u.root || u.extent != whole {
		return nil
	}
	data, ok := s.Kept.Entries.Get(u.in)
	if !ok {
		return nil
	}
	var found keptFound
	if rest, err := cache.Decode(data, &found); err != nil || len(rest) > 0 {
		return nil
	}
	pkg := p.instance(t)
	c.check(pkg, u.sources, signatures)
	if pkg.IllTyped || s.Kept.Keeper.Restore(pkg, found.Findings, found.Facts) != nil {
		return nil
	}
	return pkg
}

// Remember keeps for other sessions what was found since it was called last. Of the
// packages that were asked for it keeps nothing: somebody is writing them.
func (s *Session) Remember() {
	made := s.analyzed
	s.analyzed = nil
	if s.Kept == nil || len(made) == 0 {
		return
	}
	for _, u := range made {
		findings, facts, err := s.Kept.Keeper.Encode(u.pkg)
		if err != nil {
			continue
		}
		if data, err := cache.Encode(nil, keptFound{findings, facts}); err == nil {
			s.Kept.Entries.Put(u.in, data)
		}
	}
	s.Kept.Entries.Trim()
}

// noteAnalyzed notes what there is to remember of a Load.
func (s *Session) noteAnalyzed(p *plan) {
	if s.Kept == nil {
		return
	}
	for _, t := range p.order {
		if u := p.units[t]; u.used && !u.root {
			s.analyzed = append(s.analyzed, u)
		}
	}
}

func sortedImports(t *packages.Package) []string {
	paths := make([]string, 0, len(t.Imports))
	for path := range t.Imports {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	return paths
}
