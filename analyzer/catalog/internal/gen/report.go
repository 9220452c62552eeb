package main

import (
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/analyzer/catalog/internal/snapshot"
)

// previous is the snapshot to compare with: service to code to the version of
// the module that has it. A service without codes was missing.
type previous map[string]map[string]string

// committed returns the snapshot this program was built with.
func committed() previous {
	prev := previous{}
	for s := range catalog.Service(catalog.NumServices()) {
		codes := map[string]string{}
		packages := s.Packages()
		for id := range s.Codes() {
			version := ""
			for i, p := range packages {
				if s.PackageHas(i, id) && snapshot.CompareVersions(p.ModuleVersion, version) > 0 {
					version = p.ModuleVersion
				}
			}
			codes[id.String()] = version
		}
		prev[s.Name()] = codes
	}
	return prev
}

// bury makes tombstones of the pairs that the previous snapshot has and the new
// one lacks. It returns their lines for tombstones.tsv, so that the next run,
// which compares with the new snapshot, still knows them.
func bury(snap *snapshot.Snapshot, prev previous) (lines []string, err error) {
	for _, name := range slices.Sorted(maps.Keys(prev)) {
		svc := snap.Services[name]
		if svc == nil {
			return nil, fmt.Errorf("service %s has vanished from the sources: list it in sources/sdk/refused.txt", name)
		}
		if len(prev[name]) > 0 && !svc.Known() {
			return nil, fmt.Errorf("service %s has lost its code list: keep an older module in sources/sdk/older.txt", name)
		}
		for _, code := range slices.Sorted(maps.Keys(prev[name])) {
			if _, ok := svc.Dropped[code]; ok || svc.Constant(code) != "" {
				continue
			}
			svc.Dropped[code] = prev[name][code]
			lines = append(lines, fmt.Sprintf("%s\t%s\t%s\n", name, code, prev[name][code]))
		}
	}
	return lines, nil
}

// report prints what changed against the previous snapshot, service by service.
// A code that one service gains while others lose it has moved.
func report(out io.Writer, snap *snapshot.Snapshot, prev previous, size int) {
	lost := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(prev)) {
		for code := range prev[name] {
			if snap.Services[name].Constant(code) == "" {
				lost[code] = append(lost[code], name)
			}
		}
	}
	codes, pairs, dropped := map[string]bool{}, 0, 0
	for _, name := range slices.Sorted(maps.Keys(snap.Services)) {
		svc := snap.Services[name]
		old, ok := prev[name]
		switch now := svc.Codes(); {
		case !ok:
			fmt.Fprintf(out, "service %s: new, %d codes\n", name, len(now))
		case len(old) == 0 && len(now) > 0:
			fmt.Fprintf(out, "service %s: no longer missing, %d codes\n", name, len(now))
		default:
			reportService(out, name, svc, old, lost)
		}
		for _, code := range svc.Codes() {
			codes[code] = true
			pairs++
		}
		dropped += len(svc.Dropped)
	}
	missing := len(snap.Missing())
	fmt.Fprintf(out, "%s: %d product codes in %d services, %d pairs, %d dropped pairs, %d tombstones, %d services missing, %d bytes\n",
		snap.Date, len(codes), len(snap.Services)-missing, pairs, dropped, len(snap.Tombstones()), missing, size)
}

func reportService(out io.Writer, name string, svc *snapshot.Service, old map[string]string, lost map[string][]string) {
	for _, code := range svc.Codes() {
		if _, ok := old[code]; ok {
			continue
		}
		moved := ""
		if from := lost[code]; len(from) > 0 {
			moved = fmt.Sprintf(" (moved from %v)", from)
		}
		fmt.Fprintf(out, "service %s: added %s%s\n", name, code, moved)
	}
	for _, code := range slices.Sorted(maps.Keys(old)) {
		if slices.Contains(lost[code], name) {
			fmt.Fprintf(out, "service %s: removed %s (last in %s)\n", name, code, old[code])
		}
	}
}
