package engine

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
)

// A Wire is the fact of a type that carries a code without being the SDK's
// error: a part of an answer's shape, or an error type of the program's own
// that it fills from one.
type Wire struct {
	Level jsonshape.Level
	Own   bool
}

// AFact marks a fact.
func (*Wire) AFact() {}

func (w *Wire) String() string {
	if w.Own {
		return "wire(own)"
	}
	return fmt.Sprintf("wire(%d)", w.Level)
}

// wires is what a package has to do with answers that no SDK decodes; nil when
// it has nothing.
type wires struct {
	pass    *analysis.Pass
	answers map[types.Type]bool
	parts   map[*types.TypeName]jsonshape.Level // named types of this package that are part of an answer
	own     map[*types.TypeName]bool            // error types of this package that are filled with codes
	maybe   map[*types.TypeName]bool            // error types of this package that may be
	facts   map[*types.TypeName]*Wire           // imported; nil: has none
	structs []*types.TypeName                   // of this package
	marked  map[markedPart]bool                 // what markParts has seen
	hosts   hosts
	marking bool // own error types are not known yet
	sdk     bool // the package can also name an error of the SDK
}

func newWires(pass *analysis.Pass, sdk bool) *wires {
	return &wires{
		pass:    pass,
		answers: make(map[types.Type]bool),
		parts:   make(map[*types.TypeName]jsonshape.Level),
		own:     make(map[*types.TypeName]bool),
		maybe:   make(map[*types.TypeName]bool),
		facts:   make(map[*types.TypeName]*Wire),
		marked:  make(map[markedPart]bool),
		sdk:     sdk,
	}
}

// findWires returns what the package has to do with answers on the wire. It
// looks at what the type checker recorded, and walks syntax only in packages
// that import a JSON package.
func findWires(pass *analysis.Pass, sdk bool) *wires {
	w := newWires(pass, sdk)
	found := w.markDeclared()
	found = w.selects() || found
	if found || sdk {
		w.noteErrors()
	}
	if len(w.parts) > 0 {
		w.unmarkShared()
	}
	if found || len(w.maybe) > 0 || w.hasDynamic() {
		w.hosts = findHosts(pass)
		return w
	}
	return nil
}

// selects reports whether the package reads a field of a part of an answer, or
// of an error of another package that is filled from one.
func (w *wires) selects() bool {
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
		case w.isAnswer(t):
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

// isAnswer reports whether a value of type t, or what it points to, is a whole
// answer.
func (w *wires) isAnswer(t types.Type) bool {
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

// levelOf returns the part of an answer that a named type, or what t points
// to, is known to be.
func (w *wires) levelOf(t types.Type) jsonshape.Level {
	if w == nil || t == nil {
		return jsonshape.None
	}
	named, ok := ir.Deref(t).(*types.Named)
	if !ok {
		return jsonshape.None
	}
	object := named.Obj()
	if object.Pkg() == w.pass.Pkg {
		return w.parts[object]
	}
	if fact := w.factOf(object); fact != nil {
		return fact.Level
	}
	return jsonshape.None
}

func (w *wires) factOf(object *types.TypeName) *Wire {
	if object.Pkg() == nil || object.Pkg() == w.pass.Pkg {
		return nil
	}
	fact, ok := w.facts[object]
	if !ok {
		if s := jsonshape.Struct(object.Type()); s != nil {
			fact = new(Wire)
			if !w.pass.ImportObjectFact(object, fact) {
				fact = nil
			}
		}
		w.facts[object] = fact
	}
	return fact
}

// isOwn reports whether t, or what it points to, is an error type that the
// program fills with codes, or a part of an answer that it returns as an
// error.
func (w *wires) isOwn(t types.Type) bool {
	if w == nil {
		return false
	}
	named, ok := ir.Deref(t).(*types.Named)
	if !ok {
		return false
	}
	object := named.Obj()
	if w.own[object] || w.maybe[object] && w.marking {
		return true
	}
	if fact := w.factOf(object); fact != nil && fact.Own {
		return true
	}
	return w.levelOf(t) == jsonshape.Error
}

// markDeclared marks the named types of this package that are parts of an
// answer, and notes error types that may be filled from one. It reports
// whether the package declares an answer.
func (w *wires) markDeclared() bool {
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
		if w.isAnswer(object.Type()) {
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
func (w *wires) noteErrors() {
	for _, object := range w.structs {
		if !w.isAnswer(object.Type()) && jsonshape.IsError(object.Type()) && ir.IsErrorType(types.NewPointer(object.Type())) {
			w.maybe[object] = true
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
func (w *wires) markParts(s *types.Struct, level jsonshape.Level) {
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
		if named, ok := ir.Deref(t).(*types.Named); ok && next != jsonshape.Answer && named.Obj().Pkg() == w.pass.Pkg && !w.isAnswer(named) {
			w.parts[named.Origin().Obj()] = next
		}
		w.markParts(inner, next)
	}
}

// unmarkShared forgets Error types that also are fields of structs that are no
// part of an answer: their codes may be another cloud's.
func (w *wires) unmarkShared() {
	for _, object := range w.structs {
		s := jsonshape.Struct(object.Type())
		if w.isAnswer(object.Type()) || w.parts[object] == jsonshape.Response || ir.IsErrorType(types.NewPointer(object.Type())) {
			continue
		}
		for field := range s.Fields() {
			if named, ok := ir.Deref(field.Type()).(*types.Named); ok && w.parts[named.Obj()] == jsonshape.Error && !jsonshape.IsResponse(object.Type()) {
				delete(w.parts, named.Obj())
			}
		}
	}
}

// gjsonPath is the package that reads JSON by paths.
const gjsonPath = "github.com/tidwall/gjson"

// isJSON reports whether a package decodes JSON.
func isJSON(path string) bool {
	switch path {
	case "encoding/json", "encoding/json/v2", "github.com/json-iterator/go", "github.com/goccy/go-json",
		"github.com/bytedance/sonic", "github.com/segmentio/encoding/json":
		return true
	}
	return false
}

// hasDynamic reports whether the package reads answers by paths or from maps.
func (w *wires) hasDynamic() bool {
	found := false
	for _, file := range w.pass.Files {
		if !slices.ContainsFunc(file.Imports, importsJSON) {
			continue
		}
		paths := slices.ContainsFunc(file.Imports, importsGjson)
		ast.Inspect(file, func(n ast.Node) bool {
			if _, isLit := n.(*ast.BasicLit); !isLit || paths {
				found = found || w.isDynamic(n)
			}
			return !found
		})
		if found {
			return true
		}
	}
	return false
}

func importsJSON(spec *ast.ImportSpec) bool {
	path, err := strconv.Unquote(spec.Path.Value)
	return err == nil && (isJSON(path) || path == gjsonPath)
}

func importsGjson(spec *ast.ImportSpec) bool {
	path, err := strconv.Unquote(spec.Path.Value)
	return err == nil && path == gjsonPath
}

// isDynamic reports whether a node reads a part of an answer by a path or from
// a map.
func (w *wires) isDynamic(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.IndexExpr:
		key, ok := ir.ConstantOf(w.pass.TypesInfo, n.Index)
		t := w.pass.TypesInfo.TypeOf(n.X)
		return ok && key == jsonshape.Answer.Key() && t != nil && jsonshape.IsObject(t)
	case *ast.BasicLit:
		return isPath(n) != jsonshape.None
	}
	return false
}

// isPath returns what of an answer a literal leads to, if it is a path.
func isPath(n *ast.BasicLit) jsonshape.Level {
	if !strings.HasPrefix(n.Value, `"Response.`) && !strings.HasPrefix(n.Value, "`Response.") && n.Value != `"Response"` {
		return jsonshape.None
	}
	path, err := strconv.Unquote(n.Value)
	if err != nil || strings.ContainsAny(path, " /") {
		return jsonshape.None
	}
	return jsonshape.Answer.Into(path)
}

// exportWires gives other packages what they must know of this one's types.
func (p *Package) exportWires() {
	if p.wire == nil {
		return
	}
	scope := p.pass.Pkg.Scope()
	for _, name := range scope.Names() {
		object, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || !object.Exported() {
			continue
		}
		fact := &Wire{Level: p.wire.parts[object], Own: p.wire.own[object]}
		if *fact != (Wire{}) {
			p.pass.ExportObjectFact(object, fact)
		}
	}
}
