package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// engine lists the folders whose decisions are switched off: what the analysis
// consists of, without the catalog and the texts of rules.
var engine = []string{"internal"}

// support lists folders below engine that decide nothing.
var support = map[string]bool{"stress": true, "testfiles": true, "ssatest": true, "gen": true, "rules": true, "codes": true, "sdk": true, "jsonshape": true}

// A mutant is a part of the engine switched off.
type mutant struct {
	name string // folder/file.go:what=how
	kind string // heuristic, choice, bound or model
	file string
	id   int // the number that switches it off; from 1, in the order of the sources
	edit edit
	record
}

// An edit of a file that switches a part off where switches.Off is a number.
type edit struct {
	offset int
	text   string // with %d for the number; "" for a bound or an entry, which are changed where they are used
	table  string // the constant or table
	entry  int    // of the table
	keys   string // of a table that is a map, the list of its keys
}

// find returns all mutants, in the order of the sources.
func find() ([]mutant, error) {
	names, err := sources()
	if err != nil {
		return nil, err
	}
	var mutants []mutant
	for _, name := range names {
		found, err := mutantsOf(name)
		if err != nil {
			return nil, err
		}
		mutants = append(mutants, found...)
	}
	for i := range mutants {
		mutants[i].id = i + 1
	}
	return mutants, nil
}

// sources returns the files of the engine, sorted.
func sources() (names []string, err error) {
	for _, dir := range engine {
		err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && (support[d.Name()] || d.Name() == "testdata"):
				return fs.SkipDir
			case !d.IsDir() && strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go"):
				names = append(names, filepath.ToSlash(name))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return names, nil
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
	add := func(kind, what string, e edit) {
		mutants = append(mutants, mutant{name: name + ":" + what, kind: kind, file: name, edit: e})
	}
	text := func(n ast.Node) string {
		return string(source[fset.Position(n.Pos()).Offset:fset.Position(n.End()).Offset])
	}
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if decl.Body == nil {
				continue
			}
			at := fset.Position(decl.Body.Lbrace).Offset + 1
			switch results := resultTypes(decl, text); {
			case len(results) == 1 && results[0] == "bool":
				for _, answer := range []string{"false", "true"} {
					if !onlyReturns(decl.Body, answer) {
						add("heuristic", funcName(decl)+"="+answer, edit{offset: at, text: " if zzswitches.On(%d) { return " + answer + " };"})
					}
				}
			case len(results) == 2 && results[1] == "bool":
				add("choice", funcName(decl)+"=none", edit{offset: at, text: " if zzswitches.On(%d) { var zznone " + results[0] + "; return zznone, false };"})
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
						add("bound", id.Name+"=1", edit{table: id.Name})
					}
					if table, ok := value.Values[i].(*ast.CompositeLit); ok && filepath.Base(filepath.Dir(name)) == "model" {
						keys := keysOf(table, text)
						for n, entry := range table.Elts {
							add("model", id.Name+"-"+entryName(text(entry)), edit{table: id.Name, entry: n, keys: keys})
						}
					}
				}
			}
		}
	}
	return mutants, nil
}

// keysOf returns the list of the keys of a map, as a literal; "" of what is no map.
func keysOf(table *ast.CompositeLit, text func(ast.Node) string) string {
	m, ok := table.Type.(*ast.MapType)
	if !ok {
		return ""
	}
	var keys []string
	for _, entry := range table.Elts {
		keys = append(keys, text(entry.(*ast.KeyValueExpr).Key))
	}
	return "[]" + text(m.Key) + "{" + strings.Join(keys, ", ") + "}"
}

// resultTypes returns how the types of a function's results are written.
func resultTypes(f *ast.FuncDecl, text func(ast.Node) string) []string {
	var types []string
	if f.Type.Results == nil {
		return nil
	}
	for _, field := range f.Type.Results.List {
		for range max(1, len(field.Names)) {
			types = append(types, text(field.Type))
		}
	}
	return types
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
func entryName(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > 80 {
		text = text[:80]
	}
	return text
}
