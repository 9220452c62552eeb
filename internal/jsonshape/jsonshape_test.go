package jsonshape

import (
	"encoding/json"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"reflect"
	"strings"
	"testing"
)

// shape type-checks a type and returns it.
func shape(t *testing.T, source string) types.Type {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", "package p\n"+source, 0)
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := (&types.Config{Importer: importer.Default()}).Check("p", fset, []*ast.File{file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return pkg.Scope().Lookup("T").Type()
}

func TestIsAnswerKnowsTheShapeAndNothingElse(t *testing.T) {
	for source, want := range map[string]bool{
		"type T struct { Response struct { Error struct { Code, Message string } } }":                                                 true,
		"type T struct { Response struct { Error *struct { Code, Message string }; N int } }":                                         true,
		"type T struct { Response *struct { Error *struct { Code, Message *string } } }":                                              true,
		"type T struct { RESPONSE struct { ERROR struct { CODE, MESSAGE string } } }":                                                 true,
		"type C string; type T struct { Response struct { Error struct { Code C; Message string } } }":                                true,
		"type T struct { A struct { B struct { C string `json:\"Code\"` } `json:\"Error\"` } `json:\"Response,omitempty\"` }":         true,
		"type T struct { Response struct { Error struct { Code string; Extra int } } `json:\"Response\"`; N int }":                    true,
		"type T struct { Response struct { Error struct { Code string } `json:\"Error\"` }; N int }":                                  true,
		"type B struct { Error struct { Code, Message string } }; type T struct { Response struct { B } }":                            true,
		"type B struct { Response struct { Error struct { Code, Message string } } }; type T struct { *B }":                           true,
		"type E[X any] struct { Response struct { Error struct { Code, Message string }; X X } }; type T = E[int]":                    true,
		"type E[X any] struct { Response X }; type S struct { Error struct { Code, Message string } }; type T E[S]":                   true,
		"type T struct { Response struct { Error any `json:\"Error\"` } }":                                                            true,
		"type T struct { Response struct { Error map[string]any } `json:\"Response\"` }":                                              true,
		"type T struct { *T; Response struct { Error struct { Code, Message string } } }":                                             true,
		"type B struct { Response struct { Error struct { Code, Message string } } }; type T struct { B; Response struct { N int } }": true,
		"type B struct { Response struct { Error struct { Code, Message string } } }; type T struct { B; N int }":                     true,
		"type B struct { Response struct { Error struct { Code, Message string } }; M int }; type T struct { B; N int }":              false,
		"type T struct { *T; Response struct { N int } }":                                                                             false,
		"type B struct { Response struct { Error struct { Code, Message string } } }; type T struct { B; Response string }":           false,
		"type A struct { Error struct { Code, Message string } }; type B A; type T struct { Response struct { A; B } }":               false,
		"type T struct { Response struct { Error struct { Code int; Message string } } }":                                             false,
		"type T struct { Response struct { Error error } }":                                                                           false,
		"type T struct { Response struct { Error string } `json:\"Response\"` }":                                                      false,
		"type T struct { Response struct { Error struct { Code, Message string } `json:\"-\"` } }":                                    false,
		"type T struct { response struct { Error struct { Code, Message string } } }":                                                 false,
		"type T struct { Response struct { Errors struct { Error struct { Code, Message string } } } }":                               false,
		"type T struct { Error struct { Code, Message string } }":                                                                     false,
		"type T struct { Response struct { Error struct { Code, Message string } `json:\"error\"` } }":                                false,
		"type T struct { Response struct { Error struct { Code, Message string } } `json:\"response\"` }":                             false,
		"type T struct { Request int; Response struct { Error struct { Code, Message string } } }":                                    false,
		"type T struct { Response struct { Error struct { Code, Message string; Param int } } }":                                      false,
		"type T struct { Response struct { Error struct { Code string } } }":                                                          false,
		"type T struct { Response struct { Error struct { Code string `xml:\"Code\"` } `xml:\"Error\"` } `xml:\"Response\"` }":        false,
		"type T struct { XMLName int; Response struct { Error struct { Code, Message string } } }":                                    false,
		"type T struct { ResponseMetadata struct { Error struct { Code, Message string } } }":                                         false,
		"type T struct { Next *T; Response *T }":                                                                                      false,
		"type T []struct { Response struct { Error struct { Code, Message string } } }":                                               false,
		"type T interface { Response() }": false,
	} {
		if got := IsAnswer(shape(t, source)); got != want {
			t.Errorf("IsAnswer(%s) = %v, want %v", source, got, want)
		}
	}
}

func TestHidesError(t *testing.T) {
	const answer = "type B struct { Response struct { Error struct { Code, Message string } } };"
	for source, want := range map[string]bool{
		"type T struct { B; Response struct { N int } }":                       true,
		"type T struct { *B; Response *struct { N int } `json:\"Response\"` }": true,
		"type C struct { B }; type T struct { C; Response struct { N int } }":  true,
		"type T struct { B }": false,
		"type T struct { B; Response struct { Error struct { Code, Message string }; N int } }":                false,
		"type T struct { B; Answer struct { N int } }":                                                         false,
		"type T struct { B B; Response struct { N int } }":                                                     false,
		"type T struct { B; Response struct { N int } }; func (*T) UnmarshalJSON([]byte) error { return nil }": false,
	} {
		if got := HidesError(shape(t, answer+source)); got != want {
			t.Errorf("HidesError(%s) = %v, want %v", source, got, want)
		}
	}
}

func TestInto(t *testing.T) {
	for path, want := range map[string]Level{
		"Response":               Response,
		"Response.Error":         Error,
		"Response.Error.Code":    Code,
		"Response.Error.Message": Text,
		"Response.RequestId":     Data,
		"Error.Code":             Data,
		"Response.Error.Code.x":  Data,
	} {
		if got := Answer.Into(path); got != want {
			t.Errorf("Into(%q) = %d, want %d", path, got, want)
		}
	}
}

// FuzzInto holds that of all paths one leads to the code, and none out of it.
func FuzzInto(f *testing.F) {
	for _, path := range []string{"", "Response", "Response.Error", "Response.Error.Code", "Response.Error.Message", "Response.Error.Code.0", "Response.Items.#.Code", `Response\.Error`, "Response|Error.Code", "Response..Error", "@this.Response"} {
		f.Add(path)
	}
	f.Fuzz(func(t *testing.T, path string) {
		level := Answer.Into(path)
		if level == None || level > Data {
			t.Fatalf("%q leads to %d", path, level)
		}
		for want, only := range map[Level]string{Response: "Response", Error: "Response.Error", Code: "Response.Error.Code"} {
			if (level == want) != (path == only) {
				t.Errorf("%q leads to %d", path, level)
			}
		}
		if deeper := Answer.Into(path + ".x"); deeper == Code || level == Text && deeper != Text {
			t.Errorf("%q.x leads to %d", path, deeper)
		}
	})
}

// FuzzTags holds that whatever the tags of a struct are, encoding/json fills the
// code of what is taken for an answer.
func FuzzTags(f *testing.F) {
	for _, tags := range [][3]string{
		{"", "", ""},
		{`json:"Response"`, `json:"Error"`, `json:"Code"`},
		{`json:"Response,omitempty"`, `json:",omitempty"`, `json:"-"`},
		{`json:"-,"`, `json:"Error" xml:"Error"`, `xml:"Code"`},
		{`json:"Response`, `json:"error"`, `json:"code,string"`},
		{`json: "Response"`, `JSON:"Error"`, `json:"Code" json:"Message"`},
	} {
		f.Add(uint8(0), tags[0], tags[1], tags[2])
		f.Add(uint8(0xff), tags[0], tags[1], tags[2])
	}
	f.Fuzz(func(t *testing.T, names uint8, outer, middle, inner string) {
		name := func(bit uint8, right string) string {
			switch names >> bit & 3 {
			case 0:
				return right
			case 1:
				return strings.ToUpper(right)
			case 2:
				return "X" + right
			}
			return "Y"
		}
		goType, jsonType := types.Type(types.Typ[types.String]), reflect.TypeFor[string]()
		for i, tag := range []string{inner, middle, outer} {
			key := name(uint8(2*i), []string{"Code", "Error", "Response"}[i])
			field := types.NewField(0, nil, key, goType, false)
			goType = types.NewStruct([]*types.Var{field}, []string{tag})
			jsonType = reflect.StructOf([]reflect.StructField{{Name: key, Type: jsonType, Tag: reflect.StructTag(tag)}})
		}
		if !IsAnswer(goType) {
			return
		}
		answer := reflect.New(jsonType)
		if err := json.Unmarshal([]byte(`{"Response":{"Error":{"Code":"AuthFailure"}}}`), answer.Interface()); err != nil {
			t.Fatalf("%v: %v", jsonType, err)
		}
		if code := answer.Elem().Field(0).Field(0).Field(0).String(); code != "AuthFailure" {
			t.Errorf("%v is taken for an answer, and its code is %q", jsonType, code)
		}
	})
}
