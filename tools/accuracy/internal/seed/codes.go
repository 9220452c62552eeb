package seed

import (
	"go/constant"
	"go/types"
	"hash/fnv"
	"math/rand/v2"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/prog"
	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/site"
)

// random returns a source of choices that depends on the seed, the site and
// some words.
func (pl *Planter) random(s *site.Site, words ...string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(pl.p.Rel(s.Name)))
	h.Write([]byte(strings.Join(words, " ")))
	return rand.New(rand.NewPCG(pl.seed, h.Sum64()^uint64(offset(pl.p, s.Lit, false))))
}

// valid reports whether a code is one of the catalog or of the SDK packages
// that the site's package imports.
func (pl *Planter) valid(s *site.Site, code string) bool {
	if _, ok := catalog.Lookup(code); ok {
		return true
	}
	return pl.imported(s.Pkg.Types, "", code)
}

// imported reports whether an SDK package that pkg imports, of the service or
// of any, has a constant for the code.
func (pl *Planter) imported(pkg *types.Package, service, code string) bool {
	if pl.constants[pkg] == nil {
		pl.constants[pkg] = constants(pkg)
	}
	return pl.constants[pkg][[2]string{service, code}]
}

// answered reports whether the site's code is one that the call can answer, as
// far as anybody knows.
func (pl *Planter) answered(s *site.Site) bool {
	id, ok := catalog.Lookup(s.Value)
	service, known := catalog.ServiceNamed(s.Service)
	return ok && (!known || service.Has(id) || id.Kind()&(catalog.KindPublic|catalog.KindClient|catalog.KindUndocumented) != 0) ||
		pl.imported(s.Pkg.Types, s.Service, s.Value)
}

// constants returns the codes of the SDK packages that a package imports, with
// their services and with none.
func constants(pkg *types.Package) map[[2]string]bool {
	set := make(map[[2]string]bool)
	for _, dep := range pkg.Imports() {
		service := prog.Service(dep.Path())
		if service == "" {
			continue
		}
		for _, id := range dep.Scope().Names() {
			if c, ok := dep.Scope().Lookup(id).(*types.Const); ok && c.Val().Kind() == constant.String {
				code := constant.StringVal(c.Val())
				set[[2]string{service, code}] = true
				set[[2]string{"", code}] = true
			}
		}
	}
	return set
}

// A slip makes a wrong code of a right one; "" where it cannot.
type slip struct {
	name string
	make func(r *rand.Rand, code string) string
}

const letters = "abcdefghijklmnopqrstuvwxyz"

var slips = []slip{
	{"letter lost", func(r *rand.Rand, code string) string {
		i := r.IntN(len(code))
		return code[:i] + code[i+1:]
	}},
	{"letter added", func(r *rand.Rand, code string) string {
		i := r.IntN(len(code) + 1)
		return code[:i] + string(letters[r.IntN(len(letters))]) + code[i:]
	}},
	{"letter changed", func(r *rand.Rand, code string) string {
		i := r.IntN(len(code))
		return code[:i] + string(letters[r.IntN(len(letters))]) + code[i+1:]
	}},
	{"letters exchanged", func(r *rand.Rand, code string) string {
		i := r.IntN(len(code) - 1)
		return code[:i] + code[i+1:i+2] + code[i:i+1] + code[i+2:]
	}},
	{"letter case", func(r *rand.Rand, code string) string {
		i := r.IntN(len(code))
		c := code[i : i+1]
		if strings.ToLower(c) != c {
			return code[:i] + strings.ToLower(c) + code[i+1:]
		}
		return code[:i] + strings.ToUpper(c) + code[i+1:]
	}},
	{"dot lost", func(_ *rand.Rand, code string) string { return strings.Replace(code, ".", "", 1) }},
}

// misspell returns a wrong spelling of the site's code, "" if it finds none.
func (pl *Planter) misspell(s *site.Site, k slip) string {
	r := pl.random(s, k.name)
	for range 10 {
		if wrong := k.make(r, s.Value); wrong != s.Value && !pl.valid(s, wrong) && wrong != "" {
			return wrong
		}
	}
	return ""
}

// foreign returns a code that only other services answer, "" if the site's
// service is not known. Codes that several services have are preferred: they
// are what is copied by mistake.
func (pl *Planter) foreign(s *site.Site) string {
	service, ok := catalog.ServiceNamed(s.Service)
	if s.Service == "" || !ok || !service.Known() || service.Partial() {
		return ""
	}
	r := pl.random(s, "foreign")
	for range 200 {
		other := catalog.Service(r.IntN(catalog.NumServices()))
		if !other.Known() || other == service || other.Len() == 0 {
			continue
		}
		var ids []catalog.ID
		for id := range other.Codes() {
			ids = append(ids, id)
		}
		id := ids[r.IntN(len(ids))]
		if id.Kind()&(catalog.KindPublic|catalog.KindClient|catalog.KindUndocumented|catalog.KindTombstone) != 0 || service.Has(id) ||
			!strings.Contains(id.String(), ".") { // a bare code is a category, too, to helpers that test the first segment
			continue
		}
		if _, dropped := service.Dropped(id); dropped || pl.imported(s.Pkg.Types, s.Service, id.String()) {
			continue
		}
		return id.String()
	}
	return ""
}
