package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/errmap"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
)

var updateMap = flag.Bool("update-map", false, "write testdata/map.json anew")

// mapOf runs "tcerrlint map -format json".
func mapOf(t *testing.T, dir string, args ...string) *errmap.Document {
	t.Helper()
	r := lintIn(t, dir, append([]string{"map", "-format", "json"}, args...)...).want(t, exitClean)
	doc := new(errmap.Document)
	if err := json.Unmarshal([]byte(r.out), doc); err != nil {
		t.Fatalf("%v in\n%s%s", err, r.out, r.errs)
	}
	return doc
}

func TestTheMapOfTheExample(t *testing.T) {
	doc := mapOf(t, exampleDir)
	for _, service := range []string{"cdn", "cvm"} {
		i := slices.IndexFunc(doc.Services, func(s errmap.Service) bool { return s.Name == service })
		if i < 0 || !doc.Services[i].Complete || len(doc.Services[i].Categories) < 10 {
			t.Errorf("codes of %s are missing", service)
		}
	}
	doc.Version, doc.Catalog, doc.Services = "", "", nil // they change with every release and catalog
	got, err := json.MarshalIndent(doc, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	const golden = "testdata/map.json"
	if *updateMap {
		if err := os.WriteFile(golden, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if want := programtest.ReadFile(t, golden); string(got) != want {
		t.Errorf("the map of the example is not %s; got\n%s", golden, got)
	}
}

// cvmClient is a service of the SDK, as far as its calls matter.
const cvmClient = `
-- tencentcloud/cvm/v20170312/client.go --
package v20170312

type (
	Client               struct{}
	StopInstancesRequest  struct{}
	StopInstancesResponse struct{}
)

func (*Client) StopInstances(*StopInstancesRequest) (*StopInstancesResponse, error) { return nil, nil }
`

// callers is a program whose errors are followed from one package to another.
const callers = cvmClient + `-- ops/ops.go --
package ops

import cvm "example.com/m/tencentcloud/cvm/v20170312"

// Stop, StopAll and Forget are called by main.
func Stop(c *cvm.Client) error {
	_, err := c.StopInstances(nil)
	return err
}

func StopAll(c *cvm.Client) error {
	return each(func() error { return Stop(c) })
}

func each(f func() error) error {
	for range 3 {
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}

func Recursive(c *cvm.Client, n int) error {
	if n == 0 {
		_, err := c.StopInstances(nil)
		return err
	}
	return Recursive(c, n-1)
}
-- main.go --
package main

import (
	"log"
	"strings"

	"example.com/m/ops"
	tcerr "example.com/m/tencentcloud/common/errors"
	cvm "example.com/m/tencentcloud/cvm/v20170312"
)

func main() {
	c := new(cvm.Client)
	if err := ops.StopAll(c); err != nil {
		log.Fatal(err)
	}
	_ = ops.Stop(c)
	if err := ops.Recursive(c, 3); err != nil {
		if e, ok := err.(*tcerr.TencentCloudSDKError); ok && strings.HasPrefix(e.Code, "AuthFailure") {
			log.Fatal("wrong keys")
		}
	}
}
`

func TestTheMapFollowsErrorsToTheirCallers(t *testing.T) {
	doc := mapOf(t, testmodule.Write(t, callers))
	var got []string
	for _, call := range doc.Calls {
		for _, cell := range call.Fates {
			for _, end := range cell.Ends {
				var path []string
				for _, step := range end.Path {
					path = append(path, fmt.Sprintf("%s %s", step.Function, step.How))
				}
				got = append(got, fmt.Sprintf("%s %s %s: %s", call.Function, cell.Category, end.Fate, strings.Join(path, ", ")))
			}
		}
	}
	want := []string{
		"Stop AuthFailure swallowed: Stop returned, main ends in success",
		"Stop AuthFailure surfaced: Stop returned, StopAll returned, StopAll returned, main ends the program",
		"Stop RequestLimitExceeded swallowed: Stop returned, main ends in success",
		"Stop RequestLimitExceeded surfaced: Stop returned, StopAll returned, StopAll returned, main ends the program",
		"Stop UnauthorizedOperation swallowed: Stop returned, main ends in success",
		"Stop UnauthorizedOperation surfaced: Stop returned, StopAll returned, StopAll returned, main ends the program",
		"Recursive AuthFailure handled: Recursive returned, main ends the program",
		"Recursive RequestLimitExceeded swallowed: Recursive returned, main ends in success",
		"Recursive UnauthorizedOperation swallowed: Recursive returned, main ends in success",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Where the package that calls the API is not analyzed itself, the calls of its
// functions stand for those of the API; a literal without any is no call.
func TestTheMapNamesFunctionsOfOtherPackages(t *testing.T) {
	doc := mapOf(t, testmodule.Write(t, callers+`
-- more.go --
package main

import (
	"example.com/m/ops"
	cvm "example.com/m/tencentcloud/cvm/v20170312"
)

func more(c *cvm.Client) error {
	each := func(f func() error) error { return f() }
	if err := each(func() error { return nil }); err != nil {
		return err
	}
	return ops.Stop(c)
}

var _ = more
`), ".")
	var got []string
	for _, call := range doc.Calls {
		got = append(got, fmt.Sprint(call.Name, call.Services, call.Function))
	}
	slices.Sort(got)
	if want := []string{"Recursive[cvm]main", "StopAll[cvm]main", "Stop[cvm]main", "Stop[cvm]more"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestTheMapTakesTheCategoriesOfThePolicy(t *testing.T) {
	dir := testmodule.Write(t, callers+"-- .tcerrlint.yml --\ncritical: [InternalError=swallowed]\n")
	doc := mapOf(t, dir, "-critical", "ResourceInsufficient=retried,AuthFailure=")
	var got []string
	for _, c := range doc.Categories {
		got = append(got, c.Name+"="+strings.Join(c.Forbidden, "|"))
	}
	if want := []string{"AuthFailure=", "RequestLimitExceeded=swallowed|stopped", "ResourceInsufficient=retried", "UnauthorizedOperation=swallowed|retried"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	doc = mapOf(t, dir)
	if !slices.ContainsFunc(doc.Categories, func(c errmap.Category) bool { return c.Name == "InternalError" }) {
		t.Errorf("the settings file is not read: %v", doc.Categories)
	}
}

func TestAMapWithoutCallsIsEmpty(t *testing.T) {
	doc := mapOf(t, testmodule.Write(t, "-- a.go --\npackage m\n"))
	if len(doc.Calls) > 0 || len(doc.Categories) != 3 || doc.Calls == nil {
		t.Errorf("%+v", doc)
	}
}

func TestTheMapIsWrittenToAFile(t *testing.T) {
	dir := testmodule.Write(t, callers)
	for file, begin := range map[string]string{"map.html": "<!doctype html>", "map.json": "{\n", "map": "<!doctype html>"} {
		if r := lintIn(t, dir, "map", "-o", file, "./...").want(t, exitClean); r.out+r.errs != "" {
			t.Errorf("printed %q %q", r.out, r.errs)
		}
		if text := programtest.ReadFile(t, filepath.Join(dir, file)); !strings.HasPrefix(text, begin) {
			t.Errorf("%s begins with %.40q", file, text)
		}
	}
}

func TestWrongFlagsOfMapAreRefused(t *testing.T) {
	dir := testmodule.Write(t, "-- a.go --\npackage m\n")
	for _, test := range []struct{ flag, want string }{
		{"-format=pdf", "want html, json"},
		{"-link=javascript:alert(1)", "scheme"},
		{"-link=javascript://alert(1)", "scheme"},
		{"-link=https://host/{path}", "{path} is none of {file}, {abs}, {line}, {column}"},
		{"-critical=AuthFailure=lost", "lost"},
		{"-fix", "fix"},
		{"-o=absent/map.html", "absent/map.html"},
	} {
		lintIn(t, dir, "map", test.flag).oneLine(t, test.want)
	}
	lintIn(t, dir, "map", "./...", "-o=x").oneLine(t, "put it before")
	if r := lintIn(t, testmodule.Write(t, "-- a.go --\npackage m\n\nvar X int = \"\"\n"), "map").want(t, exitFailed); !strings.Contains(r.errs, "a.go:3:13") {
		t.Errorf("%q", r.errs)
	}
}
