package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
)

// embedding is a module with what makes the go command list other files.
const embedding = `
-- app/embed.go --
package app

import _ "embed"

//go:embed text/a.txt
var text string
-- app/text/a.txt --
a
-- app/excluded.go --
//go:build none

package app

import "example.com/m/helper"

func excluded(err error) bool { return helper.Is(err, "Excluded.NoSuch") }
-- app/replaced.go --
package app

import (
	"example.com/m/helper"
	"example.com/replaced"
)

func isReplaced(err error) bool { return helper.Is(err, replaced.Code) }
-- go.mod --
module example.com/m

go 1.25.0

require example.com/replaced v0.0.0

replace example.com/replaced => ../replaced
`

// logged has the go command note what it is asked for, and returns how often it
// was asked to list packages since the last time.
func logged(t *testing.T) func() int {
	t.Helper()
	t.Setenv("CI", "")
	real, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	log := filepath.Join(dir, "log")
	script := fmt.Sprintf("#!/bin/sh\necho \"$1\" >> %s\nexec %s \"$@\"\n", log, real)
	if err := os.WriteFile(filepath.Join(dir, "go"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(filepath.ListSeparator)+os.Getenv("PATH"))
	return func() int {
		text, _ := os.ReadFile(log)
		os.Remove(log)
		return strings.Count(string(text), "list\n")
	}
}

func TestTheGoCommandIsAskedWhenItsAnswerMayBeAnother(t *testing.T) {
	ownCache(t)
	lists := logged(t)
	edits := []struct {
		what  string
		do    func(c checkout)
		asked bool
	}{
		{"nothing", func(c checkout) {}, false},
		{"a body", func(c checkout) { c.replace("app/app.go", "return nil\n", "_ = 1\n\t\treturn nil\n") }, false},
		{"a code", func(c checkout) { c.replace("app/app.go", "ResourceNotFound.NoSuch", "ResourceNotFound.Other") }, false},
		{"a touch", func(c checkout) {
			name := filepath.Join(c.dir, "app", "app.go")
			if err := os.Chtimes(name, time.Now(), time.Now()); err != nil {
				c.t.Fatal(err)
			}
		}, false},
		{"a renamed file in place of another", func(c checkout) {
			c.write("app/new.tmp", strings.Replace(c.read("app/app.go"), "NoSuch", "NoSuck", 1))
			if err := os.Rename(filepath.Join(c.dir, "app", "new.tmp"), filepath.Join(c.dir, "app", "app.go")); err != nil {
				c.t.Fatal(err)
			}
		}, false},
		{"the same size and time", func(c checkout) {
			name := filepath.Join(c.dir, "app", "app.go")
			info, err := os.Stat(name)
			if err != nil {
				c.t.Fatal(err)
			}
			c.replace("app/app.go", `sdk "example.com/m/tencentcloud/cdn/v20180606"`, `sdx "example.com/m/tencentcloud/cdn/v20180606"`)
			c.replace("app/app.go", "sdk.", "sdx.")
			if err := os.Chtimes(name, info.ModTime(), info.ModTime()); err != nil {
				c.t.Fatal(err)
			}
		}, true},
		{"an import", func(c checkout) {
			c.replace("app/app.go", "import (\n", "import (\n\t_ \"example.com/m/apart\"\n")
		}, true},
		{"a file more", func(c checkout) { c.write("app/more_linux.go", "package app\n\nvar more = excluded\n") }, true},
		{"a file less", func(c checkout) { os.Remove(filepath.Join(c.dir, "app", "app_test.go")) }, true},
		{"a file that counts from now on", func(c checkout) { c.replace("app/excluded.go", "//go:build none\n\n", "") }, true},
		{"a package more", func(c checkout) { c.write("deep/down/new.go", "package down\n\nfunc {\n") }, true},
		{"a module within", func(c checkout) { c.write("apart/go.mod", "module example.com/apart\n") }, true},
		{"the version of the language", func(c checkout) { c.replace("go.mod", "go 1.25.0", "go 1.24.0") }, true},
		{"a workspace", func(c checkout) { c.write("go.work", "go 1.25.0\n\nuse .\n") }, true},
		{"the other module", func(c checkout) { c.replace("../replaced/replaced.go", "NoSuch", "NoSuck") }, true},
		{"the other module's go.mod", func(c checkout) { c.replace("../replaced/go.mod", "1.24.0", "1.23.0") }, true},
		{"an embedded file less", func(c checkout) { os.Remove(filepath.Join(c.dir, "app", "text", "a.txt")) }, true},
		{"cgo", func(c checkout) {
			c.replace("app/excluded.go", "//go:build none\n\n", "")
			c.write("app/c.go", "package app\n\nimport \"C\"\n")
		}, true},
	}
	var checkouts []checkout
	for range edits {
		dir := filepath.Join(testmodule.Write(t, ""), "m")
		write := checkout{dir, t}
		if err := os.CopyFS(dir, os.DirFS(testmodule.Write(t, layered+embedding))); err != nil {
			t.Fatal(err)
		}
		write.write("../replaced/go.mod", "module example.com/replaced\n\ngo 1.24.0\n")
		write.write("../replaced/replaced.go", "package replaced\n\nconst Code = \"Replaced.NoSuch\"\n")
		checkouts = append(checkouts, write)
	}
	time.Sleep(2100 * time.Millisecond) // younger files are not trusted
	for _, c := range checkouts {
		lintIn(t, c.dir, "-rules=all", "-generated", "./...").want(t, exitFindings)
	}
	for i, edit := range edits {
		c := checkouts[i]
		edit.do(c)
		lists()
		got := lintIn(t, c.dir, "-rules=all", "-generated", "./...")
		if asked := lists() > 0; asked != edit.asked {
			t.Errorf("%s: the go command is asked: %v, want %v", edit.what, asked, edit.asked)
		}
		if want := lintIn(t, c.dir, "-cache=false", "-rules=all", "-generated", "./..."); got != want {
			t.Errorf("%s: with the cache %+v\nwithout %+v", edit.what, got, want)
		}
	}
}

func TestFilesThatAreYoungAreNotTrusted(t *testing.T) {
	ownCache(t)
	lists := logged(t)
	c := checkout{testmodule.Write(t, layered), t}
	for range 2 {
		lists()
		lintIn(t, c.dir, "./...")
		if lists() == 0 {
			t.Error("files that were written just now are trusted")
		}
	}
}

// TestHashesTrustNoTimes: what is kept says something else than the file, and nothing but
// its content tells.
func TestHashesTrustNoTimes(t *testing.T) {
	ownCache(t)
	lists := logged(t)
	c := checkout{testmodule.Write(t, layered), t}
	time.Sleep(2100 * time.Millisecond) // younger files are not trusted
	c.same("at first", "./...")
	for _, test := range []struct {
		what, ci string
		args     []string
		asked    bool
	}{
		{"by default", "", nil, false},
		{"hash", "", []string{"-cache=hash"}, true},
		{"in CI", "true", nil, true},
		{"in CI, with times", "true", []string{"-cache=true"}, false},
		{"in CI, with none", "1", []string{"-cache=hash"}, true},
		{"not in CI", "false", []string{"-cache"}, false},
	} {
		t.Setenv("CI", test.ci)
		c.same(test.what, append(test.args, "./...")...)
		lists()
		lintIn(t, c.dir, append(test.args, "-rules=all", "-generated", "./...")...)
		if asked := lists() > 0; asked != test.asked {
			t.Errorf("%s: the go command is asked: %v, want %v", test.what, asked, test.asked)
		}
	}
	lintIn(t, c.dir, "-cache=often", "./...").oneLine(t, `"often" for flag -cache: want true, false, hash`)
}
