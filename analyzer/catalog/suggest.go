package catalog

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog/internal/layout"
)

// A Scope says where Suggest looks first. Public and client-side codes are
// always part of it.
type Scope struct {
	Services []Service // the services that were called; empty when not known
	Extra    []string  // more codes that are valid here: imported constants, the user's own
}

// A Reason tells in which way a suggestion is near.
type Reason uint8

// The reasons, best first.
const (
	ReasonFold    Reason = iota // equal but for letter case and separators
	ReasonEdit                  // a few edits apart
	ReasonWords                 // the same words in another form or order
	ReasonWord                  // one word more or less
	ReasonPrefix                // one continues the other by a few letters
	ReasonSibling               // the same detail under another category
)

// String returns a word for the reason.
func (r Reason) String() string {
	switch r {
	case ReasonFold:
		return "fold"
	case ReasonEdit:
		return "edit"
	case ReasonWords:
		return "words"
	case ReasonWord:
		return "word"
	case ReasonPrefix:
		return "prefix"
	case ReasonSibling:
		return "sibling"
	}
	return "unknown"
}

// A Suggestion is a code that may have been meant.
type Suggestion struct {
	Code     string
	Distance int // edits apart, letter case apart (optimal string alignment)
	Reason   Reason
	Global   bool // found outside the scope: no service of it documents the code
	Fix      bool // certain enough to be applied blindly
}

const (
	maxSuggestions = 3
	maxDistance    = 3 // edits, within the scope
	maxGlobal      = 2 // edits, outside it
	maxFix         = 2 // edits, for a fix
	maxBetween     = 7 // letters, between a code and one that continues it
	maxOrder       = int(ReasonSibling) + 1
)

// Suggest returns at most three codes that may have been meant by one that does
// not exist, or does not here; best first, always in the same order. The code
// itself, tombstones and the few listed codes that end in a dot are never
// suggested. It looks in the scope, and only when nothing is a few edits away
// there, in the whole snapshot, with a lower limit and never with a fix.
func Suggest(code string, scope Scope) []Suggestion { return embedded().suggest(code, scope) }

func (r reader) suggest(code string, scope Scope) []Suggestion {
	q := query{code: code, limit: min(maxDistance, len(code)/4), phrase: phraseOf(code)}
	codes, kinds := r.texts(), r.section(layout.CodeKinds)
	known := len(scope.Services) > 0
	for _, s := range scope.Services {
		known = known && r.known(s)
		ids := r.codes(s)
		for i := 0; i+1 < len(ids); i += 2 {
			q.try(codes.at(u16(ids, i)), false)
		}
	}
	for i := range len(kinds) {
		if Kind(kinds[i])&(KindPublic|KindClient) != 0 {
			q.try(codes.at(i), false)
		}
	}
	for _, extra := range scope.Extra {
		q.try(extra, false)
	}
	if !slices.ContainsFunc(q.found, near) {
		q.limit = min(maxGlobal, q.limit)
		for i := range len(kinds) {
			if Kind(kinds[i]) != KindTombstone {
				q.try(codes.at(i), true)
			}
		}
	}
	return q.best(known)
}

// near reports whether a suggestion is of the kinds that may be fixed.
func near(s Suggestion) bool { return s.Reason <= ReasonEdit }

// orderOf returns how near a suggestion is: one edit is less than another form of
// a word, and that is less than several edits.
func orderOf(s Suggestion) int {
	switch {
	case s.Reason == ReasonFold:
		return 0
	case s.Reason == ReasonEdit && s.Distance == 1:
		return 1
	case s.Reason == ReasonWords:
		return 2
	case s.Reason == ReasonEdit:
		return 3
	}
	return int(s.Reason) + 1
}

// A query collects suggestions for one code.
type query struct {
	code   string
	limit  int // edits
	phrase phrase
	found  []Suggestion
}

// try adds a candidate if it is near. Outside the scope the weak reasons do not count.
func (q *query) try(candidate string, global bool) {
	if candidate == q.code || strings.HasSuffix(candidate, ".") {
		return
	}
	s := Suggestion{Code: candidate, Global: global}
	far := func() int { return distance(q.code, candidate, len(q.code)+len(candidate)) }
	near := false
	switch {
	case foldEqual(q.code, candidate):
		s.Reason, s.Distance = ReasonFold, far()
		near = true
	case q.edits(candidate, &s.Distance):
		s.Reason = ReasonEdit
		near = s.Distance == 1
	case global:
		return
	default:
		s.Reason, s.Distance = 0, 0
	}
	if near || global {
		q.found = append(q.found, s)
		return
	}
	edited := s.Distance > 0
	words := phraseOf(candidate)
	switch like := q.phrase.like(&words); {
	case like == sameWords:
		s.Reason, s.Distance = ReasonWords, far()
	case like == oneMore:
		s.Reason, s.Distance = ReasonWord, far()
	case edited:
	case q.continues(candidate, &s.Distance):
		s.Reason = ReasonPrefix
	case like == sameElse:
		s.Reason, s.Distance = ReasonSibling, far()
	default:
		return
	}
	q.found = append(q.found, s)
}

func (q *query) edits(candidate string, d *int) bool {
	if abs(len(candidate)-len(q.code)) > q.limit {
		return false
	}
	*d = distance(q.code, candidate, q.limit)
	return *d <= q.limit
}

func (q *query) continues(candidate string, d *int) bool {
	short, long := q.code, candidate
	if len(short) > len(long) {
		short, long = long, short
	}
	*d = len(long) - len(short)
	return short != "" && *d <= maxBetween && strings.EqualFold(short, long[:len(short)])
}

// best ranks what was found and marks the one that may be applied blindly.
// known tells whether all services of the scope are.
func (q *query) best(known bool) []Suggestion {
	rank := func(s Suggestion) int {
		switch {
		case !s.Global:
			return 2 * orderOf(s)
		case known:
			return 2*maxOrder + 1 // the service called does not document it
		default:
			return 2*3 + 1
		}
	}
	category := Category(q.code)
	strange := func(s Suggestion) int {
		if strings.EqualFold(Category(s.Code), category) {
			return 0
		}
		return 1
	}
	slices.SortFunc(q.found, func(a, b Suggestion) int {
		return cmp.Or(
			cmp.Compare(rank(a), rank(b)),
			cmp.Compare(a.Distance, b.Distance),
			cmp.Compare(strange(a), strange(b)),
			cmp.Compare(commonPrefix(q.code, b.Code), commonPrefix(q.code, a.Code)),
			cmp.Compare(a.Code, b.Code),
		)
	})
	found := slices.CompactFunc(q.found, func(a, b Suggestion) bool { return a.Code == b.Code })
	if known && certain(q.code, found) {
		found[0].Fix = true
	}
	if len(found) > 0 && found[0].Reason == ReasonFold && !found[0].Global {
		found = slices.DeleteFunc(found, func(s Suggestion) bool { return s.Reason != ReasonFold }) // others are farther by far
	}
	return found[:min(len(found), maxSuggestions)]
}

// certain reports whether the first suggestion is near, no other is as near,
// and the difference looks like a slip of the hand.
func certain(code string, found []Suggestion) bool {
	if len(found) == 0 || found[0].Global || !near(found[0]) || found[0].Distance > maxFix {
		return false
	}
	if found[0].Reason == ReasonEdit && otherWord(code, found[0]) {
		return false
	}
	return !slices.ContainsFunc(found[1:], func(s Suggestion) bool {
		return near(s) && s.Distance <= found[0].Distance
	})
}

// otherWord reports whether two edits lie side by side: a short word added,
// removed or exchanged (InstanceId, UnTag, MqError for DbError). Most pairs of
// valid codes that are this near differ so, and hardly any typos do.
func otherWord(code string, s Suggestion) bool {
	a, b := middles(code, s.Code)
	return s.Distance == 2 && len(a) <= 2 && len(b) <= 2
}
