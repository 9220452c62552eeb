// Package jsonshape recognises, by the JSON shape of types, the answers of the
// Tencent Cloud API as programs that speak to it without the SDK decode them:
//
//	{"Response": {"Error": {"Code": "…", "Message": "…"}, "RequestId": "…"}}
package jsonshape

import (
	"go/types"
	"reflect"
	"slices"
	"strings"
)

// A Level says which part of an answer a value is.
type Level uint8

// The levels, from the whole answer inwards.
const (
	None     Level = iota
	Answer         // {"Response": …}
	Response       // {"Error": …, …}
	Error          // {"Code": …, "Message": …}
	Code           // the code
	Text           // anything else that Error has, such as the message
	Data           // anything else in an answer
)

var keys = [...]string{Answer: "Response", Response: "Error", Error: "Code"}

// Key returns the JSON key that leads from this level to the next, "" if
// there is none.
func (l Level) Key() string {
	if int(l) < len(keys) {
		return keys[l]
	}
	return ""
}

// Into returns the level that the JSON path leads to, such as
// "Response.Error.Code" from Answer.
func (l Level) Into(path string) Level {
	for key := range strings.SplitSeq(path, ".") {
		switch {
		case l == None:
			return None
		case key == l.Key():
			l++
		default:
			return l.other()
		}
	}
	return l
}

// other is the level of what has another key than the one that leads on.
func (l Level) other() Level {
	if l == Error || l == Text {
		return Text
	}
	return Data
}

// Struct returns the struct that t is or points to.
func Struct(t types.Type) *types.Struct {
	if p, ok := types.Unalias(t).Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	s, _ := types.Unalias(t).Underlying().(*types.Struct)
	return s
}

// IsAnswer reports whether a JSON object decoded into t, or into what t points
// to, fills Response.Error.Code. Many a struct that has nothing to do with this
// API has a field Response with an Error: where no tag spells a key as the API
// does, the struct must have nothing else.
func IsAnswer(t types.Type) bool { return isAnswer(t, 0) }

func isAnswer(t types.Type, depth int) bool {
	s := Struct(t)
	if s == nil {
		return false
	}
	response, path, ok := find(s, Answer)
	switch {
	case !ok:
		return false
	case len(path) > 1: // a struct that embeds an answer is one
		return depth < maxDepth && isAnswer(s.Field(path[0]).Type(), depth+1)
	case !IsResponse(response.Type()):
		return hidesError(t, depth)
	}
	return spelled(s, Answer) || spelled(Struct(response.Type()), Response) || isBare(s, response)
}

// HidesError reports whether a struct, or what t points to, embeds an answer and hides
// it: it has a Response of its own without an Error, and decoding fills only that.
func HidesError(t types.Type) bool { return hidesError(t, 0) }

func hidesError(t types.Type, depth int) bool {
	s := Struct(t)
	if s == nil || depth > maxDepth {
		return false
	}
	response, path, ok := find(s, Answer)
	if !ok || len(path) != 1 || Struct(response.Type()) == nil || IsResponse(response.Type()) {
		return false
	}
	if hasDecoder(t) {
		return false
	}
	for field := range s.Fields() {
		if field.Embedded() && isAnswer(field.Type(), depth+1) {
			return true
		}
	}
	return false
}

// DecodesItself reports whether an answer, or the Response in it, has a decoder of its
// own, which fills what it likes and may fail where it finds an Error.
func DecodesItself(t types.Type) bool {
	if hasDecoder(t) {
		return true
	}
	s := Struct(t)
	if s == nil {
		return false
	}
	response, _, ok := find(s, Answer)
	return ok && hasDecoder(response.Type())
}

func hasDecoder(t types.Type) bool {
	decoder, _, _ := types.LookupFieldOrMethod(t, true, nil, "UnmarshalJSON")
	_, ok := decoder.(*types.Func)
	return ok
}

// spelled reports whether a tag spells the key of the level.
func spelled(s *types.Struct, l Level) bool {
	for i := range s.NumFields() {
		if name, _ := tagName(s.Tag(i)); name == l.Key() {
			return true
		}
	}
	return false
}

// isBare reports whether a struct holds nothing but a Response, and its Error
// nothing but a code and a message.
func isBare(s *types.Struct, response *types.Var) bool {
	for f := range s.Fields() {
		if f != response && !f.Embedded() {
			return false
		}
	}
	failure, _, _ := find(Struct(response.Type()), Response)
	e := Struct(failure.Type())
	if e == nil {
		return false
	}
	message := false
	for f := range e.Fields() {
		message = message || strings.EqualFold(f.Name(), "Message")
		if !strings.EqualFold(f.Name(), "Message") && !strings.EqualFold(f.Name(), "Code") {
			return false
		}
	}
	return message || spelled(e, Error)
}

// IsResponse reports whether t has the shape of the object at "Response".
func IsResponse(t types.Type) bool {
	s := Struct(t)
	if s == nil {
		return false
	}
	failure, _, ok := find(s, Response)
	if !ok {
		return false
	}
	return IsError(failure.Type()) || IsOpaque(failure.Type())
}

// IsError reports whether t has the shape of the object at "Error".
func IsError(t types.Type) bool {
	s := Struct(t)
	if s == nil {
		return false
	}
	code, _, ok := find(s, Error)
	if !ok {
		return false
	}
	ct := types.Unalias(code.Type())
	if p, ok := ct.Underlying().(*types.Pointer); ok {
		ct = p.Elem()
	}
	b, ok := ct.Underlying().(*types.Basic)
	return ok && b.Kind() == types.String
}

// IsEnvelope reports whether t has a Response that is decoded in a second
// step, or into a map.
func IsEnvelope(t types.Type) bool {
	s := Struct(t)
	if s == nil {
		return false
	}
	response, _, ok := find(s, Answer)
	return ok && (IsRaw(response.Type()) || IsObject(response.Type())) && (spelled(s, Answer) || s.NumFields() == 1)
}

// IsRaw reports whether t is json.RawMessage, or points to one.
func IsRaw(t types.Type) bool {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	named, ok := t.(*types.Named)
	return ok && named.Obj().Name() == "RawMessage" && named.Obj().Pkg() != nil && strings.HasSuffix(named.Obj().Pkg().Path(), "json")
}

// IsOpaque reports whether t can hold any JSON object.
func IsOpaque(t types.Type) bool { return IsRaw(t) || IsObject(t) || isAny(t) }

// IsObject reports whether t is a map that can hold any JSON object, or any that
// holds objects alone, up to three deep.
func IsObject(t types.Type) bool {
	for range 3 {
		m, ok := types.Unalias(t).Underlying().(*types.Map)
		if !ok {
			return false
		}
		if key, ok := m.Key().Underlying().(*types.Basic); !ok || key.Kind() != types.String {
			return false
		}
		if t = m.Elem(); isAny(t) || IsRaw(t) {
			return true
		}
	}
	return false
}

func isAny(t types.Type) bool {
	i, ok := types.Unalias(t).Underlying().(*types.Interface)
	return ok && i.Empty()
}

// Step returns the level of the field of a struct that is at a level.
func Step(s *types.Struct, field int, l Level) Level { return Steps(s, l)(field) }

// Steps returns the levels of the fields of a struct that is at a level.
// Embedded structs are on the level of the struct around them.
func Steps(s *types.Struct, l Level) func(field int) Level {
	on, next := -1, l
	if l.Key() != "" {
		if _, path, ok := find(s, l); ok {
			on = path[0]
			if len(path) == 1 {
				next++
			}
		}
	}
	return func(field int) Level {
		if field == on {
			return next
		}
		return l.other()
	}
}

// maxDepth bounds how deep structs are embedded.
const maxDepth = 8

// find returns the field that decoding fills from the key of a level, and the
// indexes that lead to it through embedded structs. As in encoding/json the
// shallowest field wins, and of several at one depth the only tagged one.
func find(s *types.Struct, l Level) (*types.Var, []int, bool) {
	if !mayHave(s, l.Key()) {
		return nil, nil, false
	}
	type level struct {
		s    *types.Struct
		path []int
	}
	type candidate struct {
		field  *types.Var
		path   []int
		quoted bool // a code that no plain string decodes into
	}
	seen := make(map[types.Type]bool)
	for current := []level{{s, nil}}; len(current) > 0 && len(current[0].path) < maxDepth; {
		var next []level
		var tagged, untagged []candidate
		for _, c := range current {
			for i := range c.s.NumFields() {
				field := c.s.Field(i)
				name, hasTag := tagName(c.s.Tag(i))
				if name == "-" {
					continue
				}
				path := append(append([]int(nil), c.path...), i)
				if field.Embedded() && name == "" {
					if inner := Struct(field.Type()); inner != nil {
						if t := embedded(field); !seen[t] {
							seen[t] = true
							next = append(next, level{inner, path})
						}
						continue
					}
				}
				if !field.Exported() || !matches(c.s, i, name, l) {
					continue
				}
				found := candidate{field, path, l == Error && isQuoted(c.s.Tag(i))}
				if hasTag && name != "" {
					tagged = append(tagged, found)
				} else {
					untagged = append(untagged, found)
				}
			}
		}
		if len(tagged) == 0 {
			tagged = untagged
		}
		if len(tagged) == 1 && !tagged[0].quoted {
			return tagged[0].field, tagged[0].path, true
		}
		if len(tagged) > 0 {
			return nil, nil, false
		}
		current = next
	}
	return nil, nil, false
}

// embedded returns the type of an embedded field without its pointer.
func embedded(field *types.Var) types.Type {
	t := types.Unalias(field.Type())
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	return t
}

// mayHave reports whether a struct has a field of that name, a tag that says
// it, or an embedded struct.
func mayHave(s *types.Struct, key string) bool {
	for i := range s.NumFields() {
		if f := s.Field(i); f.Embedded() || len(f.Name()) == len(key) && strings.EqualFold(f.Name(), key) || strings.Contains(s.Tag(i), key) {
			return true
		}
	}
	return false
}

// matches reports whether decoding fills field i from the key of the level.
// Types that say what they are in XML, and names that a tag spells otherwise
// than the API does, belong to somebody else.
func matches(s *types.Struct, i int, name string, l Level) bool {
	if name != "" {
		return name == l.Key()
	}
	if _, ok := reflect.StructTag(s.Tag(i)).Lookup("xml"); ok {
		return false
	}
	return strings.EqualFold(s.Field(i).Name(), l.Key()) && !isXML(s)
}

func isXML(s *types.Struct) bool {
	for i := range s.NumFields() {
		if s.Field(i).Name() == "XMLName" {
			return true
		}
	}
	return false
}

// isQuoted reports whether a json tag wants the value as JSON within a string.
func isQuoted(tag string) bool {
	_, options, _ := strings.Cut(reflect.StructTag(tag).Get("json"), ",")
	return slices.Contains(strings.Split(options, ","), "string")
}

// tagName returns the name that a json tag gives, "" if it gives none.
func tagName(tag string) (name string, ok bool) {
	value, ok := reflect.StructTag(tag).Lookup("json")
	if !ok || value == "-" {
		return value, ok
	}
	name, _, _ = strings.Cut(value, ",")
	return name, true
}
