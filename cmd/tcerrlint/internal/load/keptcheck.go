package load

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strconv"
	"sync"

	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/cache"
)

// A keptPackage is what is kept of a package, under a key of its text and of what
// it depends on. That is the out of its imports: a change below of which nothing is
// to be seen from here changes nothing here.
type keptPackage struct {
	Out                       cache.Key
	Whole                     bool // it was analyzed
	Matter, Reaches, Decoders bool // see loading
	Findings, Facts           []byte
	Names                     []uint32 // of a service: hashes of the names of what it declares, sorted
}

// checkAll checks and analyzes the packages of which nothing is kept, each after its
// imports, and reports whether nothing failed. Of the others it makes the types that
// these need.
func (r *run) checkAll() bool {
	r.config.Progress.Stage("checking packages", len(r.all))
	r.fset = token.NewFileSet()
	r.readWords()
	for _, pkg := range r.all {
		r.units[pkg].look(r)
	}
	r.findNeeded()
	var wg sync.WaitGroup
	for _, pkg := range r.all {
		wg.Go(func() {
			u := r.units[pkg]
			defer close(u.done)
			for _, dep := range pkg.Imports {
				<-r.units[dep].done
			}
			if r.ok() {
				r.process(u)
			}
			u.sources, u.text = nil, nil
			r.config.Progress.Step()
		})
	}
	wg.Wait()
	return r.ok()
}

// look takes what is kept of a package, if what is below is known.
func (u *keptUnit) look(r *run) {
	if r.isStd(u.pkg) {
		u.taken = true
		return
	}
	for _, dep := range u.pkg.Imports {
		if !r.units[dep].taken {
			u.open = true
			return
		}
	}
	u.taken = r.take(u, r.keyOf(u))
}

// process takes what is kept of a package, or else checks and analyzes it.
func (r *run) process(u *keptUnit) {
	if u.root {
		r.noteSums(u)
	}
	if u.taken {
		return // its types are made when they are needed
	}
	key := r.keyOf(u)
	if u.open && r.take(u, key) {
		return
	}
	defer u.once.Do(func() { close(u.typed) })
	r.await(slices.Collect(maps.Values(u.pkg.Imports)))
	r.cpu <- struct{}{}
	defer func() { <-r.cpu }()
	if !r.ok() {
		return
	}
	if u.sources == nil {
		u.sources = readFiles(u.pkg.CompiledGoFiles)
	}
	if !r.unchanged(u, u.sources) {
		r.fail()
		return
	}
	r.analyze(u, key)
	u.pkg.Syntax, u.pkg.TypesInfo = nil, nil
}

// keyOf returns the key of what is kept of a package.
func (r *run) keyOf(u *keptUnit) cache.Key {
	h := cache.NewHash("package").Key(r.config.Kept.Key).Key(u.src).Text(u.pkg.ID)
	h.Flags(r.config.Whole, u.isService(u.pkg), u.aboveService)
	for _, path := range slices.Sorted(maps.Keys(u.pkg.Imports)) {
		dep := u.pkg.Imports[path]
		h.Text(path, dep.PkgPath).Key(r.units[dep].out)
	}
	return h.Sum()
}

// take takes what is kept of a package, and reports whether it is all that is
// needed.
func (r *run) take(u *keptUnit, key cache.Key) bool {
	var k keptPackage
	if !r.get(key, &k) || u.root && !k.Whole {
		return false
	}
	if u.isService(u.pkg) {
		if _, ok := r.config.Kept.Entries.Get(r.keyOfPart(key, k.Names)); !ok {
			return false // other parts of it are named
		}
	}
	if k.Whole && r.restore(u.pkg, k.Findings, k.Facts) != nil {
		return false
	}
	u.out, u.matter, u.reaches, u.decoders = k.Out, k.Matter, k.Reaches, k.Decoders
	return true
}

// restore gives a package what was found of it, and types that are still to be made.
func (r *run) restore(pkg *packages.Package, findings, facts []byte) error {
	pkg.Types = types.NewPackage(pkg.PkgPath, pkg.Name)
	pkg.Fset = r.fset
	return r.config.Kept.Keeper.Restore(pkg, findings, facts)
}

// keyOfPart returns the key under which it is kept that the part of a service which
// the program names type-checks.
func (r *run) keyOfPart(key cache.Key, names []uint32) cache.Key {
	h := cache.NewHash("part").Key(key)
	for _, name := range names {
		if r.words[name] {
			h.Number(uint64(name))
		}
	}
	return h.Sum()
}

// unchanged reports whether the text of files is that of which the hash was taken.
func (r *run) unchanged(u *keptUnit, sources map[string][]byte) bool {
	for _, name := range u.pkg.CompiledGoFiles {
		if sum, ok := u.sums[name]; ok && sum != cache.SumOf(sources[name]) {
			return false
		}
	}
	return true
}

// analyze checks a package, of which nothing is kept, as far as it has to be known,
// and keeps what is found.
func (r *run) analyze(u *keptUnit, key cache.Key) {
	extent := u.extent(u.pkg, r.below, r.config, r.env.goroot)
	k := keptPackage{Whole: extent == whole}
	u.pkg.Fset = r.fset
	files := r.parse(u.pkg, u.sources, extent)
	if extent == named {
		if len(u.pkg.Errors) == 0 {
			r.putParts(u, r.fset, files, u.sources)
		}
		k.Names = hashesOf(slices.Values(keepNamed(files, r.isNamed)))
	}
	r.checkFiles(u.pkg, u.sources, files, extent)
	if len(u.pkg.Errors) > 0 {
		r.fail()
		return
	}
	if extent == whole {
		r.use(u.pkg)
		var err error
		if k.Findings, k.Facts, err = r.config.Kept.Keeper.Encode(u.pkg); err != nil {
			r.fail()
			return
		}
	}
	k.Matter, k.Reaches, k.Decoders = u.matter, u.reaches, u.decoders
	u.out = r.outOf(u, k.Facts)
	k.Out = u.out
	r.put(key, &k)
	if extent == named {
		r.config.Kept.Entries.Put(r.keyOfPart(key, k.Names), nil)
	}
}

// outOf returns the hash of all that packages above may depend on: declarations,
// facts, and the same of what is below. Positions are no part of it.
func (r *run) outOf(u *keptUnit, facts []byte) cache.Key {
	h := cache.NewHash("out")
	if u.isService(u.pkg) {
		h.Key(u.src) // changes as a whole
	} else {
		h.Text(r.textOf(u).Stubs...)
		h.Text(u.pkg.PkgPath, u.pkg.Name)
		if u.pkg.Module != nil {
			h.Text(u.pkg.Module.GoVersion)
		}
	}
	// That a package was analyzed only because it was asked for is not to be seen.
	h.Flags(u.matter, u.reaches, u.decoders)
	if u.matter || r.config.Whole {
		h.Bytes(facts)
	}
	for _, path := range slices.Sorted(maps.Keys(u.pkg.Imports)) {
		h.Text(path).Key(r.units[u.pkg.Imports[path]].out)
	}
	return h.Sum()
}

// await makes the types of packages that are not to be analyzed again, and waits
// for those of all.
func (r *run) await(pkgs []*packages.Package) {
	for _, pkg := range pkgs {
		u := r.units[pkg]
		u.once.Do(func() {
			go func() {
				defer close(u.typed)
				r.declare(u)
			}()
		})
	}
	for _, pkg := range pkgs {
		<-r.units[pkg].typed
	}
}

// declare makes the types of a package of which everything else is known, and of
// those of its imports that its declarations mention.
func (r *run) declare(u *keptUnit) {
	if !r.ok() {
		return
	}
	pkg := u.pkg
	if pkg.PkgPath == "unsafe" {
		pkg.Types = types.Unsafe
		return
	}
	extent := declarations
	switch {
	case u.isService(pkg):
		extent = named
	case u.matter || u.root || r.config.Whole:
		extent = signatures
	}
	r.cpu <- struct{}{}
	files := r.parseStubs(u, extent)
	needed := mentioned(files, pkg.Imports)
	<-r.cpu
	r.await(needed)
	r.cpu <- struct{}{}
	defer func() { <-r.cpu }()
	if !r.ok() {
		return
	}
	pkg.Fset = r.fset
	if r.checkFiles(pkg, nil, files, extent); len(pkg.Errors) > 0 {
		r.fail()
	}
}

// mentioned returns the imports that declarations mention, and drops the others
// from the files.
func mentioned(files []*ast.File, imports map[string]*packages.Package) []*packages.Package {
	var needed []*packages.Package
	for _, file := range files {
		words := qualifiers(file)
		isNeeded := func(spec *ast.ImportSpec) bool {
			path, _ := strconv.Unquote(spec.Path.Value)
			dep := imports[path]
			if dep == nil {
				return true // unsafe, C, or a mistake
			}
			name := dep.Name
			if spec.Name != nil {
				name = spec.Name.Name
			}
			if name != "." && !words[name] {
				return false
			}
			needed = append(needed, dep)
			return true
		}
		file.Decls = slices.DeleteFunc(file.Decls, func(decl ast.Decl) bool {
			list, ok := decl.(*ast.GenDecl)
			if !ok || list.Tok != token.IMPORT {
				return false
			}
			list.Specs = slices.DeleteFunc(list.Specs, func(spec ast.Spec) bool { return !isNeeded(spec.(*ast.ImportSpec)) })
			return len(list.Specs) == 0
		})
	}
	return needed
}

// qualifiers returns the names before a dot in a file.
func qualifiers(file *ast.File) map[string]bool {
	words := make(map[string]bool)
	for n := range ast.Preorder(file) {
		if selector, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := selector.X.(*ast.Ident); ok {
				words[id.Name] = true
			}
		}
	}
	return words
}
