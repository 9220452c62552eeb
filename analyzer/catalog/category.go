package catalog

import "strings"

// IsCategory reports whether some code of the snapshot is of that category, the
// bare code included.
func IsCategory(name string) bool {
	if name == "" || strings.Contains(name, ".") {
		return false
	}
	if _, ok := Lookup(name); ok {
		return true
	}
	lo, hi := Prefix(name + ".")
	return lo < hi
}

// SuggestCategory returns at most three categories that may have been meant by
// one that does not exist, best first.
func SuggestCategory(name string) []Suggestion {
	q := query{code: name, limit: min(maxDistance, max(1, len(name)/4))}
	last := ""
	for id := range ID(Len()) {
		if category := Category(id.String()); category != last {
			last = category
			q.try(category, false)
		}
	}
	return q.best(true)
}
