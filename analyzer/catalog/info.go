package catalog

import (
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog/internal/layout"
)

// SnapshotInfo tells what the embedded snapshot holds and how old it is.
type SnapshotInfo struct {
	Date         string   // day the sources were read, "2026-11-23"
	Digest       string   // SHA-256 of all facts in hexadecimal; changes whenever an answer changes
	Codes        int      // codes, tombstones included
	Public       int      // codes that any API may answer
	Product      int      // codes that a service documents
	Client       int      // codes that the SDK makes itself
	Tombstones   int      // codes that only older SDKs have
	Undocumented int      // codes that no list has
	Services     int      // services with a code list
	Pairs        int      // (service, code) pairs
	Dropped      int      // (service, code) pairs that only older SDKs have
	Actions      int      // actions with a list of codes
	Modules      []Module // where product codes come from, sorted by path
	Release      Module   // the release of the whole SDK whose codes and actions are kept as text
	Older        []Module // older releases that tombstones come from, and that prove which services exist
	Missing      []string // services that exist and whose codes are not known, sorted
	Partial      []string // services whose codes come from the international SDK alone, sorted
}

// A Module is a Go module at a version.
type Module struct{ Path, Version string }

// Info returns what the embedded snapshot holds. It allocates.
func Info() SnapshotInfo { return embedded().info() }

func (r reader) info() SnapshotInfo {
	var info SnapshotInfo
	for line := range strings.Lines(r.section(layout.Info)) {
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		path, version, _ := strings.Cut(value, "\t")
		switch key {
		case "date":
			info.Date = value
		case "digest":
			info.Digest = value
		case "module":
			info.Modules = append(info.Modules, Module{path, version})
		case "release":
			info.Release = Module{path, version}
		case "older":
			info.Older = append(info.Older, Module{path, version})
		}
	}
	info.Codes = r.numCodes()
	for id := range ID(info.Codes) {
		kind := r.kind(id)
		for flag, count := range map[Kind]*int{
			KindPublic: &info.Public, KindProduct: &info.Product, KindClient: &info.Client,
			KindTombstone: &info.Tombstones, KindUndocumented: &info.Undocumented,
		} {
			if kind&flag != 0 {
				*count++
			}
		}
	}
	for s := range Service(r.numServices()) {
		if !r.known(s) {
			info.Missing = append(info.Missing, r.serviceName(s))
			continue
		}
		info.Services++
		if r.partial(s) {
			info.Partial = append(info.Partial, r.serviceName(s))
		}
		info.Actions += u32(r.service(s), layout.ServiceActionsCount)
	}
	info.Pairs = len(r.section(layout.ServiceCodes)) / 2
	info.Dropped = len(r.section(layout.Dropped)) / layout.PairSize
	return info
}
