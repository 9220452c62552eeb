// Package engine finds the tests on Tencent Cloud error codes in a package,
// the services each tested error can come from, and what becomes of the codes
// that no test names. Rules ask questions of what it found.
//
// The way from source to result: scan (syntax, every function once) picks the
// functions that matter; build makes their control flow in SSA form; value
// follows errors and codes through it; predicate recognises tests; path walks
// the control flow with the set of codes that are possible; summary turns the
// outcome into facts about helpers.
package engine

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/instatus"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

// A Package is one package under analysis, and what the engine found in it.
type Package struct {
	Universe  *codes.Universe
	Functions []*Function // functions with subjects, callees before callers

	pass     *analysis.Pass
	config   *Config
	errors   sdk.Errors
	declared map[*types.Func]*declared
	order    []*declared // declared, in source order
	vars     map[*types.Var]ast.Expr
	shared   []ast.Expr          // values of the exported ones, in the order of their places
	varTests map[*types.Var]bool // package variables whose function literals hold a test
	reach    map[*types.Package]bool
	helpers  map[*types.Func]*Helper     // facts, imported and own; nil: known to have none
	imported map[*types.Package]*Exports // facts of packages; nil: known to have none
	bySSA    map[*ssa.Function]*Function
	services map[string]service
	syntaxes map[*ssa.Function]*syntax
	sdkCodes map[*types.Package][]string // constants of SDK packages
	kept     map[*types.Func]bool        // functions whose control flow was built
	initial  map[*types.Var]*declared    // the values that package variables are declared with
	wanted   map[*types.Var]bool         // package variables whose initial values are built
	written  map[*ssa.Function]*writtenTo
	keptAt   *kept               // computed when first needed
	callers  *callers            // computed when first needed
	assigned map[*types.Var]bool // package variables that are changed, computed when first needed
	recalls  bool                // an exported function calls functions again
	styles   map[*ssa.Function]style
	asked    map[*types.Var]style // fields that hold functions which are asked whether to retry
	ends     map[*types.Func]bool
	silences []Silence

	codeFields map[*types.Var]*codeField // fields that hold codes, computed when first needed
	madeUp     map[string]bool           // codes that the program makes up

	newerCodes        *[]Newer        // computed when first needed
	retriesThrottling bool            // the program tells the SDK to retry throttling
	status            *instatus.Table // codes inside successful answers; nil when no service that it imports answers one
	wire              *wires          // answers that no SDK decodes; nil when the package has none
	sdk               bool            // the package can name an error of the SDK, not only answers on the wire
	decoders          bool            // the package has none, but decodes JSON for others
}

// A Silence is a place where the analysis could not follow an error.
type Silence struct {
	Pos token.Pos
	Why string
}

// RetriesThrottling reports whether the program, as far as this package and its
// imports tell, lets the SDK retry throttled calls by itself.
func (p *Package) RetriesThrottling() bool {
	return p.retriesThrottling || slices.ContainsFunc(p.pass.Pkg.Imports(), func(pkg *types.Package) bool {
		e := p.exportsOf(pkg)
		return e != nil && e.Throttled
	})
}

// Silences returns where the analysis was silent because it was not sure, if
// the configuration asks for it.
func (p *Package) Silences() []Silence { return p.silences }

func (p *Package) debugf(pos token.Pos, format string, args ...any) {
	if p.config.Debug {
		p.silences = append(p.silences, Silence{pos, fmt.Sprintf(format, args...)})
	}
}

// Analyze analyzes the package of the pass; nil when it cannot hold a test on
// a Tencent Cloud error code.
func Analyze(pass *analysis.Pass, config *Config) *Package {
	if sdk.IsSDK(pass.Pkg.Path()) {
		return nil
	}
	p := newPackage(pass, config, sdk.Errors{Extra: config.ErrorTypes})
	reaches := p.reachesAny()
	p.sdk = p.namesSDK()
	p.status = findStatuses(pass.Pkg)
	if p.wire = findWires(pass, p.sdk); p.wire != nil {
		p.errors.Also = p.wire.isOwn
	}
	if reaches || p.wire != nil {
		defer func() { pass.ExportPackageFact(p.exports()) }()
	} else if decodesForOthers(pass) {
		p.wire = newWires(pass, false)
		p.decoders = true
	} else if !exportsMembership(pass.Pkg) && !p.exportsCallers() {
		return nil
	}
	p.analyze(func() *codes.Universe { return codes.New(p.importedCodes(), config.ExtraCodes) })
	p.exportFacts()
	return p
}

// AnalyzeCOS analyzes what the package of the pass does with errors of object
// storage; nil when it does not import its SDK. Nothing is known of helpers in
// other packages.
func AnalyzeCOS(pass *analysis.Pass, config *Config) *Package {
	imports := slices.ContainsFunc(pass.Pkg.Imports(), func(pkg *types.Package) bool { return sdk.IsCOS(pkg.Path()) })
	if !imports || sdk.IsCOS(pass.Pkg.Path()) {
		return nil
	}
	p := newPackage(pass, config, sdk.Errors{Realm: sdk.COS})
	p.analyze(func() *codes.Universe { return codes.NewCOS(config.ExtraCodes) })
	return p
}

func newPackage(pass *analysis.Pass, config *Config, errs sdk.Errors) *Package {
	return &Package{
		pass:     pass,
		config:   config,
		errors:   errs,
		vars:     make(map[*types.Var]ast.Expr),
		varTests: make(map[*types.Var]bool),
		initial:  make(map[*types.Var]*declared),
		wanted:   make(map[*types.Var]bool),
		reach:    make(map[*types.Package]bool),
		helpers:  make(map[*types.Func]*Helper),
		imported: make(map[*types.Package]*Exports),
		bySSA:    make(map[*ssa.Function]*Function),
		services: make(map[string]service),
		syntaxes: make(map[*ssa.Function]*syntax),
		sdkCodes: make(map[*types.Package][]string),
		asked:    make(map[*types.Var]style),
	}
}

// analyze finds the tests of the package and what becomes of the errors.
func (p *Package) analyze(universe func() *codes.Universe) {
	p.scan()
	// The builder of control flow need not end on what does not type-check, which
	// drivers do not ask for anyway.
	if keep := p.relevant(); len(p.pass.TypeErrors) == 0 && (keep != nil || len(p.varTests) > 0) {
		p.Universe = universe()
		p.kept = keep
		p.build(keep)
		for _, pkg := range p.pass.Pkg.Imports() {
			if e := p.exportsOf(pkg); e != nil {
				p.makesUp(e.MadeUp)
			}
		}
		p.markOwn()
		p.analyzeFunctions()
	}
}

// IsCOS reports whether the errors are those of object storage.
func (p *Package) IsCOS() bool { return p.errors.Realm == sdk.COS }

// exportsMembership reports whether a package exports a function that another
// may use to look for a code in a list.
func exportsMembership(pkg *types.Package) bool {
	scope := pkg.Scope()
	for _, name := range scope.Names() {
		if f, ok := scope.Lookup(name).(*types.Func); ok && isMembership(f) {
			return true
		}
	}
	return false
}

// isErrors reports whether pkg declares an error type of the SDK.
func (p *Package) isErrors(pkg *types.Package) bool {
	return p.errors.Declares(pkg.Path())
}

// reachesAny reports whether this package can name an error of the SDK.
func (p *Package) reachesAny() bool {
	return p.isErrors(p.pass.Pkg) || slices.ContainsFunc(p.pass.Pkg.Imports(), p.reaches)
}

// namesSDK reports whether this package can name an error of the SDK itself.
func (p *Package) namesSDK() bool {
	return p.isErrors(p.pass.Pkg) || slices.ContainsFunc(p.pass.Pkg.Imports(), func(pkg *types.Package) bool {
		e := p.exportsOf(pkg)
		return p.reaches(pkg) && (e == nil || !e.Wire)
	})
}

// reaches reports whether another package can name an error of the SDK, so that
// its functions may have facts. Export data does not tell what a package
// imports only for its bodies, so each package that does has a fact.
func (p *Package) reaches(pkg *types.Package) bool {
	reached, ok := p.reach[pkg]
	if !ok {
		reached = p.errors.Realm.IsSDK(pkg.Path()) || p.isErrors(pkg) || p.exportsOf(pkg) != nil
		p.reach[pkg] = reached
	}
	return reached
}

// isStd reports whether pkg belongs to the standard library, by its path: only
// there the first element has no dot.
func (p *Package) isStd(pkg *types.Package) bool {
	first, _, _ := strings.Cut(pkg.Path(), "/")
	own, _, _ := strings.Cut(p.pass.Pkg.Path(), "/")
	return !strings.Contains(first, ".") && first != own
}

// factOf returns the helper fact of a function, nil if it has none.
func (p *Package) factOf(f *types.Func) *Helper {
	f = f.Origin()
	if fact, ok := p.helpers[f]; ok {
		return fact
	}
	if f.Pkg() == p.pass.Pkg || p.IsCOS() {
		return nil // not yet analyzed; facts are about errors of the API
	}
	fact := new(Helper)
	isHelper := p.pass.ImportObjectFact(f, fact)
	if e := p.exportsOf(f.Pkg()); e != nil && ir.ReturnsError(f.Signature()) {
		fact.origin = e.originOf(f)
	} else if !isHelper {
		fact = nil
	}
	p.helpers[f] = fact
	return fact
}

// importedCodes returns the codes that the SDK packages which this package, or
// one between, imports declare as constants: whatever the snapshot says, these
// are valid.
func (p *Package) importedCodes() []string {
	var added []string
	for _, pkg := range p.pass.Pkg.Imports() {
		if _, _, ok := sdk.Service(pkg.Path()); ok {
			added = append(added, p.constants(pkg)...)
		}
	}
	for _, n := range p.newer() {
		added = append(added, n.Codes...)
	}
	return added
}

// constants returns the codes among the exported constants of an SDK package.
// Such a package has thousands of names, so they are read once.
func (p *Package) constants(pkg *types.Package) []string {
	if list, ok := p.sdkCodes[pkg]; ok {
		return list
	}
	var list []string
	scope := pkg.Scope()
	for _, name := range scope.Names() {
		c, ok := scope.Lookup(name).(*types.Const)
		if !ok || !c.Exported() || c.Val().Kind() != constant.String {
			continue
		}
		if value := constant.StringVal(c.Val()); name != "APIVersion" {
			list = append(list, value)
		}
	}
	p.sdkCodes[pkg] = list
	return list
}

// Service returns the codes that a service can answer in the user's build;
// complete is false when it may answer others.
func (p *Package) Service(name string) (set codes.Set, complete bool) {
	if p.IsCOS() {
		return p.Universe.Codes(), false // no public table is complete
	}
	if s, ok := p.services[name]; ok {
		return s.codes, s.complete
	}
	set, complete = p.Universe.Service(name)
	for _, pkg := range p.pass.Pkg.Imports() {
		service, _, ok := sdk.Service(pkg.Path())
		if !ok || service != name {
			continue
		}
		var imported []codes.Element
		for _, code := range p.constants(pkg) {
			if e, ok := p.Universe.Lookup(code); ok {
				imported = append(imported, e)
			}
		}
		if len(imported) > 0 {
			set, complete = set.Or(p.Universe.Only(imported...)), true
		}
	}
	for _, n := range p.newer() {
		if n.Service != name {
			continue
		}
		for _, code := range n.Codes {
			if e, ok := p.Universe.Lookup(code); ok {
				set = set.Or(p.Universe.Only(e))
			}
		}
	}
	p.services[name] = service{set, complete}
	return set, complete
}

// A service is what a service can answer in the user's build.
type service struct {
	codes    codes.Set
	complete bool
}

// Answers returns the codes that an error of this origin can hold: the
// services' and everyone's; ok is false when the origin, or the codes of one
// of its services, are not known. Then it is every code.
func (p *Package) Answers(origin Origin) (set codes.Set, ok bool) {
	if !origin.Resolved() {
		return p.Universe.Codes(), false
	}
	set = p.Universe.Everyone()
	for _, name := range origin.Services {
		answers, complete := p.Service(name)
		if !complete {
			return p.Universe.Codes(), false
		}
		set = set.Or(answers)
	}
	return set, true
}

// MatchAny returns the codes that satisfy one of the atoms.
func (p *Package) MatchAny(atoms []codes.Atom) codes.Set {
	var set codes.Set
	for _, a := range atoms {
		set = set.Or(p.Universe.Match(a))
	}
	return set
}
