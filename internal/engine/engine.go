// Package engine runs the analysis of one package: relevance picks the functions
// that matter, then each is analysed bottom-up, callees before callers, and what
// callers tell of parameters is spread. Rules ask the layers below what was found.
package engine

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/rawapi"
	"github.com/tcerrlint/tcerrlint/internal/rawvalue"
	"github.com/tcerrlint/tcerrlint/internal/relevance"
	"github.com/tcerrlint/tcerrlint/internal/retry"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
	"github.com/tcerrlint/tcerrlint/internal/summary"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

// Silences returns where the analysis was silent because it was not sure, if
// the configuration asks for it.
func Silences(p *program.Package) []program.Silence { return p.Silences }

// Analyze analyzes the package of the pass; nil when it cannot hold a test on
// a Tencent Cloud error code.
func Analyze(pass *analysis.Pass, config *program.Config) *program.Package {
	if sdk.IsSDK(pass.Pkg.Path()) {
		return nil
	}
	p := newPackage(pass, config, sdk.Errors{Extra: config.ErrorTypes})
	reaches := reachesAny(p)
	p.SDK = namesSDK(p)
	p.Status = program.FindStatuses(pass.Pkg)
	if p.Wire = rawapi.FindWires(pass, p.SDK); p.Wire != nil {
		p.Errors.Also = p.Wire.IsOwn
	}
	if reaches || p.Wire != nil {
		defer func() { pass.ExportPackageFact(summary.PackageSummary(p)) }()
	}
	if p.Wire == nil && !p.SDK && (rawvalue.DecodesForOthers(p) || relevance.SendsForOthers(p)) {
		p.Wire = rawapi.NewWires(pass, false)
		p.Decoders = !reaches
	} else if p.Wire == nil && !reaches && !asksForOthers(pass.Pkg) && !retry.ExportsCallers(p) && !relevance.TextsForOthers(p) {
		return nil
	}
	analyze(p, func() *codes.Universe { return codes.New(importedCodes(p), config.ExtraCodes) })
	summary.ExportFacts(p)
	return p
}

// AnalyzeCOS analyzes what the package of the pass does with errors of object
// storage; nil when it does not import its SDK. Where the errors come from that
// functions of other packages return is not known.
func AnalyzeCOS(pass *analysis.Pass, config *program.Config) *program.Package {
	imports := slices.ContainsFunc(pass.Pkg.Imports(), func(pkg *types.Package) bool { return sdk.IsCOS(pkg.Path()) })
	if !imports || sdk.IsCOS(pass.Pkg.Path()) {
		return nil
	}
	p := newPackage(pass, config, sdk.Errors{Realm: sdk.COS})
	analyze(p, func() *codes.Universe { return codes.NewCOS(config.ExtraCodes) })
	summary.ExportCOS(p)
	return p
}

func newPackage(pass *analysis.Pass, config *program.Config, errs sdk.Errors) *program.Package {
	return &program.Package{
		Pass:     pass,
		Config:   config,
		Errors:   errs,
		Vars:     make(map[*types.Var]ast.Expr),
		VarTests: make(map[*types.Var]bool),
		Initial:  make(map[*types.Var]*program.Declared),
		Wanted:   make(map[*types.Var]bool),
		Reach:    make(map[*types.Package]bool),
		Helpers:  make(map[*types.Func]*facts.Summary),
		Imported: make(map[*types.Package]*facts.PackageSummary),
		BySSA:    make(map[*ssa.Function]*program.Function),
		Services: make(map[string]program.Service),
		Syntaxes: make(map[*ssa.Function]*program.Syntax),
		SDKCodes: make(map[*types.Package][]string),
		Asked:    make(map[*types.Var]facts.Style),
	}
}

// analyze finds the tests of the package and what becomes of the errors.
func analyze(p *program.Package, universe func() *codes.Universe) {
	relevance.Scan(p)
	// The builder of control flow need not end on what does not type-check, which
	// drivers do not ask for anyway.
	if keep := relevance.Relevant(p); len(p.Pass.TypeErrors) == 0 && (keep != nil || len(p.VarTests) > 0) {
		p.Universe = universe()
		p.Kept = keep
		p.Build(keep)
		for _, pkg := range p.Pass.Pkg.Imports() {
			if e := p.SummaryOfPackage(pkg); e != nil {
				p.MakesUp(e.MadeUp)
			}
		}
		value.MarkOwn(p)
		analyzeFunctions(p)
	}
}

// asksForOthers reports whether a package exports a function by which another
// may ask about its errors and codes.
func asksForOthers(pkg *types.Package) bool {
	scope := pkg.Scope()
	for _, name := range scope.Names() {
		if f, ok := scope.Lookup(name).(*types.Func); ok && program.AsksForOthers(f) {
			return true
		}
	}
	return false
}

// reachesAny reports whether this package can name an error of the SDK.
func reachesAny(p *program.Package) bool {
	return p.IsErrors(p.Pass.Pkg) || slices.ContainsFunc(p.Pass.Pkg.Imports(), p.Reaches)
}

// namesSDK reports whether this package can name an error of the SDK itself.
func namesSDK(p *program.Package) bool {
	return p.IsErrors(p.Pass.Pkg) || slices.ContainsFunc(p.Pass.Pkg.Imports(), func(pkg *types.Package) bool {
		e := p.SummaryOfPackage(pkg)
		return p.Reaches(pkg) && (e == nil || !e.Wire)
	})
}

// importedCodes returns the codes that the SDK packages which this package, or
// one between, imports declare as constants: whatever the snapshot says, these
// are valid.
func importedCodes(p *program.Package) []string {
	var added []string
	for _, pkg := range p.Pass.Pkg.Imports() {
		if _, _, ok := sdk.Service(pkg.Path()); ok {
			added = append(added, p.Constants(pkg)...)
		}
	}
	for _, n := range p.Newer() {
		added = append(added, n.Codes...)
	}
	return added
}

// MatchAny returns the codes that satisfy one of the atoms.
func MatchAny(p *program.Package, atoms []codes.Atom) codes.Set {
	var set codes.Set
	for _, a := range atoms {
		set = set.Or(p.Universe.Match(a))
	}
	return set
}

// COSPolicy returns the fates forbidden for the critical codes of object
// storage: those of signing in, and those of throttling.
func COSPolicy() map[string][]program.Fate {
	signIn, throttling := []program.Fate{program.Swallowed, program.Retried}, []program.Fate{program.Swallowed, program.Stopped}
	return map[string][]program.Fate{
		"AccessDenied": signIn, "ExpiredToken": signIn, "InvalidAccessKeyId": signIn, "RequestTimeTooSkewed": signIn, "SignatureDoesNotMatch": signIn,
		"RequestTimeout": throttling, "ServiceUnavailable": throttling, "SlowDown": throttling,
	}
}

// DefaultPolicy returns the fates forbidden for each critical category.
func DefaultPolicy() map[string][]program.Fate {
	return map[string][]program.Fate{
		"AuthFailure":           {program.Swallowed, program.Retried},
		"UnauthorizedOperation": {program.Swallowed, program.Retried},
		"RequestLimitExceeded":  {program.Swallowed, program.Stopped},
	}
}
