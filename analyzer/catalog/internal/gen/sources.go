package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/analyzer/catalog/internal/sdk"
	"github.com/tcerrlint/tcerrlint/analyzer/catalog/internal/snapshot"
)

// pageService is the service whose official page is a source.
const pageService = "cdn"

// sources reads the folder of that name.
type sources struct {
	dir     string
	sums    bool // take the sums of unknown modules as they are
	modules modules
}

func (s *sources) read() (*snapshot.Snapshot, error) {
	snap := &snapshot.Snapshot{Aliases: map[string]string{}}
	date, err := os.ReadFile(filepath.Join(s.dir, "date.txt"))
	if err != nil {
		return nil, err
	}
	snap.Date = strings.TrimSpace(string(date))
	for _, step := range []func(*snapshot.Snapshot) error{s.lists, s.sdk, s.page, s.tombstones, s.aliases} {
		if err := step(snap); err != nil {
			return nil, err
		}
	}
	snap.Sort()
	return snap, nil
}

// lists reads the public, client-side and undocumented codes.
func (s *sources) lists(snap *snapshot.Snapshot) error {
	for name, codes := range map[string]*[]string{
		"public.tsv": &snap.Public, "client.tsv": &snap.Client, "undocumented.tsv": &snap.Undocumented,
	} {
		rows, err := readTable(filepath.Join(s.dir, name), "\t", 2)
		if err != nil {
			return err
		}
		for _, row := range rows {
			*codes = append(*codes, row[0])
		}
	}
	return nil
}

// sdk reads the modules of the manifest, then the older releases, which must
// come second: what they have and the manifest lacks is a tombstone.
func (s *sources) sdk(snap *snapshot.Snapshot) (err error) {
	dir := filepath.Join(s.dir, "sdk")
	if snap.Modules, err = manifest(dir); err != nil {
		return err
	}
	for _, list := range []struct {
		file string
		to   *[]snapshot.Module
	}{{"older.txt", &snap.Older}, {"refused.txt", nil}} {
		rows, err := readTable(filepath.Join(dir, list.file), " ", 2)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if list.to != nil {
				*list.to = append(*list.to, snapshot.Module{Path: row[0], Version: row[1]})
			} else if name, ok := strings.CutPrefix(row[0], sdk.Root+"/tencentcloud/"); ok && name != "common" {
				snap.Service(name) // it exists, whether or not a source has its codes
			}
		}
	}
	s.modules, err = download(dir, append(append([]snapshot.Module{}, snap.Modules...), snap.Older...), s.sums)
	if err != nil {
		return err
	}
	if err := s.current(snap); err != nil {
		return err
	}
	for _, m := range snap.Older {
		if err := s.older(snap, m); err != nil {
			return err
		}
	}
	return nil
}

// A candidate is a package of a service as one module, or the release that is
// kept as text, has it.
type candidate struct {
	from snapshot.Module
	pkg  sdk.Package
}

// current reads the modules of the manifest and the release that is kept as text.
// Of a service's API version in one edition of the SDK the newest counts; what
// only older ones have is a tombstone.
func (s *sources) current(snap *snapshot.Snapshot) error {
	type key struct {
		service, version string
		intl             bool
	}
	versions := make(map[key][]candidate)
	add := func(m snapshot.Module, packages []sdk.Package) {
		for _, p := range packages {
			k := key{p.Service, p.APIVersion, m.Path == sdk.IntlRoot}
			versions[k] = append(versions[k], candidate{m, p})
		}
	}
	m, packages, err := s.release()
	if err != nil {
		return err
	}
	snap.Release = m
	add(m, packages)
	for _, m := range snap.Modules {
		dir := s.modules[m].Dir
		if m.Path == sdk.Root+"/tencentcloud/common" {
			if err := checkClientCodes(snap, dir); err != nil {
				return err
			}
			continue
		}
		packages, err := sdk.ReadModule(m, dir)
		if err != nil {
			return err
		}
		add(m, packages)
	}
	for _, all := range versions {
		slices.SortFunc(all, func(a, b candidate) int { return snapshot.CompareVersions(b.from.Version, a.from.Version) })
		for _, older := range all[1:] {
			nameConstants(all[0].pkg, older.pkg)
		}
		addPackage(snap, all[0].from, all[0].pkg)
	}
	for _, all := range versions {
		for _, older := range all[1:] {
			for code := range older.pkg.Constants {
				drop(snap.Service(older.pkg.Service), code, older.from.Version)
			}
		}
	}
	return nil
}

// nameConstants takes the names of constants from another version: the release
// that is kept as text does not have them.
func nameConstants(p, other sdk.Package) {
	for code, name := range p.Constants {
		if named := other.Constants[code]; named != "" && name == snapshot.DefaultConstant(code) {
			p.Constants[code] = named
		}
	}
}

func addPackage(snap *snapshot.Snapshot, m snapshot.Module, p sdk.Package) {
	svc := snap.Service(p.Service)
	if p.Constants == nil {
		return
	}
	svc.Packages = append(svc.Packages, snapshot.Package{Module: m, APIVersion: p.APIVersion, Constants: p.Constants})
	for action, codes := range p.Actions {
		if svc.Actions[action] == nil {
			svc.Actions[action] = map[string]bool{}
		}
		for code := range codes {
			svc.Actions[action][code] = true
		}
	}
}

// older takes from an older release the codes of services that the manifest
// does not cover, and tombstones for services that it does.
func (s *sources) older(snap *snapshot.Snapshot, m snapshot.Module) error {
	for _, now := range snap.Modules {
		if now.Path == m.Path && snapshot.CompareVersions(m.Version, now.Version) >= 0 {
			return fmt.Errorf("sources/sdk/older.txt: %s %s is not older than the manifest's %s", m.Path, m.Version, now.Version)
		}
	}
	packages, err := sdk.ReadModule(m, s.modules[m].Dir)
	if err != nil {
		return err
	}
	for _, p := range packages {
		if !covered(snap, p.Service) {
			addPackage(snap, m, p)
			continue
		}
		for code := range p.Constants {
			drop(snap.Service(p.Service), code, m.Version)
		}
	}
	return nil
}

// covered reports whether a module of the manifest has a code list of the service.
func covered(snap *snapshot.Snapshot, service string) bool {
	older := map[snapshot.Module]bool{}
	for _, m := range snap.Older {
		older[m] = true
	}
	for _, p := range snap.Service(service).Packages {
		if !older[p.Module] {
			return true
		}
	}
	return false
}

// drop records a pair as dropped unless a package still has it.
func drop(svc *snapshot.Service, code, version string) {
	for _, p := range svc.Packages {
		if _, ok := p.Constants[code]; ok {
			return
		}
	}
	if last, ok := svc.Dropped[code]; !ok || snapshot.CompareVersions(version, last) > 0 {
		svc.Dropped[code] = version
	}
}

// checkClientCodes fails when the SDK makes a client-side code that client.tsv lacks.
func checkClientCodes(snap *snapshot.Snapshot, dir string) error {
	codes, err := sdk.ClientCodes(dir)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, code := range snap.Client {
		known[code] = true
	}
	for _, code := range codes {
		if !known[code] {
			return fmt.Errorf("package common has the client-side code %q, sources/client.tsv has not", code)
		}
	}
	return nil
}

// page reads the official page. Its public codes are a source of their own; its
// product codes must be in the SDK, or the page's service would claim too little.
func (s *sources) page(snap *snapshot.Snapshot) error {
	name := filepath.Join(s.dir, "cdn-error-codes.md")
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	page, err := catalog.ParsePage(name, data)
	if err != nil {
		return err
	}
	svc := snap.Service(pageService)
	for _, c := range page.Codes {
		if c.Public {
			snap.Public = append(snap.Public, c.Code)
		} else if svc.Known() && svc.Constant(c.Code) == "" {
			return fmt.Errorf("%s:%d: %s has no constant in the SDK's package %s", name, c.Line, c.Code, pageService)
		}
	}
	return nil
}

// tombstones reads the pairs that earlier snapshots had.
func (s *sources) tombstones(snap *snapshot.Snapshot) error {
	rows, err := readTable(filepath.Join(s.dir, "tombstones.tsv"), "\t", 3)
	for _, row := range rows {
		drop(snap.Service(row[0]), row[1], row[2])
	}
	return err
}

func (s *sources) aliases(snap *snapshot.Snapshot) error {
	rows, err := readTable(filepath.Join(s.dir, "aliases.tsv"), "\t", 3)
	for _, row := range rows {
		if snap.Services[row[0]] != nil || snap.Services[row[1]] == nil {
			return fmt.Errorf("aliases.tsv: %s must be no service, and %s one", row[0], row[1])
		}
		snap.Aliases[row[0]] = row[1]
	}
	return err
}

// readTable reads lines of n fields; empty lines and those that start with # are comments.
func readTable(name, sep string, n int) ([][]string, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var rows [][]string
	for i, line := range strings.Split(string(data), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Split(line, sep)
		if len(row) != n {
			return nil, fmt.Errorf("%s:%d: want %d fields separated by %q, not %d", name, i+1, n, sep, len(row))
		}
		for _, field := range row {
			if field == "" || strings.TrimSpace(field) != field {
				return nil, fmt.Errorf("%s:%d: field %q is empty or has space around it", name, i+1, field)
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}
