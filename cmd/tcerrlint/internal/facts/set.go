package facts

import (
	"bytes"
	"cmp"
	"encoding/gob"
	"fmt"
	"go/types"
	"os"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"
	"golang.org/x/tools/go/types/objectpath"
)

// A gobFact is a fact in a file, in the encoding of the driver of x/tools.
type gobFact struct {
	PkgPath string
	Object  objectpath.Path // empty: of the package itself
	Fact    analysis.Fact
}

// A key is whose fact it is, and of what kind. The object of a package's own
// facts is nil.
type key struct {
	pkg    *types.Package
	object types.Object
	kind   reflect.Type
}

// A set is the facts of a package and of what it imports.
type set struct {
	pkg   *types.Package
	byKey map[key]analysis.Fact
}

// read reads the facts of the package's direct imports, some of them about
// packages further away.
func read(cfg *unitchecker.Config, a *analysis.Analyzer, pkg *types.Package) (*set, error) {
	for _, kind := range a.FactTypes {
		gob.Register(kind)
	}
	s := &set{pkg: pkg, byKey: make(map[key]analysis.Fact)}
	known := make(map[string]*types.Package)
	note(known, pkg.Imports())
	for _, imported := range pkg.Imports() {
		file, ok := cfg.PackageVetx[imported.Path()]
		if !ok {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		if len(data) == 0 {
			continue
		}
		var list []gobFact
		if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&list); err != nil {
			return nil, fmt.Errorf("facts of package %q: %w", imported.Path(), err)
		}
		for _, g := range list {
			of := known[g.PkgPath]
			if of == nil {
				continue // of no use here
			}
			k := key{pkg: of, kind: reflect.TypeOf(g.Fact)}
			if g.Object != "" {
				if k.object, err = objectpath.Object(of, g.Object); err != nil {
					continue // not exported
				}
			}
			s.byKey[k] = g.Fact
		}
	}
	return s, nil
}

// note notes the packages, and those that they import, by their paths.
func note(known map[string]*types.Package, pkgs []*types.Package) {
	for _, pkg := range pkgs {
		if known[pkg.Path()] == nil {
			known[pkg.Path()] = pkg
			note(known, pkg.Imports())
		}
	}
}

// encode encodes the facts of this package, and those of others that an importer
// of this one does not get from them: about types, methods and fields.
func (s *set) encode() ([]byte, error) {
	paths := new(objectpath.Encoder)
	var list []gobFact
	for k, fact := range s.byKey {
		if k.pkg != s.pkg && !travels(k.object) {
			continue
		}
		g := gobFact{PkgPath: k.pkg.Path(), Fact: fact}
		if k.object != nil {
			path, err := paths.For(k.object)
			if err != nil {
				continue // nobody can name it
			}
			g.Object = path
		}
		list = append(list, g)
	}
	if len(list) == 0 {
		return nil, nil
	}
	slices.SortFunc(list, func(a, b gobFact) int {
		return cmp.Or(
			cmp.Compare(a.PkgPath, b.PkgPath),
			cmp.Compare(a.Object, b.Object),
			cmp.Compare(reflect.TypeOf(a.Fact).String(), reflect.TypeOf(b.Fact).String()),
		)
	})
	var data bytes.Buffer
	err := gob.NewEncoder(&data).Encode(list)
	return data.Bytes(), err
}

// travels reports whether a fact about an object goes on to importers that do not
// import the object's package.
func travels(object types.Object) bool {
	if object == nil {
		return false
	}
	_, isType := object.(*types.TypeName)
	return isType || object.Parent() != object.Pkg().Scope()
}

// get copies a fact, if there is one.
func (s *set) get(k key, into analysis.Fact) bool {
	fact, ok := s.byKey[k]
	if ok {
		reflect.ValueOf(into).Elem().Set(reflect.ValueOf(fact).Elem())
	}
	return ok
}

func (s *set) importObject(object types.Object, into analysis.Fact) bool {
	return s.get(key{object.Pkg(), object, reflect.TypeOf(into)}, into)
}

func (s *set) exportObject(object types.Object, fact analysis.Fact) {
	s.byKey[key{s.pkg, object, reflect.TypeOf(fact)}] = fact
}

func (s *set) importPackage(pkg *types.Package, into analysis.Fact) bool {
	return s.get(key{pkg, nil, reflect.TypeOf(into)}, into)
}

func (s *set) exportPackage(fact analysis.Fact) {
	s.byKey[key{s.pkg, nil, reflect.TypeOf(fact)}] = fact
}

func (s *set) allObjects() (list []analysis.ObjectFact) {
	for k, fact := range s.byKey {
		if k.object != nil {
			list = append(list, analysis.ObjectFact{Object: k.object, Fact: fact})
		}
	}
	return list
}

func (s *set) allPackages() (list []analysis.PackageFact) {
	for k, fact := range s.byKey {
		if k.object == nil {
			list = append(list, analysis.PackageFact{Package: k.pkg, Fact: fact})
		}
	}
	return list
}
