// Package callmap draws the map of a package's calls of the API: what becomes of
// the errors of each.
package callmap

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/flow"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/origin"
	"github.com/tcerrlint/tcerrlint/internal/predicate"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/relevance"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

// A Map says what becomes of every error of the API in a package.
type Map struct {
	Policy   map[string][]program.Fate // the critical categories, and the fates that are forbidden for each
	Sites    []Site                    // in source order, a function at a time
	Services map[string]Answers        // that the sites call
}

// Answers are the codes that a service may answer.
type Answers struct {
	Complete bool     // it may answer no others
	Codes    []string // sorted
}

// A Site is a call whose error can be one of the API: a call of the API itself,
// or of a function that hands such errors on.
type Site struct {
	Name     string // of what is called
	Pos      token.Pos
	API      bool     // a call of the API itself
	Services []string // that are called, as far as they are known
	Callees  []Callee // the functions whose errors it hands on
	In       string   // ID of the function around
	InName   string   // its name for people
	Tests    []SiteTest
	Uses     []flow.Mention // where the error is logged, stored or passed on
	Fates    []SiteFate
}

// A Callee is a function whose errors a call hands on.
type Callee struct {
	ID      string
	Package string // its path
}

// A SiteTest is a test that the error meets.
type SiteTest struct {
	Pos   token.Pos
	By    string   // the helper that tests, if one does
	Codes []string // that it names, as the program has them
	Open  bool     // it compares with others, too, that are not known
}

// A SiteFate is what becomes of some codes of a critical category.
type SiteFate struct {
	Category  string
	Codes     []string // nil: all of the category
	Fate      program.Fate
	Forbidden bool                // by the policy
	Kind      program.OutcomeKind // how control leaves the error behind
	Leaves    bool                // the error leaves the function as its result
	Slept     bool                // a retry waits before
	Repeated  bool                // because it failed, the same is called once more
	Pos       token.Pos           // where
	Why       string              // of an unknown fate
}

// MapOf returns what becomes of every error of the API in the package. The
// configuration must have asked for it.
func MapOf(p *program.Package) *Map {
	m := &Map{Policy: p.Config.Critical, Services: make(map[string]Answers)}
	m.Sites = Sites(p)
	for _, site := range m.Sites {
		for _, name := range site.Services {
			if _, ok := m.Services[name]; ok {
				continue
			}
			set, complete := origin.Service(p, name)
			set = set.Or(p.Universe.Everyone())
			m.Services[name] = Answers{complete, codeList(p, set)}
		}
	}
	return m
}

// Sites returns the calls of the package whose errors can be those of the API, in
// the order of the source. The configuration must have asked for all calls.
func Sites(p *program.Package) []Site {
	var sites []Site
	for _, f := range p.Functions {
		for _, block := range f.SSA.Blocks {
			for _, instr := range block.Instrs {
				if call, ok := instr.(ssa.CallInstruction); ok && call.Pos().IsValid() {
					if site, ok := site(f, call); ok {
						sites = append(sites, site)
					}
				}
			}
		}
	}
	slices.SortStableFunc(sites, func(a, b Site) int { return int(a.Pos - b.Pos) })
	return sites
}

// codeList returns the codes of a set.
func codeList(p *program.Package, set codes.Set) []string {
	var list []string
	for e := range set.All {
		if code := p.Universe.Code(e); code != "" {
			list = append(list, code)
		}
	}
	slices.Sort(list)
	return list
}

// site makes a site of a call; ok is false when its error cannot be one of the
// API.
func site(f *program.Function, call ssa.CallInstruction) (site Site, ok bool) {
	common := f.Pkg.Written(call)
	at := ir.ErrorResult(common.Signature())
	if at < 0 {
		return site, false
	}
	site = Site{Pos: call.Pos(), In: id(f), InName: name(f)}
	if !callee(f, call, &site) {
		return site, false
	}
	from := facts.Origin{Services: site.Services, Unknown: len(site.Services) == 0}
	if v, ok := call.(*ssa.Call); ok && !site.API {
		from, _ = origin.OriginOf(f, program.ValueID{Value: v})
		site.Services = from.Services
	}
	err := ir.ResultOf(call, at)
	if err == nil {
		ignored(f, &site, from)
		return site, true
	}
	s := &program.Subject{Of: value.SubjectOf(f, err), Origin: from, Fn: f, Param: -1, Certain: true}
	met := new(flow.Trace)
	w := flow.Walk(f, s, met)
	for _, t := range met.Tests {
		site.Tests = append(site.Tests, siteTest(f, t))
	}
	site.Uses = met.Uses
	for _, category := range sortedCategories(f.Pkg.Config.Critical) {
		site.Fates = append(site.Fates, fates(w, category)...)
	}
	return site, true
}

// callee fills in what is called; it reports whether it can answer errors of
// the API.
func callee(f *program.Function, call ssa.CallInstruction, site *Site) bool {
	common := f.Pkg.Written(call)
	if name, services, ok := apiCall(f, call); ok {
		site.Name, site.Services, site.API = name, services, true
		return true
	}
	site.Name = strings.TrimSuffix(ir.CalleeName(common), "$bound")
	p := f.Pkg
	add := func(id string, pkg *types.Package) {
		site.Callees = append(site.Callees, Callee{id, pkg.Path()})
	}
	hands := func(fn *ssa.Function) {
		if origin := fn.Origin(); origin != nil {
			fn = origin
		}
		object, _ := fn.Object().(*types.Func)
		switch {
		case object == nil:
			if inner := p.BySSA[fn]; inner != nil && calls(inner) {
				add(id(inner), p.Pass.Pkg)
			}
		case object.Pkg() == p.Pass.Pkg:
			if d := p.Declared[object.Origin()]; d != nil && relevance.CallsAPI(d) {
				add(object.Origin().FullName(), object.Pkg())
			}
		case object.Pkg() != nil && p.Reaches(object.Pkg()) && !sdk.IsSDK(object.Pkg().Path()):
			if fact := p.FactOf(object); fact != nil && len(fact.Origin.Services) > 0 {
				add(object.Origin().FullName(), object.Pkg())
			}
		}
	}
	if callee := common.StaticCallee(); callee != nil {
		hands(callee)
	}
	for _, arg := range common.Args {
		if closure := ir.ClosureOf(arg); closure != nil {
			hands(closure.Fn.(*ssa.Function))
		} else if fn, ok := arg.(*ssa.Function); ok {
			hands(fn)
		}
	}
	return len(site.Callees) > 0
}

// calls reports whether the function around this literal calls the API. Where
// the literal itself does not, nothing links to it.
func calls(f *program.Function) bool {
	outer := ir.Outermost(f.SSA)
	d := f.Pkg.Declared[f.Pkg.ObjectOf(outer)]
	return d == nil || relevance.CallsAPI(d)
}

// apiCall reports whether a call is one of the API: of a method of a client, in
// person or by way of an interface or a function value, of the common client,
// or of a function that is given such a method to call.
func apiCall(f *program.Function, call ssa.CallInstruction) (name string, services []string, ok bool) {
	common := f.Pkg.Written(call)
	callee := common.StaticCallee()
	if callee != nil {
		if object, _ := callee.Object().(*types.Func); relevance.IsSend(object) {
			t := &origin.Slicer{Fn: f, Seen: make(map[any]bool)}
			if c, ok := call.(*ssa.Call); ok {
				t.Send(c)
			}
			return object.Name(), t.Origin.Services, true
		} else if service, ok := apiFunc(object); ok {
			return object.Name(), []string{service}, true
		}
	} else if _, builtin := common.Value.(*ssa.Builtin); !builtin {
		sig := common.Signature()
		if common.IsInvoke() {
			sig = common.Method.Signature()
		}
		if service, ok := sdk.ServiceOfCall(sig); ok {
			return ir.CalleeName(common), []string{service}, true
		}
	}
	for _, arg := range common.Args {
		var object *types.Func
		if closure := ir.ClosureOf(arg); closure != nil {
			object, _ = closure.Fn.(*ssa.Function).Object().(*types.Func)
		} else if fn, ok := arg.(*ssa.Function); ok {
			object, _ = fn.Object().(*types.Func)
		}
		if service, ok := apiFunc(object); ok {
			return object.Name(), []string{service}, true
		}
	}
	return "", nil, false
}

// apiFunc returns the service that a function of the SDK calls.
func apiFunc(f *types.Func) (service string, ok bool) {
	if f == nil || f.Pkg() == nil || ir.ErrorResult(f.Signature()) < 0 {
		return "", false
	}
	if _, _, ok := sdk.Service(f.Pkg().Path()); !ok {
		return "", false
	}
	return sdk.ServiceOfCall(f.Signature())
}

// ignored makes the fates of an error that nobody looks at.
func ignored(f *program.Function, site *Site, from facts.Origin) {
	p := f.Pkg
	answers, _ := origin.Answers(p, from)
	for _, category := range sortedCategories(p.Config.Critical) {
		if !answers.Meets(p.Universe.Category(category)) {
			continue
		}
		site.Fates = append(site.Fates, SiteFate{
			Category: category, Fate: program.Swallowed, Kind: program.Succeeded, Pos: site.Pos,
			Forbidden: slices.Contains(p.Config.Critical[category], program.Swallowed),
		})
	}
}

func siteTest(f *program.Function, t *program.Test) SiteTest {
	test := SiteTest{Pos: predicate.Pos(t), By: t.By, Open: !predicate.Closed(t)}
	for _, lit := range t.Literals {
		text := lit.Value
		switch lit.Atoms[0].Op {
		case codes.Segment:
			text += ".*"
		case codes.Prefix:
			text += "*"
		case codes.Suffix:
			text = "*" + text
		case codes.Contains:
			text = "*" + text + "*"
		case codes.Regexp:
			text = "/" + text + "/"
		}
		test.Codes = append(test.Codes, text)
	}
	return test
}

// id names the function, unlike any other of the program. A function literal
// has the name of the function around, and a number.
func id(f *program.Function) string {
	outer := ir.Outermost(f.SSA)
	literal := strings.TrimPrefix(f.SSA.Name(), outer.Name())
	if object := f.Pkg.ObjectOf(outer); object != nil {
		return object.Origin().FullName() + literal
	}
	return f.Pkg.Pass.Pkg.Path() + "." + outer.Name() + literal
}

// name names the function for people who know the package.
func name(f *program.Function) string {
	outer := ir.Outermost(f.SSA)
	object := f.Pkg.ObjectOf(outer)
	if object == nil {
		return "package variable"
	}
	if d := f.Pkg.Declared[object]; d != nil && d.Within != nil {
		object = d.Within
	}
	recv := object.Signature().Recv()
	if recv == nil {
		return object.Name()
	}
	name := types.TypeString(recv.Type(), func(*types.Package) string { return "" })
	if strings.HasPrefix(name, "*") {
		name = "(" + name + ")"
	}
	return name + "." + object.Name()
}
