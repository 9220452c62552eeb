// Package codes gives every test on a Tencent Cloud error code one
// representation: the set of codes that satisfy it.
package codes

import "math/bits"

// A Set is a set of elements of one [Universe]: codes, and the three things an
// error can be instead of a known code. A Set is never changed once made.
type Set struct{ words []uint64 }

func (s Set) word(i int) uint64 {
	if i < len(s.words) {
		return s.words[i]
	}
	return 0
}

// Has reports whether the set has the element.
func (s Set) Has(e Element) bool { return s.word(int(e)/64)>>(uint(e)%64)&1 != 0 }

// Empty reports whether the set has no element.
func (s Set) Empty() bool {
	for _, w := range s.words {
		if w != 0 {
			return false
		}
	}
	return true
}

// Len returns the number of elements.
func (s Set) Len() int {
	n := 0
	for _, w := range s.words {
		n += bits.OnesCount64(w)
	}
	return n
}

// And returns the elements in both sets.
func (s Set) And(t Set) Set {
	n := min(len(s.words), len(t.words))
	words := make([]uint64, n)
	for i := range words {
		words[i] = s.words[i] & t.words[i]
	}
	return Set{words}
}

// Or returns the elements in either set.
func (s Set) Or(t Set) Set {
	if len(s.words) < len(t.words) {
		s, t = t, s
	}
	words := make([]uint64, len(s.words))
	copy(words, s.words)
	for i, w := range t.words {
		words[i] |= w
	}
	return Set{words}
}

// Minus returns the elements of s that are not in t.
func (s Set) Minus(t Set) Set {
	words := make([]uint64, len(s.words))
	for i, w := range s.words {
		words[i] = w &^ t.word(i)
	}
	return Set{words}
}

// Meets reports whether the sets share an element.
func (s Set) Meets(t Set) bool {
	for i := range min(len(s.words), len(t.words)) {
		if s.words[i]&t.words[i] != 0 {
			return true
		}
	}
	return false
}

// In reports whether every element of s is in t.
func (s Set) In(t Set) bool {
	for i, w := range s.words {
		if w&^t.word(i) != 0 {
			return false
		}
	}
	return true
}

// All yields the elements in ascending order.
func (s Set) All(yield func(Element) bool) {
	for i, w := range s.words {
		for w != 0 {
			e := Element(i*64 + bits.TrailingZeros64(w))
			if !yield(e) {
				return
			}
			w &= w - 1
		}
	}
}

// A builder collects elements of a set.
type builder struct{ words []uint64 }

func (b *builder) add(e Element) {
	i := int(e) / 64
	for len(b.words) <= i {
		b.words = append(b.words, 0)
	}
	b.words[i] |= 1 << (uint(e) % 64)
}

// addRange adds the elements lo <= e < hi.
func (b *builder) addRange(lo, hi Element) {
	for e := lo; e < hi; e++ {
		b.add(e)
	}
}

func (b *builder) set() Set { return Set{b.words} }
