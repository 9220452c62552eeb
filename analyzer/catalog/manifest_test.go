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

// A version is one API version of a service in one edition of the SDK.
type version struct {
	service, api string
	intl         bool
}

// TestServiceSetsAreTheNewestCodes reads the release that is kept as text, and the
// SDK modules of the snapshot out of the module cache: each service has exactly the
// codes that the newest of them declares for each of its API versions, and what
// only older ones declare is a tombstone. Where a module is not in the cache, the
// committed digest stands in for it (TestEmbeddedCatalogIsWhatTheGeneratorRead).
func TestServiceSetsAreTheNewestCodes(t *testing.T) {
	out, err := exec.Command("go", "env", "GOMODCACHE").Output()
	if err != nil {
		t.Skip("no go command:", err)
	}
	cache := strings.TrimSpace(string(out))
	newest := releaseCodes(t)
	of := make(map[version]string) // the module version that newest is from
	partial := map[string]bool{}   // services of which a module is not in the cache
	read := 0
	info := Info()
	for v := range newest {
		of[v] = info.Release.Version
	}
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
			checkConstants(t, m, p)
			v := version{p.Service, p.APIVersion, m.Path == sdk.IntlRoot}
			if of[v] == "" || snapshot.CompareVersions(m.Version, of[v]) > 0 {
				of[v], newest[v] = m.Version, slices.Collect(maps.Keys(p.Constants))
			}
		}
	}
	t.Logf("%d of %d modules are in the module cache", read, len(info.Modules))
	codes := make(map[string]map[string]bool)
	for v, list := range newest {
		if codes[v.service] == nil {
			codes[v.service] = make(map[string]bool)
		}
		for _, code := range list {
			codes[v.service][code] = true
		}
	}
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

// releaseCodes returns the codes of the release that is kept as text.
func releaseCodes(t *testing.T) map[version][]string {
	t.Helper()
	data, err := os.ReadFile("sources/sdk/codes.tsv")
	if err != nil {
		t.Skip("a module's zip has no sources of the SDK:", err)
	}
	list := make(map[version][]string)
	for line := range strings.Lines(string(data)) {
		if f := strings.Split(strings.TrimSuffix(line, "\n"), "\t"); len(f) == 3 {
			v := version{service: f[0], api: f[1]}
			list[v] = append(list[v], f[2])
		}
	}
	return list
}

// TestAllPairsOfTheReleaseAreKnown holds that no pair of service and code that the
// whole SDK declares is unknown: it is valid, or a newer module dropped it.
func TestAllPairsOfTheReleaseAreKnown(t *testing.T) {
	pairs, dropped := make(map[[2]string]bool), 0
	for v, list := range releaseCodes(t) {
		s, ok := ServiceNamed(v.service)
		if !ok {
			t.Errorf("no service %s", v.service)
			continue
		}
		for _, code := range list {
			id, ok := Lookup(code)
			_, gone := s.Dropped(id)
			if !ok || !s.Has(id) && !gone {
				t.Errorf("%s does not have %s", v.service, code)
			}
			if pair := [2]string{v.service, code}; !pairs[pair] {
				pairs[pair] = true
				if gone {
					dropped++
				}
			}
		}
	}
	if len(pairs) < 16117 {
		t.Errorf("%d pairs, fewer than the release of 2026-08 had", len(pairs))
	}
	t.Logf("%d pairs, %d of them dropped by a newer module", len(pairs), dropped)
}

func checkConstants(t *testing.T, m Module, p sdk.Package) {
	t.Helper()
	s := mustService(t, p.Service)
	if !slices.Contains(s.Versions(), p.APIVersion) {
		t.Errorf("%s has no version %s", p.Service, p.APIVersion)
	}
	for code, name := range p.Constants {
		id, ok := Lookup(code)
		if _, dropped := s.Dropped(id); ok && dropped {
			continue // a newer release has not
		}
		if !ok || !s.Has(id) || Constant(id, s) != name {
			t.Errorf("%s %s: found %t, of the service %t, constant %s, want %s", p.Service, code, ok, s.Has(id), Constant(id, s), name)
		}
	}
	newest := slices.ContainsFunc(s.Packages(), func(q Package) bool {
		return q.APIVersion == p.APIVersion && q.Module == m.Path && q.ModuleVersion == m.Version
	})
	for action, codes := range p.Actions {
		for code := range codes {
			if id, _ := Lookup(code); newest && !slices.Contains(Actions(id, s), action) {
				t.Errorf("%s: %s lists %s, Actions has not", p.Service, action, code)
			}
		}
	}
}
