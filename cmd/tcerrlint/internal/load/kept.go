package load

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/cache"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/glance"
)

// A Kept is what runs keep for others, so that packages need not be analyzed again.
type Kept struct {
	Entries *cache.Cache
	Tool    cache.Key // of this program
	Key     cache.Key // of it and of all options of the analyzer
	Keeper  Keeper
	Hash    bool // read all files to see whether they changed
	Verify  bool // analyze all the same, and compare
}

// A Keeper has what was found of packages.
type Keeper interface {
	// Encode encodes the findings of a package that was used, and what packages
	// that import it get to know of them.
	Encode(pkg *packages.Package) (findings, facts []byte, err error)
	// Restore takes what was encoded in another run.
	Restore(pkg *packages.Package, findings, facts []byte) error
	// Err tells whether something failed.
	Err() error
	// Reset forgets everything.
	Reset()
}

// checkKept does what [check] does, with what is kept from other runs. It reports
// whether nothing failed: of what fails, check tells in the right words.
func (r *run) checkKept() bool {
	kept := r.config.Kept
	if r.ok() && (!kept.Verify && r.restoreAll() || r.checkAll() && kept.Keeper.Err() == nil) {
		if !kept.Verify {
			r.storeAll()
		}
		return true
	}
	kept.Keeper.Reset()
	forgetTypes(r.roots)
	return false
}

// errVerify is the error of a cache that has something else than an analysis finds.
var errVerify = errors.New("cache: what is kept differs from what the analysis finds")

// verify compares what was taken from the cache with what the analysis finds.
func verify(pkgs []*packages.Package, config Config, env environment, use func(*packages.Package)) error {
	keeper := config.Kept.Keeper
	encoded := func() (all []byte) {
		for _, pkg := range pkgs {
			findings, facts, err := keeper.Encode(pkg)
			if err != nil {
				return nil
			}
			all = append(append(all, findings...), facts...)
		}
		return all
	}
	fromCache := encoded()
	keeper.Reset()
	forgetTypes(pkgs)
	check(pkgs, config, env.goroot, use)
	failed := newFailures(env, pkgs)
	failed.collect(pkgs)
	if len(failed.causes) > 0 || !bytes.Equal(fromCache, encoded()) {
		return errVerify
	}
	return nil
}

// forgetTypes makes of the packages what the go command listed.
func forgetTypes(pkgs []*packages.Package) {
	packages.Visit(pkgs, nil, func(pkg *packages.Package) {
		pkg.Types, pkg.Fset, pkg.Syntax, pkg.TypesInfo = nil, nil, nil, nil
		pkg.Errors, pkg.TypeErrors, pkg.IllTyped = nil, nil, false
	})
}

// A run loads packages with what is kept from other runs.
type run struct {
	checker
	config Config
	env    environment
	use    func(*packages.Package)
	roots  []*packages.Package
	all    []*packages.Package // imports first
	units  map[*packages.Package]*keptUnit
	below  map[*packages.Package]*loading // the same
	cpu    chan struct{}
	failed chan struct{} // closed when it is of no use to go on
	once   sync.Once
	std    bool            // the standard library is not what is asked for
	words  map[uint32]bool // hashes of all words that may name what a service declares
	needed map[uint32]bool // those of them in what is looked at
	key    cache.Key       // of all that was asked for, and of all that it depends on
}

// A keptUnit is a package on its way.
type keptUnit struct {
	loading
	pkg   *packages.Package
	sums  map[string]cache.Key // of the text of its files, by their names
	src   cache.Key            // of all its text
	text  *keptText            // while it is needed
	taken bool                 // what is kept of it is all that is needed
	open  bool                 // that depends on what is below and not known yet
	out   cache.Key            // of all of it that packages above depend on
	once  sync.Once            // its types are made
	typed chan struct{}        // closed when they are
}

// newRun returns a run and hashes the text of all packages, where sums does not have
// that of a file.
func newRun(pkgs []*packages.Package, config Config, env environment, sums map[string]cache.Key, use func(*packages.Package)) *run {
	r := &run{
		config: config, env: env, use: use, roots: pkgs,
		units:  make(map[*packages.Package]*keptUnit),
		below:  make(map[*packages.Package]*loading),
		cpu:    make(chan struct{}, runtime.GOMAXPROCS(0)),
		failed: make(chan struct{}),
		std:    true,
	}
	packages.Visit(pkgs, nil, func(pkg *packages.Package) {
		unit := &keptUnit{pkg: pkg, loading: loading{done: make(chan struct{})}, typed: make(chan struct{})}
		for _, dep := range pkg.Imports {
			unit.aboveService = unit.aboveService || glance.IsService(dep.PkgPath) || r.units[dep].aboveService
		}
		r.units[pkg], r.below[pkg] = unit, &unit.loading
		r.all = append(r.all, pkg)
	})
	for _, pkg := range pkgs {
		r.units[pkg].root = true
		r.std = r.std && !inStandardLibrary(pkg, env.goroot)
	}
	r.hashAll(sums)
	return r
}

// fail ends the run.
func (r *run) fail() { r.once.Do(func() { close(r.failed) }) }

func (r *run) ok() bool {
	select {
	case <-r.failed:
		return false
	default:
		return true
	}
}

// isStd reports whether a package is part of a toolchain, whose version tells
// everything.
func (r *run) isStd(pkg *packages.Package) bool {
	return pkg.PkgPath == "unsafe" || r.std && inStandardLibrary(pkg, r.env.goroot) && !strings.Contains(r.env.version, "devel")
}

// hashAll hashes the text of all packages.
func (r *run) hashAll(sums map[string]cache.Key) {
	var wg sync.WaitGroup
	for _, pkg := range r.all {
		wg.Go(func() {
			r.cpu <- struct{}{}
			defer func() { <-r.cpu }()
			r.hash(r.units[pkg], sums)
		})
	}
	wg.Wait()
}

// hash hashes the text of a package: the names of its files without their folders,
// so that one checkout can use what is kept of another, and what is in them.
func (r *run) hash(u *keptUnit, sums map[string]cache.Key) {
	h := cache.NewHash("source").Text(r.env.arch)
	if r.isStd(u.pkg) {
		h.Text(r.env.version, u.pkg.PkgPath)
		for _, name := range u.pkg.CompiledGoFiles {
			h.Text(filepath.Base(name))
		}
		u.src = h.Sum()
		u.out = u.src
		return
	}
	u.sums = make(map[string]cache.Key)
	for _, name := range filesOf(u.pkg) {
		sum, ok := sums[name]
		if !ok {
			source, err := os.ReadFile(name)
			if err != nil {
				r.fail()
				return
			}
			sum = cache.SumOf(source)
		}
		u.sums[name] = sum
		h.Text(filepath.Base(name)).Key(u.sums[name])
	}
	if u.pkg.Module != nil {
		h.Text(u.pkg.Module.GoVersion)
	}
	u.src = h.Text(u.pkg.PkgPath, u.pkg.Name).Sum()
}

// allSums returns the hashes of all files.
func (r *run) allSums() map[string]cache.Key {
	sums := make(map[string]cache.Key)
	for _, u := range r.units {
		maps.Copy(sums, u.sums)
	}
	return sums
}

// filesOf returns the names of a package's files: those that the compiler would
// get, and those of the user from which cgo made others.
func filesOf(pkg *packages.Package) []string {
	names := slices.Clone(pkg.CompiledGoFiles)
	for _, name := range pkg.GoFiles {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// A keptRoot is what was found of a package that was asked for.
type keptRoot struct {
	ID       string
	Findings []byte
}

// restoreAll takes what is kept of a run for which everything was as it is now. It
// reports whether there is such a run.
func (r *run) restoreAll() bool {
	h := cache.NewHash("run").Key(r.config.Kept.Key).Flags(r.config.Whole)
	for _, pkg := range r.all {
		h.Text(pkg.ID).Key(r.units[pkg].src).Flags(r.units[pkg].root)
		for _, path := range slices.Sorted(maps.Keys(pkg.Imports)) {
			h.Text(path, pkg.Imports[path].ID)
		}
		h.Text("")
	}
	r.key = h.Sum()
	data, ok := r.config.Kept.Entries.Get(r.key)
	if !ok {
		return false
	}
	var roots []keptRoot
	if _, err := cache.Decode(data, &roots); err != nil || len(roots) != len(r.roots) {
		return false
	}
	for i, pkg := range r.roots {
		if roots[i].ID != pkg.ID || r.restore(pkg, roots[i].Findings, nil) != nil {
			r.config.Kept.Keeper.Reset()
			return false
		}
		r.noteSums(r.units[pkg])
	}
	return true
}

// storeAll keeps what was found of the packages that were asked for.
func (r *run) storeAll() {
	var roots []keptRoot
	for _, pkg := range r.roots {
		findings, _, err := r.config.Kept.Keeper.Encode(pkg)
		if err != nil {
			return
		}
		roots = append(roots, keptRoot{pkg.ID, findings})
	}
	r.put(r.key, roots)
}

func (r *run) put(key cache.Key, value any) {
	if data, err := cache.Encode(nil, value); err == nil {
		r.config.Kept.Entries.Put(key, data)
	}
}

// get fills in the value of an entry.
func (r *run) get(key cache.Key, into any) bool {
	data, ok := r.config.Kept.Entries.Get(key)
	if !ok {
		return false
	}
	rest, err := cache.Decode(data, into)
	return err == nil && len(rest) == 0
}

func (r *run) noteSums(u *keptUnit) {
	for name, sum := range u.sums {
		r.config.Sums.noteSum(name, sum)
	}
}
