package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/tools/internal/units"
)

// A rewriting changes how code is written and not what it does.
type rewriting struct {
	name  string
	least int // it must fit at least so many sites of the test programs
	find  func(*source) []site

	// What is compared with: the program as it is written, or, where a rewriting
	// means more than how code is written, the program with that alone.
	exports bool // with the functions exported, which anybody may call then
}

// A site is where a rewriting fits.
type site struct {
	name  string // of the function, variable or place
	edits []edit
	moved string   // a declaration for the package beside
	needs []string // paths of packages that moved imports
	gone  string   // the name that code has no more
	first []edit   // what the program that is compared with has of it
	body  lines    // of the function that moves
	uses  []lines  // of it
}

// lines are some of a file, from the first to the last.
type lines struct {
	file        string
	first, last int
}

func (s *source) lines(n ast.Node) lines {
	from, to := s.Fset.Position(n.Pos()), s.Fset.Position(n.End())
	return lines{from.Filename, from.Line, to.Line}
}

func (l lines) hold(f finding) bool { return l.file == f.file && l.first <= f.line && f.line <= l.last }

// An edit replaces the bytes from..to of a file.
type edit struct {
	file     *ast.File
	from, to token.Pos
	text     string
}

// A source is a package whose code is rewritten.
type source struct {
	*packages.Package
	texts map[*ast.File][]byte
}

func newSource(pkg *packages.Package) (*source, error) {
	s := &source{pkg, make(map[*ast.File][]byte)}
	for _, file := range pkg.Syntax {
		data, err := os.ReadFile(s.name(file))
		if err != nil {
			return nil, err
		}
		s.texts[file] = data
	}
	return s, nil
}

func (s *source) name(file *ast.File) string { return s.Fset.PositionFor(file.Pos(), false).Filename }

func (s *source) offset(pos token.Pos) int { return s.Fset.PositionFor(pos, false).Offset }

// text returns how something is written.
func (s *source) text(file *ast.File, n ast.Node) string { return s.between(file, n.Pos(), n.End()) }

func (s *source) between(file *ast.File, from, to token.Pos) string {
	return string(s.texts[file][s.offset(from):s.offset(to)])
}

// insert is an edit that only adds.
func insert(file *ast.File, at token.Pos, text string) edit { return edit{file, at, at, text} }

// replace is an edit of a whole node.
func replace(file *ast.File, n ast.Node, text string) edit {
	return edit{file, n.Pos(), n.End(), text}
}

// functions calls f with each function that has a body.
func (s *source) functions(f func(*ast.File, *ast.FuncDecl)) {
	for _, file := range s.Syntax {
		for _, decl := range file.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Body != nil {
				f(file, fn)
			}
		}
	}
}

// at names a place.
func (s *source) at(pos token.Pos) string {
	p := s.Fset.Position(pos)
	return fmt.Sprintf("%s:%d", filepath.Base(p.Filename), p.Line)
}

// A build is a module with some packages rewritten.
type build struct {
	of   map[*packages.Package]*packages.Package // rewritten and checked, by the original
	path map[string]*packages.Package            // all that was loaded

	units *units.Program
	a     *analysis.Analyzer
}

func (m *module) build() *build {
	return &build{make(map[*packages.Package]*packages.Package), m.path, units.New(nil), m.a}
}

func (b *build) known(path string) *packages.Package {
	if pkg := b.of[b.path[path]]; pkg != nil {
		return pkg
	}
	return b.path[path]
}

// rewritten returns the package with as many of the sites rewritten as
// type-check together, and these.
func (b *build) rewritten(s *source, sites []site) (*packages.Package, []*packages.Package, []site, error) {
	if pkg, extra, err := b.check(s, sites); err == nil {
		return pkg, extra, sites, nil
	} else if os.Getenv("METAMORPHIC_DEBUG") != "" && len(sites) > 0 {
		fmt.Fprintln(os.Stderr, s.PkgPath, err)
	}
	var kept []site
	for _, each := range sites {
		if _, _, err := b.check(s, append(kept[:len(kept):len(kept)], each)); err == nil {
			kept = append(kept, each)
		} else if os.Getenv("METAMORPHIC_DEBUG") != "" {
			fmt.Fprintln(os.Stderr, "  without", each.name, err)
		}
	}
	pkg, extra, err := b.check(s, kept)
	return pkg, extra, kept, err
}

// check writes, parses and type-checks a package with these sites rewritten.
func (b *build) check(s *source, sites []site) (*packages.Package, []*packages.Package, error) {
	var edits []edit
	var moved strings.Builder
	needs := make(map[string]bool)
	for _, each := range sites {
		edits = append(edits, each.edits...)
		moved.WriteString(each.moved)
		for _, path := range each.needs {
			needs[path] = true
		}
	}
	var extra []*packages.Package
	imports := maps.Clone(s.Imports)
	if moved.Len() > 0 {
		path := s.PkgPath + "/zzmoved"
		var text strings.Builder
		text.WriteString("package zzmoved\n")
		for _, need := range slices.Sorted(maps.Keys(needs)) {
			fmt.Fprintf(&text, "import %s\n", need)
		}
		text.WriteString(moved.String())
		beside, err := b.typecheck(s, path, "zzmoved", map[string]string{filepath.Join(s.dir(), "zzmoved", "zzmoved.go"): text.String()}, imports)
		if err != nil {
			return nil, nil, err
		}
		extra = append(extra, beside)
		imports[path] = beside
	}
	texts := make(map[string]string)
	for _, file := range s.Syntax {
		text, err := s.apply(file, edits)
		if err != nil {
			return nil, nil, err
		}
		texts[s.name(file)] = text
	}
	pkg, err := b.typecheck(s, s.PkgPath, s.Name, texts, imports)
	return pkg, extra, err
}

// firsts returns sites with what the program that is compared with has of them.
func firsts(sites []site) []site {
	var list []site
	for _, each := range sites {
		list = append(list, site{name: each.name, edits: each.first})
	}
	return list
}

func (s *source) dir() string { return filepath.Dir(s.name(s.Syntax[0])) }

// apply returns the text of a file with its edits made. What is to be imported or
// declared for all is so once.
func (s *source) apply(file *ast.File, edits []edit) (string, error) {
	var own []edit
	imported := make(map[string]bool)
	for _, e := range edits {
		if e.file != file || imported[e.text] {
			continue
		}
		imported[e.text] = strings.HasPrefix(e.text, "; import ") || e.text == has
		own = append(own, e)
	}
	slices.SortStableFunc(own, func(a, b edit) int { return s.offset(a.from) - s.offset(b.from) })
	var text strings.Builder
	done := 0
	for _, e := range own {
		from, to := s.offset(e.from), s.offset(e.to)
		if from < done {
			return "", fmt.Errorf("%s: a site inside another", s.at(e.from))
		}
		text.Write(s.texts[file][done:from])
		text.WriteString(e.text)
		done = to
	}
	text.Write(s.texts[file][done:])
	return text.String(), nil
}

// typecheck checks files, with imports from the module as it is rewritten.
func (b *build) typecheck(s *source, path, name string, texts map[string]string, imports map[string]*packages.Package) (*packages.Package, error) {
	now := make(map[string]*packages.Package)
	for path, pkg := range imports {
		if other := b.of[pkg]; other != nil {
			pkg = other
		}
		now[path] = pkg
	}
	pkg := &packages.Package{ID: path, PkgPath: path, Name: name, Fset: s.Fset, Module: s.Module, Imports: now, TypesSizes: s.TypesSizes,
		TypesInfo: &types.Info{
			Types: make(map[ast.Expr]types.TypeAndValue), Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object),
			Implicits: make(map[ast.Node]types.Object), Instances: make(map[*ast.Ident]types.Instance), Scopes: make(map[ast.Node]*types.Scope),
			Selections: make(map[*ast.SelectorExpr]*types.Selection), FileVersions: make(map[*ast.File]string),
		}}
	for _, file := range slices.Sorted(maps.Keys(texts)) {
		syntax, err := parser.ParseFile(s.Fset, file, texts[file], parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		pkg.Syntax = append(pkg.Syntax, syntax)
	}
	config := types.Config{Sizes: s.TypesSizes, GoVersion: "go" + s.Module.GoVersion, Importer: importer(func(path string) (*types.Package, error) {
		if path == "unsafe" {
			return types.Unsafe, nil
		}
		if p := now[path]; p != nil {
			return p.Types, nil
		}
		if p := b.known(path); p != nil {
			now[path] = p
			return p.Types, nil
		}
		return nil, fmt.Errorf("no package %s", path)
	})}
	var first error
	config.Error = func(err error) {
		// What is moved away may have been the only use of an import.
		if first == nil && !strings.HasSuffix(err.Error(), "imported and not used") {
			first = err
		}
	}
	pkg.Types, _ = config.Check(path, s.Fset, pkg.Syntax, pkg.TypesInfo)
	return pkg, first
}

type importer func(string) (*types.Package, error)

func (i importer) Import(path string) (*types.Package, error) { return i(path) }
