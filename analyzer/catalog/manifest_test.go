package catalog

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog/internal/sdk"
	"github.com/tcerrlint/tcerrlint/analyzer/catalog/internal/snapshot"
)

// TestServiceSetsAreTheModulesCodes reads the SDK modules of the snapshot out of
// the module cache: each constant is found by lookup with its service, and each
// service whose modules are all there has exactly their codes. Where modules are
// not in the cache, the committed digest stands in for them
// (TestEmbeddedCatalogIsWhatTheGeneratorRead).
func TestServiceSetsAreTheModulesCodes(t *testing.T) {
	out, err := exec.Command("go", "env", "GOMODCACHE").Output()
	if err != nil {
		t.Skip("no go command:", err)
	}
	cache := strings.TrimSpace(string(out))
	codes := map[string]map[string]bool{} // service to codes
	partial := map[string]bool{}          // services of which a module is not in the cache
	read := 0
	info := Info()
	for _, m := range info.Modules {
		dir := filepath.Join(cache, filepath.FromSlash(m.Path)+"@"+m.Version)
		if _, err := os.Stat(dir); err != nil {
			for s := range Service(NumServices()) {
				if slices.ContainsFunc(s.Packages(), func(p Package) bool { return p.Module == m.Path }) {
					partial[s.Name()] = true
				}
			}
			continue
		}
		packages, err := sdk.ReadModule(snapshot.Module(m), dir)
		if err != nil {
			t.Fatal(err)
		}
		read++
		for _, p := range packages {
			checkConstants(t, p)
			if codes[p.Service] == nil {
				codes[p.Service] = map[string]bool{}
			}
			for code := range p.Constants {
				codes[p.Service][code] = true
			}
		}
	}
	t.Logf("%d of %d modules are in the module cache", read, len(info.Modules))
	for name, want := range codes {
		var got []string
		for id := range mustService(t, name).Codes() {
			got = append(got, id.String())
		}
		if !partial[name] && !slices.Equal(got, slices.Sorted(maps.Keys(want))) {
			t.Errorf("%s: %d codes, its modules have %d others", name, len(got), len(want))
		}
	}
}

func checkConstants(t *testing.T, p sdk.Package) {
	t.Helper()
	s := mustService(t, p.Service)
	if !slices.Contains(s.Versions(), p.APIVersion) {
		t.Errorf("%s has no version %s", p.Service, p.APIVersion)
	}
	for code, name := range p.Constants {
		id, ok := Lookup(code)
		if !ok || !s.Has(id) || Constant(id, s) != name {
			t.Errorf("%s %s: found %t, of the service %t, constant %s, want %s", p.Service, code, ok, s.Has(id), Constant(id, s), name)
		}
	}
	for action, codes := range p.Actions {
		for code := range codes {
			if id, _ := Lookup(code); !slices.Contains(Actions(id, s), action) {
				t.Errorf("%s: %s lists %s, Actions has not", p.Service, action, code)
			}
		}
	}
}
