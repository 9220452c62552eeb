package summary

import (
	"go/types"
	"maps"
	"slices"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/rawvalue"
)

// PackageSummary makes the fact of this package.
func PackageSummary(p *program.Package) *facts.PackageSummary {
	byOrigin := make(map[string]*facts.Group)
	var keys []string
	quiet, finals := "", ""
	for _, d := range p.Order {
		if program.Visible(d.Object) && !d.Acts && !d.Advances && !d.Sleeps {
			quiet += facts.FunctionHash(d.Object)
		}
		if !program.Visible(d.Object) || !ir.ReturnsError(d.Object.Signature()) {
			continue
		}
		if d.Finals {
			finals += facts.FunctionHash(d.Object)
		}
		key := d.Origin.String()
		g := byOrigin[key]
		if g == nil {
			g = &facts.Group{Origin: d.Origin}
			byOrigin[key] = g
			keys = append(keys, key)
		}
		g.Functions += facts.FunctionHash(d.Object)
	}
	slices.Sort(keys)
	e := &facts.PackageSummary{Throttled: p.RetriesThrottling(), Wire: !p.SDK, Quiet: facts.SortHashes(quiet), Finals: facts.SortHashes(finals)}
	e.Wraps, e.Makes = madeErrors(p)
	if n := len(p.MadeUp); n > 0 && n <= facts.MaxMadeUp {
		e.MadeUp = slices.Sorted(maps.Keys(p.MadeUp))
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
		g.Functions = facts.SortHashes(g.Functions)
		e.Groups = append(e.Groups, *g)
	}
	if len(keys) == 0 {
		return e // no errors leave the package: no need to look for their codes
	}
	for _, n := range p.Newer() {
		if e.Names(n.Service) {
			e.Newer = append(e.Newer, n)
		}
	}
	return e
}

// exportWires gives other packages what they must know of this one's types.
func exportWires(p *program.Package) {
	if p.Wire == nil {
		return
	}
	scope := p.Pass.Pkg.Scope()
	for _, name := range scope.Names() {
		object, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || !object.Exported() {
			continue
		}
		fact := &facts.Wire{Level: p.Wire.Parts[object], Own: p.Wire.Own[object]}
		if *fact != (facts.Wire{}) {
			p.Pass.ExportObjectFact(object, fact)
		}
	}
}

// exportRetryErrors gives other packages what retries of this one make of its types.
func exportRetryErrors(p *program.Package) {
	for object, e := range p.RetryErrors {
		if e != nil && object.Pkg() == p.Pass.Pkg && object.Exported() && object.Parent() == p.Pass.Pkg.Scope() {
			p.Pass.ExportObjectFact(object, e)
		}
	}
}

// exportSenders gives other packages what they must know of the requests that this one's
// functions make, and reports whether there is anything.
func exportSenders(p *program.Package) bool {
	if p.Wire == nil {
		return false
	}
	some := false
	raw := make(map[*types.Func]bool)
	for _, f := range p.Functions {
		if f.Object != nil && program.Visible(f.Object) && rawvalue.HandsOn(f) {
			raw[f.Object] = true
		}
	}
	for _, d := range p.Order {
		if !d.Request.Says && !raw[d.Object] || !program.Visible(d.Object) {
			continue
		}
		sender := &facts.Sender{Raw: raw[d.Object]}
		switch {
		case !d.Request.Says:
		case !p.Wire.SDK:
			sender.Request = d.Request.Bounded()
			sender.Origin = facts.Origin{Services: d.Origin.Services, Unknown: d.Origin.Unknown}
		case sender.Raw: // it asks the API; what for is not known where the SDK does so too
			sender.Headers[facts.ActionHeader].Open = true
		}
		if sender.Says() || sender.Raw {
			p.Pass.ExportObjectFact(d.Object, sender)
			some = true
		}
	}
	return some
}
