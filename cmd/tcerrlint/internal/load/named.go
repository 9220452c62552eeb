package load

import (
	"go/ast"
	"go/token"
	"iter"
	"slices"
	"sync"

	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/glance"
)

// names are the words by which a program may name what the services of the SDK
// declare: thousands of types and methods each, of which a program names a few.
// The others need not be type-checked.
type names map[string]bool

// add adds the words of a file that begin with a capital, wherever they stand.
func (n names) add(source []byte) {
	for i := 0; i < len(source); i++ {
		if !isLetter(source[i]) {
			continue
		}
		start := i
		for i < len(source) && isLetter(source[i]) {
			i++
		}
		if isExported(source[start:i]) && !n[string(source[start:i])] {
			n[string(source[start:i])] = true
		}
	}
}

// has reports whether a word is among them.
func (n names) has(word string) bool { return n[word] }

// isExported reports whether a word may begin with a capital.
func isExported(word []byte) bool {
	return 'A' <= word[0] && word[0] <= 'Z' || word[0] >= 0x80
}

// namedOutside returns the exported words in all packages but the standard library
// and the services of which a part is enough, and keeps the text of their files
// for later. It returns nil if there is no such service.
func namedOutside(units map[*packages.Package]*loading, goroot string) names {
	services := false
	for pkg, unit := range units {
		services = services || unit.isService(pkg)
	}
	if !services {
		return nil
	}
	all := make(names)
	var mu sync.Mutex
	var wg sync.WaitGroup
	for pkg, unit := range units {
		if unit.isService(pkg) || inStandardLibrary(pkg, goroot) {
			continue
		}
		wg.Go(func() {
			own := make(names)
			unit.sources = readFiles(pkg.CompiledGoFiles)
			for _, source := range unit.sources {
				own.add(source)
			}
			mu.Lock()
			defer mu.Unlock()
			for name := range own {
				all[name] = true
			}
		})
	}
	wg.Wait()
	return all
}

// isService reports whether the package is a service of the SDK of which the part
// that others name is enough: it is not to be analyzed, and can name nothing of
// another service itself.
func (l *loading) isService(pkg *packages.Package) bool {
	return !l.root && !l.aboveService && glance.IsService(pkg.PkgPath)
}

// A declaration is a function, a method, a type, or one of the others as a whole.
type declaration struct {
	node ast.Node
	key  declKey[string]
}

// A declKey tells what of a declaration decides whether it is needed. K is a name,
// or stands for one.
type declKey[K comparable] struct {
	name     K    // zero: it stays
	receiver K    // the type of a method
	takes    bool // a method that takes or returns one of the package's own types
}

// keepNamed drops from the files of a service what is named neither outside nor by
// what stays. The words of the standard library are not known, so a method stays
// with its type, named or not, if one of its interfaces may ask for it: one that
// takes and returns no type of the service. It returns the names by which something
// may be named.
func keepNamed(files []*ast.File, outside func(name string) bool) []string {
	decls := declarationsOf(files)
	keys := make([]declKey[string], len(decls))
	var all []string
	for i, d := range decls {
		keys[i] = d.key
		all = append(all, d.key.name, d.key.receiver)
	}
	kept := make(map[ast.Node]bool)
	for i := range reachable(keys, outside, func(i int) iter.Seq[string] { return identifiers(decls[i].node) }) {
		kept[decls[i].node] = true
	}
	for _, file := range files {
		file.Decls = slices.DeleteFunc(file.Decls, func(decl ast.Decl) bool {
			types, ok := decl.(*ast.GenDecl)
			if !ok || types.Tok != token.TYPE {
				return !kept[decl]
			}
			types.Specs = slices.DeleteFunc(types.Specs, func(spec ast.Spec) bool { return !kept[spec] })
			return len(types.Specs) == 0
		})
	}
	return all
}

// declarationsOf returns what the files of a package declare.
func declarationsOf(files []*ast.File) []declaration {
	own := make(names)
	for _, file := range files {
		for spec := range typeSpecs(file) {
			own[spec.Name.Name] = !spec.Assign.IsValid() // an alias may be of another's type
		}
	}
	var decls []declaration
	for _, file := range files {
		for spec := range typeSpecs(file) {
			d := declaration{node: spec}
			if own[spec.Name.Name] {
				d.key.name = spec.Name.Name
			}
			decls = append(decls, d)
		}
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				decls = append(decls, declaration{decl, function(decl, own)})
			case *ast.GenDecl:
				if decl.Tok != token.TYPE {
					decls = append(decls, declaration{node: decl})
				}
			}
		}
	}
	return decls
}

// identifiers yields the names in a declaration.
func identifiers(node ast.Node) iter.Seq[string] {
	return func(yield func(string) bool) {
		for n := range ast.Preorder(node) {
			if id, ok := n.(*ast.Ident); ok && !yield(id.Name) {
				return
			}
		}
	}
}

func typeSpecs(file *ast.File) iter.Seq[*ast.TypeSpec] {
	return func(yield func(*ast.TypeSpec) bool) {
		for _, decl := range file.Decls {
			if types, ok := decl.(*ast.GenDecl); ok && types.Tok == token.TYPE {
				for _, spec := range types.Specs {
					if !yield(spec.(*ast.TypeSpec)) {
						return
					}
				}
			}
		}
	}
}

// function describes a function or a method of one of the package's own types.
func function(f *ast.FuncDecl, own names) (d declKey[string]) {
	if f.Name.Name == "_" || f.Name.Name == "init" {
		return d
	}
	if f.Recv == nil || len(f.Recv.List) == 0 {
		d.name = f.Name.Name
		return d
	}
	receiver := ast.Unparen(f.Recv.List[0].Type)
	if pointer, ok := receiver.(*ast.StarExpr); ok {
		receiver = ast.Unparen(pointer.X)
	}
	if id, ok := receiver.(*ast.Ident); ok && own[id.Name] {
		d.name, d.receiver, d.takes = f.Name.Name, id.Name, takes(f, own)
	}
	return d
}

// reachable yields the places of the declarations that are named outside, or in one
// that is. In words are the names in the declaration at a place, and maybe others.
func reachable[K comparable](decls []declKey[K], outside func(K) bool, words func(int) iter.Seq[K]) iter.Seq[int] {
	return func(yield func(int) bool) {
		var always K
		// The last place with each name, and for each the one before it. A place is that
		// of a declaration by its own name, or after all of these by that of its receiver.
		last := make(map[K]int, len(decls))
		before := make([]int, 2*len(decls))
		add := func(name K, place int) {
			if other, ok := last[name]; ok {
				before[place] = other
			} else {
				before[place] = -1
			}
			last[name] = place
		}
		for i, d := range decls {
			add(d.name, i)
			if d.receiver != always {
				add(d.receiver, len(decls)+i)
			}
		}
		wanted := make(map[K]bool)
		var queue []K
		want := func(name K) {
			if _, ok := last[name]; ok && !wanted[name] {
				wanted[name] = true
				queue = append(queue, name)
			}
		}
		want(always)
		for name := range last {
			if outside(name) {
				want(name)
			}
		}
		kept := make([]bool, len(decls))
		for len(queue) > 0 {
			name := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			for place, ok := last[name]; ok && place >= 0; place = before[place] {
				i := place % len(decls)
				d := decls[i]
				asked := wanted[d.name]
				if d.receiver != always {
					asked = wanted[d.receiver] && (asked || !d.takes)
				}
				if !asked || kept[i] {
					continue
				}
				kept[i] = true
				if !yield(i) {
					return
				}
				for word := range words(i) {
					want(word)
				}
			}
		}
	}
}

// takes reports whether a method takes or returns one of the package's own types.
func takes(f *ast.FuncDecl, own names) bool {
	found := false
	for _, list := range []*ast.FieldList{f.Type.Params, f.Type.Results} {
		if list == nil {
			continue
		}
		for _, field := range list.List {
			ast.Inspect(field.Type, func(n ast.Node) bool {
				id, ok := n.(*ast.Ident)
				found = found || ok && own[id.Name]
				_, qualified := n.(*ast.SelectorExpr)
				return !found && !qualified
			})
		}
	}
	return found
}
