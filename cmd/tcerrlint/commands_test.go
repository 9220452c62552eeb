package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
)

// says runs a command and checks that it prints all of the texts.
func says(t *testing.T, status int, args []string, texts ...string) string {
	t.Helper()
	r := lintIn(t, ".", args...).want(t, status)
	for _, text := range texts {
		if !strings.Contains(r.out, text) {
			t.Errorf("tcerrlint %s: no %q in\n%s", strings.Join(args, " "), text, r.out)
		}
	}
	return r.out
}

func TestVersionNamesWhatDecidesTheFindings(t *testing.T) {
	says(t, exitClean, []string{"version"}, "tcerrlint ", "go1.", "golang.org/x/tools v0.", catalog.Info().Digest, catalog.Info().Date)
}

func TestHelpListsTheCommands(t *testing.T) {
	for _, args := range [][]string{{"help"}, {"-h"}} {
		says(t, exitClean, args, "tcerrlint vet", "tcerrlint explain", "go vet -vettool", "Exit status")
	}
	says(t, exitClean, []string{"-h"}, "-rules", "-format", "-fix")
}

func TestRulesAreListedAndExplained(t *testing.T) {
	for _, rule := range analyzer.Rules() {
		says(t, exitClean, []string{"rules"}, rule.ID)
	}
	for _, rule := range analyzer.Documents() {
		says(t, exitClean, []string{"explain", rule.ID}, rule.Title, "since "+rule.Since, rule.Found, analyzer.RuleURL(rule.ID))
		says(t, exitClean, []string{"explain", "-lang", "zh", rule.ID}, rule.Chinese.Title, rule.Chinese.Why, "自 "+rule.Since+" 起")
	}
}

func TestExplainTellsWhatACodeIs(t *testing.T) {
	for _, test := range []struct {
		word   string
		status int
		texts  []string
	}{
		{"ResourceNotFound.CdnHostNotExists", 0, []string{"product", "cdn.RESOURCENOTFOUND_CDNHOSTNOTEXISTS", "documented by AddCLSTopicDomains, AddCdnDomain", "账号下无此域名", "Product=cdn&Version=2018-06-06"}},
		{"AuthFailure.SignatureFailure", 0, []string{"public", "签名错误", "stop"}},
		{"ClientError.NetworkError", 0, []string{"client-side"}},
		{"AuthFailure", 0, []string{"category AuthFailure", "AuthFailure.SignatureExpire", "stop"}},
		{"RequestLimitExceeded", 0, []string{"back off", "category RequestLimitExceeded"}},
		{"AuthFailure.SignatureExpired", 1, []string{"nearest", "\nAuthFailure.SignatureExpire\n"}},
		{"SendSms", 0, []string{"action SendSms", "sms: ", "LimitExceeded.PhoneNumberDailyLimit", `SendStatusSet[].Code (v20210111, string): "Ok" is success`}},
		{"NoSuchKey", 0, []string{"object storage", "*cos.ErrorResponse", "404"}},
		{"InternalError", 0, []string{"object storage", "201: aai", "category InternalError"}},
		{"Utterly.Unlike.AnyCode", 1, []string{"no code is near"}},
	} {
		says(t, test.status, []string{"explain", test.word}, test.texts...)
	}
	says(t, exitClean, []string{"explain", "-lang", "zh", "AuthFailure"}, "大类", "停止")
	says(t, exitClean, []string{"explain", "AuthFailure", "-lang=zh"}, "大类")
	lintIn(t, ".", "explain", "-lang", "fr", "AuthFailure").oneLine(t, `"fr"`)
	lintIn(t, ".", "explain").oneLine(t, "explain needs a word")
}

func TestEveryOfficialCategoryHasAMeaning(t *testing.T) {
	for id := range catalog.ID(catalog.Len()) {
		if id.Kind()&(catalog.KindPublic|catalog.KindClient) == 0 {
			continue
		}
		if _, ok := categoryNamed(catalog.Category(id.String())); !ok {
			t.Errorf("no meaning for the category of %s", id)
		}
	}
}

func TestCatalogListsAndSearches(t *testing.T) {
	says(t, exitClean, []string{"catalog"}, "date", catalog.Info().Digest, "missing")
	out := says(t, exitClean, []string{"catalog", "-service", "cdn", "HOST", "notexist"}, "ResourceNotFound.CdnHostNotExists")
	if strings.Contains(out, "Ecdn") {
		t.Errorf("codes of another service:\n%s", out)
	}
	var entries []codeEntry
	if err := json.Unmarshal([]byte(says(t, exitClean, []string{"catalog", "-json", "CdnHostNotExists"})), &entries); err != nil {
		t.Fatal(err)
	}
	if len(entries) == 0 || entries[0].Services[0].Constant != "RESOURCENOTFOUND_CDNHOSTNOTEXISTS" {
		t.Errorf("%+v", entries)
	}
	var info catalog.SnapshotInfo
	if err := json.Unmarshal([]byte(says(t, exitClean, []string{"catalog", "-json"})), &info); err != nil || info.Digest != catalog.Info().Digest {
		t.Errorf("%v, %+v", err, info)
	}
	lintIn(t, ".", "catalog", "-service", "absent").oneLine(t, `"absent"`)
}

func TestImportShowsWhatAPageAdds(t *testing.T) {
	says(t, exitClean, []string{"catalog", "import", "../../analyzer/catalog/sources/cdn-error-codes.md"}, "48 codes, 0 not in the catalog")
	lintIn(t, ".", "catalog", "import", "absent.md").oneLine(t, "absent.md")
	lintIn(t, ".", "catalog", "import").oneLine(t, "catalog import needs files")
}

func TestTheVetToolProtocol(t *testing.T) {
	r := lintIn(t, ".", "-flags").want(t, 0)
	var flags []struct {
		Name string
		Bool bool
	}
	if err := json.Unmarshal([]byte(r.out), &flags); err != nil {
		t.Fatal(err)
	}
	kinds := make(map[string]bool)
	for _, f := range flags {
		kinds[f.Name] = f.Bool
	}
	for name, isBool := range map[string]bool{"rules": false, "tcerrlint.rules": false, "json": true, "skip-tests": true, "critical": false} {
		if got, ok := kinds[name]; !ok || got != isBool {
			t.Errorf("flag %s: listed %v, bool %v", name, ok, got)
		}
	}
	if r := lintIn(t, ".", "-V=full").want(t, 0); !strings.Contains(r.out, "buildID=") {
		t.Errorf("-V=full printed %q", r.out)
	}
}

func TestEditorsAreToldWhatACodeIsOrWhichIsNear(t *testing.T) {
	for word, want := range map[string]string{
		"AuthFailure.SignatureExpire":  "a person must act",
		"AuthFailure.SignatureExpired": "nearest:\n\nAuthFailure.SignatureExpire\n",
		"NoSuchKey":                    "object storage",
		"cdn PurgeUrlsCache":           "InternalError.CdnDbError",
	} {
		if got := explanation(word, "en"); !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q in it", word, got, want)
		}
	}
	for _, word := range []string{"", "nothing like a code at all", "cdn NoSuchAction"} {
		if got := explanation(word, "en"); got != "" {
			t.Errorf("%s: %q", word, got)
		}
	}
}
