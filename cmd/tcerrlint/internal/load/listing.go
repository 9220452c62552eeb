package load

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/cache"
)

// A listing is what the go command listed, and what it looked at to do so.
type listing struct {
	Packages []listed // imports first
	Modules  []packages.Module
	Roots    []int // of Packages
	Watched  []watched
}

// A listed is a package of a listing.
type listed struct {
	ID, Name, PkgPath, ForTest string
	GoFiles                    []string
	Imports                    []listedImport
	Module                     int // 1 + its place; 0: none
}

// A listedImport is an import and the place of the package.
type listedImport struct {
	Path    string
	Package int
}

// listKey returns the key of a listing: all that decides it but for files. It is of
// no use where the go command's answer comes from elsewhere.
func (c Config) listKey(env environment, patterns []string) (key cache.Key, ok bool) {
	wd, err := os.Getwd()
	driver := os.Getenv("GOPACKAGESDRIVER")
	if c.Kept == nil || c.Kept.Hash || c.Kept.Verify || err != nil || env.modfile != "" || driver != "" && driver != "off" || !canProve {
		return key, false
	}
	for _, pattern := range patterns {
		if !filepath.IsAbs(pattern) && !strings.HasPrefix(pattern, ".") {
			return key, false // of other modules, or of names with a meaning
		}
	}
	h := cache.NewHash("listing").Key(c.Kept.Tool).Text(wd, env.all, os.Getenv("PATH"), c.Tags, c.Mod).Flags(c.Tests)
	return h.Text(patterns...).Sum(), true
}

// joined joins what the go command says of its environment but for what is another
// each time.
func joined(values map[string]string) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if name != "GOGCCFLAGS" {
			b.WriteString(name + "=" + values[name] + "\n")
		}
	}
	return b.String()
}

// proved returns what the go command listed in another run, if all that it looked
// at is as it was, and the hashes of the files that did not change since.
func (c Config) proved(env environment, patterns []string) ([]*packages.Package, map[string]cache.Key, bool) {
	key, ok := c.listKey(env, patterns)
	if !ok {
		return nil, nil, false
	}
	data, ok := c.Kept.Entries.Get(key)
	if !ok {
		return nil, nil, false
	}
	var l listing
	if _, err := cache.Decode(data, &l); err != nil || !allUnchanged(l.Watched) {
		return nil, nil, false
	}
	sums := make(map[string]cache.Key, len(l.Watched))
	for _, w := range l.Watched {
		if w.same && w.Text != (cache.Key{}) {
			sums[w.Name] = w.Text
		}
	}
	return l.packages(env), sums, true
}

// packages makes the packages of a listing.
func (l *listing) packages(env environment) []*packages.Package {
	all := make([]*packages.Package, len(l.Packages))
	for i, p := range l.Packages {
		pkg := &packages.Package{
			ID: p.ID, Name: p.Name, PkgPath: p.PkgPath, ForTest: p.ForTest,
			GoFiles: p.GoFiles, CompiledGoFiles: p.GoFiles, TypesSizes: env.sizes,
			Imports: make(map[string]*packages.Package, len(p.Imports)),
		}
		if p.Module > 0 {
			pkg.Module = &l.Modules[p.Module-1]
		}
		for _, dep := range p.Imports {
			pkg.Imports[dep.Path] = all[dep.Package]
		}
		all[i] = pkg
	}
	var roots []*packages.Package
	for _, i := range l.Roots {
		roots = append(roots, all[i])
	}
	return roots
}

// remember keeps what the go command listed since a time, and the hashes of the files
// as they were read since.
func (c Config) remember(env environment, patterns []string, roots []*packages.Package, sums map[string]cache.Key, since time.Time) {
	key, ok := c.listKey(env, patterns)
	if !ok {
		return
	}
	l, ok := newListing(roots)
	if !ok {
		return
	}
	if l.Watched, ok = watch(env, patterns, roots, since); !ok {
		return
	}
	for i, w := range l.Watched {
		l.Watched[i].Text = sums[w.Name]
	}
	if data, err := cache.Encode(nil, l); err == nil {
		c.Kept.Entries.Put(key, data)
	}
}

func newListing(roots []*packages.Package) (listing, bool) {
	var l listing
	places := make(map[*packages.Package]int)
	modules := make(map[*packages.Module]int)
	cgo := false
	packages.Visit(roots, nil, func(pkg *packages.Package) {
		p := listed{ID: pkg.ID, Name: pkg.Name, PkgPath: pkg.PkgPath, ForTest: pkg.ForTest, GoFiles: pkg.GoFiles}
		for _, path := range slices.Sorted(maps.Keys(pkg.Imports)) {
			p.Imports = append(p.Imports, listedImport{path, places[pkg.Imports[path]]})
		}
		if pkg.Module != nil {
			if modules[pkg.Module] == 0 {
				l.Modules = append(l.Modules, *pkg.Module)
				modules[pkg.Module] = len(l.Modules)
			}
			p.Module = modules[pkg.Module]
		}
		cgo = cgo || !slices.Equal(pkg.GoFiles, pkg.CompiledGoFiles)
		places[pkg] = len(l.Packages)
		l.Packages = append(l.Packages, p)
	})
	for _, pkg := range roots {
		l.Roots = append(l.Roots, places[pkg])
	}
	return l, !cgo
}
