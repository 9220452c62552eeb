package relevance

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

// A package that has nothing to do with the SDK may still know its codes: as strings.

// TextsForOthers reports whether a package has functions that tell others about
// strings which may be codes.
func TextsForOthers(p *program.Package) bool {
	if p.IsStd(p.Pass.Pkg) {
		return false
	}
	var texts textSearch
	tells, knows := false, false
	for _, file := range p.Pass.Files {
		if !texts.in(file) {
			continue
		}
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			if object, ok := p.Pass.TypesInfo.Defs[f.Name].(*types.Func); ok {
				tells = tells || program.MayKnowTexts(object)
				knows = knows || texts.knows(object, f.Body) // which the exported one calls, perhaps
			}
		}
	}
	return tells && knows
}

// tellsOthers reports whether a function may tell other packages of strings, or of codes
// inside answers.
func tellsOthers(p *program.Package, d *program.Declared, texts *textSearch) bool {
	sig := d.Object.Signature()
	return makesSet(p, d.Object) || texts.knows(d.Object, d.Decl.Body) ||
		p.SDK && program.Visible(d.Object) && (FillsMaps(sig) || takesStrings(sig) && MakesLists(sig) || takesStatus(p, sig))
}

// A textSearch looks in syntax for a code, or a dot at which a code is taken apart. It
// is used again and again: most functions have no such text, and cost no memory.
type textSearch struct{ found bool }

// knows reports whether a function is about strings, and names codes or a dot.
func (s *textSearch) knows(f *types.Func, body *ast.BlockStmt) bool {
	return program.IsAboutTexts(f.Signature()) && s.in(body)
}

func (s *textSearch) in(n ast.Node) bool {
	s.found = false
	ast.Walk(s, n)
	return s.found
}

func (s *textSearch) Visit(n ast.Node) ast.Visitor {
	// Of what does not parse a literal may be no more than its beginning.
	if lit, ok := n.(*ast.BasicLit); ok && (lit.Kind == token.STRING || lit.Kind == token.CHAR) && len(lit.Value) > 1 {
		text := lit.Value[1 : len(lit.Value)-1]
		s.found = s.found || text == "." || sdk.KnowsCode(text)
	}
	if s.found {
		return nil
	}
	return s
}
