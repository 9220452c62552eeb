package codes

import (
	"slices"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
)

// An Element is what an error can hold: a code (the snapshot's codes keep
// their catalog.ID, additions follow them), or one of Nil, NotSDK, Unlisted.
type Element int32

// A Universe is everything an error value can hold in one analysis: the codes
// of the snapshot and of the additions, a code nobody lists, an error that is
// not the SDK's, and no error.
type Universe struct {
	added    []string // sorted, none of them in the snapshot
	own      []string // codes of the user
	services map[string]Set
	listed   int // codes of the snapshot; 0 for object storage, whose codes are all additions

	// Computed when first needed:
	codes    Set          // all, listed or not
	everyone Set          // public, client-side and undocumented codes
	matches  map[Atom]Set // of atoms for which all codes were looked through
}

// New returns the universe of the snapshot and the added codes: those of SDK
// packages in the user's build, and the user's own, which any service may
// answer.
func New(imported, own []string) *Universe {
	var fresh []string
	for _, code := range slices.Concat(imported, own) {
		if _, ok := catalog.Lookup(code); !ok {
			fresh = append(fresh, code)
		}
	}
	slices.Sort(fresh)
	return &Universe{listed: catalog.Len(), added: slices.Compact(fresh), own: own, services: make(map[string]Set), matches: make(map[Atom]Set)}
}

// NewCOS returns the universe of object storage, whose codes never mix with
// those of the API: its known codes and the user's own.
func NewCOS(own []string) *Universe {
	all := slices.Clone(own)
	for _, c := range catalog.COSCodes() {
		all = append(all, c.Code)
	}
	slices.Sort(all)
	return &Universe{added: slices.Compact(all), own: own, services: make(map[string]Set), matches: make(map[Atom]Set)}
}

func (u *Universe) base() int { return u.listed + len(u.added) }

// Nil is the element of an error that is nil.
func (u *Universe) Nil() Element { return Element(u.base()) }

// NotSDK is the element of an error that carries no Tencent code.
func (u *Universe) NotSDK() Element { return Element(u.base() + 1) }

// Unlisted is the element of an error with a code that no list has.
func (u *Universe) Unlisted() Element { return Element(u.base() + 2) }

// Code returns the code of an element, "" for those that are not a code.
func (u *Universe) Code(e Element) string {
	switch n := u.listed; {
	case int(e) < n:
		return catalog.ID(e).String()
	case int(e) < u.base():
		return u.added[int(e)-n]
	}
	return ""
}

// Lookup returns the element of a code.
func (u *Universe) Lookup(code string) (Element, bool) {
	if id, ok := catalog.Lookup(code); ok && u.listed > 0 {
		return Element(id), true
	}
	i, ok := slices.BinarySearch(u.added, code)
	return Element(u.listed + i), ok
}

// Added reports whether the code is an addition to the snapshot.
func (u *Universe) Added(e Element) bool {
	return int(e) >= u.listed && int(e) < u.base()
}

// Codes is the set of all codes, listed or not.
func (u *Universe) Codes() Set {
	if u.codes.words == nil {
		var b builder
		b.addRange(0, Element(u.base()))
		b.add(u.Unlisted())
		u.codes = b.set()
	}
	return u.codes
}

// Any is the set of everything an error can be.
func (u *Universe) Any() Set { return u.Codes().Or(u.Only(u.Nil(), u.NotSDK())) }

// Only is the set of these elements.
func (u *Universe) Only(elements ...Element) Set {
	var b builder
	for _, e := range elements {
		b.add(e)
	}
	return b.set()
}

// Category is the set of the codes of a category: the bare code and all its
// details.
func (u *Universe) Category(name string) Set {
	return u.Match(Atom{Op: Segment, Value: name})
}

// Everyone is the set of the codes that any service may answer: public,
// client-side and undocumented ones, and additions.
func (u *Universe) Everyone() Set {
	if u.everyone.words == nil {
		var b builder
		for id := range catalog.ID(u.listed) {
			if id.Kind()&(catalog.KindPublic|catalog.KindClient|catalog.KindUndocumented) != 0 {
				b.add(Element(id))
			}
		}
		b.addRange(Element(u.listed), Element(u.base()))
		for _, code := range u.own {
			if e, ok := u.Lookup(code); ok {
				b.add(e)
			}
		}
		b.add(u.Unlisted())
		u.everyone = b.set()
	}
	return u.everyone
}

// Service is the set of the codes that the snapshot knows of a service; complete
// is false when the service can answer others, and then nothing can be said
// about what it does not answer.
func (u *Universe) Service(name string) (codes Set, complete bool) {
	s, ok := catalog.ServiceNamed(name)
	if !ok || !s.Known() {
		return Set{}, false
	}
	set, ok := u.services[name]
	if !ok {
		var b builder
		for id := range s.Codes() {
			b.add(Element(id))
		}
		set = b.set()
		u.services[name] = set
	}
	return set, !s.Partial()
}

// Match is the set of the codes that satisfy an atom. Unlisted codes are in no
// set of a test but that of a test which every code satisfies.
func (u *Universe) Match(a Atom) Set {
	var b builder
	if a.Op == Equal && a.Case == AsIs {
		if e, ok := u.Lookup(a.Value); ok {
			b.add(e)
		}
		return b.set()
	}
	if (a.Op == Prefix || a.Op == Segment) && a.Case == AsIs {
		lo, hi := catalog.Prefix(a.Value)
		for id := lo; id < hi && u.listed > 0; id++ {
			if a.Op == Prefix || a.Matches(id.String()) {
				b.add(Element(id))
			}
		}
		for i, code := range u.added {
			if a.Matches(code) {
				b.add(Element(u.listed + i))
			}
		}
		return b.set()
	}
	set, ok := u.matches[a]
	if !ok {
		matches := a.matcher()
		for e := range Element(u.base()) {
			if matches(u.Code(e)) {
				b.add(e)
			}
		}
		set = b.set()
		u.matches[a] = set
	}
	return set
}
