package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/cache"
)

// layered is a program in which what is found in one package depends on others:
// on helpers two packages away, on a list of codes, on a wrapper of a service, on
// what a service of the SDK declares.
const layered = `
-- tencentcloud/cdn/v20180606/client.go --
package v20180606

import "example.com/m/tencentcloud/common/errors"

const RESOURCENOTFOUND = "ResourceNotFound"

type Client struct{}

type AddRequest struct{ Domain *string }

type AddResponse struct{ Response *AddParams }

type AddParams struct{ RequestId *string }

func (c *Client) Add(r *AddRequest) (*AddResponse, error) { return nil, &errors.TencentCloudSDKError{} }
-- codes/codes.go --
package codes

var Retryable = []string{"RequestLimitExceeded", "InternalError"}
-- code/code.go --
package code

import (
	"errors"

	tcerr "example.com/m/tencentcloud/common/errors"
)

// Of returns the code of an error.
func Of(err error) string {
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
-- helper/helper.go --
package helper

import (
	"slices"

	"example.com/m/code"
	"example.com/m/codes"
)

// Is reports whether an error has one of the codes.
func Is(err error, list ...string) bool { return slices.Contains(list, code.Of(err)) }

// Retryable reports whether to try again.
func Retryable(err error) bool { return Is(err, codes.Retryable...) }
-- service/service.go --
package service

import sdk "example.com/m/tencentcloud/cdn/v20180606"

// Add adds a domain.
func Add(c *sdk.Client, name string) error {
	_, err := c.Add(&sdk.AddRequest{Domain: &name})
	return err
}
-- app/app.go --
package app

import (
	"example.com/m/helper"
	"example.com/m/service"
	sdk "example.com/m/tencentcloud/cdn/v20180606"
)

// Run adds a domain.
func Run(c *sdk.Client) error {
	err := service.Add(c, "example.com")
	if helper.Is(err, "ResourceNotFound.NoSuch", sdk.RESOURCENOTFOUND) {
		return nil
	}
	return err
}
-- app/app_test.go --
package app

import (
	"testing"

	"example.com/m/helper"
)

func TestRun(t *testing.T) {
	if err := Run(nil); helper.Is(err, "AuthFailure.SignatureFailed") {
		t.Skip(err)
	}
}
-- apart/apart.go --
package apart

// Join is of no interest.
func Join(a, b string) string { return a + b }
`

// A checkout is a module whose runs with a cache are compared with those without.
type checkout struct {
	dir string
	t   *testing.T
}

// same runs the program with and without the cache, and returns what both say.
func (c checkout) same(state string, args ...string) result {
	c.t.Helper()
	args = append([]string{"-rules=all", "-generated"}, args...)
	want := lintIn(c.t, c.dir, append([]string{"-cache=false"}, args...)...)
	for _, run := range []string{"first", "second"} {
		if got := lintIn(c.t, c.dir, args...); got != want {
			c.t.Fatalf("%s, %s run with the cache: %+v\nwithout: %+v", state, run, got, want)
		}
	}
	return want
}

func (c checkout) write(name, text string) {
	c.t.Helper()
	name = filepath.Join(c.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		c.t.Fatal(err)
	}
}

func (c checkout) read(name string) string {
	c.t.Helper()
	text, err := os.ReadFile(filepath.Join(c.dir, filepath.FromSlash(name)))
	if err != nil {
		c.t.Fatal(err)
	}
	return string(text)
}

// replace replaces a text in a file, which must be there.
func (c checkout) replace(name, old, new string) {
	c.t.Helper()
	text := c.read(name)
	if !strings.Contains(text, old) {
		c.t.Fatalf("%s has no %q", name, old)
	}
	c.write(name, strings.ReplaceAll(text, old, new))
}

// ownCache has the test use a folder of its own, and returns it.
func ownCache(t *testing.T) string {
	dir := filepath.Join(t.TempDir(), "cache")
	t.Setenv(cache.Variable, dir)
	return dir
}

// entries returns the names of the entries' files.
func entries(t *testing.T, dir string) (names []string) {
	t.Helper()
	filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && filepath.Dir(name) != dir {
			names = append(names, name)
		}
		return nil
	})
	return names
}
