package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
)

var update = flag.Bool("update", false, "write the transcript of a new user's walk")

// A walk is what a new user does, one step after the other, and what each step
// printed.
type walk struct {
	*testing.T
	dir        string
	env        []string
	transcript strings.Builder
}

// says begins a part of the transcript.
func (w *walk) says(text string) { fmt.Fprintf(&w.transcript, "\n# %s\n", text) }

// run runs a command line, which holds no quotes.
func (w *walk) run(line string) {
	w.Helper()
	words := strings.Fields(line)
	program := words[0]
	if program == "tcerrlint" {
		program = filepath.Join(w.dir, "bin", program)
	}
	out, errs, status := programtest.Run(w, filepath.Join(w.dir, "app"), w.env, program, words[1:]...)
	fmt.Fprintf(&w.transcript, "$ %s\n%s", line, w.plain(out))
	for said := range strings.Lines(w.plain(errs)) {
		fmt.Fprintf(&w.transcript, "stderr: %s", said)
	}
	fmt.Fprintf(&w.transcript, "status %d\n", status)
}

// seconds is how long a run took.
var seconds = regexp.MustCompile(`\b(\d+m)?[\d.]+m?s\b`)

// plain leaves out what differs from run to run.
func (w *walk) plain(text string) string {
	return seconds.ReplaceAllString(strings.ReplaceAll(text, w.dir, "WORK"), "TIME")
}

// quietly runs a program of which only success matters.
func (w *walk) quietly(dir string, env []string, name string, args ...string) {
	w.Helper()
	if out, errs, status := programtest.Run(w, dir, env, name, args...); status != 0 {
		w.Skipf("%s %s: needs the module proxy, or what it gave before\n%s%s", name, strings.Join(args, " "), out, errs)
	}
}

func (w *walk) file(name string) string { return filepath.Join(w.dir, "app", name) }

// write writes a file of the module.
func (w *walk) write(name, text string) {
	w.Helper()
	overwrite(w.T, w.file(name), text)
}

// edit replaces text in a file of the module.
func (w *walk) edit(name, old, text string) {
	w.Helper()
	before := programtest.ReadFile(w, w.file(name))
	if !strings.Contains(before, old) {
		w.Fatalf("%s has no %q:\n%s", name, old, before)
	}
	w.write(name, strings.Replace(before, old, text, 1))
}

// shows has a file of the module in the transcript.
func (w *walk) shows(name string) {
	w.Helper()
	fmt.Fprintf(&w.transcript, "%s has:\n%s", name, programtest.ReadFile(w, w.file(name)))
}

// TestANewUserWalksFromAnEmptyFolder installs the command, lints a module with the
// real SDK, and does what somebody does in the first weeks. What each step prints is in
// testdata/walk/transcript.txt. After the modules are there nothing asks the network.
func TestANewUserWalksFromAnEmptyFolder(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the command and loads the real SDK")
	}
	if err := openSources(); err != nil {
		t.Fatal(err)
	}
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w := &walk{T: t, dir: dir}
	w.env = []string{"GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off", "TCERRLINT_CACHE=" + filepath.Join(dir, "cache"), "NO_COLOR=1"}
	if err := os.Mkdir(w.file(""), 0o777); err != nil {
		t.Fatal(err)
	}
	w.quietly("../..", []string{"GOBIN=" + filepath.Join(dir, "bin")}, "go", "install", "./cmd/tcerrlint")
	w.lints()
	w.sets()
	w.ignoresAndFixes()
	w.upgrades()
	const golden = "testdata/walk/transcript.txt"
	got := w.transcript.String()
	if *update {
		overwrite(t, golden, got)
	}
	if want := programtest.ReadFile(t, golden); got != want {
		t.Errorf("%s differs; go test . -run NewUser -update writes it anew. Today:\n%s", golden, got)
	}
}

func (w *walk) lints() {
	const sdk = "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/"
	w.says("An empty folder")
	w.run("tcerrlint")
	w.says("A module that lacks the SDK")
	w.write("go.mod", "module example.com/app\n\ngo 1.25.0\n")
	w.write("stop.go", programtest.ReadFile(w, "testdata/walk/stop.go.txt"))
	w.env = append(w.env, "GOFLAGS=")
	w.run("tcerrlint ./...")
	w.quietly(w.file(""), []string{"GOFLAGS=-mod=mod", "GOWORK=off"}, "go", "get", sdk+"cvm@v1.3.162", sdk+"common@v1.3.210")
	w.env = append(w.env, "GOFLAGS=-mod=mod")
	w.says("The first findings")
	w.run("tcerrlint ./...")
	w.run("tcerrlint -v -format oneline ./...")
	w.run("tcerrlint explian unknowncode")
	w.run("tcerrlint -formt json")
	w.run("tcerrlint explain InvalidInstanceId.NotFound")
}

func (w *walk) sets() {
	w.says("Settings, and the job of a CI")
	w.run("tcerrlint init -ci github")
	w.run("tcerrlint init")
	w.run("tcerrlint config")
	w.run("tcerrlint -format github ./...") // as the job does
	w.says("Settings that are wrong")
	w.write(".tcerrlint.yml", "fail_on: error\n")
	w.run("tcerrlint")
	w.write(".tcerrlint.yml", "fail-on: fatal\n")
	w.run("tcerrlint")
	w.says("What is there today is known from now on")
	w.write(".tcerrlint.yml", "fail-on: warning\nbaseline: known.json\n")
	w.run("tcerrlint -write-baseline")
	w.shows("known.json")
	w.run("tcerrlint -v")
	w.write("start.go", programtest.ReadFile(w, "testdata/walk/start.go.txt"))
	w.run("tcerrlint")
}

func (w *walk) ignoresAndFixes() {
	w.says("A finding is ignored, first without a reason, then with the wrong rule")
	const test = "\tif sdkErr, ok := err.(*tcerr.TencentCloudSDKError); ok && sdkErr"
	w.edit("start.go", test, "\t//tcerrlint:ignore unknowncode\n"+test)
	w.run("tcerrlint -format oneline")
	w.edit("start.go", "ignore unknowncode", "ignore unknowcode the console writes it so")
	w.run("tcerrlint -format oneline")
	w.edit("start.go", "ignore unknowcode", "ignore unknowncode")
	w.run("tcerrlint -format oneline")
	w.says("A fix")
	w.edit("start.go", "\t//tcerrlint:ignore unknowncode the console writes it so\n", "")
	w.run("tcerrlint -diff")
	w.run("tcerrlint -fix")
	w.shows("start.go")
	w.run("tcerrlint")
}

// upgrades reads what an older version wrote, and meets what a newer one may write.
func (w *walk) upgrades() {
	w.says("The baseline of the first version is read")
	w.write("known.json", programtest.ReadFile(w, "testdata/walk/baseline.v1.json"))
	w.run("tcerrlint")
	w.says("A setting of a version that is newer")
	w.edit(".tcerrlint.yml", "fail-on", "sounds: [bell]\nfail-on")
	w.run("tcerrlint")
	w.edit(".tcerrlint.yml", "sounds: [bell]\n", "")
	w.says("A baseline of a version that is newer")
	w.edit("known.json", `"version": 1`, `"version": 2`)
	w.run("tcerrlint")
	w.says("Nothing is left")
	w.run("tcerrlint cache -clean")
}
