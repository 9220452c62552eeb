package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// codesPage writes the page of the catalog and returns the file.
func codesPage(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "codes.html")
	lintIn(t, t.TempDir(), "catalog", "-format", "html", "-o", file).want(t, exitClean)
	return file
}

var listed = regexp.MustCompile(`<li [^>]*role="option"[^>]*>([^<]*)`)

// results returns what the page lists.
func (d drawn) results() []string {
	var list []string
	for _, m := range listed.FindAllStringSubmatch(string(d), -1) {
		list = append(list, m[1])
	}
	return list
}

func TestTheCodesPageSearches(t *testing.T) {
	file := codesPage(t)
	page := draw(t, file, "q=notexists+domain&service=dnspod")
	list := page.results()
	if len(list) == 0 || !slices.Contains(list, "InvalidParameterValue.DomainNotExists") {
		t.Errorf("found %q", list)
	}
	for _, code := range list {
		if low := strings.ToLower(code); !strings.Contains(low, "notexists") || !strings.Contains(low, "domain") {
			t.Errorf("%s does not hold every word", code)
		}
	}
	if list := draw(t, file, "q=describeinstances&service=cvm").results(); len(list) == 0 || list[0] != "DescribeInstances" {
		t.Errorf("the action is not first: %q", list)
	}
	if list := draw(t, file, "q=authfailure").results(); len(list) < 2 || list[0] != "AuthFailure" {
		t.Errorf("the code that is the query is not first: %q", list)
	}
	if list := draw(t, file, "q=%3Cscript%3E").results(); len(list) != 0 {
		t.Errorf("found %q", list)
	}
}

func TestTheCodesPageExplainsInBothLanguages(t *testing.T) {
	file := codesPage(t)
	for fragment, want := range map[string][]string{
		"lang=en&open=code:RequestLimitExceeded":              {"public: any API may answer it", "back off: try again later", "too many requests in a short time"},
		"lang=zh&open=code:RequestLimitExceeded":              {"公共错误码", "退避：稍后重试", "短时间内请求过多"},
		"lang=en&open=code:ResourceNotFound.CdnHostNotExists": {"documented by a service", "cdn.RESOURCENOTFOUND_CDNHOSTNOTEXISTS", "DescribeDomains"},
		"lang=en&open=action:cvm/DescribeInstances":           {"Codes that it documents", "InvalidInstanceId.Malformed"},
		"lang=zh&open=service:cdn":                            {"API 版本", "2018-06-06", "PurgeUrlsCache"},
	} {
		text := draw(t, file, fragment).text()
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s: no %q", fragment, w)
			}
		}
	}
}

// press is a script that presses keys on the page; a word is typed into the search.
const press = `<script>
for (const key of %KEYS%) {
	const field = document.getElementById("query");
	if (key.length > 1 && !/^[A-Z]/.test(key)) { field.value = key; field.dispatchEvent(new Event("input", { bubbles: true })); continue; }
	(document.activeElement || document.body).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}
document.body.append("focus on " + (document.activeElement.id || "page"));
</script>`

func TestTheCodesPageIsUsableByKeyboard(t *testing.T) {
	text, err := os.ReadFile(codesPage(t))
	if err != nil {
		t.Fatal(err)
	}
	policy := regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`)
	if !policy.Match(text) {
		t.Error("the page does not say what it may run")
	}
	for keys, want := range map[string]string{
		`["/", "snapshotnotfound", "ArrowDown", "ArrowUp", "Enter"]`: "SnapshotNotFound",
		`["/", "authfailure", "ArrowDown", "Enter"]`:                 "AuthFailure.",
		`["/", "authfailure", "Escape"]`:                             "focus on query",
		`["/", "Escape"]`:                                            "focus on query",
	} {
		file := filepath.Join(t.TempDir(), "keys.html")
		page := policy.ReplaceAllLiteralString(string(text), "") + strings.Replace(press, "%KEYS%", keys, 1)
		if err := os.WriteFile(file, []byte(page), 0o666); err != nil {
			t.Fatal(err)
		}
		d := drawAll(t, file, "")
		_, detail, _ := strings.Cut(d, `id="detail"`)
		if !strings.Contains(detail, want) {
			t.Errorf("%s: no %q in the page", keys, want)
		}
	}
}
