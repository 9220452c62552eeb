package program

import (
	"go/ast"
	"go/types"
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ssatest"
)

// build returns a package with all of its functions, as the scan of its syntax
// hands it on.
func build(t *testing.T, text string, others map[string]string) *Package {
	t.Helper()
	pass := ssatest.Build(t, text, others).Pass()
	p := &Package{
		Pass:     pass,
		Config:   new(Config),
		Declared: make(map[*types.Func]*Declared),
		Vars:     make(map[*types.Var]ast.Expr),
		Wanted:   make(map[*types.Var]bool),
		Reach:    make(map[*types.Package]bool),
		Helpers:  make(map[*types.Func]*facts.Summary),
		Imported: make(map[*types.Package]*facts.PackageSummary),
		BySSA:    make(map[*ssa.Function]*Function),
		Syntaxes: make(map[*ssa.Function]*Syntax),
		SDKCodes: make(map[*types.Package][]string),
		Kept:     make(map[*types.Func]bool),
	}
	for _, decl := range pass.Files[0].Decls {
		if decl, ok := decl.(*ast.FuncDecl); ok {
			object := pass.TypesInfo.Defs[decl.Name].(*types.Func)
			d := &Declared{Object: object, Decl: decl}
			p.Declared[object], p.Kept[object] = d, true
			p.Order = append(p.Order, d)
		}
	}
	p.Build(p.Kept)
	return p
}

// function returns the function, or the method, of a name.
func (p *Package) function(t *testing.T, name string) *Function {
	t.Helper()
	for _, f := range p.Functions {
		if f.Object != nil && f.Object.Name() == name {
			return f
		}
	}
	t.Fatalf("no function %s", name)
	return nil
}

// returned returns the results of a function's only return.
func returned(t *testing.T, f *Function) []ssa.Value {
	t.Helper()
	all := ssatest.Instructions[*ssa.Return](f.SSA)
	if len(all) != 1 {
		t.Fatalf("%s returns %d times", f.SSA, len(all))
	}
	return all[0].Results
}
