//go:build mutation

package main

import (
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/internal/zzswitches"
	"github.com/tcerrlint/tcerrlint/tools/internal/units"
)

// A program is packages, and what the analyzer said of them when nothing was
// switched off.
type program struct {
	*units.Program
	reached map[*units.Unit][]bool // which parts ran, by their numbers
	first   map[*units.Unit]*units.Answer
}

// begin runs the analyzer on every package with nothing switched off, and notes
// which parts run.
func (p *program) begin(a *analysis.Analyzer) error {
	p.reached, p.first = make(map[*units.Unit][]bool), make(map[*units.Unit]*units.Answer)
	for _, u := range p.Units {
		zzswitches.Reached = make([]bool, zzswitches.Count+1)
		err := p.Run(a, u)
		p.reached[u], zzswitches.Reached = zzswitches.Reached, nil
		if err != nil {
			return err
		}
		p.first[u] = u.Now
	}
	return nil
}

// try runs the analyzer on the packages in which the part that is off runs, and
// on those that see other facts than before, and gives each to check until it
// says something.
func (p *program) try(a *analysis.Analyzer, check func(*units.Unit) string) (where string, err error) {
	changed := make(map[*units.Unit]bool) // the facts of it or of what it imports are not those of the first run
	for _, u := range p.Units {
		u.Now = p.first[u]
	}
	for _, u := range p.Units {
		changed[u] = slices.ContainsFunc(u.Imports, func(i *units.Unit) bool { return changed[i] })
		if !changed[u] && !p.reached[u][zzswitches.Off] {
			continue
		}
		if err := p.Run(a, u); err != nil {
			return "", err
		}
		if !reflect.DeepEqual(u.Now.Objects, p.first[u].Objects) || !reflect.DeepEqual(u.Now.Packages, p.first[u].Packages) {
			changed[u] = true
		}
		if u.Root {
			if where := check(u); where != "" {
				return where, nil
			}
		}
	}
	return "", nil
}

// reaches reports whether the part that is off runs in a package.
func (p *program) reaches() bool {
	return slices.ContainsFunc(p.Units, func(u *units.Unit) bool { return p.reached[u][zzswitches.Off] })
}
