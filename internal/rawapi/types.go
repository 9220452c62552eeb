// Package rawapi recognises answers of the API that no SDK decodes: the types of a
// package that have their shape, the error types that it fills from them, and the
// hosts that it speaks to. Values are the business of package rawvalue.
package rawapi

import (
	"go/ast"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
)

// Types is what a package has to do with answers that no SDK decodes; nil when
// it has nothing.
type Types struct {
	pass    *analysis.Pass
	answers map[types.Type]bool
	Parts   map[*types.TypeName]jsonshape.Level // named types of this package that are part of an answer
	Own     map[*types.TypeName]bool            // error types of this package that are filled with codes
	Maybe   map[*types.TypeName]bool            // error types of this package that may be
	facts   map[*types.TypeName]*facts.Wire     // imported; nil: has none
	structs []*types.TypeName                   // of this package
	marked  map[markedPart]bool                 // what markParts has seen
	Hosts   hosts
	Marking bool // own error types are not known yet
	SDK     bool // the package can also name an error of the SDK
}

// NewWires returns the types of a package before any was looked at; sdk: it can
// also name an error of the SDK.
func NewWires(pass *analysis.Pass, sdk bool) *Types {
	return &Types{
		pass:    pass,
		answers: make(map[types.Type]bool),
		Parts:   make(map[*types.TypeName]jsonshape.Level),
		Own:     make(map[*types.TypeName]bool),
		Maybe:   make(map[*types.TypeName]bool),
		facts:   make(map[*types.TypeName]*facts.Wire),
		marked:  make(map[markedPart]bool),
		SDK:     sdk,
	}
}

// FindWires returns what the package has to do with answers on the wire. It
// looks at what the type checker recorded, and walks syntax only in packages
// that import a JSON package.
func FindWires(pass *analysis.Pass, sdk bool) *Types {
	w := NewWires(pass, sdk)
	found := w.markDeclared()
	found = w.selects() || found
	if found || sdk {
		w.noteErrors()
	}
	if len(w.Parts) > 0 {
		w.unmarkShared()
	}
	if found || len(w.Maybe) > 0 || w.hasDynamic() {
		w.Hosts = FindHosts(pass)
		return w
	}
	return nil
}

// selects reports whether the package reads a field of a part of an answer, or
// of an error of another package that is filled from one.
func (w *Types) selects() bool {
	found := false
	seen := make(map[types.Type]bool)
	for _, sel := range w.pass.TypesInfo.Selections {
		if sel.Kind() != types.FieldVal {
			continue
		}
		t := ir.Deref(sel.Recv())
		if seen[t] {
			continue
		}
		seen[t] = true
		switch {
		case w.IsAnswer(t):
			found = true
			w.markParts(jsonshape.Struct(t), jsonshape.Answer) // declared in a function, say
		case jsonshape.IsEnvelope(t):
			found = true
		default:
			if named, ok := t.(*types.Named); ok && !found {
				fact := w.factOf(named.Obj())
				found = fact != nil
			}
		}
	}
	return found
}

// IsAnswer reports whether a value of type t, or what it points to, is a whole
// answer.
func (w *Types) IsAnswer(t types.Type) bool {
	if w == nil || t == nil {
		return false
	}
	t = ir.Deref(t)
	is, ok := w.answers[t]
	if !ok {
		is = jsonshape.IsAnswer(t)
		w.answers[t] = is
	}
	return is
}

// LevelOf returns the part of an answer that a named type, or what t points
// to, is known to be.
func (w *Types) LevelOf(t types.Type) jsonshape.Level {
	if w == nil || t == nil {
		return jsonshape.None
	}
	named, ok := ir.Deref(t).(*types.Named)
	if !ok {
		return jsonshape.None
	}
	object := named.Obj()
	if object.Pkg() == w.pass.Pkg {
		return w.Parts[object]
	}
	if fact := w.factOf(object); fact != nil {
		return fact.Level
	}
	return jsonshape.None
}

func (w *Types) factOf(object *types.TypeName) *facts.Wire {
	if object.Pkg() == nil || object.Pkg() == w.pass.Pkg {
		return nil
	}
	fact, ok := w.facts[object]
	if !ok {
		if s := jsonshape.Struct(object.Type()); s != nil {
			fact = new(facts.Wire)
			if !w.pass.ImportObjectFact(object, fact) {
				fact = nil
			}
		}
		w.facts[object] = fact
	}
	return fact
}

// IsOwn reports whether t, or what it points to, is an error type that the
// program fills with codes, or a part of an answer that it returns as an
// error.
func (w *Types) IsOwn(t types.Type) bool {
	if w == nil {
		return false
	}
	named, ok := ir.Deref(t).(*types.Named)
	if !ok {
		return false
	}
	object := named.Obj()
	if w.Own[object] || w.Maybe[object] && w.Marking {
		return true
	}
	if fact := w.factOf(object); fact != nil && fact.Own {
		return true
	}
	return w.LevelOf(t) == jsonshape.Error
}

// markDeclared marks the named types of this package that are parts of an
// answer, and notes error types that may be filled from one. It reports
// whether the package declares an answer.
func (w *Types) markDeclared() bool {
	scope := w.pass.Pkg.Scope()
	var structs []*types.TypeName
	found := false
	for _, name := range scope.Names() {
		object, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || object.IsAlias() {
			continue
		}
		s := jsonshape.Struct(object.Type())
		if s == nil {
			continue
		}
		structs = append(structs, object)
		if w.IsAnswer(object.Type()) {
			found = true
			w.markParts(s, jsonshape.Answer)
		} else if jsonshape.IsEnvelope(object.Type()) {
			found = true
		}
	}
	w.structs = structs
	return found
}

// noteErrors notes the error types of this package that may be filled with
// codes.
func (w *Types) noteErrors() {
	for _, object := range w.structs {
		if !w.IsAnswer(object.Type()) && jsonshape.IsError(object.Type()) && ir.IsErrorType(types.NewPointer(object.Type())) {
			w.Maybe[object] = true
		}
	}
}

// A markedPart is a struct at a level.
type markedPart struct {
	s     *types.Struct
	level jsonshape.Level
}

// markParts marks the named types of this package below a struct at a level.
// Types may be recursive.
func (w *Types) markParts(s *types.Struct, level jsonshape.Level) {
	if part := (markedPart{s, level}); w.marked[part] {
		return
	} else {
		w.marked[part] = true
	}
	step := jsonshape.Steps(s, level)
	for i := range s.NumFields() {
		next := step(i)
		if next == jsonshape.Data || next == jsonshape.Code {
			continue
		}
		t := s.Field(i).Type()
		inner := jsonshape.Struct(t)
		if inner == nil {
			continue
		}
		if named, ok := ir.Deref(t).(*types.Named); ok && next != jsonshape.Answer && named.Obj().Pkg() == w.pass.Pkg && !w.IsAnswer(named) {
			w.Parts[named.Origin().Obj()] = next
		}
		w.markParts(inner, next)
	}
}

// unmarkShared forgets Error types that also are fields of structs that are no
// part of an answer: their codes may be another cloud's.
func (w *Types) unmarkShared() {
	for _, object := range w.structs {
		s := jsonshape.Struct(object.Type())
		if w.IsAnswer(object.Type()) || w.Parts[object] == jsonshape.Response || ir.IsErrorType(types.NewPointer(object.Type())) {
			continue
		}
		for field := range s.Fields() {
			if named, ok := ir.Deref(field.Type()).(*types.Named); ok && w.Parts[named.Obj()] == jsonshape.Error && !jsonshape.IsResponse(object.Type()) {
				delete(w.Parts, named.Obj())
			}
		}
	}
}

// GjsonPath is the package that reads JSON by paths.
const GjsonPath = "github.com/tidwall/gjson"

// IsJSON reports whether a package decodes JSON.
func IsJSON(path string) bool {
	switch path {
	case "encoding/json", "encoding/json/v2", "github.com/json-iterator/go", "github.com/goccy/go-json",
		"github.com/bytedance/sonic", "github.com/segmentio/encoding/json":
		return true
	}
	return false
}

// hasDynamic reports whether the package reads answers by paths or from maps.
func (w *Types) hasDynamic() bool {
	found := false
	for _, file := range w.pass.Files {
		if !slices.ContainsFunc(file.Imports, ImportsJSON) {
			continue
		}
		paths := slices.ContainsFunc(file.Imports, importsGjson)
		ast.Inspect(file, func(n ast.Node) bool {
			if _, isLit := n.(*ast.BasicLit); !isLit || paths {
				found = found || w.IsDynamic(n)
			}
			return !found
		})
		if found {
			return true
		}
	}
	return false
}

// ImportsJSON reports whether an import is of a package that decodes JSON.
func ImportsJSON(spec *ast.ImportSpec) bool {
	path, err := strconv.Unquote(spec.Path.Value)
	return err == nil && (IsJSON(path) || path == GjsonPath)
}

func importsGjson(spec *ast.ImportSpec) bool {
	path, err := strconv.Unquote(spec.Path.Value)
	return err == nil && path == GjsonPath
}

// IsDynamic reports whether a node reads a part of an answer by a path or from
// a map.
func (w *Types) IsDynamic(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.IndexExpr:
		key, ok := ir.ConstantOf(w.pass.TypesInfo, n.Index)
		t := w.pass.TypesInfo.TypeOf(n.X)
		return ok && key == jsonshape.Answer.Key() && t != nil && jsonshape.IsObject(t)
	case *ast.BasicLit:
		return IsPath(n) != jsonshape.None
	}
	return false
}

// IsPath returns what of an answer a literal leads to, if it is a path.
func IsPath(n *ast.BasicLit) jsonshape.Level {
	if !strings.HasPrefix(n.Value, `"Response.`) && !strings.HasPrefix(n.Value, "`Response.") && n.Value != `"Response"` {
		return jsonshape.None
	}
	path, err := strconv.Unquote(n.Value)
	if err != nil || strings.ContainsAny(path, " /") {
		return jsonshape.None
	}
	return jsonshape.Answer.Into(path)
}

// Carries reports whether a value of type t can be a part of an answer that
// has its code, or an error of the program's own that does.
func (w *Types) Carries(t types.Type) bool {
	return w != nil && (w.IsAnswer(t) || w.LevelOf(t) != jsonshape.None || w.IsOwn(t))
}

// Gives reports whether a function of this signature may decode an answer for
// its caller.
func (w *Types) Gives(sig *types.Signature) bool {
	if w == nil {
		return false
	}
	for v := range sig.Params().Variables() {
		if ir.IsAny(v.Type()) || w.Carries(v.Type()) {
			return true
		}
		if _, ok := types.Unalias(v.Type()).(*types.TypeParam); ok {
			return true
		}
	}
	for v := range sig.Results().Variables() {
		if w.Carries(v.Type()) {
			return true
		}
	}
	return false
}
