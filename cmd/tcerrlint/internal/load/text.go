package load

import (
	"go/ast"
	"go/parser"
	"iter"
	"maps"
	"path/filepath"
	"slices"
	"sync"

	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/cache"
)

// A keptText is what is kept of the text of a package, whatever it depends on.
type keptText struct {
	Words    []uint32 // hashes of the words by which it may name what a service declares, sorted
	Declared []uint32 // those of its declarations alone
	Stubs    []string // of its files, see stub
}

// textOf returns what is kept of the text of a package, or makes it and keeps it.
func (r *run) textOf(u *keptUnit) *keptText {
	if u.text != nil {
		return u.text
	}
	key := cache.NewHash("text").Key(r.config.Kept.Tool).Key(u.src).Sum()
	text := new(keptText)
	if r.get(key, text) && len(text.Stubs) == len(u.pkg.CompiledGoFiles) {
		return text
	}
	*text = keptText{}
	sources := u.sources
	if sources == nil {
		sources = readFiles(u.pkg.CompiledGoFiles)
	}
	if !r.unchanged(u, sources) {
		r.fail()
		return text
	}
	words, declared := make(names), make(names)
	shorten := stub
	if r.isStd(u.pkg) {
		shorten = stubOfTypes
	}
	for _, name := range u.pkg.CompiledGoFiles {
		short := shorten(sources[name])
		text.Stubs = append(text.Stubs, string(short))
		if r.namesServices(u) {
			words.add(sources[name])
			declared.add(short)
		}
	}
	text.Words, text.Declared = hashesOf(maps.Keys(words)), hashesOf(maps.Keys(declared))
	r.put(key, text)
	if r.namesServices(u) {
		u.sources = sources // it is new, and so it will be analyzed
	}
	return text
}

// namesServices reports whether the words of a package tell what of services is
// needed.
func (r *run) namesServices(u *keptUnit) bool {
	return !u.isService(u.pkg) && !inStandardLibrary(u.pkg, r.env.goroot)
}

// readWords finds the words by which services may be named, if there are services.
func (r *run) readWords() {
	services := slices.ContainsFunc(r.all, func(pkg *packages.Package) bool { return r.units[pkg].isService(pkg) })
	if !services {
		return
	}
	r.words = make(map[uint32]bool)
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, pkg := range r.all {
		u := r.units[pkg]
		if !r.namesServices(u) {
			continue
		}
		wg.Go(func() {
			r.cpu <- struct{}{}
			defer func() { <-r.cpu }()
			u.text = r.textOf(u)
			mu.Lock()
			defer mu.Unlock()
			for _, word := range u.text.Words {
				r.words[word] = true
			}
		})
	}
	wg.Wait()
}

// findNeeded finds the words by which services may be named where it matters: in
// the packages that may have to be analyzed, and in the declarations of all.
func (r *run) findNeeded() {
	r.needed = make(map[uint32]bool)
	for _, pkg := range r.all {
		u := r.units[pkg]
		if u.text == nil {
			continue
		}
		words := u.text.Words
		if u.taken {
			words = u.text.Declared
		}
		for _, word := range words {
			r.needed[word] = true
		}
	}
}

// A wordHash is the FNV-1a hash of a word so far.
type wordHash uint32

const emptyHash wordHash = 2166136261

func (h wordHash) with(c byte) wordHash { return (h ^ wordHash(c)) * 16777619 }

// hashOf returns the hash of a word; that of none is 0.
func hashOf(word string) uint32 {
	if word == "" {
		return 0
	}
	h := emptyHash
	for i := range len(word) {
		h = h.with(word[i])
	}
	return uint32(h)
}

// hashesOf returns the hashes of names, sorted.
func hashesOf(names iter.Seq[string]) []uint32 {
	var hashes []uint32
	for name := range names {
		hashes = append(hashes, hashOf(name))
	}
	slices.Sort(hashes)
	return slices.Compact(hashes)
}

// isNamed reports whether something outside of the services may have the name.
func (r *run) isNamed(name string) bool { return r.words[hashOf(name)] }

// parseStubs parses the declarations of a package that is known to type-check. Of
// those of a service, whatever else the program names, nothing that is looked at does.
func (r *run) parseStubs(u *keptUnit, extent extent) []*ast.File {
	var texts [][]byte
	if extent == named {
		if parts := r.partsOf(u); parts != nil {
			texts = parts.named(func(hash uint32) bool { return r.needed[hash] })
		}
	} else {
		for _, text := range r.textOf(u).Stubs {
			texts = append(texts, []byte(text))
		}
	}
	var files []*ast.File
	for i, name := range u.pkg.CompiledGoFiles {
		if i >= len(texts) {
			break
		}
		file, err := parser.ParseFile(r.fset, filepath.Base(name), texts[i], parser.SkipObjectResolution)
		if err != nil {
			r.fail() // what was left out was needed
			return nil
		}
		if extent > signatures {
			forgetParameters(file)
		}
		files = append(files, file)
	}
	u.text = nil
	return files
}
