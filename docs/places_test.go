package docs

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// places are the folders in which the commands are run. Each is made when a
// command first needs it.
type places struct {
	repository    string
	clone, module string
	long          bool
	env           []string
	published     []string // more of it, for the user of a published module
}

// newPlaces prepares the environment of a user: an empty GOPATH, whose folder
// of programs is in PATH, but the caches of the machine.
func newPlaces(t *testing.T, long bool) *places {
	t.Helper()
	repository, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	gopath := t.TempDir()
	bin := filepath.Join(gopath, "bin")
	p := &places{repository: repository, long: long, env: []string{
		"REPOSITORY=" + repository,
		"GOMODCACHE=" + goEnv(t, "GOMODCACHE"), // before GOPATH changes
		"GOPATH=" + gopath, "GOBIN=", "GOFLAGS=", "GOWORK=off",
		"PATH=" + bin + string(os.PathListSeparator) + os.Getenv("PATH"),
		"LC_ALL=C", "LANG=C",
		"GOLDEN=" + filepath.Join(gopath, "example.golden"),
		"GIT_AUTHOR_NAME=t", "GIT_AUTHOR_EMAIL=t@example.com", "GIT_COMMITTER_NAME=t", "GIT_COMMITTER_EMAIL=t@example.com",
	}}
	// The first page shows what the program does before it says how to install
	// it.
	if out, status := p.run(t, repository, "go", "install", "./cmd/tcerrlint"); status != 0 {
		t.Fatal(out)
	}
	p.writeGolden(t, filepath.Join(gopath, "example.golden"))
	if long {
		p.publish(t)
	}
	return p
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// dir returns the folder for a command. What only reads a clone reads this
// one, whose packages are compiled already.
func (p *places) dir(t *testing.T, how how) string {
	t.Helper()
	switch {
	case how.in == inModule:
		if p.module == "" {
			p.module = t.TempDir()
			copyFiles(t, filepath.Join(p.repository, "testdata", "example"), p.module)
			p.commit(t, p.module)
		}
		return p.module
	case how.writes || p.long:
		if p.clone == "" {
			p.clone = t.TempDir()
			copyFiles(t, p.repository, p.clone)
			p.commit(t, p.clone)
		}
		return p.clone
	}
	return p.repository
}

// copyFiles copies a folder but what git ignores or keeps for itself.
func copyFiles(t *testing.T, from, to string) {
	t.Helper()
	list := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = from
	out, err := list.Output()
	if err != nil {
		t.Skipf("not in a checkout: git ls-files: %v", err)
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		info, err := os.Lstat(filepath.Join(from, name))
		if os.IsNotExist(err) {
			continue // deleted and not committed yet
		}
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(filepath.Join(to, name)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(to, name), data, info.Mode().Perm()); err != nil {
			t.Fatal(err)
		}
	}
}

// commit makes a folder a checkout whose branch is that of its origin.
func (p *places) commit(t *testing.T, dir string) {
	t.Helper()
	for _, args := range [][]string{
		{"init", "-q", "-b", "main"}, {"add", "-A"}, {"commit", "-q", "-m", "all"},
		{"update-ref", "refs/remotes/origin/main", "HEAD"},
	} {
		if out, status := p.run(t, dir, "git", args...); status != 0 {
			t.Fatalf("git %v: %s", args, out)
		}
	}
}

// writeGolden writes a golden of the example, in the form of those in
// testdata/corpus.
func (p *places) writeGolden(t *testing.T, name string) {
	t.Helper()
	golden := "# repository: the example\n" +
		"domain.go\t23\tmissingcritical\tAuthFailure\ttrue\twhy\n" +
		"instance.go\t24\twrongservice\tResourceNotFound.CdnHostNotExists\ttrue\twhy\n" +
		"instance.go\t35\tswappedargs\tLimitExceeded\ttrue\twhy\n" +
		"purge.go\t28\tunknowncode\tAuthFailure.SignatureExpired\ttrue\twhy\n"
	if err := os.WriteFile(name, []byte(golden), 0o666); err != nil {
		t.Fatal(err)
	}
}

// publish makes this module one that a user's go command can fetch as v0.1.0: in
// a module proxy of files, before the ones in use. Modules go into a cache of
// their own, so that no other build sees it.
func (p *places) publish(t *testing.T) {
	t.Helper()
	const module = "github.com/tcerrlint/tcerrlint"
	source, proxy := t.TempDir(), t.TempDir()
	copyFiles(t, p.repository, source)
	// A module does not hold the folders that are modules of their own.
	nested, err := filepath.Glob(filepath.Join(source, "*", "*", "go.mod"))
	if err != nil || len(nested) < 3 {
		t.Fatalf("nested modules %v, %v", nested, err)
	}
	outer, err := filepath.Glob(filepath.Join(source, "*", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(outer, nested...) {
		if err := os.RemoveAll(filepath.Dir(name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.RemoveAll(filepath.Join(source, "analyzer", "catalog", "sources", "sdk")); err != nil {
		t.Fatal(err)
	}
	p.commit(t, source)
	versions := filepath.Join(proxy, filepath.FromSlash(module), "@v")
	if err := os.MkdirAll(versions, 0o777); err != nil {
		t.Fatal(err)
	}
	goMod, err := os.ReadFile(filepath.Join(source, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"list":        "v0.1.0\n",
		"v0.1.0.info": `{"Version":"v0.1.0","Time":"2026-01-01T00:00:00Z"}`,
		"v0.1.0.mod":  string(goMod),
	} {
		if err := os.WriteFile(filepath.Join(versions, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if out, status := p.run(t, source, "git", "archive", "--format=zip", "--prefix="+module+"@v0.1.0/", "-o", filepath.Join(versions, "v0.1.0.zip"), "HEAD"); status != 0 {
		t.Fatal(out)
	}
	cached := filepath.Join(goEnv(t, "GOMODCACHE"), "cache", "download")
	p.published = append(p.published,
		"GOMODCACHE="+t.TempDir(), "GOFLAGS=-modcacherw", "GOSUMDB=off",
		"GOPROXY=file://"+proxy+",file://"+cached+","+goEnv(t, "GOPROXY"))
}
