package jsonshape

import (
	"go/types"
	"strings"
)

// A Fault is what keeps a type from telling a failure of the API.
type Fault uint8

// The faults.
const (
	NoFault    Fault = iota
	NumberCode       // its Code is a number, where the API answers a string
	NoError          // it has a Response without a place for Error
)

// FaultOf returns what keeps a type, or what it points to, from telling a failure
// when an answer is decoded into it. Types that do not spell the key "Response"
// as the API does, or may hold anything, have none.
func FaultOf(t types.Type) Fault {
	s := Struct(t)
	if s == nil || IsAnswer(t) || hasDecoder(t) {
		return NoFault
	}
	response := keyed(s, "Response")
	if response == nil || hasDecoder(response.Type()) {
		return NoFault
	}
	inner := Struct(response.Type())
	if inner == nil || inner.NumFields() == 0 || hasEmbedded(inner) {
		return NoFault
	}
	failure := keyed(inner, "Error")
	if failure == nil {
		if keyed(inner, "RequestId") == nil && inner.NumFields() < 2 {
			return NoFault // too little to know it by
		}
		return NoError
	}
	if e := Struct(failure.Type()); e != nil {
		if code := keyed(e, "Code"); code != nil && isNumber(code.Type()) {
			return NumberCode
		}
	}
	return NoFault
}

// keyed returns the field that decoding fills from a key, as far as letter case
// apart its tag or its name says so; nil if there is none.
func keyed(s *types.Struct, key string) *types.Var {
	for i := range s.NumFields() {
		name, tagged := tagName(s.Tag(i))
		if !tagged || name == "" {
			name = s.Field(i).Name()
		}
		if strings.EqualFold(name, key) {
			return s.Field(i)
		}
	}
	return nil
}

func hasEmbedded(s *types.Struct) bool {
	for f := range s.Fields() {
		if f.Embedded() {
			return true
		}
	}
	return false
}

func isNumber(t types.Type) bool {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsNumeric != 0
}
