package site

import (
	"go/types"
	"reflect"
	"strings"
)

// A Shape is where a type that an answer of the API is decoded into has the
// Error: {"Response": {"Error": {"Code": …}}}.
type Shape struct {
	Name     string // how it is written
	Response *types.Var
	Error    *types.Var
	Code     *types.Var
}

// ErrorOf returns the expression of the Error of the answer in a variable.
func (s *Shape) ErrorOf(v string) string { return v + "." + s.Response.Name() + "." + s.Error.Name() }

// shapeOf reads the shape of a type off its fields; nil if it has none.
func shapeOf(t types.Type) *Shape {
	response, embedded := jsonField(t, "Response")
	if response == nil {
		return nil
	}
	failure, embeddedToo := jsonField(response.Type(), "Error")
	if failure == nil {
		return nil
	}
	code, _ := jsonField(failure.Type(), "Code")
	if code == nil {
		return nil
	}
	if b, ok := pointed(code.Type()).Underlying().(*types.Basic); !ok || b.Kind() != types.String {
		return nil
	}
	s := &Shape{Response: response, Error: failure, Code: code}
	named, isNamed := pointed(t).(*types.Named)
	_, responseNamed := pointed(response.Type()).(*types.Named)
	switch {
	case isNamed && named.TypeArgs().Len() > 0:
		s.Name = "generic envelope"
	case embedded || embeddedToo:
		s.Name = "embedded struct"
	case isPointer(response.Type()):
		s.Name = "pointer to the Response"
	case !isNamed:
		s.Name = "anonymous struct"
	case responseNamed:
		s.Name = "named Response"
	case isPointer(failure.Type()):
		s.Name = "named struct, pointer"
	default:
		s.Name = "named struct, value"
	}
	return s
}

func isPointer(t types.Type) bool {
	_, ok := types.Unalias(t).Underlying().(*types.Pointer)
	return ok
}

func pointed(t types.Type) types.Type {
	t = types.Unalias(t)
	if p, ok := t.Underlying().(*types.Pointer); ok {
		return types.Unalias(p.Elem())
	}
	return t
}

// jsonField returns the field that a JSON key is decoded into, and whether it
// belongs to an embedded struct.
func jsonField(t types.Type, key string) (field *types.Var, embedded bool) {
	s, ok := pointed(t).Underlying().(*types.Struct)
	if !ok {
		return nil, false
	}
	for i := range s.NumFields() {
		name, _, _ := strings.Cut(reflect.StructTag(s.Tag(i)).Get("json"), ",")
		if name == key || name == "" && s.Field(i).Name() == key {
			return s.Field(i), false
		}
	}
	for f := range s.Fields() {
		if f.Embedded() {
			if inner, _ := jsonField(f.Type(), key); inner != nil {
				return inner, true
			}
		}
	}
	return nil, false
}
