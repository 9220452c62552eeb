package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
)

// decoders is a package that decodes for others, one that does so through it,
// and one that has the shape of an answer.
const decoders = `
-- go.mod --
module example.com/m

go 1.25.0
-- lib/lib.go --
package lib

import (
	"encoding/json"
	"net/http"
)

func Do(req *http.Request, out any) error {
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(out)
}
-- chain/chain.go --
package chain

import (
	"net/http"

	"example.com/m/lib"
)

func Post(url string, out any) error {
	req, err := http.NewRequest(http.MethodPost, url, nil)
	if err != nil {
		return err
	}
	return lib.Do(req, out)
}
-- app/app.go --
package app

import "example.com/m/chain"

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
		Total int
	}
}

func total() (int, error) {
	var a answer
	if err := chain.Post("https://cvm.tencentcloudapi.com", &a); err != nil {
		return 0, err
	}
	return a.Response.Total, nil
}
`

func TestDecodersOfOtherPackages(t *testing.T) {
	dir := testmodule.Write(t, decoders)
	env := map[string]string{"GOWORK": "off", "GOFLAGS": ""}
	bothFind(t, dir, env, []place{{"app/app.go", "uncheckedresponse"}}, "./...")
	bothFind(t, dir, env, []place{{"app/app.go", "uncheckedresponse"}}, "./app")
}

// The programs of the tests are where the analyzer finds decoders, so their
// files must not be answered at once.
func TestFilesThatDecodeForOthersMatter(t *testing.T) {
	const dir = "../../testdata/wire/decode"
	for _, c := range []struct {
		file     string
		decoders bool
		want     bool
	}{
		{"lib/lib.go", false, true},
		{"chain/chain.go", false, false}, // imports no JSON package
		{"chain/chain.go", true, true},
	} {
		source, err := os.ReadFile(filepath.Join(dir, c.file))
		if err != nil {
			t.Fatal(err)
		}
		if got := mayDecodeForOthers(source, c.decoders); got != c.want {
			t.Errorf("mayDecodeForOthers(%s, %t) = %t", c.file, c.decoders, got)
		}
	}
	for text, want := range map[string]bool{
		"import \"encoding/json\"\nfunc F(b []byte, v interface{}) error { return json.Unmarshal(b, v) }\n": true,
		"import \"encoding/json\"\nfunc F[M Message](b []byte) (*M, error) { json.Unmarshal(b, new(M)) }\n": true,
		"import \"encoding/json\"\nfunc (c *C[M]) F(b []byte) (m M) { json.Unmarshal(b, &m); return m }\n":  true,
		"import \"encoding/json\"\nfunc F(\n\tb []byte,\n\tv any) { json.Unmarshal(b, v) }\n":               true,
		"import \"encoding/json\"\nfunc F(b []byte) (c C) { json.Unmarshal(b, &c); return c }\n":            false,
		"import \"encoding/json\"\nfunc F(v any) ([]byte, error) { return json.Marshal(v) }\n":              false,
		"func F(v any) error { return Unmarshal(v) }\n":                                                     false,
	} {
		if got := mayDecodeForOthers([]byte(text), false); got != want {
			t.Errorf("mayDecodeForOthers(%q) = %t", text, got)
		}
	}
}
