package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// engine lists the folders whose decisions are switched off: what the analysis
// consists of, without the catalog and the texts of rules.
var engine = []string{"internal"}

// support lists folders below engine that decide nothing.
var support = map[string]bool{"stress": true, "testfiles": true, "gen": true, "rules": true, "codes": true, "sdk": true, "jsonshape": true}

// A mutant is a part of the engine switched off.
type mutant struct {
	name   string // folder/file.go:what=how
	kind   string // heuristic, bound or model
	file   string
	source []byte
	fate   fate
}

// find returns the mutants whose names match, in order.
func find(only *regexp.Regexp) ([]mutant, error) {
	var mutants []mutant
	for _, dir := range engine {
		if _, err := os.Stat(dir); os.IsNotExist(err) {
			continue
		}
		err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && (support[d.Name()] || d.Name() == "testdata"):
				return fs.SkipDir
			case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
				return nil
			}
			found, err := mutantsOf(filepath.ToSlash(name))
			mutants = append(mutants, found...)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	mutants = slices.DeleteFunc(mutants, func(m mutant) bool { return !only.MatchString(m.name) })
	slices.SortStableFunc(mutants, func(a, b mutant) int { return cmp.Compare(a.name, b.name) })
	return mutants, nil
}

// mutantsOf returns the mutants of one file.
func mutantsOf(name string) ([]mutant, error) {
	source, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var mutants []mutant
	add := func(kind, what string, start, end token.Pos, text string) {
		from, to := fset.Position(start).Offset, fset.Position(end).Offset
		changed := slices.Concat(source[:from], []byte(text), source[to:])
		mutants = append(mutants, mutant{name: name + ":" + what, kind: kind, file: name, source: changed})
	}
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if !answersBool(decl) || decl.Body == nil {
				continue
			}
			for _, answer := range []string{"false", "true"} {
				if onlyReturns(decl.Body, answer) {
					continue
				}
				at := decl.Body.Lbrace + 1
				add("heuristic", funcName(decl)+"="+answer, at, at, " if true { return "+answer+" };")
			}
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				value, ok := spec.(*ast.ValueSpec)
				if !ok {
					continue
				}
				for i, id := range value.Names {
					if i >= len(value.Values) {
						break
					}
					if decl.Tok == token.CONST && strings.HasPrefix(strings.ToLower(id.Name), "max") {
						add("bound", id.Name+"=1", value.Values[i].Pos(), value.Values[i].End(), "1")
					}
					if table, ok := value.Values[i].(*ast.CompositeLit); ok && filepath.Base(filepath.Dir(name)) == "model" {
						for _, entry := range table.Elts {
							add("model", id.Name+"-"+entryName(source, fset, entry), entry.Pos(), entry.End()+1, "")
						}
					}
				}
			}
		}
	}
	return mutants, nil
}

// answersBool reports whether a function has one result, a bool.
func answersBool(f *ast.FuncDecl) bool {
	r := f.Type.Results
	if r == nil || len(r.List) != 1 || len(r.List[0].Names) > 1 {
		return false
	}
	id, ok := r.List[0].Type.(*ast.Ident)
	return ok && id.Name == "bool"
}

// onlyReturns reports whether a body is "return answer" already.
func onlyReturns(body *ast.BlockStmt, answer string) bool {
	if len(body.List) != 1 {
		return false
	}
	ret, ok := body.List[0].(*ast.ReturnStmt)
	if !ok || len(ret.Results) != 1 {
		return false
	}
	id, ok := ret.Results[0].(*ast.Ident)
	return ok && id.Name == answer
}

func funcName(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return f.Name.Name
	}
	t := f.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if index, ok := t.(*ast.IndexExpr); ok {
		t = index.X
	}
	return fmt.Sprintf("%s.%s", t, f.Name.Name)
}

// entryName returns the beginning of a table's entry, which names it.
func entryName(source []byte, fset *token.FileSet, entry ast.Expr) string {
	if pair, ok := entry.(*ast.KeyValueExpr); ok {
		entry = pair.Key
	}
	text := string(source[fset.Position(entry.Pos()).Offset:fset.Position(entry.End()).Offset])
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > 80 {
		text = text[:80]
	}
	return text
}
