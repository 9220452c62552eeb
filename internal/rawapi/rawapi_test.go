package rawapi

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/internal/ssatest"
)

// TestHosts holds which services a package can call by the hosts that it names.
func TestHosts(t *testing.T) {
	for text, want := range map[string]struct {
		services, only string
		dynamic        bool
	}{
		`const host = "cdn.tencentcloudapi.com"`:                                            {"cdn", "cdn", false},
		`const host, again = "cdn.tencentcloudapi.com", "https://cdn.tencentcloudapi.com/"`: {"cdn", "cdn", false},
		`const host, other = "cdn.tencentcloudapi.com", "cvm.intl.tencentcloudapi.com"`:     {"cdn cvm", "", false},
		// What makes names of hosts can call any service.
		`func f(service string) string { return service + ".tencentcloudapi.com" }`: {"", "", true},
		`const one, all = "cdn.tencentcloudapi.com", ".tencentcloudapi.com"`:        {"cdn", "", true},
		`const region = "cdn.ap-guangzhou.tencentcloudapi.com"`:                     {"cdn", "cdn", false},
		`const other = "example.com"`:                                               {"", "", false},
	} {
		h := FindHosts(ssatest.Build(t, "package hosts\n\n"+text+"\n", nil).Pass())
		if got := strings.Join(h.Services, " "); got != want.services || h.Dynamic != want.dynamic {
			t.Errorf("%s: %q, dynamic %t", text, got, h.Dynamic)
		}
		if only, ok := h.Only(); only != want.only || ok != (want.only != "") {
			t.Errorf("%s: only %q, %t", text, only, ok)
		}
	}
}

// TestImportsOfJSON holds which files may read answers by paths or from maps.
func TestImportsOfJSON(t *testing.T) {
	for path, want := range map[string]struct{ json, gjson bool }{
		"encoding/json": {true, false}, "github.com/bytedance/sonic": {true, false}, "github.com/tidwall/gjson": {true, true},
		"encoding/xml": {}, "example.com/json": {}, "": {},
	} {
		spec := &ast.ImportSpec{Path: &ast.BasicLit{Value: `"` + path + `"`}}
		if json, gjson := ImportsJSON(spec), importsGjson(spec); json != want.json || gjson != want.gjson {
			t.Errorf("%s: JSON %t, gjson %t", path, json, gjson)
		}
	}
}

const declared = `package answers

type reply struct {
	Response struct {
		Error *failure
		Id    string
	}
}

type failure struct{ Code, Message string }

type shared struct{ Code, Message string }

type other struct{ Problem shared }

`

// TestGives holds which functions may decode an answer for their callers, or be
// given one.
func TestGives(t *testing.T) {
	p := ssatest.Build(t, declared+`
func any(into interface{})               {}
func generic[T comparable](v T)          {}
func given(r *reply)                     {}
func returned() (*reply, error)          { return nil, nil }
func part(f *failure)                    {}

func text(s string) (string, error)      { return "", nil }
func bytes() []byte                      { return nil }
func another(o *other) *other            { return o }
func nothing()                           {}
`, nil)
	w := FindWires(p.Pass(), false)
	want := strings.Fields("any generic given returned part")
	for name := range p.Decls() {
		sig := p.Func(name).Signature
		if got := w.Gives(sig); got != slices.Contains(want, name) {
			t.Errorf("%s: %t", name, got)
		}
		if (*Types)(nil).Gives(sig) {
			t.Errorf("%s decodes answers in a package that knows none", name)
		}
	}
}

// TestParts holds which types are parts of an answer: a type that something else
// has, too, may hold the code of another cloud.
func TestParts(t *testing.T) {
	p := ssatest.Build(t, declared+`
type answerOfShared struct {
	Response struct{ Error *shared }
}
`, nil)
	w := FindWires(p.Pass(), false)
	for name, want := range map[string]bool{"reply": true, "failure": true, "answerOfShared": true, "shared": false, "other": false} {
		if got := w.Carries(types.NewPointer(p.Pkg.Scope().Lookup(name).Type())); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
