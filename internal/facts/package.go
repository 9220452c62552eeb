package facts

import (
	"encoding/binary"
	"go/types"
	"hash/fnv"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

// PackageSummary is the fact of a package that can name an error of the SDK: where the
// errors that its functions return come from. It is one fact of the package,
// not one of each function: drivers pass facts about methods on to every
// package above, and a large program has thousands; facts of a package reach
// its direct importers alone, who call its functions. Of packages further away
// nothing is known.
//
// A driver that looks for the name of this fact in the facts of a package's
// imports need not even parse a package that has none; see [PackageSummaryMark].
type PackageSummary struct {
	Default   Origin   // of the functions that no group lists
	Groups    []Group  // in the order of their origins
	Throttled bool     // the SDK is told to retry throttling
	Wire      bool     // it knows answers on the wire alone, and no error of the SDK
	Newer     []Newer  // in the order of the services
	Wraps     string   // functions whose error is nil or around another, as in a Group
	Makes     string   // functions whose error is nil or has nothing of the SDK's in it
	Quiet     string   // functions that only compute, as in a Group
	Finals    string   // functions that may make their error one that ends a retry, as in a Group
	MadeUp    []string // codes that the program puts into errors of its own; sorted
}

// Newer is what the SDK that a package imports has and the snapshot lacks: its
// importers meet the service only through the package, and do not see the
// constants.
type Newer struct {
	Service string
	Codes   []string // sorted
}

// MaxNewer bounds the codes of a service that the snapshot lacks; about one
// with more nothing is claimed.
const MaxNewer = 200

// MaxMadeUp bounds the codes that a package makes up and tells of.
const MaxMadeUp = 200

// A Group is the functions of a package whose errors have one origin.
type Group struct {
	Origin    Origin
	Functions string // four bytes each, sorted: the FNV-1a hash of "Func" or "Type.Method"
}

// AFact marks a fact.
func (*PackageSummary) AFact() {}

func (e *PackageSummary) String() string { return "exports(" + e.Default.String() + ")" }

// PackageSummaryMark is found in the encoded facts of a package that has an Exports
// fact, and in no other's.
const PackageSummaryMark = "facts.PackageSummary"

// OriginOf returns the origin of a function's errors.
func (e *PackageSummary) OriginOf(f *types.Func) Origin {
	for _, g := range e.Groups {
		if hasHash(g.Functions, f) {
			return g.Origin
		}
	}
	return e.Default
}

// AlwaysWraps reports whether the error of a function is always nil or wrapped.
func (e *PackageSummary) AlwaysWraps(f *types.Func) bool { return hasHash(e.Wraps, f) }

// AlwaysMakes reports whether the error of a function is always nil, or one in which
// errors.As finds no error of the SDK.
func (e *PackageSummary) AlwaysMakes(f *types.Func) bool { return hasHash(e.Makes, f) }

// IsQuiet reports whether a function only computes what it answers: nobody else can
// tell that it was called.
func (e *PackageSummary) IsQuiet(f *types.Func) bool { return hasHash(e.Quiet, f) }

// MakesFinal reports whether a function may make its error one that ends a retry.
func (e *PackageSummary) MakesFinal(f *types.Func) bool { return hasHash(e.Finals, f) }

// hasHash reports whether a function is among those of the hashes.
func hasHash(hashes string, f *types.Func) bool {
	if hashes == "" {
		return false
	}
	want := FunctionHash(f)
	for i := 0; i+4 <= len(hashes); i += 4 {
		if hashes[i:i+4] == want {
			return true
		}
	}
	return false
}

// FunctionHash returns the four bytes that stand for a function in a package's
// fact.
func FunctionHash(f *types.Func) string {
	h := fnv.New32a()
	if recv := f.Signature().Recv(); recv != nil {
		if named := sdk.Named(recv.Type()); named != nil {
			h.Write([]byte(named.Obj().Name() + "."))
		}
	}
	h.Write([]byte(f.Name()))
	return string(binary.BigEndian.AppendUint32(nil, h.Sum32()))
}

// Names reports whether errors of the service come out of the package.
func (e *PackageSummary) Names(service string) bool {
	return slices.Contains(e.Default.Services, service) ||
		slices.ContainsFunc(e.Groups, func(g Group) bool { return slices.Contains(g.Origin.Services, service) })
}

// SortHashes sorts hashes of four bytes each.
func SortHashes(s string) string {
	var list []string
	for ; len(s) >= 4; s = s[4:] {
		list = append(list, s[:4])
	}
	slices.Sort(list)
	return strings.Join(list, "")
}
