package lsp

import (
	"context"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/lsptest"
)

// purging is a module with a part of the SDK's package of a service, as the SDK
// declares it.
const purging = `
-- tencentcloud/cdn/v20180606/client.go --
package v20180606

import "context"

const INTERNALERROR_CDNDBERROR = "InternalError.CdnDbError"

const AUTHFAILURE = "AuthFailure"

type Client struct{}
type PurgeUrlsCacheRequest struct{}
type PurgeUrlsCacheResponse struct{}

func (c *Client) PurgeUrlsCacheWithContext(ctx context.Context, request *PurgeUrlsCacheRequest) (response *PurgeUrlsCacheResponse, err error) {
	return nil, nil
}
-- a.go --
package m

import (
	"context"
	"errors"
	"strings"

	cdn "example.com/m/tencentcloud/cdn/v20180606"
	tcerr "example.com/m/tencentcloud/common/errors"
)

func purge(ctx context.Context, client *cdn.Client) (again bool, err error) {
	_, err = client.PurgeUrlsCacheWithContext(ctx, &cdn.PurgeUrlsCacheRequest{})
	var sdkErr *tcerr.TencentCloudSDKError
	if !errors.As(err, &sdkErr) {
		return false, err
	}
	code := sdkErr.Code
	switch code {
	case "InternalError.CdnDbError", "RequestLimitExceeded":
		return true, nil
	case "AuthFailure.SignatureExpired":
		return false, err
	}
	again = code == cdn.INTERNALERROR_CDNDBERROR
	//tcerrlint:ignore unknowncode said by a proxy
	return again || sdkErr.Code == "FailedOperation.NoSuch", err
}

const greeting = "AuthFailure"

//tcerrlint:codes code
func is(err error, code string) bool { return false }

//tcerrlint:file-ignore deadtest,dropped an example

var lower = strings.ToLower
`

// features serves a client that speaks lang in the module above, with a.go open.
func features(t *testing.T, lang string) (c *lsptest.Client, file string) {
	t.Helper()
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	dir := testmodule.Write(t, purging)
	ours, theirs := net.Pipe()
	explain := func(word, lang string) string {
		if word == "" {
			return ""
		}
		return word + "\n  in: " + lang + "\n"
	}
	go Serve(context.Background(), ours, Options{Version: "v0", Explain: explain})
	c = lsptest.Connect(t, dir, map[string]any{"locale": lang}, theirs)
	file = filepath.Join(dir, "a.go")
	c.Open(file)
	c.Wait(file, func(all []lsptest.Diagnostic) bool {
		return slices.ContainsFunc(all, func(d lsptest.Diagnostic) bool { return d.Code == "unknowncode" })
	})
	t.Cleanup(c.Shutdown)
	return c, file
}

func TestHoverExplainsWhatIsThere(t *testing.T) {
	for _, lang := range []string{"en", "zh-cn"} {
		c, file := features(t, lang)
		for at, want := range map[string]string{
			`"Internal|Error.CdnDbError"`:               "InternalError.CdnDbError",
			`"RequestLimit|Exceeded"`:                   "RequestLimitExceeded",
			`cdn.INTERNALERROR|_CDNDBERROR`:             "InternalError.CdnDbError",
			`client.Purge|UrlsCacheWithContext(`:        "cdn PurgeUrlsCache",
			`//tcerrlint:ignore unknown|code`:           "unknowncode",
			`//tcerr|lint:ignore unknowncode`:           "unknowncode",
			`//tcerrlint:file-ignore dead|test,`:        "deadtest",
			`,drop|ped an example`:                      "dropped",
			`//tcerrlint:co|des code`:                   "directive",
			`const greeting = "Auth|Failure"`:           "",                             // no code: nothing tests it
			`"AuthFailure.Signature|Expired"`:           "AuthFailure.SignatureExpired", // no code, but tested
			`package| m`:                                "",
			`errors.A|s(err`:                            "",
			`//tcerrlint:ignore unknowncode said by| a`: "",
		} {
			var h struct {
				Contents struct{ Value string }
			}
			c.Call("textDocument/hover", place(t, c, file, at), &h)
			if rule := ruleText(want, lang[:2]); rule != "" {
				want = rule
			} else if want != "" {
				want = "**" + want + "**\n\n- **in**: " + lang[:2] + "\n"
			}
			if h.Contents.Value != want {
				t.Errorf("%s %s: %q, want %q", lang, at, h.Contents.Value, want)
			}
		}
	}
}

// place returns the parameters of a request at the bar in a part of the file.
func place(t *testing.T, c *lsptest.Client, file, part string) map[string]any {
	t.Helper()
	text := c.Text(file)
	before, after, _ := strings.Cut(part, "|")
	i := strings.Index(text, before+after)
	if i < 0 {
		t.Fatalf("no %s in\n%s", before+after, text)
	}
	return map[string]any{
		"textDocument": map[string]any{"uri": lsptest.URI(file)},
		"position":     lsptest.PositionOf(text, i+len(before)),
	}
}

type completions struct{ Items []completion }

type completion struct {
	Label, Detail, SortText, FilterText string
	TextEdit                            lsptest.TextEdit
	Data                                struct{ Code string }
}

func TestCompletionOffersCodesWhereOneIsTested(t *testing.T) {
	c, file := features(t, "en")
	text := c.Text(file)
	for name, test := range map[string]struct{ old, new, at string }{
		"a case":            {`"AuthFailure.SignatureExpired"`, `""`, `case "|":`},
		"a case without :":  {`"AuthFailure.SignatureExpired":`, `"Int"`, `case "Int|"`},
		"no end":            {`"AuthFailure.SignatureExpired":`, `"Zz`, `case "Zz|`},
		"a condition":       {"	code := sdkErr.Code\n", "	code := sdkErr.Code\n	if code == \"Int\"\n", `if code == "Int|"`},
		"a prefix":          {`sdkErr.Code == "FailedOperation.NoSuch"`, `strings.HasPrefix(sdkErr.GetCode(), "Int")`, `"Int|"`},
		"second in a list":  {`"RequestLimitExceeded":`, `"Re":`, `"Re|":`},
		"the other side":    {`sdkErr.Code == "FailedOperation.NoSuch"`, `"" == sdkErr.Code`, `"|" == sdk`},
		"no code: greeting": {`const greeting = "AuthFailure"`, `const greeting = ""`, `greeting = "|"`},
		"no code: Message":  {`sdkErr.Code == "FailedOperation.NoSuch"`, `sdkErr.RequestId == ""`, `RequestId == "|"`},
	} {
		changed := strings.Replace(text, test.old, test.new, 1)
		c.Change(file, changed)
		var list completions
		c.Call("textDocument/completion", place(t, c, file, test.at), &list)
		if strings.HasPrefix(name, "no code") {
			if len(list.Items) > 0 {
				t.Errorf("%s: %d items", name, len(list.Items))
			}
			continue
		}
		if len(list.Items) == 0 {
			t.Errorf("%s: nothing", name)
			continue
		}
		first, last := list.Items[0], list.Items[len(list.Items)-1]
		if !strings.HasPrefix(first.Detail, "cdn") || last.Detail != "public" && last.Data.Code == last.Label {
			t.Errorf("%s: %+v … %+v", name, first, last)
		}
		i := slices.IndexFunc(list.Items, func(i completion) bool {
			return i.Label == "InternalError.CdnDbError"
		})
		if i < 0 || !strings.Contains(lsptest.Apply(changed, []lsptest.TextEdit{list.Items[i].TextEdit}), `"InternalError.CdnDbError`) {
			t.Errorf("%s: no InternalError.CdnDbError", name)
		}
		// One that nothing names yet.
		if name != "no end" && !slices.ContainsFunc(list.Items, func(i completion) bool { return i.Label == "cdn.AUTHFAILURE" }) {
			t.Errorf("%s: no cdn.AUTHFAILURE", name)
		}
		if constant := i >= 0 && list.Items[i+1].Label == "cdn.INTERNALERROR_CDNDBERROR"; constant == (name == "no end") {
			t.Errorf("%s: constant offered: %v", name, constant)
		}
	}
}

func TestActionsRewriteAndIgnore(t *testing.T) {
	c, file := features(t, "en")
	for _, test := range []struct{ kind, at, title, want string }{
		{"refactor.rewrite", `"Internal|Error.CdnDbError", "Req`, "Replace with cdn.INTERNALERROR_CDNDBERROR", `case cdn.INTERNALERROR_CDNDBERROR, "RequestLimitExceeded":`},
		{"refactor", `cdn.INTERNAL|ERROR_CDNDBERROR`, `Replace with "InternalError.CdnDbError"`, `again = code == "InternalError.CdnDbError"`},
		{"quickfix", `"Auth|Failure.SignatureExpired"`, "Ignore unknowncode here, with a reason", "\t//tcerrlint:ignore unknowncode reason\n\tcase \"AuthFailure.SignatureExpired\""},
		{"source.fixAll", `"Auth|Failure.SignatureExpired"`, "Fix all findings of tcerrlint in this file", `"AuthFailure.SignatureExpire"`},
		{"refactor", `greeting = "Auth|Failure"`, "", ""},
		{"refactor", `"Request|LimitExceeded"`, "", ""},
	} {
		p := place(t, c, file, test.at)
		at := p["position"]
		var actions []lsptest.CodeAction
		c.Call("textDocument/codeAction", map[string]any{
			"textDocument": p["textDocument"], "range": map[string]any{"start": at, "end": at},
			"context": map[string]any{"diagnostics": []any{}, "only": []string{test.kind}},
		}, &actions)
		if test.title == "" {
			if slices.ContainsFunc(actions, func(a lsptest.CodeAction) bool { return strings.HasPrefix(a.Title, "Replace") }) {
				t.Errorf("%s: %+v", test.at, actions)
			}
			continue
		}
		i := slices.IndexFunc(actions, func(a lsptest.CodeAction) bool { return a.Title == test.title })
		if i < 0 {
			t.Errorf("%s: %+v", test.at, actions)
			continue
		}
		if text := lsptest.Apply(c.Text(file), actions[i].Edits(file)); !strings.Contains(text, test.want) {
			t.Errorf("%s:\n%s", test.title, text)
		}
	}
}

func TestARequestThatIsTakenBackIsAnswered(t *testing.T) {
	c, file := features(t, "en")
	for range 20 {
		if err := c.Cancelled("textDocument/completion", place(t, c, file, `"Internal|Error.CdnDbError", "Req`)); err != nil && !strings.Contains(err.Error(), "-32800") {
			t.Fatal(err)
		}
	}
	var none any
	for _, bad := range []any{
		map[string]any{"textDocument": map[string]any{"uri": "untitled:1"}, "position": map[string]any{"line": 0, "character": 0}},
		map[string]any{"textDocument": map[string]any{"uri": lsptest.URI(file)}, "position": map[string]any{"line": 1 << 30, "character": -5}},
		map[string]any{"textDocument": map[string]any{"uri": lsptest.URI(file)}, "position": map[string]any{"line": -1, "character": 1 << 30}},
	} {
		c.Call("textDocument/hover", bad, &none)
		c.Call("textDocument/completion", bad, &none)
	}
}
