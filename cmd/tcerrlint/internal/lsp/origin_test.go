package lsp

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/lsptest"
)

// twoServices is a module that calls two services of the SDK, one of them by way
// of another package.
const twoServices = purging + `
-- tencentcloud/cvm/v20170312/client.go --
package v20170312

const INVALIDINSTANCEID_NOTFOUND = "InvalidInstanceId.NotFound"

type Client struct{}
type DescribeInstancesRequest struct{}
type DescribeInstancesResponse struct{}

func (c *Client) DescribeInstances(request *DescribeInstancesRequest) (response *DescribeInstancesResponse, err error) {
	return nil, nil
}
-- api/api.go --
package api

import (
	tcerr "example.com/m/tencentcloud/common/errors"
	cvm "example.com/m/tencentcloud/cvm/v20170312"
)

func Describe(client *cvm.Client) error {
	_, err := client.DescribeInstances(&cvm.DescribeInstancesRequest{})
	return err
}

func Has(err error, codes ...string) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	if !ok {
		return false
	}
	for _, code := range codes {
		if e.Code == code {
			return true
		}
	}
	return false
}
-- b.go --
package m

import (
	"context"
	"slices"

	"example.com/m/api"
	cdn "example.com/m/tencentcloud/cdn/v20180606"
	tcerr "example.com/m/tencentcloud/common/errors"
	cvm "example.com/m/tencentcloud/cvm/v20170312"
)

func both(ctx context.Context, one *cdn.Client, two *cvm.Client) (int, error) {
	_, first := one.PurgeUrlsCacheWithContext(ctx, &cdn.PurgeUrlsCacheRequest{})
	_, second := two.DescribeInstances(&cvm.DescribeInstancesRequest{})
	if e, ok := first.(*tcerr.TencentCloudSDKError); ok && e.Code == "A" {
		return 1, nil
	}
	if e, ok := second.(*tcerr.TencentCloudSDKError); ok && slices.Contains([]string{"B", "X"}, e.GetCode()) {
		return 2, nil
	}
	third := api.Describe(two)
	if api.Has(third, "C") {
		return 3, nil
	}
	if api.Has(first, "X", "D") {
		return 4, nil
	}
	if e, ok := third.(*tcerr.TencentCloudSDKError); ok && words[e.Code] {
		return 5, nil
	}
	if e, ok := third.(*tcerr.TencentCloudSDKError); ok && e.Message == "F" {
		return 6, nil
	}
	return 0, nil
}

var words = map[string]bool{"E": true, "X": true}

func fine() int { return 1 }
`

// inTwoServices serves an editor in the module above, with b.go open and loaded.
func inTwoServices(t *testing.T, editor lsptest.Editor) (c *lsptest.Client, file string) {
	t.Helper()
	dir := testmodule.Write(t, twoServices)
	editor.Dirs = []string{dir}
	c = as(t, editor, Options{})
	file = filepath.Join(dir, "b.go")
	c.Open(file)
	c.Wait(file, func(all []lsptest.Diagnostic) bool { return len(all) > 0 })
	return c, file
}

// TestCompletionOffersTheCodesOfWhatWasCalled holds that it is the analysis that
// knows where an error came from, and what is compared with its code, while other
// code is broken too.
func TestCompletionOffersTheCodesOfWhatWasCalled(t *testing.T) {
	c, file := inTwoServices(t, lsptest.Editor{})
	text := c.Text(file)
	const action, purge, describe = "	return 0, nil\n}", "cdn PurgeUrlsCache", "cvm DescribeInstances"
	for name, broken := range map[string]struct{ old, new string }{
		"nothing":                    {},
		"another function":           {"return 1 }", "return undefined() }"},
		"a function without end":     {"return 1 }", "return 1"},
		"the return":                 {action, "}"},
		"a statement":                {action, "	undefined(1)\n	return 0, nil\n}"},
		"what a block holds":         {"return 6, nil", "var x int = \"\"; return 6, nil"},
		"a condition":                {action, "	if undefined { return 1, nil }\n	return 0, nil\n}"},
		"a variable without use":     {action, "	unused := 1\n	return 0, nil\n}"},
		"half a statement":           {action, "	var half int =\n	return 0, nil\n}"},
		"an import without use":      {"	\"slices\"\n", "	\"slices\"\n	\"strings\"\n"},
		"what is beside it":          {"return 3, nil", "return 3, undefined"},
		"a switch, two equal cases":  {action, "	switch 1 { case 1, 1: }\n	return 0, nil\n}"},
		"a declaration":              {"func fine() int { return 1 }", "fun fine() int { return 1 }"},
		"a type that is not there":   {action, "	var y undefined.Type\n	return 0, nil\n}"},
		"a package variable's value": {"func fine() int { return 1 }", "func fine() int { return 1 }\nvar broken int"},
	} {
		changed := strings.Replace(text, broken.old, broken.new, 1)
		for at, want := range map[string]string{
			`"|A"`: purge, `"|B"`: describe, `"|C"`: "cvm", `"|D"`: purge, `"|E"`: "cvm", `== "|F"`: "",
		} {
			first := firstOffered(t, c, file, changed, at)
			if first != want {
				t.Errorf("with %s broken, at %s: %q, want %q", name, at, first, want)
			}
		}
	}
	for _, unfinished := range []struct{ old, new, want string }{
		{`== "A" {`, `== "|`, purge}, {`== "A" {`, `== "Int|`, purge}, {`== "A" {`, `== "|"`, purge}, {`== "A" {`, `== "| {`, purge},
		{`== "A" {
		return 1, nil
	}`, `== "|`, purge}, {`== "A" {
		return 1, nil
	}`, `== "|"`, purge},
		{`"B", "X"}`, `"B|, "X"}`, ""}, {`"B", "X"}`, `"|"}`, describe}, {`"B", "X"}`, `"X", "Inv|"}`, describe},
		{`third, "C") {`, `third, "Inv|`, "cvm"}, {`third, "C") {`, `third, "Inv|) {`, "cvm"}, {`third, "C") {`, `third, "|"`, "cvm"}, {`third, "C") {`, `third, "|")`, "cvm"},
		{action, "	switch e := first.(type) {\n	case *tcerr.TencentCloudSDKError:\n		switch e.Code {\n		case \"|\n		}\n	}\n	return 0, nil\n}", purge},
		{action, "	switch e := third.(type) {\n	case *tcerr.TencentCloudSDKError:\n		switch e.Code {\n		case \"A\", \"|\"\n		}\n	}\n	return 0, nil\n}", "cvm"},
	} {
		line := strings.Replace(unfinished.new, "|", "", 1)
		changed := strings.Replace(text, unfinished.old, line, 1)
		if first := firstOffered(t, c, file, changed, unfinished.new); first != unfinished.want {
			t.Errorf("%s: %q, want %q", unfinished.new, first, unfinished.want)
		}
	}
}

// firstOffered changes the file and returns the detail of the first completion at a
// place.
func firstOffered(t *testing.T, c *lsptest.Client, file, text, at string) string {
	t.Helper()
	c.Change(file, text)
	var list completions
	c.Call("textDocument/completion", place(t, c, file, at), &list)
	if len(list.Items) == 0 {
		return ""
	}
	return list.Items[0].Detail
}

func TestASwitchGetsTheCasesThatItLacks(t *testing.T) {
	c, file := inTwoServices(t, lsptest.Editor{})
	const head = "package m\n\nimport (\n\tcdn \"example.com/m/tencentcloud/cdn/v20180606\"\n\ttcerr \"example.com/m/tencentcloud/common/errors\"\n\t\"context\"\n)\n\n"
	const call = "\t_, err := c.PurgeUrlsCacheWithContext(context.Background(), nil)\n"
	for name, test := range map[string]struct{ text, body, none, first string }{
		"returns the error": {
			text: "func f(c *cdn.Client) (int, *cdn.Client, error) {\n" + call +
				"\tif e, ok := err.(*tcerr.TencentCloudSDKError); ok {\n\t\tswitch e.Co|de {\n\t\tcase \"InternalError.CdnDbError\", \"RequestLimitExceeded\":\n\t\t\treturn 1, nil, nil\n\t\t}\n\t}\n\treturn 0, nil, nil\n}\n",
			body: "\t\t\treturn 0, nil, e\n", none: "RequestLimitExceeded\"",
		},
		"a variable, before the default": {
			text: "func f(c *cdn.Client) error {\n" + call +
				"\tif e, ok := err.(*tcerr.TencentCloudSDKError); ok {\n\t\tcode := e.GetCode()\n\t\tswitch code {\n\t\tcase \"InternalError.|CdnDbError\":\n\t\tdefault:\n\t\t\treturn nil\n\t\t}\n\t}\n\treturn err\n}\n",
			body: "\t\t\treturn err\n\t\tdefault:\n",
		},
		"a switch without a tag": {
			text: "func f(c *cdn.Client) error {\n" + call +
				"\tif e, ok := err.(*tcerr.TencentCloudSDKError); ok {\n\t\tswitch |{\n\t\tcase e.Code == \"InternalError.CdnDbError\", e.GetCode() == \"AuthFailure.TokenFailure\":\n\t\t\treturn nil\n\t\t}\n\t}\n\treturn err\n}\n",
			body: "\t\t\treturn e\n", none: "AuthFailure.TokenFailure\"", first: "\t\tcase e.Code == \"AuthFailure\", e.Code == \"AuthFailure.",
		},
		"no error to return, a default": {
			text: "func f(c *cdn.Client) bool {\n" + call +
				"\te, ok := err.(*tcerr.TencentCloudSDKError)\n\tif !ok {\n\t\treturn false\n\t}\n\tif true {\n\t\tswitch e.Code| {\n\t\tcase \"InternalError.CdnDbError\":\n\t\t\treturn true\n\t\tdefault:\n\t\t\tprintln(1)\n\t\t\treturn false\n\t\t}\n\t}\n\treturn false\n}\n",
			body: ":\n\t\t\tprintln(1)\n\t\t\treturn false\n\t\tdefault:\n",
		},
		"a function without results": {
			text: "func f(c *cdn.Client) {\n" + call +
				"\tif e, ok := err.(*tcerr.TencentCloudSDKError); ok {\n\t\tswitch e.Code {\n\t\tcase \"InternalError.CdnDbError\":\n\t\t\tprintln(1|)\n\t\t}\n\t}\n}\n",
			body: "\t\t\t// Say what becomes of it.\n\t\t}\n",
		},
	} {
		at := strings.Index(head+test.text, "|")
		text := strings.Replace(head+test.text, "|", "", 1)
		c.Change(file, text)
		actions := rewritesAt(c, file, lsptest.PositionOf(text, at))
		i := slices.IndexFunc(actions, func(a lsptest.CodeAction) bool { return strings.HasPrefix(a.Title, "Add cases for AuthFailure, ") })
		if i < 0 {
			t.Errorf("%s: %+v", name, actions)
			continue
		}
		fixed := lsptest.Apply(text, actions[i].Edits(file))
		if !strings.Contains(fixed, cmp.Or(test.first, "\t\tcase \"AuthFailure\", \"AuthFailure.")) || !strings.Contains(fixed, test.body) {
			t.Errorf("%s:\n%s", name, fixed)
		}
		added := actions[i].Edits(file)[0].NewText
		if test.none != "" && strings.Contains(added, "\""+test.none) {
			t.Errorf("%s: twice %s:\n%s", name, test.none, fixed)
		}
		c.Change(file, fixed)
		for _, again := range rewritesAt(c, file, lsptest.PositionOf(fixed, at)) {
			if strings.HasPrefix(again.Title, "Add cases") {
				t.Errorf("%s: still offers %s after\n%s", name, again.Title, fixed)
			}
		}
	}
	for name, text := range map[string]string{
		"not a code":     "func f(c *cdn.Client, s string) error {\n\tswitch |s {\n\tcase \"a\":\n\t}\n\treturn nil\n}\n",
		"on one line":    "func f(e *tcerr.TencentCloudSDKError) { switch |e.Code { case \"AuthFailure\": } }\n",
		"does not parse": "func f(e *tcerr.TencentCloudSDKError) {\n\tswitch |e.Code {\n\tcase \"AuthFailure\n",
	} {
		at := strings.Index(head+text, "|")
		text = strings.Replace(head+text, "|", "", 1)
		c.Change(file, text)
		for _, a := range rewritesAt(c, file, lsptest.PositionOf(text, at)) {
			if strings.HasPrefix(a.Title, "Add cases") {
				t.Errorf("%s: %+v", name, a)
			}
		}
	}
}

func rewritesAt(c *lsptest.Client, file string, at lsptest.Position) (actions []lsptest.CodeAction) {
	c.Call("textDocument/codeAction", map[string]any{
		"textDocument": map[string]any{"uri": lsptest.URI(file)}, "range": lsptest.Range{Start: at, End: at},
		"context": map[string]any{"diagnostics": []any{}, "only": []string{"refactor"}},
	}, &actions)
	return actions
}

func TestALensSaysWhatBecomesOfCriticalCategories(t *testing.T) {
	type lens struct {
		Range   lsptest.Range
		Command struct {
			Title, Command string
			Arguments      []any
		}
	}
	lenses := func(c *lsptest.Client, file string) (all []lens) {
		c.Call("textDocument/codeLens", map[string]any{"textDocument": map[string]any{"uri": lsptest.URI(file)}}, &all)
		return all
	}
	on := func(lang string) any { return map[string]any{"codeLens": true, "language": lang} }
	c, file := inTwoServices(t, lsptest.Editor{Capabilities: can("workspace.codeLens.refreshSupport", "window.showDocument.support")})
	if all := lenses(c, file); len(all) > 0 {
		t.Errorf("off: %+v", all)
	}
	text := `package m

import (
	"context"

	cdn "example.com/m/tencentcloud/cdn/v20180606"
	tcerr "example.com/m/tencentcloud/common/errors"
)

func f(c *cdn.Client) error {
	_, err := c.PurgeUrlsCacheWithContext(context.Background(), nil)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		switch e.Code {
		case "RequestLimitExceeded":
			return err
		}
		return nil
	}
	return err
}
`
	c.Change(file, text)
	c.Set(on("en"))
	c.WaitSaid("refresh", func(s lsptest.Said) bool { return s.Method == "workspace/codeLens/refresh" })
	for lang, want := range map[string]string{
		"en": "AuthFailure: swallowed ✕ · RequestLimitExceeded: 1 handled, 3 swallowed ✕ · UnauthorizedOperation: swallowed ✕",
		"zh": "AuthFailure: 被吞掉 ✕ · RequestLimitExceeded: 1 个已处理, 3 个被吞掉 ✕ · UnauthorizedOperation: 被吞掉 ✕",
	} {
		c.Set(on(lang))
		var all []lens
		for range 100 { // until the settings are in force
			if all = lenses(c, file); len(all) > 0 && strings.HasPrefix(all[0].Command.Title, want[:20]) {
				break
			}
		}
		if len(all) != 1 || all[0].Command.Title != want || all[0].Range.Start.Line != 13 || all[0].Command.Command != "tcerrlint.select" || len(all[0].Command.Arguments) != 1 {
			t.Errorf("%+v, want %s", all, want)
		}
	}
	c.Change(file, strings.Replace(text, "return nil", "return undefined", 1))
	lenses(c, file) // says nothing, or what still compiles
	if err := c.Cancelled("textDocument/codeLens", map[string]any{"textDocument": map[string]any{"uri": lsptest.URI(file)}}); err != nil && !strings.Contains(err.Error(), "-32800") {
		t.Error(err)
	}
	if err := c.Try("textDocument/codeLens", 5, nil); err == nil || !strings.Contains(err.Error(), "-32602") {
		t.Error(err)
	}
	c.Change(file, text)
	c.Set(nil)
	for range 1000 {
		if len(lenses(c, file)) == 0 {
			return
		}
	}
	t.Error("still there when it is off")
}
