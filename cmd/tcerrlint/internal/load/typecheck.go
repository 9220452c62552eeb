package load

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"os"
	"runtime"
	"sync"

	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/glance"
)

// check parses and type-checks the packages and all their dependencies, each
// after its imports, and gives those that can matter to use. Of the others it
// makes the types of their declarations only. [packages.Load] can do neither,
// and with a hundred services of the SDK the difference is gigabytes.
func check(pkgs []*packages.Package, config Config, goroot string, use func(*packages.Package)) {
	c := &checker{fset: token.NewFileSet()}
	cpu := make(chan struct{}, runtime.GOMAXPROCS(0)) // as many packages at once as there are processors
	units := make(map[*packages.Package]*loading)
	var all []*packages.Package
	packages.Visit(pkgs, nil, func(pkg *packages.Package) {
		unit := &loading{done: make(chan struct{})}
		for _, dep := range pkg.Imports {
			unit.aboveService = unit.aboveService || glance.IsService(dep.PkgPath) || units[dep].aboveService
		}
		units[pkg] = unit
		all = append(all, pkg)
	})
	for _, pkg := range pkgs {
		units[pkg].root = true
	}
	config.Progress.Stage("checking packages", len(all))
	words := namedOutside(units, goroot)
	c.keep = func(_ *packages.Package, files []*ast.File) { keepNamed(files, words.has) }
	var wg sync.WaitGroup
	for _, pkg := range all {
		wg.Go(func() {
			unit := units[pkg]
			defer close(unit.done)
			for _, dep := range pkg.Imports {
				<-units[dep].done
			}
			cpu <- struct{}{}
			defer func() { <-cpu }()
			if unit.sources == nil {
				unit.sources = readFiles(pkg.CompiledGoFiles)
			}
			if unit.root {
				config.Sums.noteFiles(unit.sources, pkg.GoFiles)
			}
			extent := unit.extent(pkg, units, config, goroot)
			c.check(pkg, unit.sources, extent)
			if extent == whole && !pkg.IllTyped {
				use(pkg)
			}
			unit.sources, pkg.Syntax, pkg.TypesInfo = nil, nil, nil
			config.Progress.Step()
		})
	}
	wg.Wait()
}

// An extent is how much of a package is parsed and checked.
type extent int

const (
	whole        extent = iota
	signatures          // no function bodies, no comments
	declarations        // nor the names of parameters
	named               // those of the declarations that the program names
)

// A loading is a package on its way.
type loading struct {
	done         chan struct{}     // closed when all below is known
	sources      map[string][]byte // the text of its files, while it is needed
	root         bool              // what is loaded the others for
	full         bool              // whatever it declares may be named next, of a service
	aboveService bool              // it depends on a service of the SDK
	matter       bool              // a finding elsewhere may depend on it
	reaches      bool              // it may have facts about errors of the API
	decoders     bool              // it may have facts about functions that decode or send
}

// extent returns how much of a package has to be known.
func (l *loading) extent(pkg *packages.Package, units map[*packages.Package]*loading, config Config, goroot string) extent {
	declares := onlyDeclares(pkg, goroot)
	if !declares && !l.isService(pkg) {
		l.matters(pkg, units)
	}
	return l.extentFor(pkg, declares, config.Whole)
}

// extentFor returns how much of a package has to be known, of which is known
// whether it only declares, and whether it matters.
func (l *loading) extentFor(pkg *packages.Package, declares, all bool) extent {
	switch {
	case l.isService(pkg) && !l.full:
		return named
	case l.root, !declares && (l.matter || all):
		return whole
	}
	return declarations
}

// matters reports whether a package that is imported may hold something that a
// finding elsewhere depends on. Where an analysis would look at facts, this has
// to go by what the packages below may have.
func (l *loading) matters(pkg *packages.Package, units map[*packages.Package]*loading) bool {
	decoders := false
	for path, dep := range pkg.Imports {
		l.reaches = l.reaches || glance.NamesSDK(path) || units[dep].reaches
		decoders = decoders || units[dep].decoders
	}
	matters := l.reaches
	for _, source := range l.sources {
		l.reaches = l.reaches || glance.MayDecodeAnswers(source)
		l.decoders = l.decoders || glance.MayServeOthers(source, decoders)
		matters = matters || glance.MayMatter(source)
	}
	l.matter = matters || l.reaches || l.decoders
	return l.matter
}

// readFiles reads the files that can be read; the parser complains of others.
func readFiles(names []string) map[string][]byte {
	sources := make(map[string][]byte, len(names))
	for _, name := range names {
		if source, err := os.ReadFile(name); err == nil {
			sources[name] = source
		}
	}
	return sources
}

// A checker checks packages of one program.
type checker struct {
	fset *token.FileSet
	keep func(*packages.Package, []*ast.File) // drops from the files of a service what nobody names
}

// check fills in the fields of the package that depend on its source, of which
// sources has the files. If it is not to be known whole, it gets its types only: no
// syntax, no types of expressions.
func (c *checker) check(pkg *packages.Package, sources map[string][]byte, extent extent) {
	pkg.Fset = c.fset
	if pkg.PkgPath == "unsafe" {
		pkg.Types = types.Unsafe
		return
	}
	c.checkTypes(pkg, sources, extent)
	pkg.IllTyped = len(pkg.Errors) > 0
	for _, dep := range pkg.Imports {
		pkg.IllTyped = pkg.IllTyped || dep.IllTyped
	}
}

func (c *checker) checkTypes(pkg *packages.Package, sources map[string][]byte, extent extent) {
	files := c.parse(pkg, sources, extent)
	if extent == named {
		c.keep(pkg, files)
	}
	c.checkFiles(pkg, sources, files, extent)
}

func (c *checker) checkFiles(pkg *packages.Package, sources map[string][]byte, files []*ast.File, extent extent) {
	if pkg.Types == nil {
		pkg.Types = types.NewPackage(pkg.PkgPath, pkg.Name)
	}
	config := &types.Config{
		Importer:         importer(pkg.Imports),
		Sizes:            pkg.TypesSizes,
		IgnoreFuncBodies: extent != whole,
		FakeImportC:      extent != whole,
		Error:            func(err error) { addError(pkg, err) },
	}
	if pkg.Module != nil && pkg.Module.GoVersion != "" {
		config.GoVersion = "go" + pkg.Module.GoVersion
	}
	if extent == whole {
		size := 0
		for _, source := range sources {
			size += len(source)
		}
		pkg.Syntax, pkg.TypesInfo = files, newInfo(size)
	}
	known := len(pkg.Errors)
	if err := types.NewChecker(config, c.fset, pkg.Types, pkg.TypesInfo).Files(files); err != nil && len(pkg.Errors) == known {
		addError(pkg, err)
	}
	if extent != whole {
		// Where its lines begin would take as much memory as a third of its types.
		for _, file := range files {
			c.fset.RemoveFile(c.fset.File(file.FileStart))
		}
	}
}

func (c *checker) parse(pkg *packages.Package, sources map[string][]byte, extent extent) []*ast.File {
	var files []*ast.File
	for _, name := range pkg.CompiledGoFiles {
		file, err := c.parseFile(name, sources[name], extent)
		if err != nil {
			addError(pkg, err)
		}
		if file != nil {
			if extent > signatures {
				forgetParameters(file)
			}
			files = append(files, file)
		}
	}
	return files
}

func (c *checker) parseFile(name string, source []byte, extent extent) (*ast.File, error) {
	const mode = parser.SkipObjectResolution
	if extent != whole && source != nil {
		file, err := parser.ParseFile(c.fset, name, blanked(source), mode)
		if err == nil {
			return file, nil
		}
		if f := c.fset.File(file.FileStart); f != nil {
			c.fset.RemoveFile(f)
		}
	}
	var src any // nil: read the file
	if source != nil {
		src = source
	}
	return parser.ParseFile(c.fset, name, src, mode|parser.AllErrors|parser.ParseComments)
}

// forgetParameters takes their names from the parameters and results of functions,
// which without bodies have no use for them: the checker would make a map for those
// of each function, and these maps a quarter of all that stays.
func forgetParameters(file *ast.File) {
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		for _, list := range []*ast.FieldList{f.Recv, f.Type.Params, f.Type.Results} {
			if list == nil {
				continue
			}
			for _, field := range list.List {
				for _, name := range field.Names {
					name.Name = "_"
				}
			}
		}
	}
}

// newInfo returns room for what is known of so many bytes of source: growing the
// maps would cost a tenth of the time. The divisors were measured on the Terraform
// provider (38 MB).
func newInfo(bytes int) *types.Info {
	return &types.Info{
		Types:        make(map[ast.Expr]types.TypeAndValue, bytes/15),
		Instances:    make(map[*ast.Ident]types.Instance),
		Defs:         make(map[*ast.Ident]types.Object, bytes/120),
		Uses:         make(map[*ast.Ident]types.Object, bytes/20),
		Implicits:    make(map[ast.Node]types.Object, bytes/800),
		Selections:   make(map[*ast.SelectorExpr]*types.Selection, bytes/130),
		FileVersions: make(map[*ast.File]string),
	}
}

// An importer finds the packages that a package imports.
type importer map[string]*packages.Package

func (imports importer) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if pkg := imports[path]; pkg != nil && pkg.Types != nil {
		return pkg.Types, nil
	}
	return nil, fmt.Errorf("no package for import %q", path)
}

// addError adds an error of the parser or of the type checker to the package.
func addError(pkg *packages.Package, err error) {
	var list scanner.ErrorList
	var typeErr types.Error
	switch {
	case errors.As(err, &list):
		for _, e := range list {
			pkg.Errors = append(pkg.Errors, packages.Error{Pos: e.Pos.String(), Msg: e.Msg, Kind: packages.ParseError})
		}
	case errors.As(err, &typeErr):
		pkg.TypeErrors = append(pkg.TypeErrors, typeErr)
		pos := typeErr.Fset.Position(typeErr.Pos).String()
		pkg.Errors = append(pkg.Errors, packages.Error{Pos: pos, Msg: typeErr.Msg, Kind: packages.TypeError})
	default:
		pkg.Errors = append(pkg.Errors, packages.Error{Msg: err.Error()})
	}
}
