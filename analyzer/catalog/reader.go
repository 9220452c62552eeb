package catalog

import (
	"fmt"
	"sort"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog/internal/layout"
)

// A reader answers questions straight from the bytes of catalog.bin. It is the
// string itself: opening it decodes nothing. Every access is checked, so that
// damaged bytes give empty answers, never a panic.
type reader string

// newReader checks the frame of the file: magic, version, and that all sections
// lie within it and have whole records. What is in the records is checked as it is read.
func newReader(data string) (reader, error) {
	r := reader(data)
	if len(data) < layout.HeaderSize || data[:len(layout.Magic)] != layout.Magic {
		return "", fmt.Errorf("not a catalog: want %q and a header of %d bytes", layout.Magic, layout.HeaderSize)
	}
	if v := u32(data, len(layout.Magic)); v != layout.Version {
		return "", fmt.Errorf("catalog of version %d, want %d", v, layout.Version)
	}
	if n := u32(data, len(layout.Magic)+4); n != layout.NumSections {
		return "", fmt.Errorf("catalog of %d sections, want %d", n, layout.NumSections)
	}
	size := [layout.NumSections]int{
		layout.CodeOffsets: 4, layout.CodeServiceOffsets: 4, layout.CodeServices: 2,
		layout.Services: layout.ServiceSize, layout.ServiceCodes: 2, layout.Packages: layout.PackageSize,
		layout.Dropped: layout.PairSize, layout.Tombstones: layout.PairSize,
		layout.Constants: layout.PairSize, layout.Aliases: layout.PairSize,
	}
	for i, record := range size {
		off, n := r.bounds(i)
		if off < layout.HeaderSize || off > len(data) || n > len(data)-off {
			return "", fmt.Errorf("catalog section %d lies outside the file", i)
		}
		if record > 0 && n%record != 0 {
			return "", fmt.Errorf("catalog section %d has %d bytes, not a multiple of %d", i, n, record)
		}
	}
	n := r.numCodes()
	if len(r.section(layout.CodeKinds)) != n || len(r.section(layout.CodeServiceOffsets)) != 4*(n+1) {
		return "", fmt.Errorf("catalog sections disagree about the number of codes")
	}
	return r, nil
}

// u32 returns the integer at offset i of s, or 0 outside it.
func u32(s string, i int) int {
	if i < 0 || i > len(s)-4 {
		return 0
	}
	return int(uint32(s[i]) | uint32(s[i+1])<<8 | uint32(s[i+2])<<16 | uint32(s[i+3])<<24)
}

// u16 returns the integer at offset i of s, or 0 outside it.
func u16(s string, i int) int {
	if i < 0 || i > len(s)-2 {
		return 0
	}
	return int(s[i]) | int(s[i+1])<<8
}

// cut returns s[from:to], or what of it lies in s.
func cut(s string, from, to int) string {
	to = min(to, len(s))
	if from < 0 || from >= to {
		return ""
	}
	return s[from:to]
}

// uvarint reads an integer written by binary.AppendUvarint and returns what
// follows it. ok is false when s ends too soon or the integer is out of range.
func uvarint(s string) (v int, rest string, ok bool) {
	for i := 0; i < len(s) && i < 5; i++ {
		v |= int(s[i]&0x7f) << (7 * i)
		if s[i] < 0x80 {
			return v, s[i+1:], true
		}
	}
	return 0, "", false
}

func (r reader) bounds(section int) (off, n int) {
	at := len(layout.Magic) + 8 + 8*section
	return u32(string(r), at), u32(string(r), at+4)
}

func (r reader) section(i int) string {
	off, n := r.bounds(i)
	return cut(string(r), off, off+n)
}

// records returns the bytes of count records of size bytes, from number first on.
func (r reader) records(section, size, first, count int) string {
	return cut(r.section(section), first*size, (first+count)*size)
}

// str returns the string at that offset of the pool.
func (r reader) str(off int) string {
	n, rest, ok := uvarint(cut(r.section(layout.Strings), off, len(r)))
	if !ok {
		return ""
	}
	return cut(rest, 0, n)
}

func (r reader) numCodes() int { return r.texts().len() }

func (r reader) code(id ID) string { return r.texts().at(int(id)) }

// texts are the texts of all codes, for loops that need many.
type texts struct{ offsets, text string }

func (r reader) texts() texts {
	return texts{r.section(layout.CodeOffsets), r.section(layout.CodeText)}
}

func (t texts) len() int { return max(0, len(t.offsets)/4-1) }

func (t texts) at(i int) string {
	if i < 0 || i >= t.len() {
		return ""
	}
	o := t.offsets[4*i : 4*i+8] // one check for both ends: this is the loop of every search
	from := int(uint32(o[0]) | uint32(o[1])<<8 | uint32(o[2])<<16 | uint32(o[3])<<24)
	to := int(uint32(o[4]) | uint32(o[5])<<8 | uint32(o[6])<<16 | uint32(o[7])<<24)
	return cut(t.text, from, to)
}

// search returns the first ID whose code is not below s.
func (r reader) search(s string) ID {
	t := r.texts()
	lo, hi := 0, t.len()
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if t.at(mid) < s {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return ID(lo)
}

func (r reader) lookup(code string) (ID, bool) {
	id := r.search(code)
	return id, int(id) < r.numCodes() && r.code(id) == code
}

// prefix returns the range of the codes that start with prefix.
func (r reader) prefix(prefix string) (lo, hi ID) {
	t := r.texts()
	lo = r.search(prefix)
	// The codes from lo on that have the prefix come first.
	count := sort.Search(t.len()-int(lo), func(i int) bool { return !strings.HasPrefix(t.at(int(lo)+i), prefix) })
	return lo, lo + ID(count)
}

func (r reader) kind(id ID) Kind {
	kinds := r.section(layout.CodeKinds)
	if id < 0 || int(id) >= len(kinds) {
		return 0
	}
	return Kind(kinds[id])
}

// codeServices returns the uint16 numbers of the services of a code.
func (r reader) codeServices(id ID) string {
	offsets := r.section(layout.CodeServiceOffsets)
	if id < 0 || int(id) >= len(offsets)/4-1 {
		return ""
	}
	from, to := u32(offsets, 4*int(id)), u32(offsets, 4*int(id)+4)
	return cut(r.section(layout.CodeServices), 2*from, 2*to)
}

// pair finds the record (id, string) in records sorted by ID.
func (r reader) pair(records string, id ID) (string, bool) {
	n := len(records) / layout.PairSize
	i := sort.Search(n, func(i int) bool { return u32(records, layout.PairSize*i) >= int(id) })
	if i >= n || u32(records, layout.PairSize*i) != int(id) {
		return "", false
	}
	return r.str(u32(records, layout.PairSize*i+4)), true
}

func (r reader) tombstone(id ID) (string, bool) {
	return r.pair(r.section(layout.Tombstones), id)
}
