package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
)

// bothFind runs the command and its vet with the environment and compares what
// they find.
func bothFind(t *testing.T, dir string, env map[string]string, want []place, args ...string) {
	t.Helper()
	for name, value := range env {
		t.Setenv(name, value)
	}
	for _, command := range [][]string{nil, {"vet"}} {
		status := exitFindings
		if want == nil {
			status = exitClean
		}
		list := append(append(slices.Clone(command), "-format=json"), args...)
		if found := places(t, startAs(t, dir, tool, list...).want(t, status)); !slices.Equal(found, want) {
			t.Errorf("%v: found %v, want %v", list, found, want)
		}
	}
}

func TestGOPATHMode(t *testing.T) {
	module := testmodule.Write(t, misspelled)
	gopath, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(gopath, "src", "example.com", "m")
	if err := os.CopyFS(dir, os.DirFS(module)); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "go.mod")); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"GO111MODULE": "off", "GOPATH": gopath, "GOWORK": "", "GOFLAGS": ""}
	bothFind(t, dir, env, []place{{"a.go", "unknowncode"}, {"x_test.go", "unknowncode"}}, "./...")
	bothFind(t, dir, env, []place{{"a.go", "unknowncode"}, {"x_test.go", "unknowncode"}}, "example.com/m")
}

// twoModules is two modules and what joins them.
const twoModules = `
-- go.work --
go 1.25.0

use (
	./lib
	./app
)
-- lib/go.mod --
module example.com/lib

go 1.25.0
-- lib/tencentcloud/common/errors/errors.go --
package errors

type TencentCloudSDKError struct{ Code string }

func (e *TencentCloudSDKError) Error() string { return e.Code }
-- lib/is/is.go --
package is

import tcerr "example.com/lib/tencentcloud/common/errors"

func Code(err error, code string) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && e.Code == code
}
-- app/go.mod --
module example.com/app

go 1.25.0
-- app/app.go --
package app

import "example.com/lib/is"

func Expired(err error) bool { return is.Code(err, "AuthFailure.SignatureExpired") }
`

func TestWorkspaces(t *testing.T) {
	dir := testmodule.Write(t, twoModules)
	env := map[string]string{"GOWORK": "", "GOFLAGS": ""}
	bothFind(t, dir, env, []place{{"app/app.go", "unknowncode"}}, "./lib/...", "./app/...")
	bothFind(t, filepath.Join(dir, "app"), env, []place{{"app.go", "unknowncode"}})
}

func TestVendoredModules(t *testing.T) {
	dir := testmodule.Write(t, `
-- go.mod --
module example.com/m

go 1.25.0

require example.com/sdk v1.0.0
-- vendor/modules.txt --
# example.com/sdk v1.0.0
## explicit; go 1.25.0
example.com/sdk/tencentcloud/common/errors
-- vendor/example.com/sdk/tencentcloud/common/errors/errors.go --
package errors

type TencentCloudSDKError struct{ Code string }
-- a.go --
package m

import tcerr "example.com/sdk/tencentcloud/common/errors"

func expired(e *tcerr.TencentCloudSDKError) bool { return e.Code == "AuthFailure.SignatureExpired" }
`)
	env := map[string]string{"GOWORK": "off", "GOFLAGS": ""}
	bothFind(t, dir, env, []place{{"a.go", "unknowncode"}})
	bothFind(t, dir, env, []place{{"a.go", "unknowncode"}}, "-mod=vendor")
}

// TestOtherSystemsAndTags: the files of another system are linted when the go
// command is told to build for it.
func TestOtherSystemsAndTags(t *testing.T) {
	expired := func(name string) string { return strings.ReplaceAll(twice, "expiredToo", name) }
	const head = "package m\n\nimport tcerr \"example.com/m/tencentcloud/common/errors\"\n"
	dir := testmodule.Write(t, "-- a.go --\npackage m\n"+
		"-- a_windows.go --\n"+head+expired("onWindows")+
		"-- a_plan9.go --\n"+head+expired("onPlan9")+
		"-- tagged.go --\n//go:build special\n\n"+head+expired("tagged"))
	env := map[string]string{"GOWORK": "off", "GOFLAGS": "", "CGO_ENABLED": "0"}
	bothFind(t, dir, env, nil)
	bothFind(t, dir, env, []place{{"tagged.go", "unknowncode"}}, "-tags=special,other")
	env["GOOS"], env["GOARCH"] = "windows", "arm64"
	bothFind(t, dir, env, []place{{"a_windows.go", "unknowncode"}})
	env["GOOS"], env["GOARCH"] = "plan9", "386"
	bothFind(t, dir, env, []place{{"a_plan9.go", "unknowncode"}, {"tagged.go", "unknowncode"}}, "-tags", "special")
}
