package catalog

import "strings"

// maxWords bounds the words of a code that are compared; one with more is
// compared by letters alone.
const maxWords = 16

// A word is the hash of a stem. Stems are what is left of a word without the
// endings of number and tense, so that Exceed and Exceeded are one.
type word uint32

// A phrase is the words of a code as they are compared: those of its category,
// then those of its detail. Words that say the same are one word, and one that
// is negated is a word of its own.
type phrase struct {
	words    [maxWords]word
	n        int
	category int // how many of them are the category's
	long     bool
}

func (p *phrase) parts() (category, detail []word) {
	return p.words[:p.category], p.words[p.category:p.n]
}

// same maps stems to the stem of a word that says the same in error codes.
var same = map[word]word{
	stem("found"): stem("exist"), stem("missing"): negated(stem("exist")), stem("nonexistent"): negated(stem("exist")),
	stem("unsupported"): negated(stem("support")), stem("unavailable"): negated(stem("available")),
	stem("unauthorized"): negated(stem("authorize")), stem("unauth"): negated(stem("auth")),
	stem("insufficient"): negated(stem("enough")), stem("lack"): negated(stem("enough")),
	stem("malformed"): stem("invalid"), stem("illegal"): stem("invalid"), stem("wrong"): stem("invalid"),
	stem("duplicated"): stem("duplicate"), stem("repeat"): stem("duplicate"),
	stem("using"): stem("used"), stem("use"): stem("used"),
	stem("over"): stem("exceed"), stem("fail"): stem("failed"), stem("failure"): stem("failed"),
	stem("delete"): stem("remove"), stem("modify"): stem("change"), stem("update"): stem("change"),
	stem("quota"): stem("limit"),
}

// noise are the words without which a code says the same.
var noise = map[word]bool{
	stem("already"): true, stem("is"): true, stem("are"): true, stem("has"): true, stem("have"): true, stem("been"): true,
	stem("the"): true, stem("a"): true, stem("in"): true, stem("of"): true, stem("be"): true, stem("does"): true, stem("do"): true,
}

var (
	no  = stem("no")
	non = stem("non")
	not = stem("not")
)

// negated returns the word that says the contrary.
func negated(w word) word { return w ^ 0x9e3779b9 }

// stem returns the hash of a word without the endings of number and tense.
func stem(s string) word {
	end := len(s)
	cut := func(ending string) bool {
		if end < len(ending)+3 || !strings.EqualFold(s[end-len(ending):end], ending) {
			return false
		}
		end -= len(ending)
		return true
	}
	if !cut("ss") {
		cut("s")
	} else {
		end += 2
	}
	if cut("ed") || cut("ing") {
		if end >= 4 && lower(s[end-1]) == lower(s[end-2]) && lower(s[end-1]) != 'e' && lower(s[end-1]) != 'l' && lower(s[end-1]) != 's' {
			end-- // stopped, stop
		}
	}
	cut("e")
	const offset, prime = 2166136261, 16777619 // FNV-1a
	h := uint32(offset)
	for i := range end {
		h = (h ^ uint32(lower(s[i]))) * prime
	}
	return word(h)
}

// phraseOf splits a code into words at dots, at capital letters and around
// digits.
func phraseOf(code string) (p phrase) {
	category, detail, _ := strings.Cut(code, ".")
	p.add(category)
	p.category = p.n
	p.add(detail)
	return p
}

func (p *phrase) add(text string) {
	negate := false
	for text != "" {
		n := wordLen(text)
		w := stem(text[:n])
		text = text[n:]
		if (w == not || w == no || w == non) && text != "" {
			negate = true
			continue
		}
		if noise[w] {
			continue
		}
		if other, ok := same[w]; ok {
			w = other
		}
		if negate {
			w, negate = negated(w), false
		}
		if p.n == maxWords {
			p.long = true
			return
		}
		p.words[p.n] = w
		p.n++
	}
}

// wordLen returns how many bytes of the text are its first word.
func wordLen(text string) int {
	kind := func(c byte) int {
		switch {
		case 'A' <= c && c <= 'Z':
			return 1
		case 'a' <= c && c <= 'z':
			return 2
		case '0' <= c && c <= '9':
			return 3
		}
		return 0
	}
	first := kind(text[0])
	n := 1
	for n < len(text) {
		k := kind(text[n])
		switch {
		case k == first && k != 0:
		case first == 1 && k == 2 && n == 1:
			first = 2 // Word
		case first == 1 && k == 2:
			return n - 1 // the last capital of URLWord begins the next word
		default:
			return n
		}
		n++
	}
	return n
}

// A likeness says in which way two codes are made of the same words.
type likeness uint8

// The kinds of likeness, best first.
const (
	unlike    likeness = iota
	sameWords          // the same words, perhaps in another order
	oneMore            // one word more or less in the detail
	sameElse           // the same detail under another category
)

// like compares the words of two codes.
func (p *phrase) like(q *phrase) likeness {
	if p.long || q.long || p.n == 0 || q.n == 0 {
		return unlike
	}
	category, detail := p.parts()
	category2, detail2 := q.parts()
	sameCategory, sameDetail := sameBag(category, category2), sameBag(detail, detail2)
	switch {
	case sameCategory && sameDetail:
		return sameWords
	case p.n == q.n && sameBag(p.words[:p.n], q.words[:q.n]):
		return sameWords // the dot is elsewhere
	case sameCategory && (lacksOne(detail, detail2) || lacksOne(detail2, detail)):
		return oneMore
	case sameDetail && len(detail) > 0:
		return sameElse
	}
	return unlike
}

// sameBag reports whether two lists hold the same words, in any order.
func sameBag(a, b []word) bool {
	return len(a) == len(b) && missing(a, b) == 0
}

// lacksOne reports whether a list holds all words of another but one, and at
// least one.
func lacksOne(short, long []word) bool {
	return len(short) > 0 && len(long) == len(short)+1 && missing(long, short) == 1
}

// missing returns how many words of a list another lacks.
func missing(list, in []word) (n int) {
	var used [maxWords]bool
	for _, w := range list {
		found := false
		for i, v := range in {
			if v == w && !used[i] {
				used[i], found = true, true
				break
			}
		}
		if !found {
			n++
		}
	}
	return n
}
