// Package program holds the package under analysis: what the scan of its syntax
// noted, the functions that matter in SSA form and bottom-up order, memory SSA with
// places, and the records that the later layers fill in: values by identity, tests,
// outcomes. It decides nothing about errors.
package program

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/instatus"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/rawapi"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

// A Package is one package under analysis, and what the engine found in it.
type Package struct {
	Universe  *codes.Universe
	Functions []*Function // functions with subjects, callees before callers

	Pass      *analysis.Pass
	Config    *Config
	Errors    sdk.Errors
	Declared  map[*types.Func]*Declared
	Order     []*Declared // declared, in source order
	Vars      map[*types.Var]ast.Expr
	Shared    []ast.Expr          // values of the exported ones, in the order of their places
	VarTests  map[*types.Var]bool // package variables whose function literals hold a test
	Reach     map[*types.Package]bool
	Helpers   map[*types.Func]*facts.Summary           // facts, imported and own; nil: known to have none
	Imported  map[*types.Package]*facts.PackageSummary // facts of packages; nil: known to have none
	Senders   map[*types.Func]*facts.Sender            // of other packages, made when first needed; nil: known to be none
	BySSA     map[*ssa.Function]*Function
	Services  map[string]Service
	Syntaxes  map[*ssa.Function]*Syntax
	SDKCodes  map[*types.Package][]string // constants of SDK packages
	Kept      map[*types.Func]bool        // functions whose control flow was built
	Initial   map[*types.Var]*Declared    // the values that package variables are declared with
	Wanted    map[*types.Var]bool         // package variables whose initial values are built
	written   map[*ssa.Function]*writtenTo
	keptAt    *storedIn                          // computed when first needed
	Callers   *callers                           // computed when first needed
	forwarded map[ssa.CallInstruction]*forwarded // calls that are written as calls of others
	assigned  map[*types.Var]bool                // package variables that are changed, computed when first needed
	Recalls   bool                               // an exported function calls functions again
	Styles    map[*ssa.Function]facts.Style
	Asked     map[*types.Var]facts.Style // fields that hold functions which are asked whether to retry
	ends      map[*types.Func]bool

	RetryErrors map[*types.TypeName]*facts.RetryError // retry errors of the program's own; nil: known to be none
	Silences    []Silence

	CodeFields map[*types.Var]*CodeField // fields that hold codes, computed when first needed
	MadeUp     map[string]bool           // codes that the program makes up

	newerCodes     *[]facts.Newer  // computed when first needed
	AsksSDKToRetry bool            // the program tells the SDK to retry throttling
	Status         *instatus.Table // codes inside successful answers; nil when no service that it imports answers one
	Wire           *rawapi.Types   // answers that no SDK decodes; nil when the package has none
	SDK            bool            // the package can name an error of the SDK, not only answers on the wire
	Decoders       bool            // the package has none, but decodes JSON for others
}

// A Silence is a place where the analysis could not follow an error.
type Silence struct {
	Pos token.Pos
	Why string
}

// RetriesThrottling reports whether the program, as far as this package and its
// imports tell, lets the SDK retry throttled calls by itself.
func (p *Package) RetriesThrottling() bool {
	return p.AsksSDKToRetry || slices.ContainsFunc(p.Pass.Pkg.Imports(), func(pkg *types.Package) bool {
		e := p.SummaryOfPackage(pkg)
		return e != nil && e.Throttled
	})
}

// Debugf notes, where the user asks for it, why nothing is claimed at a place.
func (p *Package) Debugf(pos token.Pos, format string, args ...any) {
	if p.Config.Debug {
		p.Silences = append(p.Silences, Silence{pos, fmt.Sprintf(format, args...)})
	}
}

// IsCOS reports whether the errors are those of object storage.
func (p *Package) IsCOS() bool { return p.Errors.Realm == sdk.COS }

// IsErrors reports whether pkg declares an error type of the SDK.
func (p *Package) IsErrors(pkg *types.Package) bool {
	return p.Errors.Declares(pkg.Path())
}

// Reaches reports whether another package can name an error of the SDK, so that
// its functions may have facts. Export data does not tell what a package
// imports only for its bodies, so each package that does has a fact.
func (p *Package) Reaches(pkg *types.Package) bool {
	reached, ok := p.Reach[pkg]
	if !ok {
		reached = p.Errors.Realm.IsSDK(pkg.Path()) || p.IsErrors(pkg) || p.SummaryOfPackage(pkg) != nil
		p.Reach[pkg] = reached
	}
	return reached
}

// IsStd reports whether pkg belongs to the standard library, by its path: only
// there the first element has no dot.
func (p *Package) IsStd(pkg *types.Package) bool {
	first, _, _ := strings.Cut(pkg.Path(), "/")
	own, _, _ := strings.Cut(p.Pass.Pkg.Path(), "/")
	return !strings.Contains(first, ".") && first != own
}

// FactOf returns the helper fact of a function, nil if it has none.
func (p *Package) FactOf(f *types.Func) *facts.Summary {
	f = f.Origin()
	if fact, ok := p.Helpers[f]; ok {
		return fact
	}
	if f.Pkg() == p.Pass.Pkg {
		return nil // not yet analyzed
	}
	if p.IsCOS() {
		var fact *facts.Summary
		if about := new(facts.COSSummary); p.Pass.ImportObjectFact(f, about) {
			fact = &about.Summary
		}
		p.Helpers[f] = fact
		return fact
	}
	fact := new(facts.Summary)
	isHelper := p.Pass.ImportObjectFact(f, fact)
	if e := p.SummaryOfPackage(f.Pkg()); e != nil && ir.ReturnsError(f.Signature()) {
		fact.Origin = e.OriginOf(f)
	} else if !isHelper {
		fact = nil
	}
	p.Helpers[f] = fact
	return fact
}

// RetryErrorOf returns what a retry of the program's own makes of a result of this
// type; nil if nothing is known.
func (p *Package) RetryErrorOf(t types.Type) *facts.RetryError {
	if !ir.MayBeRetryError(t) {
		return nil
	}
	object := ir.Deref(t).(*types.Named).Obj()
	e, ok := p.RetryErrors[object]
	if !ok && object.Pkg() != p.Pass.Pkg {
		if fact := new(facts.RetryError); !p.IsFar(object.Pkg()) && p.Pass.ImportObjectFact(object, fact) {
			e = fact
		}
		p.NoteRetryError(object, e)
	}
	if e == nil || e.Pointer != ir.IsPointer(t) {
		return nil
	}
	return e
}

// NoteRetryError notes what is known of a type; nil: that nothing is.
func (p *Package) NoteRetryError(object *types.TypeName, e *facts.RetryError) {
	if p.RetryErrors == nil {
		p.RetryErrors = make(map[*types.TypeName]*facts.RetryError) // most packages have none
	}
	p.RetryErrors[object] = e
}

// IsRetryError reports whether t is an error that says whether to retry.
func (p *Package) IsRetryError(t types.Type) bool {
	return ir.IsRetryError(t) || p.RetryErrorOf(t) != nil
}

// SenderOf returns what a function of another package, which this one imports, says of
// the requests that it makes; nil if nothing.
func (p *Package) SenderOf(f *types.Func) *facts.Sender {
	if f.Pkg() == nil || f.Pkg() == p.Pass.Pkg || p.Wire == nil || p.IsStd(f.Pkg()) {
		return nil
	}
	f = f.Origin()
	sender, ok := p.Senders[f]
	if !ok {
		if fact := new(facts.Sender); !p.IsFar(f.Pkg()) && p.Pass.ImportObjectFact(f, fact) {
			sender = fact
		}
		if p.Senders == nil {
			p.Senders = make(map[*types.Func]*facts.Sender)
		}
		p.Senders[f] = sender
	}
	return sender
}

// AsksElsewhere reports whether functions of other packages send requests for this one,
// to services that they or their callers name: then the hosts that this one names are
// not all.
func (p *Package) AsksElsewhere() bool {
	for _, s := range p.Senders {
		if s != nil && s.Says() && !s.OnlySigns() {
			return true
		}
	}
	return false
}

// Constants returns the codes among the exported constants of an SDK package.
// Such a package has thousands of names, so they are read once.
func (p *Package) Constants(pkg *types.Package) []string {
	if list, ok := p.SDKCodes[pkg]; ok {
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
	p.SDKCodes[pkg] = list
	return list
}

// A Service is what a service can answer in the user's build.
type Service struct {
	Codes    codes.Set
	Complete bool
}

// Config is what the options of the analyzer mean to the engine.
type Config struct {
	Rules      map[string]bool   // rule id → on
	Critical   map[string][]Fate // category → fates that are forbidden for it
	Explicit   bool              // mode explicit
	ExtraCodes []string          // valid codes that no catalog has
	ErrorTypes []string          // "import/path.Type" of forks of the SDK's error
	Retry      map[string]Fate   // "import/path.Func" → what a call does to its error
	Generated  bool              // report in generated files
	SkipTests  bool              // report nothing in _test.go files
	Debug      bool              // report where the analysis was silent because it was not sure
	Map        bool              // follow every call of the API, tested or not, see [Package.Map]
}

// A Call is the call that an error came from.
type Call struct {
	Name string
	Pos  token.Pos
}

// Newer returns what the SDK packages that this package imports, or that its
// imports do, have and the snapshot lacks.
func (p *Package) Newer() []facts.Newer {
	if p.newerCodes != nil {
		return *p.newerCodes
	}
	byService := make(map[string][]string)
	for _, pkg := range p.Pass.Pkg.Imports() {
		if service, _, ok := sdk.Service(pkg.Path()); ok {
			known, isKnown := catalog.ServiceNamed(service)
			for _, code := range p.Constants(pkg) {
				if id, ok := catalog.Lookup(code); !ok || !isKnown || !known.Has(id) {
					byService[service] = append(byService[service], code)
				}
			}
		} else if e := p.SummaryOfPackage(pkg); e != nil {
			for _, n := range e.Newer {
				byService[n.Service] = append(byService[n.Service], n.Codes...)
			}
		}
	}
	list := []facts.Newer{}
	for _, service := range slices.Sorted(maps.Keys(byService)) {
		codes := byService[service]
		slices.Sort(codes)
		if codes = slices.Compact(codes); len(codes) <= facts.MaxNewer {
			list = append(list, facts.Newer{Service: service, Codes: codes})
		}
	}
	p.newerCodes = &list
	return list
}

// IsFar reports whether nothing is known of a package's functions, since only
// a package between imports it.
func (p *Package) IsFar(pkg *types.Package) bool {
	return pkg != p.Pass.Pkg && !p.IsStd(pkg) && !slices.Contains(p.Pass.Pkg.Imports(), pkg)
}

// SummaryOfPackage returns the fact of another package; nil when it has none, or when
// this package does not import it.
func (p *Package) SummaryOfPackage(pkg *types.Package) *facts.PackageSummary {
	e, ok := p.Imported[pkg]
	if !ok {
		if !p.IsCOS() && slices.Contains(p.Pass.Pkg.Imports(), pkg) {
			if fact := new(facts.PackageSummary); p.Pass.ImportPackageFact(pkg, fact) {
				e = fact
			}
		}
		p.Imported[pkg] = e
	}
	return e
}

// IsQuiet reports whether a function of another package is known to do nothing but
// compute what it answers.
func (p *Package) IsQuiet(f *types.Func) bool {
	if f.Pkg() == nil {
		return false
	}
	e := p.SummaryOfPackage(f.Pkg())
	return e != nil && e.IsQuiet(f.Origin())
}

// FindStatuses returns the table of codes inside successful answers of the
// services that a package imports; nil when they answer none.
func FindStatuses(pkg *types.Package) *instatus.Table {
	return instatus.NewTable(pkg.Imports(), sdk.Service, func(service, version string) []instatus.Row {
		var rows []instatus.Row
		for row := range catalog.InAnswers(service, version) {
			rows = append(rows, instatus.Row{Action: row.Action, Path: row.Path, Success: row.Success, Documented: row.Documented})
		}
		return rows
	})
}
