package analyzer_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
)

// apis are services of the SDK, with a call of each.
var apis = []struct{ service, version, call string }{
	{"cvm", "v20170312", "DescribeInstances"},
	{"cdn", "v20180606", "DescribeDomains"},
	{"antiddos", "v20200309", "DescribeListBGPIPInstances"},
	{"dnspod", "v20210323", "DescribeRecordList"},
}

// habitats are real forms in which a whole code is written; $S is the service,
// $P its package, $A the API, $V the code, $N a number. Fixed says whether a
// misspelling has a fix there.
var habitats = []struct {
	name, text string
	fixed      bool
}{
	{"==", `
	if e, ok := err.(*errors.TencentCloudSDKError); ok && e.Code == $V {
		return nil
	}
	return err
}
`, true},
	{"!=, errors.As", `
	var e *errors.TencentCloudSDKError
	if !stderrors.As(err, &e) || e.GetCode() != $V {
		return err
	}
	return nil
}
`, true},
	{"case", `
	if e, ok := err.(*errors.TencentCloudSDKError); ok {
		switch e.GetCode() {
		case "ClientError.NetworkError", $V, "ClientError.HttpStatusCodeError":
			return fmt.Errorf("try again: %w", err)
		}
	}
	return err
}
`, true},
	{"slices.Contains", `
	var e *errors.TencentCloudSDKError
	if stderrors.As(err, &e) && slices.Contains([]string{"ClientError.NetworkError", $V}, e.Code) {
		return nil
	}
	return err
}
`, true},
	{"package list", `
	if e, ok := err.(*errors.TencentCloudSDKError); ok {
		for _, code := range codes$N {
			if e.Code == code {
				return nil
			}
		}
	}
	return err
}

var codes$N = []string{
	"ClientError.NetworkError",
	$V,
}
`, true},
	{"map", `
	if e, ok := err.(*errors.TencentCloudSDKError); ok && map[string]bool{$V: true}[e.Code] {
		return nil
	}
	return err
}
`, true},
	{"helper of another package", `
	if lib.Is(err, $V) {
		return nil
	}
	return err
}
`, true},
	{"variadic helper of another package", `
	if lib.IsAny(err, "ClientError.NetworkError", $V) {
		return nil
	}
	return err
}
`, true},
	{"own helper", `
	if is$N(err, $V) {
		return nil
	}
	return err
}

func is$N(err error, code string) bool {
	e, ok := err.(*errors.TencentCloudSDKError)
	return ok && e.Code == code
}
`, true},
	{"EqualFold", `
	if e, ok := err.(*errors.TencentCloudSDKError); ok && strings.EqualFold(e.Code, $V) {
		return nil
	}
	return err
}
`, false},
	{"constant", `
	if e, ok := err.(*errors.TencentCloudSDKError); ok && e.Code == code$N {
		return nil
	}
	return err
}

const code$N = $V
`, false},
}

const habitatHead = `package $S

import (
	stderrors "errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	$S "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/$S/$P"

	"example.com/rules/lib"
)

var _ = []any{stderrors.New, fmt.Errorf, slices.Sort[[]int], strings.ToLower, lib.Is, errors.NewTencentCloudSDKError}

func f$N(client *$S.Client) error {
	_, err := client.$A($S.New$ARequest())
	if err == nil {
		return nil
	}`

// plant writes a file with the code in a habitat.
func plant(n, api, habitat int, code string) string {
	a := apis[api]
	return strings.NewReplacer("$S", a.service, "$P", a.version, "$A", a.call, "$N", strconv.Itoa(n), "$V", strconv.Quote(code)).
		Replace(habitatHead + habitats[habitat].text)
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// oneEdit inserts, drops or replaces a letter, or exchanges two.
func oneEdit(rng *rand.Rand, code string) string {
	i, letter := rng.IntN(len(code)-1), string(letters[rng.IntN(len(letters))])
	switch rng.IntN(4) {
	case 0:
		return code[:i] + letter + code[i:]
	case 1:
		return code[:i] + code[i+1:]
	case 2:
		return code[:i] + letter + code[i+1:]
	}
	return code[:i] + code[i+1:i+2] + code[i:i+1] + code[i+2:]
}

// A planted misspelling.
type planted struct {
	file, habitat, code, bad, original, text string
	fixed                                    bool
}

// plantTypos writes n files, each with one misspelling of a random code.
func plantTypos(t *testing.T, n int) []planted {
	rng := rand.New(rand.NewPCG(5, 6))
	var codes [][]string
	for _, api := range apis {
		s, ok := catalog.ServiceNamed(api.service)
		if !ok {
			t.Fatalf("no service %s in the catalog", api.service)
		}
		var list []string
		for id := range catalog.ID(catalog.Len()) {
			// Of shorter codes, one edit away is often another one; those that
			// end in a dot are never suggested.
			if code := id.String(); (s.Has(id) || id.Kind()&catalog.KindPublic != 0) && len(code) >= 8 && !strings.HasSuffix(code, ".") {
				list = append(list, code)
			}
		}
		codes = append(codes, list)
	}
	var all []planted
	for len(all) < n {
		api, habitat := rng.IntN(len(apis)), rng.IntN(len(habitats))
		code := codes[api][rng.IntN(len(codes[api]))]
		bad := oneEdit(rng, code)
		if _, valid := catalog.Lookup(bad); valid || bad == code || strings.EqualFold(bad, code) && habitats[habitat].name == "EqualFold" {
			continue
		}
		i := len(all)
		all = append(all, planted{
			file:    fmt.Sprintf("typos/%s/f%d.go", apis[api].service, i),
			habitat: habitats[habitat].name, code: code, bad: bad, fixed: habitats[habitat].fixed,
			original: plant(i, api, habitat, code), text: plant(i, api, habitat, bad),
		})
	}
	return all
}

func TestMisspelledCodesAreFoundAndCorrected(t *testing.T) {
	n := 500
	if os.Getenv("TCERRLINT_LONG") != "" {
		n = 5000
	}
	files := make(map[string]string)
	typos := plantTypos(t, n)
	for _, p := range typos {
		files[p.file] = p.text
	}
	byFile := make(map[string][]finding)
	for _, f := range run(t, analyzer.Analyzer, mustLoad(t, files, "./typos/...")) {
		byFile[f.at.Filename] = append(byFile[f.at.Filename], f)
	}
	first, fixes, restored := 0, 0, 0
	for _, p := range typos {
		found := byFile[p.file]
		want := fmt.Sprintf("unknowncode: %q is not a Tencent Cloud error code; did you mean %q", p.bad, p.code)
		if len(found) != 1 || !strings.HasPrefix(found[0].Message, want) {
			t.Logf("%s, %s: got %v, want %s", p.file, p.habitat, found, want)
			continue
		}
		first++
		if at := p.text[found[0].at.Offset:]; !strings.HasPrefix(at, strconv.Quote(p.bad)) && p.habitat != "constant" {
			t.Errorf("%s, %s: reported at %.40q, not at the literal", p.file, p.habitat, at)
		}
		if len(found[0].SuggestedFixes) == 0 {
			continue
		}
		fixes++
		if got := applyFix(t, p.text, found[0]); got != p.original {
			t.Errorf("%s, %s: the fix does not restore the file:\n%s", p.file, p.habitat, got)
		} else {
			restored++
		}
	}
	t.Logf("%d misspellings: right suggestion first %d (%.1f %%), fixes offered %d, files restored %d", n, first, 100*float64(first)/float64(n), fixes, restored)
	if 100*first < 98*n {
		t.Errorf("right suggestion first for %d of %d, want 98 %%", first, n)
	}
	wrong := 0
	for _, p := range typos {
		for _, f := range byFile[p.file] {
			if len(f.SuggestedFixes) > 0 && !p.fixed {
				t.Errorf("%s: a fix where none is certain: %s", p.habitat, f)
			}
			if len(f.SuggestedFixes) > 0 && applyFix(t, p.text, f) != p.original {
				t.Logf("%s: a wrong fix: %s, meant %q", p.habitat, f, p.code)
				wrong++
			}
		}
	}
	if 1000*wrong > n { // a letter less can make another code
		t.Errorf("%d of %d misspellings wrongly fixed, want at most 1 in 1,000", wrong, n)
	}
}

// applyFix returns the text after the first fix of the finding.
func applyFix(t *testing.T, text string, f finding) string {
	edits := slices.Clone(f.SuggestedFixes[0].TextEdits)
	if len(f.SuggestedFixes) != 1 {
		t.Errorf("%s: more than one fix", f)
	}
	slices.SortFunc(edits, func(a, b analysis.TextEdit) int { return cmp.Compare(b.Pos, a.Pos) })
	for _, e := range edits {
		text = text[:f.fset.Position(e.Pos).Offset] + string(e.NewText) + text[f.fset.Position(e.End).Offset:]
	}
	return text
}

func TestRightCodesAreAccepted(t *testing.T) {
	files := make(map[string]string)
	for _, p := range plantTypos(t, 500) {
		files[strings.Replace(p.file, "typos", "right", 1)] = p.original
	}
	for i, code := range officialCodes(t) {
		for habitat := range habitats {
			n := 1000 + i*len(habitats) + habitat
			files[fmt.Sprintf("right/cdn/page%d.go", n)] = plant(n, 1, habitat, code)
		}
	}
	list := mustLoad(t, files, "./right/...")
	for _, f := range run(t, analyzer.Analyzer, list) {
		// What the code is used for is another rule's business.
		if f.Category != "criticalsuccess" {
			t.Errorf("%s", f)
		}
	}
}

// officialCodes returns the codes of the official page that the project
// started from.
func officialCodes(t *testing.T) []string {
	const file = "catalog/sources/cdn-error-codes.md"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	page, err := catalog.ParsePage(file, data)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, code := range page.Codes {
		list = append(list, code.Code)
	}
	if len(list) != 48 {
		t.Fatalf("%s has %d codes, want 48", file, len(list))
	}
	return list
}
