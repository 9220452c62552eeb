// Package snapshot is the catalog as the generator sees it: facts in maps,
// their canonical text, and their encoding into catalog.bin.
package snapshot

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Snapshot holds the facts of one catalog.
type Snapshot struct {
	Date         string              // day of the snapshot, "2026-11-23"
	Modules      []Module            // where product codes come from, sorted by path
	Release      Module              // the whole SDK, kept as text; its Version may be ""
	Older        []Module            // older releases that tombstones come from
	Public       []string            // codes that any API may answer
	Client       []string            // codes that the SDK makes itself
	Undocumented []string            // codes that are answered and documented nowhere
	Services     map[string]*Service // by SDK folder
	Aliases      map[string]string   // other name to SDK folder
}

// Module is a Go module at a version.
type Module struct{ Path, Version string }

// Service holds what the SDKs document for one service.
type Service struct {
	Packages []Package
	Actions  map[string]map[string]bool // action to the codes its doc comments list
	Dropped  map[string]string          // code to the last module version that had it
}

// Package is the package of one service, API version and module.
type Package struct {
	Module     Module
	APIVersion string            // folder, "v20170312"
	Constants  map[string]string // code to the name of its Go constant
}

// Codes returns the codes of all packages of the service, sorted.
func (s *Service) Codes() []string {
	set := map[string]bool{}
	for _, p := range s.Packages {
		for code := range p.Constants {
			set[code] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// Known reports whether a code list of the service was found. A list without a
// single code (ai3d in the international SDK) is none: it says nothing about
// what the service answers.
func (s *Service) Known() bool {
	return slices.ContainsFunc(s.Packages, func(p Package) bool { return len(p.Constants) > 0 })
}

// Partial reports whether all codes come from the international SDK, which
// documents fewer than the main one.
func (s *Service) Partial() bool {
	return s.Known() && !slices.ContainsFunc(s.Packages, func(p Package) bool {
		return len(p.Constants) > 0 && intl(p.Module.Path) == 0
	})
}

// Constant returns the Go constant for a code: that of the first package,
// in sorted order, that has one.
func (s *Service) Constant(code string) string {
	for _, p := range s.Packages {
		if name := p.Constants[code]; name != "" {
			return name
		}
	}
	return ""
}

// DefaultConstant returns the name that the SDK's own generator gives to the
// constant of a code; only names that differ are stored.
func DefaultConstant(code string) string {
	return strings.ToUpper(strings.ReplaceAll(code, ".", "_"))
}

// Service returns the service of that name, made if need be.
func (s *Snapshot) Service(name string) *Service {
	svc := s.Services[name]
	if svc == nil {
		svc = &Service{Actions: map[string]map[string]bool{}, Dropped: map[string]string{}}
		if s.Services == nil {
			s.Services = map[string]*Service{}
		}
		s.Services[name] = svc
	}
	return svc
}

// Sort brings every list into its canonical order, so that the order in which
// sources were read leaves no trace in the bytes.
func (s *Snapshot) Sort() {
	byPath := func(a, b Module) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Version, b.Version))
	}
	slices.SortFunc(s.Modules, byPath)
	slices.SortFunc(s.Older, byPath)
	for _, codes := range []*[]string{&s.Public, &s.Client, &s.Undocumented} {
		slices.Sort(*codes)
		*codes = slices.Compact(*codes)
	}
	for _, svc := range s.Services {
		slices.SortFunc(svc.Packages, func(a, b Package) int {
			// The international module's path is the longer one and sorts first,
			// but the main SDK's names are the ones most programs use.
			return cmp.Or(cmp.Compare(intl(a.Module.Path), intl(b.Module.Path)),
				cmp.Compare(a.APIVersion, b.APIVersion), byPath(a.Module, b.Module))
		})
	}
}

func intl(path string) int {
	if strings.HasSuffix(path, "-intl-en") {
		return 1
	}
	return 0
}

// Missing returns the services without a code list, sorted.
func (s *Snapshot) Missing() []string {
	var names []string
	for name, svc := range s.Services {
		if !svc.Known() {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Tombstones returns the codes that only older releases have, with the last
// version that had them.
func (s *Snapshot) Tombstones() map[string]string {
	live := map[string]bool{}
	for _, codes := range [][]string{s.Public, s.Client, s.Undocumented} {
		for _, code := range codes {
			live[code] = true
		}
	}
	for _, svc := range s.Services {
		for _, code := range svc.Codes() {
			live[code] = true
		}
	}
	dead := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(s.Services)) {
		for code, version := range s.Services[name].Dropped {
			if !live[code] && (dead[code] == "" || CompareVersions(version, dead[code]) > 0) {
				dead[code] = version
			}
		}
	}
	return dead
}
