package catalog

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestParsePageTakesTheFormsOfRealPages(t *testing.T) {
	for name, page := range map[string]string{
		"both rules": "### 公共错误码\n\n| 错误码 | 说明 |\n|--|--|\n| InternalError | 内部错误。 |\n\n### 业务错误码\n\n" +
			"| 错误码 | 说明 |\n|:--|:--|\n| InternalError.CdnDbError | 内部数据错误，请联系 |\n",
		"no bar at the end": "## 公共错误码\n| 错误码 | 说明\n|--|--\n| InternalError | 内部错误。\n\n" +
			"## 业务错误码\n| 错误码 | 说明\n|:--|:--\n| InternalError.CdnDbError | 内部数据错误，请联系\n",
		"byte order mark, full-width space and bars": "\ufeff## 公共错误码\n｜　错误码　｜　说明　｜\n｜：--｜--｜\n" +
			"｜　InternalError　｜　内部错误。　｜\n\n## 业务错误码\n| 错误码 | 说明 |\n|--|:-:|\n| `InternalError.CdnDbError` |　内部数据错误，请联系　|",
		"other tables and code": "text\n\n| 参数 | 类型 |\n|--|--|\n| A | B |\n\n```\n| 错误码 | 说明 |\nno table\n```\n" +
			"# 公共错误码\n| 错误码 | 说明 |\n|--|--|\n| InternalError | 内部错误。 |\n# 业务错误码\n| 错误码 | 说明 |\n|--|--|\n" +
			"| InternalError.CdnDbError | 内部数据错误，请联系 |\n",
	} {
		for _, end := range []string{"\n", "\r\n"} {
			got, err := ParsePage("page.md", []byte(strings.ReplaceAll(page, "\n", end)))
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			for i := range got.Codes {
				got.Codes[i].Line = 0
			}
			want := []PageCode{
				{Code: "InternalError", Text: "内部错误。", Public: true},
				{Code: "InternalError.CdnDbError", Text: "内部数据错误，请联系"},
			}
			if !slices.Equal(got.Codes, want) {
				t.Errorf("%s: got %+v", name, got.Codes)
			}
		}
	}
}

func TestParsePageTakesEnglishPages(t *testing.T) {
	page, err := ParsePage("page.md", []byte("## Common Error Codes\n| Error Code | Description |\n|---|---|\n| AuthFailure.MFAFailure | a \\| b |\n"))
	if err != nil {
		t.Fatal(err)
	}
	if want := (PageCode{"AuthFailure.MFAFailure", "a | b", true, 4}); len(page.Codes) != 1 || page.Codes[0] != want {
		t.Errorf("got %+v", page.Codes)
	}
}

func TestParsePageTellsWhereAPageIsMalformed(t *testing.T) {
	const head = "| 错误码 | 说明 |\n|--|--|\n"
	for _, c := range []struct {
		page string
		line int
		want string
	}{
		{"", 1, "want a table headed"},
		{"just text\n", 1, "want a table headed"},
		{head, 1, "want a table headed"},
		{"| 错误码 | 说明 |\n| InternalError | x |\n", 2, "want the rule of the table"},
		{"\n| 错误码 | 说明 |", 2, "want the rule of the table"},
		{head + "| InternalError |\n", 3, "want 2 cells"},
		{head + "| InternalError | a | b |\n", 3, "want 2 cells"},
		{head + "| AuthFailure。MFAFailure | x |\n", 3, "want an error code"},
		{head + "| 内部错误 | x |\n", 3, "want an error code"},
		{head + "| InternalError. | x |\n", 3, "want an error code"},
		{head + "| | x |\n", 3, "want an error code"},
		{head + "| InternalError | x |\n| InternalError | y |\n", 4, "line 3 already"},
		{head + "| InternalError | x |\nInvalidAction | y |\n", 4, "want a row"},
		{head + "| InternalError | x |\n\n```\n{", 5, "closing ```"},
		{head + "| InternalError | \xff |\n", 3, "UTF-8"},
	} {
		page, err := ParsePage("p.md", []byte(c.page))
		var pageErr *PageError
		if !errors.As(err, &pageErr) || page != nil {
			t.Errorf("%q: page %v, error %v", c.page, page, err)
			continue
		}
		if pageErr.File != "p.md" || pageErr.Line != c.line || !strings.Contains(pageErr.Msg, c.want) {
			t.Errorf("%q: %v, want line %d, %q", c.page, err, c.line, c.want)
		}
		if !strings.HasPrefix(err.Error(), fmt.Sprintf("p.md:%d: ", c.line)) {
			t.Errorf("%q: %v", c.page, err)
		}
	}
}

func FuzzParsePage(f *testing.F) {
	f.Add([]byte(officialPage))
	f.Add([]byte("\ufeff# 公共\r\n｜错误码｜说明｜\r\n｜：--｜--\r\n｜A｜"))
	f.Add([]byte("| 错误码 |\n|:-:|\n| `A.B` | \\| |\n```\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		page, err := ParsePage("p.md", data)
		if (page == nil) == (err == nil) {
			t.Fatalf("page %v, error %v", page, err)
		}
		if err != nil {
			var pageErr *PageError
			if !errors.As(err, &pageErr) || pageErr.Line < 1 || pageErr.Msg == "" {
				t.Fatalf("error %v", err)
			}
			return
		}
		seen := map[string]bool{}
		for _, c := range page.Codes {
			if !isCode(c.Code) || seen[c.Code] || c.Line < 1 {
				t.Fatalf("code %+v", c)
			}
			seen[c.Code] = true
		}
	})
}
