package main

import (
	"archive/zip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog/internal/sdk"
	"github.com/tcerrlint/tcerrlint/internal/testfiles"
)

const cvm = sdk.Root + "/tencentcloud/cvm"

// proxy serves modules from a folder, and keeps them out of the user's cache.
type proxy struct{ dir string }

func newProxy(t *testing.T) proxy {
	t.Helper()
	p := proxy{t.TempDir()}
	t.Setenv("GOPROXY", "file://"+filepath.ToSlash(p.dir))
	t.Setenv("GOSUMDB", "off")
	t.Setenv("GOMODCACHE", filepath.Join(t.TempDir(), "mod"))
	t.Cleanup(func() {
		if out, err := exec.Command("go", "clean", "-modcache").CombinedOutput(); err != nil {
			t.Logf("go clean: %v\n%s", err, out)
		}
	})
	return p
}

func (p proxy) add(t *testing.T, path, version string, files map[string]string) {
	t.Helper()
	dir := filepath.Join(p.dir, filepath.FromSlash(path), "@v")
	testfiles.Write(t, dir, map[string]string{
		version + ".info": `{"Version":"` + version + `"}`,
		version + ".mod":  "module " + path + "\n",
	})
	f, err := os.Create(filepath.Join(dir, version+".zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := zip.NewWriter(f)
	files["go.mod"] = "module " + path + "\n"
	for name, content := range files {
		entry, err := w.Create(path + "@" + version + "/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := entry.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// release returns the files of a service's module with these codes.
func release(codes ...string) map[string]string {
	errs := "package v20170312\n\nconst (\n"
	client := "package v20170312\n\n// error code that may be returned:\n"
	for _, code := range codes {
		name := strings.ToUpper(strings.ReplaceAll(code, ".", "_"))
		errs += "\t" + name + " = \"" + code + "\"\n"
		client += "//  " + name + " = \"" + code + "\"\n"
	}
	return map[string]string{
		"v20170312/errors.go": errs + ")\n",
		"v20170312/client.go": client + "func (c *Client) RunInstances(request *R) (response *S, err error) {\n}\n",
	}
}

// tree writes the sources of a small catalog; its manifest has cvm v1.1.0.
func tree(t *testing.T, p proxy) string {
	t.Helper()
	p.add(t, cvm, "v1.0.0", release("Zone.SoldOut", "Gone.Code"))
	p.add(t, cvm, "v1.1.0", release("Zone.SoldOut", "New.Code"))
	dir := t.TempDir()
	testfiles.Write(t, dir, map[string]string{
		"sources/date.txt":           "2026-01-02\n",
		"sources/public.tsv":         "# comment\nServiceUnavailable\ta source\n",
		"sources/client.tsv":         "ClientError\ta source\n",
		"sources/undocumented.tsv":   "",
		"sources/aliases.tsv":        "server\tcvm\ta source\n",
		"sources/tombstones.tsv":     "",
		"sources/cdn-error-codes.md": "## 公共错误码\n| 错误码 | 说明 |\n|--|--|\n| InternalError | 内部错误 |\n",
		"sources/sdk/go.mod":         "module example.com/sdk\n\ngo 1.25.0\n\nrequire " + cvm + " v1.1.0\n",
		"sources/sdk/older.txt":      cvm + " v1.0.0\n",
		"sources/sdk/refused.txt":    sdk.Root + "/tencentcloud/bh v1.0.0\n",
	})
	return dir
}

func mustRun(t *testing.T, dir string, prev previous, opts options) string {
	t.Helper()
	var out strings.Builder
	if err := run(dir, prev, opts, &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestGenerate(t *testing.T) {
	dir := tree(t, newProxy(t))
	if err := run(dir, nil, options{}, &strings.Builder{}); err == nil || !strings.Contains(err.Error(), "is not in go.sum") {
		t.Fatalf("without go.sum: %v", err)
	}
	out := mustRun(t, dir, nil, options{sums: true})
	for _, want := range []string{
		"service cvm: new, 2 codes\n",
		"2026-01-02: 2 product codes in 1 services, 2 pairs, 1 dropped pairs, 1 tombstones, 2 services missing",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	first := read(t, dir, "catalog.bin")
	mustRun(t, dir, nil, options{check: true})
	mustRun(t, dir, nil, options{})
	if read(t, dir, "catalog.bin") != first {
		t.Error("equal sources gave other bytes")
	}
	mustRun(t, dir, nil, options{date: "2026-02-03"})
	if read(t, dir, "sources/date.txt") != "2026-02-03\n" || read(t, dir, "catalog.bin") == first {
		t.Error("the date was not set")
	}
	if err := run(dir, nil, options{date: "2026-02-04", check: true}, &strings.Builder{}); err == nil {
		t.Error("-check took files that are not current")
	}
	if err := run(dir, nil, options{date: "yesterday"}, &strings.Builder{}); err == nil {
		t.Error("a date that is none: no error")
	}
}

func TestGenerateBuriesWhatTheSnapshotLost(t *testing.T) {
	dir := tree(t, newProxy(t))
	prev := previous{
		"cvm": {"Zone.SoldOut": "v1.0.5", "Lost.Code": "v1.0.5", "Gone.Code": "v1.0.5"},
		"bh":  {},
		"cdn": {},
	}
	out := mustRun(t, dir, prev, options{sums: true})
	for _, want := range []string{
		"service cvm: added New.Code\n",
		"service cvm: removed Lost.Code (last in v1.0.5)\n",
		"2 dropped pairs, 2 tombstones",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if got := read(t, dir, "sources/tombstones.tsv"); got != "cvm\tLost.Code\tv1.0.5\n" {
		t.Errorf("tombstones.tsv has %q", got)
	}
	first := read(t, dir, "catalog.bin")
	mustRun(t, dir, previous{"cvm": {"Zone.SoldOut": "v1.1.0", "New.Code": "v1.1.0"}}, options{check: true})
	if read(t, dir, "catalog.bin") != first {
		t.Error("the next run forgot a tombstone")
	}
}

func TestGenerateReportsMovedCodes(t *testing.T) {
	p := newProxy(t)
	dir := tree(t, p)
	cbs := sdk.Root + "/tencentcloud/cbs"
	p.add(t, cbs, "v1.1.0", release("Disk.Busy"))
	testfiles.Write(t, dir, map[string]string{
		"sources/sdk/go.mod": "module example.com/sdk\n\nrequire (\n" + cbs + " v1.1.0\n" + cvm + " v1.1.0\n)\n",
	})
	prev := previous{"cvm": {"Zone.SoldOut": "v1.0.5"}, "cbs": {"Disk.Busy": "v1.0.0", "New.Code": "v1.0.0"}}
	out := mustRun(t, dir, prev, options{sums: true})
	for _, want := range []string{
		"service cbs: removed New.Code (last in v1.0.0)\n",
		"service cvm: added New.Code (moved from [cbs])\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

func TestUpgradeRaisesWhatTheProxyServes(t *testing.T) {
	p := newProxy(t)
	dir := tree(t, p)
	p.add(t, cvm, "v1.2.0", release("Zone.SoldOut", "Newest.Code"))
	testfiles.Write(t, filepath.Join(p.dir, filepath.FromSlash(cvm), "@v"), map[string]string{"list": "v1.0.0\nv1.1.0\nv1.2.0\n"})
	out := mustRun(t, dir, previous{"cvm": {"Zone.SoldOut": "v1.1.0", "New.Code": "v1.1.0"}}, options{upgrade: true, sums: true})
	for _, want := range []string{
		"module " + cvm + ": v1.1.0 to v1.2.0\n",
		"module " + sdk.Root + "/tencentcloud/bh: no newest version: ",
		"service cvm: added Newest.Code\n",
		"service cvm: removed New.Code (last in v1.1.0)\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if got := read(t, dir, "sources/sdk/go.mod"); !strings.Contains(got, cvm+" v1.2.0") {
		t.Errorf("go.mod has\n%s", got)
	}
	if got := read(t, dir, "sources/tombstones.tsv"); got != "cvm\tNew.Code\tv1.1.0\n" {
		t.Errorf("tombstones.tsv has %q", got)
	}
}

func TestGenerateFailsLoudly(t *testing.T) {
	p := newProxy(t)
	for name, c := range map[string]struct {
		files map[string]string
		prev  previous
		want  string
	}{
		"vanished service":  {nil, previous{"tke": {}}, "service tke has vanished"},
		"lost code list":    {nil, previous{"bh": {"A.B": "v1"}}, "service bh has lost its code list"},
		"empty manifest":    {map[string]string{"sources/sdk/go.mod": "module example.com/sdk\n"}, nil, "requires nothing"},
		"refused module":    {map[string]string{"sources/sdk/older.txt": cvm + " v0.9.0\n"}, nil, cvm + "@v0.9.0"},
		"older that is not": {map[string]string{"sources/sdk/older.txt": cvm + " v1.1.0\n"}, nil, "is not older"},
		"line of a table":   {map[string]string{"sources/public.tsv": "A\n"}, nil, "public.tsv:1: want 2 fields"},
		"space in a table":  {map[string]string{"sources/public.tsv": "\nA \tb\n"}, nil, "public.tsv:2: field \"A \""},
		"alias of nothing":  {map[string]string{"sources/aliases.tsv": "a\tnope\tb\n"}, nil, "aliases.tsv: a must be no service"},
		"malformed page":    {map[string]string{"sources/cdn-error-codes.md": "x"}, nil, "cdn-error-codes.md:1: want a table"},
		"sum that differs":  {map[string]string{"sources/sdk/go.sum": cvm + " v1.1.0 h1:x\n"}, nil, "go.sum"},
		"module of no SDK":  {map[string]string{"sources/sdk/older.txt": "example.com/x v1.0.0\n"}, nil, "example.com/x@v1.0.0"},
		"missing list":      {map[string]string{"sources/client.tsv": "\x00"}, nil, "client.tsv:1"},
	} {
		dir := tree(t, p)
		testfiles.Write(t, dir, c.files)
		err := run(dir, c.prev, options{sums: true}, &strings.Builder{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		if _, err := os.Stat(filepath.Join(dir, "catalog.bin")); err == nil {
			t.Errorf("%s: catalog.bin was written", name)
		}
	}
}

func TestGenerateFailsOnAnSDKItDoesNotUnderstand(t *testing.T) {
	p := newProxy(t)
	dir := tree(t, p)
	files := release("Zone.SoldOut")
	files["v20170312/errors.go"] = "package v20170312\n\nconst ZONE_SOLDOUT = code(\"Zone.SoldOut\")\n"
	p.add(t, cvm, "v1.2.0", files)
	testfiles.Write(t, dir, map[string]string{"sources/sdk/go.mod": "module example.com/sdk\n\nrequire " + cvm + " v1.2.0\n"})
	err := run(dir, nil, options{sums: true}, &strings.Builder{})
	if err == nil || !strings.Contains(err.Error(), filepath.FromSlash("v20170312/errors.go")+":3: want a string literal") {
		t.Errorf("got %v", err)
	}
}

func TestGenerateKnowsEachClientSideCode(t *testing.T) {
	p := newProxy(t)
	dir := tree(t, p)
	common := sdk.Root + "/tencentcloud/common"
	p.add(t, common, "v1.0.0", map[string]string{"client.go": "package common\n\nconst x = \"ClientError.NewError\"\n"})
	testfiles.Write(t, dir, map[string]string{
		"sources/sdk/go.mod": "module example.com/sdk\n\nrequire (\n" + common + " v1.0.0\n" + cvm + " v1.1.0\n)\n",
	})
	err := run(dir, nil, options{sums: true}, &strings.Builder{})
	if err == nil || !strings.Contains(err.Error(), `"ClientError.NewError"`) {
		t.Errorf("got %v", err)
	}
}

func TestCommittedIsTheEmbeddedSnapshot(t *testing.T) {
	prev := committed()
	if prev["cdn"]["InternalError.CdnDbError"] == "" || len(prev["ai3d"]) != 0 {
		t.Error("the embedded snapshot was not read")
	}
	for name, codes := range prev {
		for code, version := range codes {
			if version == "" {
				t.Errorf("%s %s has no version", name, code)
			}
		}
	}
	if len(prev) < 200 {
		t.Errorf("%d services", len(prev))
	}
}
