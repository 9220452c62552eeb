package main

import (
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
)

// browser returns a browser that draws without a screen. The tests that need
// one are skipped where there is none.
func browser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("no chromium and no google-chrome is installed: the page is not drawn")
	return ""
}

// A drawn page is what a browser made of it.
type drawn string

// pageOf writes the map of a module as a page and returns the file.
func pageOf(t *testing.T, dir string, args ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "map.html")
	lintIn(t, dir, append([]string{"map", "-o", file}, args...)...).want(t, exitClean)
	return file
}

// draw draws a page, at an address with a fragment.
func draw(t *testing.T, file, fragment string) drawn {
	t.Helper()
	body, _, _ := strings.Cut(drawAll(t, file, fragment), `<script type="application/json"`) // what follows is the data
	return drawn(body)
}

// drawAll is draw, with all that the page holds.
func drawAll(t *testing.T, file, fragment string) string {
	t.Helper()
	name := browser(t)
	out, err := exec.Command(name, "--headless", "--no-sandbox", "--disable-gpu",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
		"--user-data-dir="+t.TempDir(), "--virtual-time-budget=10000", "--dump-dom", "file://"+file+"#"+fragment).Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	_, body, ok := strings.Cut(string(out), "<body")
	if !ok {
		t.Fatalf("drew %q", out)
	}
	return body
}

var (
	rowName = regexp.MustCompile(`<span class="name mono">([^ <]*) `)
	element = regexp.MustCompile(`<[^>]*>`)
)

// rows returns the names of the calls in the order in which they are drawn.
func (d drawn) rows() []string {
	var names []string
	for _, m := range rowName.FindAllStringSubmatch(string(d), -1) {
		names = append(names, m[1])
	}
	return names
}

// text returns the text of the page.
func (d drawn) text() string { return element.ReplaceAllString(string(d), " ") }

func TestThePageDrawsFiltersAndSorts(t *testing.T) {
	const describe, stop, purge = "DescribeDomainsWithContext", "StopInstancesWithContext", "PurgeUrlsCacheWithContext"
	browser(t)
	file := pageOf(t, exampleDir)
	for fragment, want := range map[string][]string{
		"":                               {describe, stop, stop, purge},
		"swallowed":                      {describe},
		"AuthFailure=surfaced":           {stop, stop, purge},
		"surfaced&q=purge+urls":          nil,
		"surfaced&q=purge.go%20urls":     {purge},
		"q=nothing+at+all":               nil,
		"swallowed&handled&sort=name":    {describe, purge},
		"by=service&sort=place":          {describe, purge, stop, stop},
		"by=none&sort=place":             {describe, stop, stop, purge},
		"nonsense&q=%zz&by=x&sort=y&=&&": {describe, stop, stop, purge},
	} {
		t.Run(fragment, func(t *testing.T) {
			page := draw(t, file, fragment)
			if got := page.rows(); !slices.Equal(got, want) {
				t.Errorf("drew %v, want %v", got, want)
			}
			if empty := strings.Contains(page.text(), "No call matches"); empty != (want == nil) {
				t.Errorf("says that no call matches: %v", empty)
			}
		})
	}
}

func TestThePageShowsTheWayOfAnError(t *testing.T) {
	browser(t)
	page := draw(t, pageOf(t, exampleDir, "-link", "https://host/blob/REV/{file}#L{line}"), "call=purge.go:19:45")
	text := strings.Join(strings.Fields(page.text()), " ")
	for _, want := range []string{
		"_, err := client.PurgeUrlsCacheWithContext(ctx, request)",
		"purge.go:30 RequestLimitExceeded RequestLimitExceeded.GlobalRegionUinLimitExceeded",
		"AuthFailure, UnauthorizedOperation surfaced returned purge.go:34 to main main.go:38 , ends the program main.go:39",
		"RequestLimitExceeded handled tried again purge.go:19",
		"Codes that cdn may answer", "ResourceNotFound.CdnHostNotExists",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q:\n%s", want, text)
		}
	}
	if !strings.Contains(string(page), `href="https://host/blob/REV/purge.go#L19"`) {
		t.Error("the place is no link")
	}
	if page := draw(t, pageOf(t, exampleDir), "call=purge.go:19:45"); strings.Contains(string(page), "href=") {
		t.Error("there are links, but nobody asked for them")
	}
}

func TestThePageSaysThatThereAreNoCalls(t *testing.T) {
	page := draw(t, pageOf(t, testmodule.Write(t, "-- a.go --\npackage m\n")), "")
	if !strings.Contains(page.text(), "No call of the Tencent Cloud API was found") || len(page.rows()) > 0 {
		t.Errorf("drew\n%s", page)
	}
}

const hostileName = `</script><script>document.title='owned'</script><img src=x onerror=document.title='owned'>".go`

// hostile is a program whose every text tries to become markup or a script.
const hostile = cvmClient + `-- a.go --
package m

import (
	tcerr "example.com/m/tencentcloud/common/errors"
	cvm "example.com/m/tencentcloud/cvm/v20170312"
)

func Ärger(c *cvm.Client) error {
//line ` + hostileName + `:7
	_, err := c.StopInstances(nil) // </script><script>document.title='owned'</script>
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "</script><script>document.title='owned'</script><img id=injected src=x onerror=document.title='owned'>" {
		return nil
	}
	return err
}
`

func TestNothingOfTheProgramBecomesMarkup(t *testing.T) {
	dir := testmodule.Write(t, hostile)
	file := pageOf(t, dir, "-link", "https://host/{file}#{line}")
	source := programtest.ReadFile(t, file)
	if n := strings.Count(strings.ToLower(source), "<script"); n != 2 {
		t.Errorf("%d scripts in the page, want 2", n)
	}
	if strings.Contains(source, "<img") {
		t.Error("an element of the program is in the page")
	}
	opened := "call=" + url.PathEscape(hostileName+":7:0")
	for _, fragment := range []string{opened, "q=</script><img src=x onerror=alert(1)>"} {
		page := draw(t, file, fragment)
		if strings.Contains(string(page), "<img") || strings.Contains(string(page), "owned'</script>") {
			t.Errorf("#%s: markup of the program in\n%s", fragment, page)
		}
		if fragment == opened && !strings.Contains(page.text(), "Tests that the error meets") {
			t.Errorf("the call is not opened:\n%s", page)
		}
	}
	page := draw(t, file, "swallowed&surfaced&success&q=%C3%84rger")
	if len(page.rows()) != 1 || !strings.Contains(page.text(), "Ärger") {
		t.Errorf("the call is not drawn:\n%s", page)
	}
}

func TestThePageNeedsNothingElse(t *testing.T) {
	dir := testmodule.Write(t, callers)
	source := lintIn(t, dir, "map").want(t, exitClean).out
	for _, part := range []string{" src=", "<link", "@import", "url(", "http://", "https://"} {
		if strings.Contains(strings.ReplaceAll(source, "http://www.w3.org/2000/svg", ""), part) {
			t.Errorf("the page has %q", part)
		}
	}
	policy := regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(source)
	if policy == nil || !strings.Contains(policy[1], "default-src &#39;none&#39;") || strings.Contains(policy[1], "unsafe") {
		t.Errorf("the policy is %q", policy)
	}
}
