package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/cache"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
)

func TestACachedRunIsLikeAnyOther(t *testing.T) {
	ownCache(t)
	c := checkout{testmodule.Write(t, layered), t}
	found := 0
	edits := []struct {
		what string
		do   func()
	}{
		{"at first", func() {}},
		{"a code of another list", func() { c.replace("codes/codes.go", `"InternalError"`, `"AuthFailure.SignatureFailure"`) }},
		{"a misspelled code below", func() { c.replace("codes/codes.go", `"RequestLimitExceeded"`, `"RequestLimitExceed"`) }},
		{"lines of comments", func() { c.replace("app/app.go", "// Run", "// One.\n//\n// Run") }},
		{"a helper that says the opposite", func() {
			c.replace("helper/helper.go", "return slices.Contains", "return !slices.Contains")
		}},
		{"a code in the SDK", func() {
			c.replace("tencentcloud/cdn/v20180606/client.go", `"ResourceNotFound"`, `"ResourceNotFound.Renamed"`)
		}},
		{"another result of a method of the SDK", func() {
			c.replace("tencentcloud/cdn/v20180606/client.go", "RequestId *string", "RequestId *int")
		}},
		{"it does not type-check", func() { c.replace("code/code.go", "return e.Code\n", "return e.NoSuch\n") }},
		{"it does again", func() { c.replace("code/code.go", "return e.NoSuch\n", "return e.GetCode()\n") }},
		{"a caller no longer type-checks", func() { c.replace("service/service.go", "name string)", "name []byte)") }},
		{"and again", func() {
			c.replace("service/service.go", "name []byte)", "name string)")
		}},
		{"it does not parse", func() { c.write("codes/more.go", "package codes\n\nfunc {") }},
		{"one file more", func() { c.write("codes/more.go", "package codes\n\nvar More = Retryable[0]\n") }},
		{"a file for another system", func() {
			c.write("codes/more.go", "//go:build none\n\npackage codes\n\nvar More = Retryable[0]\n")
		}},
		{"one file less", func() { os.Remove(filepath.Join(c.dir, "codes", "more.go")) }},
		{"an embedded line", func() { c.replace("app/app.go", "\terr :=", "//line other.go:10\n\terr :=") }},
		{"an ignored finding", func() { c.replace("app/app.go", "\tif helper", "\t//tcerrlint:ignore unknowncode\n\tif helper") }},
		{"a package that matters from now on", func() {
			c.replace("apart/apart.go", "// Join", "// Has tells.\nfunc Has(list []string, s string) bool {\n\tfor _, x := range list {\n\t\tif x == s {\n\t\t\treturn true\n\t\t}\n\t}\n\treturn false\n}\n\n// Join")
		}},
		{"who uses it", func() {
			c.replace("helper/helper.go", "slices.Contains(list", "apart.Has(list")
			c.replace("helper/helper.go", `"slices"`, `"example.com/m/apart"`)
		}},
	}
	parts := [][]string{{"-tests=false", "./app"}, {"./app", "./codes"}, {"-format=json", "./helper"}}
	for i, edit := range edits {
		edit.do()
		for _, args := range [][]string{{"./..."}, parts[i%len(parts)]} {
			r := c.same(edit.what, args...)
			found += strings.Count(r.out, "unknowncode")
		}
	}
	if found == 0 {
		t.Error("nothing was ever found")
	}
}

// TestRandomEdits edits files at random.
func TestRandomEdits(t *testing.T) {
	ownCache(t)
	c := checkout{testmodule.Write(t, layered), t}
	names := []string{"codes/codes.go", "code/code.go", "helper/helper.go", "service/service.go", "app/app.go", "app/app_test.go", "apart/apart.go", "tencentcloud/cdn/v20180606/client.go"}
	words := []string{"RequestLimitExceeded", "InternalError", "ResourceNotFound", "AuthFailure.SignatureFailure", "No.SuchCode"}
	random := rand.New(rand.NewPCG(1, 2))
	steps := 25
	if testing.Short() {
		steps = 5
	}
	for i := range steps {
		name := names[random.IntN(len(names))]
		text := c.read(name)
		switch random.IntN(4) {
		case 0:
			old, new := words[random.IntN(len(words))], words[random.IntN(len(words))]
			text = strings.ReplaceAll(text, `"`+old+`"`, `"`+new+`"`)
		case 1:
			text = strings.Replace(text, "{\n", fmt.Sprintf("{\n\t_ = %d\n", i), 1)
		case 2:
			text += fmt.Sprintf("\n// Added%d is new.\nfunc Added%d(err error) error { return err }\n", i, i)
		case 3:
			text = strings.Replace(text, "\n\n", "\n\n// More.\n\n", 1)
		}
		c.write(name, text)
		c.same(fmt.Sprintf("edit %d, of %s", i, name), []string{"-tests=true", "-tests=false"}[random.IntN(2)], "./...")
		if i%8 == 0 {
			t.Setenv(verifyVariable, "1")
			c.same("verified", "./...")
			t.Setenv(verifyVariable, "")
		}
	}
}

func TestAnEditThatNobodySeesAnalyzesOnePackage(t *testing.T) {
	dir := ownCache(t)
	c := checkout{testmodule.Write(t, layered), t}
	c.same("at first", "./...")
	before := len(entries(t, dir))
	c.replace("code/code.go", "\treturn \"\"", "\t_ = 1\n\n\treturn \"\"")
	c.same("a body", "./...")
	if got := len(entries(t, dir)) - before; got != 3 { // of the package, its text and the run
		t.Errorf("%d new entries, want 3", got)
	}
	before = len(entries(t, dir))
	c.replace("codes/codes.go", `"InternalError"`, `"InternalError.Other"`)
	c.same("a list", "./...")
	if got := len(entries(t, dir)) - before; got < 4 {
		t.Errorf("%d new entries: what is above did not see it", got)
	}
}

func TestAnotherCheckoutUsesTheSameEntries(t *testing.T) {
	dir := ownCache(t)
	checkout{testmodule.Write(t, layered), t}.same("one", "./...")
	before := len(entries(t, dir))
	checkout{testmodule.Write(t, layered), t}.same("another", "./...")
	if got := len(entries(t, dir)); got != before {
		t.Errorf("%d entries, before %d", got, before)
	}
}

// Each of these changes what is found, or may.
func TestWhateverDecidesIsInTheKey(t *testing.T) {
	dir := ownCache(t)
	c := checkout{testmodule.Write(t, layered), t}
	c.write("app/tagged.go", "//go:build special\n\npackage app\n\nvar special = 1\n")
	page := "# 错误码\n\n## 业务错误码\n\n| 错误码 | 描述 |\n| --- | --- |\n| %s | 一 |\n"
	c.write("page.md", fmt.Sprintf(page, "ResourceNotFound.Other"))
	c.same("at first", "./...")
	number := len(entries(t, dir))
	for _, input := range []struct {
		what string
		set  func()
		args []string
	}{
		{"a rule", func() {}, []string{"-rules=-unknowncode", "./..."}},
		{"a code", func() {}, []string{"-extra-codes=ResourceNotFound.NoSuch", "./..."}},
		{"a policy", func() {}, []string{"-critical=ResourceNotFound=swallowed", "./..."}},
		{"a page", func() {}, []string{"-extra-pages=page.md", "./..."}},
		{"what a page says", func() { c.write("page.md", fmt.Sprintf(page, "ResourceNotFound.NoSuch")) }, []string{"-extra-pages=page.md", "./..."}},
		{"settings", func() { c.write(".tcerrlint.yml", "extra-codes: [ResourceNotFound.NoSuch, No.Other]\n") }, []string{"./..."}},
		{"no settings", func() { os.Remove(filepath.Join(c.dir, ".tcerrlint.yml")) }, []string{"-skip-tests", "./..."}},
		{"a build tag", func() {}, []string{"-tags=special", "./..."}},
		{"debug", func() {}, []string{"-debug", "./..."}},
		{"a type of error", func() {}, []string{"-error-types=example.com/m/own.Err", "./..."}},
		{"another version of the language", func() { c.replace("go.mod", "go 1.25.0", "go 1.24.0") }, []string{"./..."}},
		{"settings of the type checker", func() { t.Setenv("GODEBUG", "gotypesalias=1,x509sha1=1") }, []string{"./..."}},
		{"another system", func() { t.Setenv("GOARCH", "386") }, []string{"./..."}},
	} {
		input.set()
		c.same(input.what, input.args...)
		now := len(entries(t, dir))
		if now <= number {
			t.Errorf("%s: no new entry", input.what)
		}
		number = now
	}
}

func TestEveryOptionHasAFlag(t *testing.T) {
	a, err := analyzer.New(analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	tool, _ := keyOfTool()
	one, ok := keyOf(a, tool)
	if again, okAgain := keyOf(a, tool); !ok || !okAgain || one != again {
		t.Fatal("the key is not always the same")
	}
	options := analyzer.Options{ExtraCodes: []string{"A.B"}}
	if a, err = analyzer.New(options); err != nil {
		t.Fatal(err)
	}
	if other, _ := keyOf(a, tool); other == one {
		t.Error("an option that no flag set is not in the key")
	}
}

func TestDamagedEntriesChangeNothing(t *testing.T) {
	dir := ownCache(t)
	c := checkout{testmodule.Write(t, layered), t}
	c.same("at first", "./...")
	for i, name := range entries(t, dir) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		switch i % 3 {
		case 0:
			data = data[:len(data)/2]
		case 1:
			data[len(data)-1] ^= 1
		}
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c.same("damaged", "./...")
}

func TestAVerifiedRunTellsWhatIsWrong(t *testing.T) {
	dir := ownCache(t)
	c := checkout{testmodule.Write(t, layered), t}
	c.same("at first", "./app")
	t.Setenv(verifyVariable, "1")
	c.same("verified", "./app")
	// An entry with a sum that is right and a content that is not.
	store := cache.Open(dir)
	for _, name := range entries(t, dir) {
		var key cache.Key
		if _, err := fmt.Sscanf(filepath.Base(name), "%x", (*hexKey)(&key)); err != nil {
			t.Fatal(err)
		}
		data, ok := store.Get(key)
		if !ok {
			t.Fatal("an entry is not there")
		}
		text := strings.ReplaceAll(string(data), "ResourceNotFound.NoSuch", "ResourceNotFound.NoSuck")
		store.Put(key, []byte(text))
	}
	if r := lintIn(t, c.dir, "-rules=all", "-generated", "./app").want(t, exitFailed); !strings.Contains(r.errs, "cache: ") {
		t.Errorf("it says %q", r.errs)
	}
}

// A hexKey is a key as the name of a file has it.
type hexKey cache.Key

func (k *hexKey) Scan(state fmt.ScanState, verb rune) error {
	for i := range k {
		if _, err := fmt.Fscanf(state, "%2x", &k[i]); err != nil {
			return err
		}
	}
	return nil
}

func TestWithoutAFolderNothingIsSaid(t *testing.T) {
	c := checkout{testmodule.Write(t, layered), t}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	folders := []string{"off", file, filepath.Join(file, "below")}
	if runtime.GOOS != "windows" {
		locked := t.TempDir()
		if err := os.Chmod(locked, 0o500); err != nil {
			t.Fatal(err)
		}
		folders = append(folders, filepath.Join(locked, "cache"), "/dev/null")
	}
	for _, folder := range folders {
		t.Setenv(cache.Variable, folder)
		c.same("in "+folder, "./...")
	}
}

func TestRunsAtOnce(t *testing.T) {
	ownCache(t)
	c := checkout{testmodule.Write(t, layered), t}
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	want := startAs(t, c.dir, tool, "-cache=false", "./...")
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if got := startAs(t, c.dir, tool, "./..."); got != want {
				t.Errorf("got %+v\nwant %+v", got, want)
			}
		})
	}
	wg.Wait()
}

func TestTheCacheCommand(t *testing.T) {
	dir := ownCache(t)
	c := checkout{testmodule.Write(t, layered), t}
	if r := lintIn(t, c.dir, "cache").want(t, exitClean); !strings.Contains(r.out, dir) || !strings.Contains(r.out, "empty") {
		t.Errorf("of an empty cache it says %q", r.out)
	}
	c.same("at first", "./...")
	if r := lintIn(t, c.dir, "cache").want(t, exitClean); !strings.Contains(r.out, dir) || !strings.Contains(r.out, " MB") {
		t.Errorf("it says %q", r.out)
	}
	lintIn(t, c.dir, "cache", "-clean").want(t, exitClean)
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Error("the folder stays")
	}
	lintIn(t, c.dir, "cache", "word").oneLine(t, "word")
	t.Setenv(cache.Variable, "off")
	if r := lintIn(t, c.dir, "cache").want(t, exitClean); r.out != "off\n" {
		t.Errorf("without a cache it says %q", r.out)
	}
}
