package main

import (
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/internal/testfiles"
)

// checkout writes a checkout of the whole SDK whose service cvm has these codes.
func checkout(t *testing.T, codes ...string) string {
	t.Helper()
	dir := t.TempDir()
	files := make(map[string]string)
	for name, text := range release(codes...) {
		files["tencentcloud/cvm/"+name] = text
	}
	files["tencentcloud/tke/v20180525/errors.go"] = "package v20180525\n\nconst (\n\tINTERNALERROR = \"InternalError\"\n)\n"
	files["tencentcloud/tke/v20180525/client.go"] = "package v20180525\n\nfunc (c *Client) DescribeClusters(request *DescribeClustersRequest) (response *R, err error) {\n}\n"
	files["tencentcloud/common/errors.go"] = "package common\n"
	testfiles.Write(t, dir, files)
	return dir
}

func TestACheckoutBecomesTheRelease(t *testing.T) {
	dir := tree(t, newProxy(t))
	out := mustRun(t, dir, nil, options{sums: true, from: checkout(t, "Zone.SoldOut", "Whole.Code"), release: "v1.2.0"})
	for _, want := range []string{"service cvm: new, 2 codes\n", "service tke: new, 1 codes\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if got := read(t, dir, "sources/sdk/release.txt"); !strings.HasSuffix(got, "\ngithub.com/tencentcloud/tencentcloud-sdk-go v1.2.0\n") {
		t.Errorf("release.txt: %q", got)
	}
	if got := read(t, dir, "sources/sdk/codes.tsv"); !strings.Contains(got, "\ncvm\tv20170312\tWhole.Code\n") {
		t.Errorf("codes.tsv:\n%s", got)
	}
	if got := read(t, dir, "sources/sdk/actions.tsv"); !strings.Contains(got, "\ntke\tv20180525\tDescribeClusters\t\n") || !strings.Contains(got, "\tRunInstances\tWhole.Code Zone.SoldOut\n") {
		t.Errorf("actions.tsv:\n%s", got)
	}
	first := read(t, dir, "catalog.bin")
	mustRun(t, dir, nil, options{check: true})
	mustRun(t, dir, nil, options{from: checkout(t, "Whole.Code", "Zone.SoldOut"), release: "v1.2.0"})
	if read(t, dir, "catalog.bin") != first {
		t.Error("the same checkout gave other bytes")
	}
}

// The newer of module and release tells what the service has; what only the other
// has is a tombstone, whichever it is.
func TestTheNewestWins(t *testing.T) {
	for version, want := range map[string]string{
		"v1.0.9": "2 pairs, 2 dropped pairs, 2 tombstones", // the module v1.1.0 has New.Code and Zone.SoldOut
		"v1.1.9": "2 pairs, 2 dropped pairs, 2 tombstones", // the release has Whole.Code and Zone.SoldOut
	} {
		dir := tree(t, newProxy(t))
		testfiles.Write(t, dir, map[string]string{
			"sources/sdk/release.txt": "github.com/tencentcloud/tencentcloud-sdk-go " + version + "\n",
			"sources/sdk/codes.tsv":   "cvm\tv20170312\tWhole.Code\ncvm\tv20170312\tZone.SoldOut\n",
			"sources/sdk/actions.tsv": "cvm\tv20170312\tRunInstances\tWhole.Code\n",
		})
		out := mustRun(t, dir, nil, options{sums: true})
		if !strings.Contains(out, want) {
			t.Errorf("%s: no %q in\n%s", version, want, out)
		}
		if added := map[string]string{"v1.0.9": "New.Code", "v1.1.9": "Whole.Code"}[version]; !strings.Contains(read(t, dir, "catalog.bin"), added) {
			t.Errorf("%s: %s is not there", version, added)
		}
	}
}

func TestReleaseFailsLoudly(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		opts  options
		want  string
	}{
		"no version":    {nil, options{from: t.TempDir()}, "is at no tag of a release"},
		"bad version":   {nil, options{from: t.TempDir(), release: "1.2"}, "want the version of a release"},
		"no SDK":        {nil, options{from: t.TempDir(), release: "v1.2.0"}, "tencentcloud"},
		"two releases":  {map[string]string{"release.txt": "a v1\nb v2\n"}, options{}, "want one line"},
		"unknown code":  {map[string]string{"actions.tsv": "cvm\tv20170312\tRun\tNo.Code\n"}, options{}, `lists "No.Code", which codes.tsv has not`},
		"broken action": {map[string]string{"actions.tsv": "cvm\tRun\n"}, options{}, "actions.tsv:1: want service, version, action and codes"},
		"broken code":   {map[string]string{"codes.tsv": "cvm\tv20170312\n"}, options{}, "want 3 fields"},
	} {
		dir := tree(t, newProxy(t))
		files := map[string]string{
			"sources/sdk/release.txt": "github.com/tencentcloud/tencentcloud-sdk-go v1.0.9\n",
			"sources/sdk/codes.tsv":   "cvm\tv20170312\tZone.SoldOut\n",
			"sources/sdk/actions.tsv": "",
		}
		for file, text := range c.files {
			files["sources/sdk/"+file] = text
		}
		testfiles.Write(t, dir, files)
		c.opts.sums = true
		if err := run(dir, nil, c.opts, &strings.Builder{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
