// Package solo runs the analyzer on one package by itself, without the go
// command, whether the package type-checks or not: what editors, tests and
// fuzzers have in hand.
package solo

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"reflect"

	"golang.org/x/tools/go/analysis"
)

// A Package is a package with what could be found out about its types.
type Package struct {
	Fset   *token.FileSet
	Files  []*ast.File
	Types  *types.Package
	Info   *types.Info
	Errors []types.Error
}

// Parse parses and type-checks what it can of a package of one file.
func Parse(path, src string, imports types.Importer) *Package {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "solo.go", src, parser.ParseComments|parser.AllErrors|parser.SkipObjectResolution)
	if file == nil {
		return Check(path, fset, nil, imports)
	}
	p := Check(path, fset, []*ast.File{file}, imports)
	if err != nil {
		p.Errors = append(p.Errors, types.Error{Fset: fset, Pos: file.FileStart, Msg: err.Error()})
	}
	return p
}

// Check type-checks what it can of a package.
func Check(path string, fset *token.FileSet, files []*ast.File, imports types.Importer) *Package {
	p := &Package{Fset: fset, Files: files, Info: &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue), Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object),
		Implicits: make(map[ast.Node]types.Object), Selections: make(map[*ast.SelectorExpr]*types.Selection), Scopes: make(map[ast.Node]*types.Scope),
		Instances: make(map[*ast.Ident]types.Instance), FileVersions: make(map[*ast.File]string),
	}}
	config := &types.Config{Importer: imports, Error: func(err error) {
		if typed, ok := err.(types.Error); ok {
			p.Errors = append(p.Errors, typed)
		}
	}}
	p.Types, _ = config.Check(path, fset, files, p.Info)
	return p
}

// Facts keep what is known of packages for those that import them. The zero
// value knows nothing; nil also learns nothing.
type Facts struct{ of map[factKey]analysis.Fact }

// A factKey is whose fact it is, an object's or a package's, and of what kind.
type factKey struct {
	owner any
	kind  reflect.Type
}

func (f *Facts) export(owner any, fact analysis.Fact) {
	if f == nil {
		return
	}
	if f.of == nil {
		f.of = make(map[factKey]analysis.Fact)
	}
	f.of[factKey{owner, reflect.TypeOf(fact)}] = fact
}

func (f *Facts) get(owner any, into analysis.Fact) bool {
	if f == nil {
		return false
	}
	fact, ok := f.of[factKey{owner, reflect.TypeOf(into)}]
	if ok {
		reflect.ValueOf(into).Elem().Set(reflect.ValueOf(fact).Elem())
	}
	return ok
}

// Analyze runs an analyzer that requires no other.
func (p *Package) Analyze(a *analysis.Analyzer, facts *Facts) (found []analysis.Diagnostic, err error) {
	if len(p.Files) == 0 {
		return nil, nil // no driver asks for it
	}
	_, err = a.Run(&analysis.Pass{
		Analyzer: a, Fset: p.Fset, Files: p.Files, Pkg: p.Types, TypesInfo: p.Info, TypesSizes: types.SizesFor("gc", "amd64"),
		TypeErrors:        p.Errors,
		Report:            func(d analysis.Diagnostic) { found = append(found, d) },
		ImportObjectFact:  func(of types.Object, fact analysis.Fact) bool { return facts.get(of, fact) },
		ExportObjectFact:  func(of types.Object, fact analysis.Fact) { facts.export(of, fact) },
		ImportPackageFact: func(of *types.Package, fact analysis.Fact) bool { return facts.get(of, fact) },
		ExportPackageFact: func(fact analysis.Fact) { facts.export(p.Types, fact) },
	})
	return found, err
}

// errorsSource is the SDK's package of errors, as far as it matters.
const errorsSource = `package errors

type TencentCloudSDKError struct{ Code, Message, RequestId string }

func (e *TencentCloudSDKError) Error() string   { return e.Code }
func (e *TencentCloudSDKError) GetCode() string { return e.Code }
`

// ErrorsPath is the import path of [SDK].
const ErrorsPath = "example.com/tencentcloud/common/errors"

// SDK returns a package that the analyzer takes for the SDK's package of errors.
func SDK() *types.Package {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "errors.go", errorsSource, 0)
	if err != nil {
		return types.NewPackage(ErrorsPath, "errors") // excluded by a test
	}
	pkg, _ := new(types.Config).Check(ErrorsPath, fset, []*ast.File{file}, nil)
	return pkg
}
