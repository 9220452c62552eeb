package load

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/glance"
)

// A plan is what a Load of a session has to do. Packages are as the go command
// lists them.
type plan struct {
	overlay  map[string][]byte
	all      []*packages.Package // imports first
	loadings map[*packages.Package]*loading
	units    map[*packages.Package]*unit
	order    []*packages.Package // those whose units are empty, imports first
}

// plan finds the unit of each package, and a new, empty one for each of which more,
// or something else, is to be known now.
func (s *Session) plan(templates []*packages.Package, overlay map[string][]byte) *plan {
	p := &plan{overlay: overlay, loadings: make(map[*packages.Package]*loading), units: make(map[*packages.Package]*unit)}
	packages.Visit(templates, nil, func(t *packages.Package) {
		p.all = append(p.all, t)
		l := &loading{done: make(chan struct{})}
		for _, dep := range t.Imports {
			l.aboveService = l.aboveService || glance.IsService(dep.PkgPath) || p.loadings[dep].aboveService
		}
		p.loadings[t] = l
	})
	for _, t := range templates {
		p.loadings[t].root = true
		for _, dep := range t.Imports {
			p.loadings[dep].full = glance.IsService(dep.PkgPath)
		}
	}
	texts := s.texts(p)
	s.readWords(p, texts)
	for _, t := range p.all {
		base := p.base(t, texts[t])
		if old := s.units[t.ID]; old != nil && old.base == base && s.enough(old, t, p.loadings[t]) {
			// What it depends on is the same, and so is what was found out of it.
			old.root, old.full = p.loadings[t].root, p.loadings[t].full
			p.units[t], p.loadings[t] = old, old.loading
			continue
		}
		s.made++
		p.units[t] = &unit{base: base, text: texts[t], key: s.made, loading: p.loadings[t]}
		p.order = append(p.order, t)
	}
	s.hashNew(p)
	return p
}

// enough reports whether as much is known of a package as has to be.
func (s *Session) enough(old *unit, t *packages.Package, now *loading) bool {
	want := *old.loading
	want.root, want.full = now.root, now.full
	if old.extent > want.extentFor(t, onlyDeclares(t, s.env.goroot), false) {
		return false
	}
	return old.extent != named || !slices.ContainsFunc(s.fresh, func(word uint32) bool {
		_, found := slices.BinarySearch(old.left, word)
		return found
	})
}

// texts returns what changes with the contents of each package's files. Those of
// the standard library do not, unless they are open.
func (s *Session) texts(p *plan) map[*packages.Package]string {
	texts := make(map[*packages.Package]string, len(p.all))
	var mu sync.Mutex
	var wg sync.WaitGroup
	for part := range slices.Chunk(p.all, len(p.all)/runtime.GOMAXPROCS(0)+1) {
		wg.Go(func() {
			for _, t := range part {
				text := stamps(t.CompiledGoFiles, p.overlay, inStandardLibrary(t, s.env.goroot))
				mu.Lock()
				texts[t] = text
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return texts
}

// stamps returns what changes with the contents of files; those on disk may be
// known not to change.
func stamps(names []string, overlay map[string][]byte, constant bool) string {
	var all []byte
	for _, name := range names {
		all = append(append(all, name...), 0)
		if text, ok := overlay[name]; ok {
			sum := sha256.Sum256(text)
			all = append(all, sum[:]...)
			continue
		}
		if constant {
			continue
		}
		info, err := os.Stat(name)
		if err != nil {
			all = append(all, '?')
			continue
		}
		all = binary.AppendVarint(binary.AppendVarint(all, info.Size()), info.ModTime().UnixNano())
	}
	sum := sha256.Sum256(all)
	return string(sum[:])
}

// base returns what changes with all that decides what can be known of a package.
func (p *plan) base(t *packages.Package, text string) string {
	hash := sha256.New()
	fmt.Fprintf(hash, "%s %v\n%s\n", t.ID, t.Errors, text)
	for _, path := range sortedImports(t) {
		fmt.Fprintf(hash, "%q %d\n", path, p.units[t.Imports[path]].key)
	}
	return string(hash.Sum(nil))
}

// readWords adds the words of the packages that changed to those by which services
// may be named, if there are services of which a part is enough.
func (s *Session) readWords(p *plan, texts map[*packages.Package]string) {
	if !slices.ContainsFunc(p.all, func(t *packages.Package) bool { return p.loadings[t].isService(t) && !p.loadings[t].full }) {
		s.worded = false // whatever changes from here on is not read
		return
	}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, t := range p.all {
		l := p.loadings[t]
		if old := s.units[t.ID]; s.worded && old != nil && old.text == texts[t] || l.isService(t) || inStandardLibrary(t, s.env.goroot) {
			continue
		}
		wg.Go(func() {
			own := make(names)
			for _, source := range readOverlaid(t.CompiledGoFiles, p.overlay) {
				own.add(source)
			}
			mu.Lock()
			defer mu.Unlock()
			for name := range own {
				if word := hashOf(name); !s.words[word] {
					s.words[word] = true
					s.fresh = append(s.fresh, word)
				}
			}
		})
	}
	wg.Wait()
	s.worded = true
}

// instance returns a package to be checked, with its imports as they are.
func (p *plan) instance(t *packages.Package) *packages.Package {
	pkg := *t
	pkg.Errors = slices.Clone(t.Errors)
	pkg.Imports = make(map[string]*packages.Package)
	for path, dep := range t.Imports {
		pkg.Imports[path] = p.units[dep].pkg
	}
	return &pkg
}
