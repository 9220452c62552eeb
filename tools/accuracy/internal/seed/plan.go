package seed

import (
	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/site"
)

// Faults returns mutants for the sites: every operator of every kind as
// written, five times perForm of them or more, and perForm of those again in each other
// form. The same seed gives the same mutants.
func (pl *Planter) Faults(sites []*site.Site, perForm int) []*Mutant {
	var all []*Mutant
	for _, op := range operators {
		plant := func(s *site.Site, kind string, f form) *Mutant {
			m := &Mutant{Site: s, Operator: op.name, Rule: op.name, Kind: kind, twin: twin{s, op.name, kind}}
			if !fits(f, s) || !op.plant(pl, m, f) || len(m.edits) == 0 || m.overlap() {
				return nil
			}
			return m
		}
		written := make(map[twin]bool)
		limit := 5 * perForm
		if op.name == "unknowncode" {
			limit *= 4 // cheap, and fixes are measured on these
		}
		for _, m := range pl.spread(sites, op.kinds, limit, func(s *site.Site, kind string) *Mutant {
			return plant(s, kind, forms[0])
		}) {
			written[m.twin] = true
			m.Written = true
			all = append(all, m)
		}
		for _, f := range forms[1:] {
			all = append(all, pl.spread(sites, op.kinds, perForm, func(s *site.Site, kind string) *Mutant {
				if !written[twin{s, op.name, kind}] {
					return nil
				}
				return plant(s, kind, f)
			})...)
		}
		for _, f := range statementForms {
			all = append(all, pl.spread(sites, op.kinds, perForm, func(s *site.Site, kind string) *Mutant {
				if !written[twin{s, op.name, kind}] {
					return nil
				}
				m := plant(s, kind, forms[0])
				if m == nil || !f.rewrite(pl, m) || m.overlap() {
					return nil
				}
				m.Form = f.name
				return m
			})...)
		}
	}
	return all
}

// A twin names what the forms of one fault have in common.
type twin struct {
	site           *site.Site
	operator, kind string
}

// Twins returns, for each mutant in a form of its own, the same fault as
// written; mutants that were dropped have none.
func Twins(mutants []*Mutant) map[*Mutant]*Mutant {
	written := make(map[twin]*Mutant)
	for _, m := range mutants {
		if m.Written && m.Dropped == "" {
			written[m.twin] = m
		}
	}
	twins := make(map[*Mutant]*Mutant)
	for _, m := range mutants {
		if w := written[m.twin]; w != nil && !m.Written && m.Dropped == "" {
			twins[m] = w
		}
	}
	return twins
}

// Rewritings returns mutants that keep the meaning of the code.
func (pl *Planter) Rewritings(sites []*site.Site, perForm int) []*Mutant {
	var all []*Mutant
	for _, f := range forms[1:] {
		all = append(all, pl.spread(sites, []string{""}, perForm, func(s *site.Site, _ string) *Mutant {
			m := &Mutant{Site: s}
			if !fits(f, s) || !pl.writeTest(m, f, s.Value) || len(m.edits) == 0 {
				return nil
			}
			return m
		})...)
	}
	for _, f := range statementForms {
		all = append(all, pl.spread(sites, []string{""}, perForm, func(s *site.Site, _ string) *Mutant {
			m := &Mutant{Site: s, Form: f.name}
			if !f.rewrite(pl, m) || m.overlap() {
				return nil
			}
			return m
		})...)
	}
	return all
}

// maxInFunction bounds the mutants of one function: each needs a run of its
// own. Programs without the SDK have few such functions, and small ones.
const (
	maxInFunction = 40
	maxWithoutSDK = 200
)

// spread makes up to limit mutants of the kinds in turn, at sites spread over
// the whole list, beginning at another one each time.
func (pl *Planter) spread(sites []*site.Site, kinds []string, limit int, make func(s *site.Site, kind string) *Mutant) []*Mutant {
	return pl.spreadUpTo(maxInFunction, sites, kinds, limit, make)
}

func (pl *Planter) spreadUpTo(inFunction int, sites []*site.Site, kinds []string, limit int, make func(s *site.Site, kind string) *Mutant) []*Mutant {
	var made []*Mutant
	count := map[string]int{}
	share := (limit + len(kinds) - 1) / len(kinds)
	const stride, shift = 7919, 389 // primes: every site once, in an order that mixes files
	pl.spreads++
	for i := range sites {
		s := sites[(i*stride+pl.spreads*shift)%len(sites)]
		for k := range kinds {
			kind := kinds[(i+k)%len(kinds)]
			if count[kind] >= share || pl.mutants[s.Func] >= inFunction {
				continue
			}
			if m := make(s, kind); m != nil {
				made = append(made, m)
				count[kind]++
				pl.mutants[s.Func]++
			}
		}
	}
	return made
}
