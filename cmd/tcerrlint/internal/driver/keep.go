package driver

import (
	"cmp"
	"fmt"
	"go/types"
	"path/filepath"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/types/objectpath"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/cache"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
)

// A keptFact is a fact as it is encoded.
type keptFact struct {
	Object objectpath.Path // empty: of the package itself
	Kind   string          // the name of its type
	Value  []byte
}

// Encode encodes what was found of a package: the findings, and the facts for
// those that import it. Both are the same whatever was analyzed before.
func (d *Driver) Encode(pkg *packages.Package) (findings, facts []byte, err error) {
	r := d.Result(pkg.Types)
	if r == nil || r.Err != nil {
		return nil, nil, fmt.Errorf("package %s was not analyzed", pkg.PkgPath)
	}
	if findings, err = finding.Encode(r.Findings, folder(pkg)); err != nil {
		return nil, nil, err
	}
	if facts = r.encoded; facts == nil {
		facts, err = encodeFacts(r.facts)
	}
	return findings, facts, err
}

// Restore takes what was encoded of a package in another run. Its types, and those
// of all that they mention, need only be there when somebody asks for its facts.
func (d *Driver) Restore(pkg *packages.Package, findings, facts []byte) error {
	r := &Result{Package: pkg, encoded: facts}
	var err error
	if r.Findings, err = finding.Decode(findings, folder(pkg)); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.results[pkg.Types] = r
	return nil
}

// folder returns the folder of a package.
func folder(pkg *packages.Package) string {
	if len(pkg.GoFiles) == 0 {
		return ""
	}
	return filepath.Dir(pkg.GoFiles[0])
}

func encodeFacts(facts map[factKey]analysis.Fact) ([]byte, error) {
	paths := new(objectpath.Encoder)
	kept := []keptFact{}
	for key, fact := range facts {
		k := keptFact{Kind: kindOf(fact)}
		var err error
		if key.object != nil {
			if k.Object, err = paths.For(key.object); err != nil {
				continue // nobody can name it
			}
		}
		if k.Value, err = cache.Encode(nil, fact); err != nil {
			return nil, err
		}
		kept = append(kept, k)
	}
	slices.SortFunc(kept, func(a, b keptFact) int {
		return cmp.Or(cmp.Compare(a.Object, b.Object), cmp.Compare(a.Kind, b.Kind))
	})
	return cache.Encode(nil, kept)
}

func kindOf(fact analysis.Fact) string { return reflect.TypeOf(fact).Elem().Name() }

// decodeFacts decodes the facts of a package that has its types. Those about what
// it no longer declares are left out.
func decodeFacts(data []byte, pkg *types.Package, kinds []analysis.Fact) (map[factKey]analysis.Fact, error) {
	var kept []keptFact
	if _, err := cache.Decode(data, &kept); err != nil {
		return nil, err
	}
	facts := make(map[factKey]analysis.Fact)
	for _, k := range kept {
		i := slices.IndexFunc(kinds, func(kind analysis.Fact) bool { return kindOf(kind) == k.Kind })
		if i < 0 {
			return nil, fmt.Errorf("unknown fact %q", k.Kind)
		}
		kind := reflect.TypeOf(kinds[i])
		fact := reflect.New(kind.Elem())
		if _, err := cache.Decode(k.Value, fact.Interface()); err != nil {
			return nil, err
		}
		key := factKey{kind: kind}
		if k.Object != "" {
			object, err := objectpath.Object(pkg, k.Object)
			if err != nil {
				return nil, err
			}
			key.object = object
		}
		facts[key] = fact.Interface().(analysis.Fact)
	}
	return facts, nil
}

// known returns the facts of a result, those from another run when they are first
// asked for.
func (d *Driver) known(r *Result) map[factKey]analysis.Fact {
	r.decode.Do(func() {
		if r.encoded != nil {
			r.facts, r.Err = decodeFacts(r.encoded, r.Package.Types, d.analyzer.FactTypes)
		}
	})
	return r.facts
}

// travelling returns facts as they are to other packages in whatever driver: with
// the exported fields alone.
func travelling(facts map[factKey]analysis.Fact) error {
	for key, fact := range facts {
		data, err := cache.Encode(nil, fact)
		if err != nil {
			return err
		}
		copied := reflect.New(key.kind.Elem())
		if _, err := cache.Decode(data, copied.Interface()); err != nil {
			return err
		}
		facts[key] = copied.Interface().(analysis.Fact)
	}
	return nil
}
