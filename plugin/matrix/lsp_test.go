package matrix

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/lsptest"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
)

// lsp starts the language server in a copy of an example.
func lsp(t *testing.T, example string) (*lsptest.Client, string) {
	t.Helper()
	dir := programtest.CopyTree(t, examples[example])
	return lsptest.Start(t, dir, nil, tcerrlint, "lsp"), dir
}

func TestTheServerShowsUnsavedChangesAndFixesThem(t *testing.T) {
	c, dir := lsp(t, "example")
	file := filepath.Join(dir, "purge.go")
	c.Open(file)
	d := c.Wait(file, has("unknowncode", 1))[0]
	if d.Code != "unknowncode" || d.Source != "tcerrlint" || d.Severity != 1 || !strings.HasSuffix(d.CodeDescription.Href, "unknowncode.md") || len(d.Related) == 0 {
		t.Errorf("%+v", d)
	}
	// Letters outside of the basic plane before it, on a line further down.
	text := strings.Replace(programtest.ReadFile(t, file), "case \"AuthFailure.SignatureExpired\"", "\n\t\tcase /* 😀 */ \"AuthFailure.SignatureExpired\"", 1)
	c.Change(file, text)
	d = c.Wait(file, func(all []lsptest.Diagnostic) bool { return has("unknowncode", 1)(all) && all[0].Range != d.Range })[0]
	fixes := c.QuickFixes(file, d)
	if len(fixes) != 1 || fixes[0].Title != `Replace with "AuthFailure.SignatureExpire"` || fixes[0].Kind != "quickfix" {
		t.Fatalf("%+v", fixes)
	}
	text = lsptest.Apply(text, fixes[0].Edits(file))
	if !strings.Contains(text, "case /* 😀 */ \"AuthFailure.SignatureExpire\":") {
		t.Errorf("fixed:\n%s", text)
	}
	c.Change(file, text)
	c.Wait(file, has("unknowncode", 0))
	if !strings.Contains(programtest.ReadFile(t, file), "SignatureExpired") {
		t.Error("the file was written")
	}
}

func TestTheServerSeesOtherUnsavedPackages(t *testing.T) {
	c, dir := lsp(t, "shop")
	api, stock := filepath.Join(dir, "api", "api.go"), filepath.Join(dir, "stock", "stock.go")
	c.Open(stock)
	c.Wait(stock, has("unknowncode", 1))
	c.Open(api)
	text := programtest.ReadFile(t, api)
	c.Change(api, strings.Replace(text, "e.Code == code", "e.Message == code", 1)) // no longer a helper
	c.Wait(stock, has("unknowncode", 0))
	c.Change(api, text)
	c.Wait(stock, has("unknowncode", 1))
	c.Change(api, strings.Replace(text, "e.Code == code", "e.Message == code", 1))
	c.Wait(stock, has("unknowncode", 0))
	c.Close(api) // the file on disk is in force again
	c.Wait(stock, has("unknowncode", 1))
}

// TestTheServerKeepsWhatItKnowsWhileCodeIsBroken: nobody wants findings to go
// and come with every other letter.
func TestTheServerKeepsWhatItKnowsWhileCodeIsBroken(t *testing.T) {
	c, dir := lsp(t, "example")
	file := filepath.Join(dir, "purge.go")
	c.Open(file)
	d := c.Wait(file, has("unknowncode", 1))[0]
	text := programtest.ReadFile(t, file)
	for _, broken := range []string{"\nfunc half() { retu", "\nvar x int = \"\"\n", "\nfunc f() { undefined() }\n"} {
		c.Change(file, text+broken)
		time.Sleep(time.Second)
		if all, _ := c.Current(file); !has("unknowncode", 1)(all) {
			t.Errorf("after %q: %+v", broken, all)
		}
		if fixes := c.QuickFixes(file, d); len(fixes) != 0 {
			t.Errorf("offers a fix of a text that is no more: %+v", fixes)
		}
	}
	c.Change(file, strings.Replace(text, "SignatureExpired", "SignatureExpire", 1))
	c.Wait(file, has("unknowncode", 0))
}

var analyzed = regexp.MustCompile(`(\d+) packages analyzed`)

func TestTheServerAnalyzesNothingTwice(t *testing.T) {
	c, dir := lsp(t, "shop")
	stock := filepath.Join(dir, "stock", "stock.go")
	c.Open(stock)
	c.Wait(stock, has("unknowncode", 1))
	text := programtest.ReadFile(t, stock)
	for i := range 3 {
		c.Change(stock, text+strings.Repeat("\n// another line\n", i+1))
		time.Sleep(time.Second)
	}
	messages := c.Messages()
	last := analyzed.FindStringSubmatch(messages[len(messages)-1])
	if last == nil || last[1] != "1" {
		t.Errorf("messages\n%s", strings.Join(messages, "\n"))
	}
	before := len(messages)
	c.Save(stock)
	time.Sleep(time.Second)
	if now := c.Messages(); len(now) != before+1 || !strings.Contains(now[before], ": 0 packages analyzed") {
		t.Errorf("messages\n%s", strings.Join(now, "\n"))
	}
}

func TestTheServerTakesOnlyTheLastOfManyEdits(t *testing.T) {
	c, dir := lsp(t, "example")
	file := filepath.Join(dir, "purge.go")
	c.Open(file)
	c.Wait(file, has("unknowncode", 1))
	text := programtest.ReadFile(t, file)
	_, before := c.Current(file)
	wrong, right := text, strings.Replace(text, "SignatureExpired", "SignatureExpire", 1)
	for range 50 {
		c.Change(file, right)
		time.Sleep(10 * time.Millisecond)
		c.Change(file, wrong)
		time.Sleep(10 * time.Millisecond)
	}
	c.Change(file, right)
	c.Wait(file, has("unknowncode", 0))
	if _, after := c.Current(file); after-before > 3 {
		t.Errorf("%d publications for 101 edits", after-before)
	}
}

func TestTheServerFollowsSettings(t *testing.T) {
	c, dir := lsp(t, "example")
	file, settings := filepath.Join(dir, "purge.go"), filepath.Join(dir, ".tcerrlint.yml")
	c.Open(file)
	c.Wait(file, has("unknowncode", 1))
	writeFile(t, settings, "rules: [-unknowncode]\n")
	c.Notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{}})
	c.Wait(file, has("unknowncode", 0))
	writeFile(t, settings, "rule: [all]\n")
	c.Save(file)
	c.WaitMessage(`.tcerrlint.yml:1: unknown key "rule"`)
	writeFile(t, settings, "severity: [unknowncode=note]\n")
	c.Save(file)
	if d := c.Wait(file, has("unknowncode", 1))[0]; d.Severity != 3 {
		t.Errorf("%+v", d)
	}
}

func TestTheServerTakesBackWhatItShowedOfClosedFiles(t *testing.T) {
	c, dir := lsp(t, "example")
	purge, instance := filepath.Join(dir, "purge.go"), filepath.Join(dir, "instance.go")
	c.Open(purge)
	c.Wait(instance, has("swappedargs", 1)) // of the same package, though not open
	c.Close(purge)
	c.Wait(purge, has("unknowncode", 0))
	c.Wait(instance, has("swappedargs", 0))
}

// TestTheServerNoticesFilesThatComeAndGo, as after a change of branches.
func TestTheServerNoticesFilesThatComeAndGo(t *testing.T) {
	c, dir := lsp(t, "shop")
	stock, more := filepath.Join(dir, "stock", "stock.go"), filepath.Join(dir, "stock", "more.go")
	c.Open(stock)
	c.Wait(stock, has("unknowncode", 1))
	writeFile(t, more, "package stock\n\nimport \"example.com/shop/mid\"\n\nfunc more(err error) bool { return mid.Has(err, \"InternalEror\") }\n")
	c.Save(stock)
	c.Wait(more, has("unknowncode", 1))
	replaceIn(t, filepath.Join(dir, "api", "api.go"), "e.Code == code", "e.Message == code")
	c.Save(stock)
	c.Wait(stock, has("unknowncode", 0))
}

// TestTheServerChecksTheWorkspace holds that a check of all packages finds what
// the command does, of files that nobody has open.
func TestTheServerChecksTheWorkspace(t *testing.T) {
	c, dir := lsp(t, "shop")
	c.Call("workspace/executeCommand", map[string]any{"command": "tcerrlint.checkWorkspace"}, nil)
	want := make(map[string]int)
	for _, f := range findCommand(t, dir) {
		want[filepath.Join(dir, f.file)]++
	}
	if len(want) < 2 {
		t.Fatalf("the command finds too little: %v", want)
	}
	for file, n := range want {
		c.Wait(file, func(all []lsptest.Diagnostic) bool { return len(all) == n })
	}
}

// TestTheServerExplains holds that an action is that of the service which is called.
func TestTheServerExplains(t *testing.T) {
	c, dir := lsp(t, "example")
	file := filepath.Join(dir, "purge.go")
	c.Open(file)
	c.Wait(file, has("unknowncode", 1))
	text := programtest.ReadFile(t, file)
	for at, want := range map[string]string{
		".PurgeUrlsCache":          "**action PurgeUrlsCache**\n\n- **cdn**: ",
		"\"RequestLimitExceeded\"": "**RequestLimitExceeded**\n\n- **kind**: public",
		"INTERNALERROR_CDNDB":      "**InternalError.CdnDbError**\n\n- **kind**: ",
	} {
		var h struct{ Contents struct{ Kind, Value string } }
		c.Call("textDocument/hover", map[string]any{
			"textDocument": map[string]any{"uri": lsptest.URI(file)}, "position": lsptest.PositionOf(text, strings.Index(text, at)+2),
		}, &h)
		if h.Contents.Kind != "markdown" || !strings.HasPrefix(h.Contents.Value, want) || at == ".PurgeUrlsCache" && strings.Count(h.Contents.Value, "\n- ") != 1 {
			t.Errorf("%s: %+v", at, h)
		}
	}
}

func TestTheServerRefusesArguments(t *testing.T) {
	if r := start(t, t.TempDir(), tcerrlint, "lsp", "./...").want(t, 2); !strings.Contains(r.errs, "takes no arguments") {
		t.Errorf("%q", r.errs)
	}
}
