package sdk

import (
	"strings"
	"sync"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
)

// KnowsCode reports whether the catalog has a text as a code or a category, of the API
// or of object storage.
func KnowsCode(text string) bool {
	if text == "" || text[0] < 'A' || text[0] > 'Z' {
		return false
	}
	// The dot sorts before all that a word is made of.
	if lo, hi := catalog.Prefix(text); lo < hi {
		rest := strings.TrimPrefix(lo.String(), text)
		if rest == "" || rest[0] == '.' {
			return true
		}
	}
	return cosCodes()[text]
}

var cosCodes = sync.OnceValue(func() map[string]bool {
	known := make(map[string]bool)
	for _, c := range catalog.COSCodes() {
		known[c.Code] = true
	}
	return known
})
