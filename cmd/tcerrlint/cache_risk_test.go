package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
)

// TestWhatFilesSayCounts: in each state of a module, with what runs in the states before it
// left, a run with the cache is like one without.
func TestWhatFilesSayCounts(t *testing.T) {
	ownCache(t)
	t.Setenv("CI", "")
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	goenv := filepath.Join(t.TempDir(), "env")
	t.Setenv("GOENV", goenv)
	c := checkout{filepath.Join(testmodule.Write(t, ""), "m"), t}
	if err := os.CopyFS(c.dir, os.DirFS(testmodule.Write(t, layered+replacedModule))); err != nil {
		t.Fatal(err)
	}
	c.write("app/tagged.go", "//go:build special\n\npackage app\n\nimport \"example.com/m/helper\"\n\nfunc tagged() error {\n\terr := Run(nil)\n\tif helper.Is(err, \"Tagged.NoSuch\") {\n\t\treturn nil\n\t}\n\treturn err\n}\n")
	time.Sleep(2100 * time.Millisecond) // younger files are not trusted
	const app = "app/app.go"
	for _, state := range []struct {
		what string
		make func()
		says string // what is found
	}{
		{"as it is", func() {}, "ResourceNotFound.NoSuch"},
		{"the same size and time", func() {
			info := c.stat(app)
			c.replace(app, "ResourceNotFound.NoSuch", "ResourceNotFound.NoSuck")
			c.times(app, info.ModTime())
		}, "ResourceNotFound.NoSuck"},
		{"an edit at once", func() { c.replace(app, "NoSuck", "NoSuch") }, "ResourceNotFound.NoSuch"},
		{"and another", func() { c.replace(app, "NoSuch", "NoSucc") }, "ResourceNotFound.NoSucc"},
		{"a file renamed over it, as old as it", func() {
			info := c.stat(app)
			c.write("app/new.tmp", strings.Replace(c.read(app), "NoSucc", "NoSuch", 1))
			c.times("app/new.tmp", info.ModTime())
			c.rename("app/new.tmp", app)
		}, "ResourceNotFound.NoSuch"},
		{"a file of tomorrow", func() {
			c.replace(app, "NoSuch", "NoSuck")
			c.times(app, time.Now().Add(24*time.Hour))
		}, "ResourceNotFound.NoSuck"},
		{"the clock set back", func() {
			c.replace(app, "NoSuck", "NoSuch")
			c.times(app, time.Now().Add(-1000*time.Hour))
		}, "ResourceNotFound.NoSuch"},
		{"a toolchain", func() { c.replace("go.mod", "go 1.25.0", "go 1.25.0\n\ntoolchain go1.25.1") }, ""},
		{"go env -w", func() { c.run("go", "env", "-w", "GOFLAGS=-tags=special"); os.Unsetenv("GOFLAGS") }, "Tagged.NoSuch"},
		{"go env -u", func() { c.run("go", "env", "-u", "GOFLAGS") }, ""},
		{"a workspace", func() {
			c.write("other/go.mod", "module example.com/m/codes\n\ngo 1.25.0\n")
			c.write("other/codes.go", strings.Replace(c.read("codes/codes.go"), "InternalError", "InternalError.NoSuch", 1))
			c.write("go.work", "go 1.25.0\n\nuse .\nuse ./other\n")
			os.RemoveAll(filepath.Join(c.dir, "codes"))
			t.Setenv("GOWORK", "")
		}, ""},
		{"no workspace", func() { t.Setenv("GOWORK", "off") }, "codes"},
		{"a workspace again", func() { t.Setenv("GOWORK", "") }, ""},
		{"moved", func() {
			t.Setenv("GOWORK", "off")
			c.rename("other", "codes")
			c.rename("codes/go.mod", "other.mod")
			c.rename(".", "../moved")
			c.dir = filepath.Join(filepath.Dir(c.dir), "moved")
		}, "ResourceNotFound.NoSuch"},
		{"through a link", func() {
			if err := os.Symlink(c.dir, c.dir+"-link"); err != nil {
				t.Skip(err)
			}
			c.dir += "-link"
		}, "ResourceNotFound.NoSuch"},
	} {
		state.make()
		if r := c.sameHere(state.what, "./..."); !strings.Contains(r.out+r.errs, state.says) {
			t.Errorf("%s: %+v does not say %q", state.what, r, state.says)
		}
	}
}

// replacedModule is nothing but room for what the states add.
const replacedModule = "-- doc.go --\npackage m\n"

// TestABrokenDeclarationThatNobodyNeeds: the error is the same, whatever is kept.
func TestABrokenDeclarationThatNobodyNeeds(t *testing.T) {
	ownCache(t)
	c := checkout{testmodule.Write(t, layered), t}
	c.replace("helper/helper.go", "\t\"slices\"\n", "\t\"slices\"\n\n\t_ \"example.com/m/apart\"\n")
	c.same("whole", "./app")
	for _, broken := range []string{"var q int = \"x\"", "func unused() undefined { return nil }", "type t struct{ t }", "import \"example.com/m/none\""} {
		c.write("apart/broken.go", "package apart\n\n"+broken+"\n")
		if r := c.same(broken, "./app"); r.status != exitFailed {
			t.Errorf("%s: status %d", broken, r.status)
		}
	}
	os.Remove(filepath.Join(c.dir, "apart", "broken.go"))
	c.same("whole again", "./app")
}

// TestAKilledRunLeavesNothingWrong kills runs while they write.
func TestAKilledRunLeavesNothingWrong(t *testing.T) {
	dir := ownCache(t)
	c := checkout{testmodule.Write(t, layered), t}
	want := lintIn(t, c.dir, "-cache=false", "-rules=all", "-generated", "./...")
	begin := time.Now()
	lintIn(t, c.dir, "-rules=all", "-generated", "./...")
	whole := time.Since(begin)
	kills := 12
	if testing.Short() {
		kills = 3
	}
	for i := range kills {
		if i%4 == 0 {
			os.RemoveAll(dir)
		}
		cmd := exec.Command(tool, "-rules=all", "-generated", "./...")
		cmd.Dir = c.dir
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(whole * time.Duration(i+1) / time.Duration(kills+1))
		cmd.Process.Kill()
		cmd.Wait()
	}
	t.Setenv(verifyVariable, "1")
	for range 2 {
		if got := lintIn(t, c.dir, "-rules=all", "-generated", "./..."); got != want {
			t.Fatalf("after runs that were killed: %+v\nwant %+v", got, want)
		}
	}
	t.Setenv(verifyVariable, "")
	c.same("after runs that were killed", "./...")
}

// sameHere is like same, in the environment as it is.
func (c checkout) sameHere(state string, args ...string) result {
	c.t.Helper()
	args = append([]string{"-rules=all", "-generated", "-C", c.dir}, args...)
	want := startAs(c.t, c.dir, tool, append([]string{"-cache=false"}, args...)...)
	for _, run := range []string{"first", "second"} {
		if got := startAs(c.t, c.dir, tool, args...); got != want {
			c.t.Fatalf("%s, %s run with the cache: %+v\nwithout: %+v", state, run, got, want)
		}
	}
	return want
}

func (c checkout) path(name string) string { return filepath.Join(c.dir, filepath.FromSlash(name)) }

func (c checkout) stat(name string) os.FileInfo {
	c.t.Helper()
	info, err := os.Stat(c.path(name))
	if err != nil {
		c.t.Fatal(err)
	}
	return info
}

func (c checkout) times(name string, to time.Time) {
	c.t.Helper()
	if err := os.Chtimes(c.path(name), to, to); err != nil {
		c.t.Fatal(err)
	}
}

func (c checkout) rename(from, to string) {
	c.t.Helper()
	if err := os.Rename(c.path(from), c.path(to)); err != nil {
		c.t.Fatal(err)
	}
}

func (c checkout) run(name string, args ...string) {
	c.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		c.t.Fatal(fmt.Errorf("%v: %w\n%s, on %s", cmd.Args, err, out, runtime.GOOS))
	}
}
