package catalog

import (
	_ "embed" // the snapshot
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog/internal/layout"
)

//go:embed catalog.bin
var data string

// embedded returns the reader of the embedded file. It is not checked here, at
// each use, but by a test.
func embedded() reader { return reader(data) }

// An ID is the position of a code among all codes of the snapshot, sorted
// bytewise. IDs are 0 to Len()-1 and differ between snapshots: never store them.
type ID int32

// Len returns the number of codes in the snapshot, tombstones included.
func Len() int { return embedded().numCodes() }

// String returns the code, a substring of the embedded snapshot; "" for an ID
// out of range.
func (id ID) String() string { return embedded().code(id) }

// Lookup finds a code, spelled exactly.
func Lookup(code string) (ID, bool) {
	return embedded().lookup(code)
}

// Prefix returns the half-open range of the codes that start with prefix;
// all codes for "", lo == hi when there is none.
func Prefix(prefix string) (lo, hi ID) { return embedded().prefix(prefix) }

// Kind tells where a code comes from, as bit flags: a code may be public and
// documented by products as well.
type Kind uint8

// The kinds of codes. Sources: the official error-code pages for public codes,
// the SDK's errors.go for product codes, its package common for client-side
// codes.
const (
	KindPublic       Kind = layout.KindPublic       // any API of any product may answer it
	KindProduct      Kind = layout.KindProduct      // documented by a service
	KindClient       Kind = layout.KindClient       // made by the SDK itself
	KindTombstone    Kind = layout.KindTombstone    // only older SDKs have it
	KindUndocumented Kind = layout.KindUndocumented // answered, though no list has it
)

// Kind returns the kinds of the code; 0 for an ID out of range.
func (id ID) Kind() Kind { return embedded().kind(id) }

// Category returns what precedes the first dot of a code: "AuthFailure" of
// "AuthFailure.SignatureFailure". Without a dot it is the whole code.
func Category(code string) string {
	category, _, _ := strings.Cut(code, ".")
	return category
}

// Tombstone tells whether only older SDKs have the code, and the last module
// version that had it.
func Tombstone(id ID) (lastVersion string, ok bool) {
	return embedded().tombstone(id)
}
