package analyzer_test

import (
	"encoding/json"
	"errors"
	"go/parser"
	"go/token"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/internal/stress/extreme"
	"github.com/tcerrlint/tcerrlint/internal/stress/mutate"
	"github.com/tcerrlint/tcerrlint/internal/stress/solo"
)

// FuzzAnalyzer analyzes whatever parses in part, with the real SDK and the
// helpers of the examples to import. With a seed it changes the source first as
// Go programs are changed, not only byte by byte.
func FuzzAnalyzer(f *testing.F) {
	w := newWorld(f)
	for _, src := range w.sources {
		f.Add(src, uint64(0))
		f.Add(src, uint64(1))
	}
	f.Add(sound, uint64(0))
	for _, p := range extreme.Programs() {
		f.Add(p.Source(3), uint64(0))
	}
	f.Fuzz(func(t *testing.T, src string, seed uint64) {
		if seed != 0 {
			src = mutate.Source(src, rand.New(rand.NewPCG(seed, 0)))
		}
		analyzeSource(t, src, w.imports, &w.facts)
	})
}

// A world is what programs may import: the packages of the examples, with
// their facts, and all that these import.
type world struct {
	imports *solo.Importer
	facts   solo.Facts
	sources []string // of the examples
}

func newWorld(tb testing.TB) *world {
	w := &world{imports: solo.NewImporter(solo.SDK())}
	dirs := make(map[string]string)
	w.imports.Find = func(path string) string { return dirs[path] }
	for _, module := range []string{rulesModule, wireModule} {
		list := exec.Command("go", "list", "-deps", "-json=ImportPath,Dir,Standard,Module", "./...")
		list.Dir = module
		list.Env = append(os.Environ(), "GOPROXY=off", "GOWORK=off", "GOFLAGS=-mod=readonly")
		out, err := list.Output()
		if err != nil {
			tb.Fatal(err)
		}
		decoder := json.NewDecoder(strings.NewReader(string(out)))
		for {
			var pkg struct {
				ImportPath, Dir string
				Standard        bool
				Module          *struct{ Main bool }
			}
			if err := decoder.Decode(&pkg); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				tb.Fatal(err)
			}
			if !pkg.Standard {
				dirs[pkg.ImportPath] = pkg.Dir
			}
			if pkg.Module != nil && pkg.Module.Main {
				w.add(tb, pkg.ImportPath, pkg.Dir)
			}
		}
	}
	return w
}

// add analyzes a package of the examples, after those that it imports.
func (w *world) add(tb testing.TB, path, dir string) {
	fset := token.NewFileSet()
	files, err := solo.ParseDir(fset, dir, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		tb.Fatal(err)
	}
	pkg := solo.Check(path, fset, files, w.imports)
	w.imports.Add(pkg.Types)
	if _, err := pkg.Analyze(analyzer.Analyzer, &w.facts); err != nil {
		tb.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(filepath.Join(dir, filepath.Base(fset.Position(file.FileStart).Filename)))
		if err != nil {
			tb.Fatal(err)
		}
		w.sources = append(w.sources, string(data))
	}
}

// TestTheWorldOfTheFuzzerIsSound holds that its seeds type-check and have
// findings: it would test little otherwise.
func TestTheWorldOfTheFuzzerIsSound(t *testing.T) {
	w := newWorld(t)
	broken, findings := 0, 0
	for _, src := range w.sources {
		pkg := solo.Parse("example.com/seed", src, w.imports)
		if len(pkg.Errors) > 0 {
			broken++
		}
		found, err := pkg.Analyze(analyzer.Analyzer, &w.facts)
		if err != nil {
			t.Fatal(err)
		}
		findings += len(found)
	}
	if len(w.sources) < 70 || broken > len(w.sources)/5 || findings < 150 {
		t.Errorf("%d seeds, %d with errors, %d findings", len(w.sources), broken, findings)
	}
}
