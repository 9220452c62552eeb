package matrix

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
)

// examples are the modules that every place lints: the one that README.md
// shows, and one whose mistakes only facts about other packages reveal.
var examples = map[string]string{
	"example": "../../testdata/example",
	"shop":    "testdata/shop",
}

func TestEveryPlaceFindsTheSame(t *testing.T) {
	for name, from := range examples {
		dir := programtest.CopyTree(t, from)
		want := text(normal(places[0].find(t, dir)))
		if strings.Count(want, "\n") < 4 {
			t.Fatalf("%s: the command finds too little:\n%s", name, want)
		}
		for _, place := range places[1:] {
			t.Run(name+"/"+place.name, func(t *testing.T) {
				if got := text(normal(place.find(t, dir))); got != want {
					t.Errorf("%s finds\n%s\ntcerrlint finds\n%s", place.name, got, want)
				}
			})
		}
	}
}

func TestEveryPlaceFixesTheSame(t *testing.T) {
	for name, from := range examples {
		want := fixed(t, places[0], from)
		if want == contents(t, from) {
			t.Fatalf("%s: the command fixes nothing", name)
		}
		for _, place := range places[1:] {
			t.Run(name+"/"+place.name, func(t *testing.T) {
				if got := fixed(t, place, from); got != want {
					t.Errorf("%s makes\n%s\ntcerrlint makes\n%s", place.name, got, want)
				}
			})
		}
	}
}

// fixed returns the Go files of a copy of the module after the place fixed them.
func fixed(t *testing.T, place place, from string) string {
	t.Helper()
	dir := programtest.CopyTree(t, from)
	place.fix(t, dir)
	return contents(t, dir)
}

// contents returns the Go files of a folder with their names.
func contents(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".go") {
			b.WriteString("-- " + name + " --\n" + programtest.ReadFile(t, filepath.Join(dir, name)))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}
