package load

import (
	"bytes"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/mod/modfile"
	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/cache"
)

// A watched is a file or a folder that the go command looked at, or looked for.
type watched struct {
	Name  string
	Stamp stamped
	Sum   cache.Key // of what of it the go command reads, where that is not everything
	Text  cache.Key // of what is in a file of a package; zero: not known
	Kind  watchedKind

	same bool // the stamp is as it was
}

// A watchedKind tells what of a file or a folder the go command reads.
type watchedKind uint8

const (
	everything watchedKind = iota
	goHead                 // a Go file: up to the last import
	entryNames             // a folder
)

// A stamped is what of a file changes whenever it does. That the time of its change
// cannot be set is what it rests on.
type stamped struct {
	Size, Modified, Changed int64 // times in nanoseconds
	Node                    uint64
	Absent                  bool
}

// racy is within what time of a look a file may change and have the same times.
const racy = 2 * time.Second

// allUnchanged reports whether the go command would read the same.
func allUnchanged(all []watched) bool { return forAll(all, (*watched).unchanged) }

// forAll reports whether something holds for all.
func forAll(all []watched, holds func(*watched) bool) bool {
	var failed atomic.Bool
	var wg sync.WaitGroup
	for part := range slices.Chunk(all, len(all)/runtime.GOMAXPROCS(0)+1) {
		wg.Go(func() {
			for i := range part {
				if failed.Load() {
					return
				}
				if !holds(&part[i]) {
					failed.Store(true)
				}
			}
		})
	}
	wg.Wait()
	return !failed.Load()
}

func (w *watched) unchanged() bool {
	now, ok := stampOf(w.Name)
	if !ok {
		return false
	}
	if w.same = now == w.Stamp; w.same {
		return true
	}
	if w.Kind == everything || now.Absent || w.Stamp.Absent {
		return false
	}
	sum, ok := w.sum()
	return ok && sum == w.Sum
}

// sum returns the hash of what the go command reads.
func (w *watched) sum() (cache.Key, bool) {
	if w.Kind == entryNames {
		entries, err := os.ReadDir(w.Name)
		h := cache.NewHash("names")
		for _, entry := range entries {
			h.Text(entry.Name(), entry.Type().String())
		}
		return h.Sum(), err == nil
	}
	source, err := os.ReadFile(w.Name)
	if err != nil {
		return cache.Key{}, false
	}
	return cache.SumOf(headOf(source)), true
}

// headOf returns what of a Go file the go command reads: everything up to the last
// import, or all of it where it says what to embed or does not parse so far.
func headOf(source []byte) []byte {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", source, parser.ImportsOnly|parser.SkipObjectResolution)
	if err != nil || bytes.Contains(source, []byte("//go:embed")) || bytes.Contains(source, []byte(`"C"`)) || bytes.Contains(source, []byte("`C`")) {
		return append([]byte("all of it\n"), source...)
	}
	end := fset.Position(file.Name.End()).Offset
	for _, spec := range file.Imports {
		end = max(end, fset.File(file.Name.Pos()).Offset(spec.End()))
	}
	// What follows may still be of the imports: a bracket, another declaration of them.
	rest, _, _ := bytes.Cut(source[end:], []byte("\n"))
	return source[:end+len(rest)]
}

// A watcher collects what the go command looked at.
type watcher struct {
	since time.Time
	all   map[string]watched
	ok    bool
}

// watch returns what the go command looked at to list the packages. It is of no use
// if something of that changed since, or may have.
func watch(env environment, patterns []string, roots []*packages.Package, since time.Time) ([]watched, bool) {
	w := &watcher{since: since.Add(-racy), all: make(map[string]watched), ok: true}
	for _, name := range []string{env.mod, env.work} {
		w.modules(name)
	}
	for _, pattern := range patterns {
		if dir, ok := strings.CutSuffix(pattern, "..."); ok {
			w.tree(filepath.Clean(filepath.FromSlash(dir)))
		} else {
			w.add(filepath.FromSlash(pattern), entryNames)
		}
	}
	w.add(filepath.Join(env.goroot, "VERSION"), everything)
	seen := make(map[string]bool)
	packages.Visit(roots, nil, func(pkg *packages.Package) {
		if inStandardLibrary(pkg, env.goroot) {
			return
		}
		if pkg.Module != nil && pkg.Module.GoMod != "" {
			w.modules(pkg.Module.GoMod)
		}
		for _, name := range pkg.GoFiles {
			dir := filepath.Dir(name)
			if seen[dir] || strings.HasPrefix(name, env.cache) {
				continue
			}
			seen[dir] = true
			if pkg.Module != nil && pkg.Module.Main {
				w.folder(dir, goHead)
			} else {
				w.folder(dir, everything)
			}
			if pkg.Imports["embed"] != nil {
				w.below(dir)
			}
			if pkg.Module != nil {
				w.above(dir, pkg.Module.Dir)
			}
		}
	})
	if !w.ok {
		return nil, false
	}
	var all []watched
	for _, each := range w.all {
		all = append(all, each)
	}
	slices.SortFunc(all, func(a, b watched) int { return strings.Compare(a.Name, b.Name) })
	return all, forAll(all, (*watched).look)
}

// look takes the hash of what the go command reads, unless it changes meanwhile.
func (w *watched) look() (ok bool) {
	if w.Kind == everything || w.Stamp.Absent {
		return true
	}
	if w.Sum, ok = w.sum(); !ok {
		return false
	}
	now, ok := stampOf(w.Name)
	return ok && now == w.Stamp
}

// add adds a file or a folder.
func (w *watcher) add(name string, kind watchedKind) {
	name, err := filepath.Abs(name)
	if _, ok := w.all[name]; ok || err != nil || !w.ok {
		w.ok = w.ok && err == nil
		return
	}
	each := watched{Name: name, Kind: kind}
	var ok bool
	each.Stamp, ok = stampOf(name)
	w.ok = w.ok && ok && max(each.Stamp.Modified, each.Stamp.Changed) < w.since.UnixNano()
	w.all[name] = each
}

// modules adds a go.mod or go.work, what lies beside it, and those of the folders
// that it names.
func (w *watcher) modules(name string) {
	if _, ok := w.all[name]; ok || name == "" || name == os.DevNull || name == "off" {
		return
	}
	dir := filepath.Dir(name)
	w.add(name, everything)
	for _, beside := range []string{"go.sum", "go.work.sum", filepath.Join("vendor", "modules.txt")} {
		w.add(filepath.Join(dir, beside), everything)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		w.ok = false
		return
	}
	var replaced []*modfile.Replace
	if strings.HasSuffix(name, ".work") {
		work, err := modfile.ParseWork(name, data, nil)
		if err != nil {
			w.ok = false
			return
		}
		for _, use := range work.Use {
			w.modules(within(dir, use.Path))
		}
		replaced = work.Replace
	} else if mod, err := modfile.ParseLax(name, data, nil); err == nil {
		replaced = mod.Replace
		if strict, err := modfile.Parse(name, data, nil); err == nil {
			replaced = strict.Replace
		}
	}
	for _, r := range replaced {
		if r.New.Version == "" {
			w.modules(within(dir, r.New.Path))
		}
	}
}

// within returns the go.mod of a folder that a file in dir names.
func within(dir, path string) string {
	path = filepath.FromSlash(path)
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	return filepath.Join(path, "go.mod")
}

// folder adds the folder of a package and its Go files, also those that are left
// out for now.
func (w *watcher) folder(dir string, kind watchedKind) {
	w.add(dir, entryNames)
	entries, err := os.ReadDir(dir)
	w.ok = w.ok && err == nil
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), ".go") && !entry.IsDir() {
			w.add(filepath.Join(dir, entry.Name()), kind)
		}
	}
}

// above adds the folders between that of a package and that of its module: another
// module may begin there.
func (w *watcher) above(dir, top string) {
	if top == "" {
		return
	}
	for dir != top && strings.HasPrefix(dir, top+string(filepath.Separator)) {
		dir = filepath.Dir(dir)
		w.add(dir, entryNames)
	}
}

// below adds all folders of one that is embedded, or something in it.
func (w *watcher) below(top string) {
	err := filepath.WalkDir(top, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			w.add(name, entryNames)
		}
		return err
	})
	w.ok = w.ok && err == nil
}

// tree adds all folders in which a pattern finds packages, and what makes them one.
func (w *watcher) tree(top string) {
	err := filepath.WalkDir(top, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !entry.IsDir() {
			return nil
		}
		if base := entry.Name(); name != top && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata" || base == "vendor") {
			return fs.SkipDir
		}
		w.folder(name, goHead)
		return nil
	})
	w.ok = w.ok && err == nil
}
