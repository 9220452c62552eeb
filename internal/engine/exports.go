package engine

import (
	"encoding/binary"
	"go/types"
	"hash/fnv"
	"maps"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

// Exports is the fact of a package that can name an error of the SDK: where the
// errors that its functions return come from. It is one fact of the package,
// not one of each function: drivers pass facts about methods on to every
// package above, and a large program has thousands; facts of a package reach
// its direct importers alone, who call its functions. Of packages further away
// nothing is known.
//
// A driver that looks for the name of this fact in the facts of a package's
// imports need not even parse a package that has none; see [ExportsMark].
type Exports struct {
	Default   Origin   // of the functions that no group lists
	Groups    []Group  // in the order of their origins
	Throttled bool     // the SDK is told to retry throttling
	Wire      bool     // it knows answers on the wire alone, and no error of the SDK
	Newer     []Newer  // in the order of the services
	Wraps     string   // functions whose error is nil or wrapped, as in a Group
	MadeUp    []string // codes that the program puts into errors of its own; sorted
}

// Newer is what the SDK that a package imports has and the snapshot lacks: its
// importers meet the service only through the package, and do not see the
// constants.
type Newer struct {
	Service string
	Codes   []string // sorted
}

// maxNewer bounds the codes of a service that the snapshot lacks; about one
// with more nothing is claimed.
const maxNewer = 200

// maxMadeUp bounds the codes that a package makes up and tells of.
const maxMadeUp = 200

// newer returns what the SDK packages that this package imports, or that its
// imports do, have and the snapshot lacks.
func (p *Package) newer() []Newer {
	if p.newerCodes != nil {
		return *p.newerCodes
	}
	byService := make(map[string][]string)
	for _, pkg := range p.pass.Pkg.Imports() {
		if service, _, ok := sdk.Service(pkg.Path()); ok {
			known, isKnown := catalog.ServiceNamed(service)
			for _, code := range p.constants(pkg) {
				if id, ok := catalog.Lookup(code); !ok || !isKnown || !known.Has(id) {
					byService[service] = append(byService[service], code)
				}
			}
		} else if e := p.exportsOf(pkg); e != nil {
			for _, n := range e.Newer {
				byService[n.Service] = append(byService[n.Service], n.Codes...)
			}
		}
	}
	list := []Newer{}
	for _, service := range slices.Sorted(maps.Keys(byService)) {
		codes := byService[service]
		slices.Sort(codes)
		if codes = slices.Compact(codes); len(codes) <= maxNewer {
			list = append(list, Newer{service, codes})
		}
	}
	p.newerCodes = &list
	return list
}

// A Group is the functions of a package whose errors have one origin.
type Group struct {
	Origin    Origin
	Functions string // four bytes each, sorted: the FNV-1a hash of "Func" or "Type.Method"
}

// AFact marks a fact.
func (*Exports) AFact() {}

func (e *Exports) String() string { return "exports(" + e.Default.String() + ")" }

// ExportsMark is found in the encoded facts of a package that has an Exports
// fact, and in no other's.
const ExportsMark = "engine.Exports"

// originOf returns the origin of a function's errors.
func (e *Exports) originOf(f *types.Func) Origin {
	for _, g := range e.Groups {
		if hasHash(g.Functions, f) {
			return g.Origin
		}
	}
	return e.Default
}

// wraps reports whether the error of a function is always nil or wrapped.
func (e *Exports) wraps(f *types.Func) bool { return hasHash(e.Wraps, f) }

// hasHash reports whether a function is among those of the hashes.
func hasHash(hashes string, f *types.Func) bool {
	if hashes == "" {
		return false
	}
	want := functionHash(f)
	for i := 0; i+4 <= len(hashes); i += 4 {
		if hashes[i:i+4] == want {
			return true
		}
	}
	return false
}

func functionHash(f *types.Func) string {
	h := fnv.New32a()
	if recv := f.Signature().Recv(); recv != nil {
		if named := sdk.Named(recv.Type()); named != nil {
			h.Write([]byte(named.Obj().Name() + "."))
		}
	}
	h.Write([]byte(f.Name()))
	return string(binary.BigEndian.AppendUint32(nil, h.Sum32()))
}

// exports makes the fact of this package.
func (p *Package) exports() *Exports {
	byOrigin := make(map[string]*Group)
	var keys []string
	for _, d := range p.order {
		if !visible(d.object) || !ir.ReturnsError(d.object.Signature()) {
			continue
		}
		key := d.origin.String()
		g := byOrigin[key]
		if g == nil {
			g = &Group{Origin: d.origin}
			byOrigin[key] = g
			keys = append(keys, key)
		}
		g.Functions += functionHash(d.object)
	}
	slices.Sort(keys)
	e := &Exports{Throttled: p.RetriesThrottling(), Wire: !p.sdk, Wraps: p.wrappers()}
	if n := len(p.madeUp); n > 0 && n <= maxMadeUp {
		e.MadeUp = slices.Sorted(maps.Keys(p.madeUp))
	}
	most := ""
	for _, key := range keys {
		if most == "" || len(byOrigin[key].Functions) > len(byOrigin[most].Functions) {
			most = key
		}
	}
	for _, key := range keys {
		g := byOrigin[key]
		if key == most {
			e.Default = g.Origin
			continue
		}
		g.Functions = sortHashes(g.Functions)
		e.Groups = append(e.Groups, *g)
	}
	if len(keys) == 0 {
		return e // no errors leave the package: no need to look for their codes
	}
	for _, n := range p.newer() {
		if e.names(n.Service) {
			e.Newer = append(e.Newer, n)
		}
	}
	return e
}

// names reports whether errors of the service come out of the package.
func (e *Exports) names(service string) bool {
	return slices.Contains(e.Default.Services, service) ||
		slices.ContainsFunc(e.Groups, func(g Group) bool { return slices.Contains(g.Origin.Services, service) })
}

func sortHashes(s string) string {
	var list []string
	for ; len(s) >= 4; s = s[4:] {
		list = append(list, s[:4])
	}
	slices.Sort(list)
	return strings.Join(list, "")
}

// isFar reports whether nothing is known of a package's functions, since only
// a package between imports it.
func (p *Package) isFar(pkg *types.Package) bool {
	return pkg != p.pass.Pkg && !p.isStd(pkg) && !slices.Contains(p.pass.Pkg.Imports(), pkg)
}

// exportsOf returns the fact of another package; nil when it has none, or when
// this package does not import it.
func (p *Package) exportsOf(pkg *types.Package) *Exports {
	e, ok := p.imported[pkg]
	if !ok {
		if !p.IsCOS() && slices.Contains(p.pass.Pkg.Imports(), pkg) {
			if fact := new(Exports); p.pass.ImportPackageFact(pkg, fact) {
				e = fact
			}
		}
		p.imported[pkg] = e
	}
	return e
}
