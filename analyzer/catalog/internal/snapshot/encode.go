package snapshot

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog/internal/layout"
)

// Encode returns the bytes of catalog.bin for the snapshot, which it sorts.
// Equal snapshots give equal bytes. It fails when a number outgrows its field.
func (s *Snapshot) Encode() ([]byte, error) {
	s.Sort()
	e := &encoder{ids: map[string]int{}, strings: map[string]uint32{}, lists: map[string]uint32{}}
	if err := e.codes(s); err != nil {
		return nil, err
	}
	names := slices.Sorted(maps.Keys(s.Services))
	if len(names) > math.MaxUint16 {
		return nil, fmt.Errorf("%d services do not fit their field", len(names))
	}
	services := make([][]uint16, len(e.ids))
	for i, name := range names {
		e.service(name, s.Services[name])
		for _, code := range s.Services[name].Codes() {
			services[e.ids[code]] = append(services[e.ids[code]], uint16(i))
		}
	}
	count := 0
	for _, list := range services {
		e.u32(layout.CodeServiceOffsets, count)
		for _, svc := range list {
			e.u16(layout.CodeServices, int(svc))
		}
		count += len(list)
	}
	e.u32(layout.CodeServiceOffsets, count)
	for _, alias := range slices.Sorted(maps.Keys(s.Aliases)) {
		i, ok := slices.BinarySearch(names, s.Aliases[alias])
		if !ok {
			return nil, fmt.Errorf("alias %q names the unknown service %q", alias, s.Aliases[alias])
		}
		e.u32(layout.Aliases, int(e.str(alias)))
		e.u32(layout.Aliases, i)
	}
	e.info(s)
	return e.file(), nil
}

type encoder struct {
	sections [layout.NumSections][]byte
	ids      map[string]int
	strings  map[string]uint32 // offsets in the pool
	lists    map[string]uint32 // offsets of equal action lists
}

func (e *encoder) u16(section, v int) {
	e.sections[section] = binary.LittleEndian.AppendUint16(e.sections[section], uint16(v))
}

func (e *encoder) u32(section, v int) {
	e.sections[section] = binary.LittleEndian.AppendUint32(e.sections[section], uint32(v))
}

// str returns the offset of a string in the pool, added if need be.
func (e *encoder) str(s string) uint32 {
	if off, ok := e.strings[s]; ok {
		return off
	}
	pool := e.sections[layout.Strings]
	off := uint32(len(pool))
	pool = binary.AppendUvarint(pool, uint64(len(s)))
	e.sections[layout.Strings] = append(pool, s...)
	e.strings[s] = off
	return off
}

// codes numbers all codes and writes their text, flags and tombstones.
func (e *encoder) codes(s *Snapshot) error {
	kinds := map[string]byte{}
	mark := func(codes []string, kind byte) {
		for _, code := range codes {
			kinds[code] |= kind
		}
	}
	mark(s.Public, layout.KindPublic)
	mark(s.Client, layout.KindClient)
	mark(s.Undocumented, layout.KindUndocumented)
	for _, svc := range s.Services {
		mark(svc.Codes(), layout.KindProduct)
	}
	dead := s.Tombstones()
	for code := range dead {
		kinds[code] |= layout.KindTombstone
	}
	codes := slices.Sorted(maps.Keys(kinds))
	if len(codes) > math.MaxUint16 {
		return fmt.Errorf("%d codes do not fit a uint16: the layout needs wider lists", len(codes))
	}
	for i, code := range codes {
		e.ids[code] = i
		e.u32(layout.CodeOffsets, len(e.sections[layout.CodeText]))
		e.sections[layout.CodeText] = append(e.sections[layout.CodeText], code...)
		e.sections[layout.CodeKinds] = append(e.sections[layout.CodeKinds], kinds[code])
		if version, ok := dead[code]; ok {
			e.u32(layout.Tombstones, i)
			e.u32(layout.Tombstones, int(e.str(version)))
		}
	}
	e.u32(layout.CodeOffsets, len(e.sections[layout.CodeText]))
	return nil
}

func (e *encoder) service(name string, svc *Service) {
	record := make([]byte, layout.ServiceSize)
	put := func(field, v int) { binary.LittleEndian.PutUint32(record[field:], uint32(v)) }
	put(layout.ServiceName, int(e.str(name)))
	flags := 0
	if svc.Known() {
		flags |= layout.FlagKnown
	}
	if svc.Partial() {
		flags |= layout.FlagPartial
	}
	put(layout.ServiceFlags, flags)
	codes := svc.Codes()
	put(layout.ServiceCodesFirst, len(e.sections[layout.ServiceCodes])/2)
	put(layout.ServiceCodesCount, len(codes))
	put(layout.ServiceConstantsFirst, len(e.sections[layout.Constants])/layout.PairSize)
	odd := 0
	for _, code := range codes {
		e.u16(layout.ServiceCodes, e.ids[code])
		if name := svc.Constant(code); name != DefaultConstant(code) {
			odd++
			e.u32(layout.Constants, e.ids[code])
			e.u32(layout.Constants, int(e.str(name)))
		}
	}
	put(layout.ServiceConstantsCount, odd)
	put(layout.ServiceDroppedFirst, len(e.sections[layout.Dropped])/layout.PairSize)
	put(layout.ServiceDroppedCount, len(svc.Dropped))
	for _, code := range slices.Sorted(maps.Keys(svc.Dropped)) {
		e.u32(layout.Dropped, e.ids[code])
		e.u32(layout.Dropped, int(e.str(svc.Dropped[code])))
	}
	put(layout.ServicePackagesFirst, len(e.sections[layout.Packages])/layout.PackageSize)
	put(layout.ServicePackagesCount, len(svc.Packages))
	for _, p := range svc.Packages {
		e.pkg(p, codes)
	}
	put(layout.ServiceActionsOffset, len(e.sections[layout.Actions]))
	put(layout.ServiceActionsCount, len(svc.Actions))
	for _, action := range slices.Sorted(maps.Keys(svc.Actions)) {
		list := e.list(codes, svc.Actions[action])
		b := binary.AppendUvarint(e.sections[layout.Actions], uint64(len(action)))
		e.sections[layout.Actions] = binary.AppendUvarint(append(b, action...), uint64(list))
	}
	e.sections[layout.Services] = append(e.sections[layout.Services], record...)
}

func (e *encoder) pkg(p Package, codes []string) {
	e.u32(layout.Packages, int(e.str(p.APIVersion)))
	e.u32(layout.Packages, int(e.str(p.Module.Path)))
	e.u32(layout.Packages, int(e.str(p.Module.Version)))
	e.u32(layout.Packages, len(e.sections[layout.PackageCodes]))
	bitmap := make([]byte, (len(codes)+7)/8)
	for i, code := range codes {
		if _, ok := p.Constants[code]; ok {
			bitmap[i/8] |= 1 << (i % 8)
		}
	}
	e.sections[layout.PackageCodes] = append(e.sections[layout.PackageCodes], bitmap...)
}

// list returns the offset of the list of the codes an action documents; equal
// lists, which are common, are written once.
func (e *encoder) list(codes []string, listed map[string]bool) uint32 {
	b := binary.AppendUvarint(nil, uint64(len(listed)))
	last := 0
	for i, code := range codes {
		if listed[code] {
			b = binary.AppendUvarint(b, uint64(i-last))
			last = i
		}
	}
	off, ok := e.lists[string(b)]
	if !ok {
		off = uint32(len(e.sections[layout.ActionLists]))
		e.sections[layout.ActionLists] = append(e.sections[layout.ActionLists], b...)
		e.lists[string(b)] = off
	}
	return off
}

func (e *encoder) info(s *Snapshot) {
	var b strings.Builder
	fmt.Fprintf(&b, "date\t%s\ndigest\t%s\n", s.Date, s.Digest())
	if s.Release.Version != "" {
		fmt.Fprintf(&b, "release\t%s\t%s\n", s.Release.Path, s.Release.Version)
	}
	for _, m := range s.Modules {
		fmt.Fprintf(&b, "module\t%s\t%s\n", m.Path, m.Version)
	}
	for _, m := range s.Older {
		fmt.Fprintf(&b, "older\t%s\t%s\n", m.Path, m.Version)
	}
	e.sections[layout.Info] = []byte(b.String())
}

func (e *encoder) file() []byte {
	b := []byte(layout.Magic)
	b = binary.LittleEndian.AppendUint32(b, layout.Version)
	b = binary.LittleEndian.AppendUint32(b, layout.NumSections)
	off := layout.HeaderSize
	for _, section := range e.sections {
		b = binary.LittleEndian.AppendUint32(b, uint32(off))
		b = binary.LittleEndian.AppendUint32(b, uint32(len(section)))
		off += len(section)
	}
	for _, section := range e.sections {
		b = append(b, section...)
	}
	return b
}
