// Package catalog knows the error codes of the Tencent Cloud API: which exist,
// which service documents them, and what a misspelled one may have meant.
//
// The facts are a snapshot, catalog.bin, embedded as a string and read in
// place: nothing is decoded, allocated or built when a program starts. A code
// is an ID, its position among all codes in bytewise order, so that a set of
// codes is a set of small numbers and a prefix is a range.
//
// A snapshot ages. Callers add what the analysed program knows better: the
// constants of the SDK packages it imports and the user's own codes. Services
// whose code list could not be fetched are in the catalog with Known() false;
// nothing may be claimed about their codes.
//
// # Sources
//
//   - sources/sdk/go.mod: the SDK modules, main and international, whose
//     errors.go and client.go give codes, constants and lists per action
//   - sources/sdk/older.txt: older releases; what they have and the newer lack is a tombstone
//   - sources/sdk/refused.txt: modules that exist and could not be fetched
//   - sources/cdn-error-codes.md: an official error-code page
//   - sources/public.tsv, client.tsv, undocumented.tsv, aliases.tsv, tombstones.tsv: short lists, each line with its source
//
// To refresh, in this folder:
//
//	go run ./internal/gen -upgrade -date 2026-12-01
//
// raises versions in sources/sdk/go.mod to the newest that are served and prints
// what changed. Equal sources give equal bytes.
package catalog

//go:generate go run ./internal/gen
