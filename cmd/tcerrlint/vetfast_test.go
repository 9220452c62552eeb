package main

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
)

// TestPackagesThatCannotMatterHideNothing compares with runs that look into every
// package, as error types of somewhere else make them do.
func TestPackagesThatCannotMatterHideNothing(t *testing.T) {
	const further = "-error-types=example.com/elsewhere.Error"
	for _, module := range []string{"example", "rules", "wire"} {
		t.Run(module, func(t *testing.T) {
			dir := filepath.Join("..", "..", "testdata", module)
			lint := []string{"-rules=all", "-generated", "-fail-on=never", "./..."}
			some := lintIn(t, dir, lint...).want(t, exitClean).out
			all := lintIn(t, dir, append([]string{further}, lint...)...).want(t, exitClean).out
			if some != all || !strings.Contains(some, ".go:") {
				t.Errorf("tcerrlint finds\n%s\nand in all packages\n%s", some, all)
			}
			vet := func(args ...string) []string {
				lines := strings.Split(goVetIn(t, dir, append(args, "-rules=all", "-generated", "./...")...).errs, "\n")
				slices.Sort(lines)
				return lines
			}
			if some, all := vet(), vet(further); !slices.Equal(some, all) || len(some) < 2 {
				t.Errorf("go vet finds\n%s\nand in all packages\n%s", strings.Join(some, "\n"), strings.Join(all, "\n"))
			}
		})
	}
}

// TestTheToolIsSmall: go vet starts it for every package, and what the packages
// of the network do when a program starts took half of that.
func TestTheToolIsSmall(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range strings.Fields(string(out)) {
		if path == "net" || path == "os/user" {
			t.Errorf("%s is linked in", path)
		}
	}
}

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
