package catalog

import (
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Codes as people remember them: the right words in another form, under another
// category, or with one too many or too few.
func TestSuggestWords(t *testing.T) {
	for _, c := range []struct{ code, service, want string }{
		{"InvalidInstanceId.NotExists", "cvm", "InvalidInstanceId.NotFound"},
		{"InvalidKeyPairId.NotExist", "cvm", "InvalidKeyPairId.NotFound"},
		{"InvalidVpcId.NotExisted", "vpc", "InvalidVpcId.NotFound"},
		{"InsufficientResource", "cbs", "ResourceInsufficient"},
	} {
		list := Suggest(c.code, Scope{Services: []Service{mustService(t, c.service)}})
		got := ""
		if len(list) > 0 {
			got = list[0].Code
		}
		if got != c.want {
			t.Errorf("%s of %s: %v, want %s", c.code, c.service, list, c.want)
		}
		if len(list) > 0 && list[0].Fix && list[0].Reason > ReasonEdit {
			t.Errorf("%s: a guess by words has a fix", c.code)
		}
	}
}

var (
	absent = regexp.MustCompile(`Not(Found|Exists?)$`)
	plural = regexp.MustCompile(`(Exceed|Limit)(ed)?$`)
	helper = regexp.MustCompile(`\.[A-Z][a-z]+[A-Z][a-z]+[A-Z]`)
)

// misremembered are ways in which people remember a code, as one more word.
var misremembered = []struct {
	name string
	make func(rng *rand.Rand, code string) string
}{
	{"NotFound, NotExist", func(_ *rand.Rand, code string) string {
		if strings.HasSuffix(code, "NotFound") {
			return absent.ReplaceAllString(code, "NotExist")
		}
		return absent.ReplaceAllString(code, "NotFound")
	}},
	{"Exceed, Exceeded", func(_ *rand.Rand, code string) string {
		if strings.HasSuffix(code, "ed") {
			return plural.ReplaceAllString(code, "$1")
		}
		return plural.ReplaceAllString(code, "${1}ed")
	}},
	{"category", func(rng *rand.Rand, code string) string {
		_, detail, ok := strings.Cut(code, ".")
		if !ok {
			return code
		}
		all := []string{"InvalidParameter", "InvalidParameterValue", "FailedOperation", "UnsupportedOperation", "ResourceUnavailable", "OperationDenied"}
		return all[rng.IntN(len(all))] + "." + detail
	}},
	{"first noun dropped", func(_ *rand.Rand, code string) string {
		at := helper.FindStringIndex(code)
		if at == nil {
			return code
		}
		rest := code[at[0]+1:]
		n := wordLen(rest)
		return code[:at[0]+1] + rest[n:]
	}},
	{"word order", func(_ *rand.Rand, code string) string {
		category, detail, _ := strings.Cut(code, ".")
		n := wordLen(category)
		if n == len(category) || detail == "" {
			return code
		}
		return category[n:] + category[:n] + "." + detail
	}},
}

// TestWordFigures measures the suggestions for every code of the catalog as it may
// be misremembered, without TCERRLINT_LONG=1 for a tenth (go test -run WordFigures -v).
func TestWordFigures(t *testing.T) {
	for _, way := range misremembered {
		rng := rand.New(rand.NewPCG(5, 6))
		asked, first, listed, others, pair := 0, 0, 0, 0, 0
		eachPair(t, func(s Service, code string) {
			if pair++; os.Getenv("TCERRLINT_LONG") == "" && pair%10 != 0 {
				return
			}
			bad := way.make(rng, code)
			if id, valid := Lookup(bad); bad == code || valid && (s.Has(id) || id.Kind()&KindPublic != 0) {
				return
			}
			asked++
			list := Suggest(bad, Scope{Services: []Service{s}})
			switch i := slices.IndexFunc(list, func(s Suggestion) bool { return s.Code == code }); {
			case i == 0:
				first++
				listed++
			case i > 0:
				listed++
			case len(list) > 0:
				others++
			}
		})
		t.Logf("%-18s asked %5d: right first %s, listed %s, only others %s", way.name, asked,
			percent(first, asked), percent(listed, asked), percent(others, asked))
		if 100*listed < 85*asked {
			t.Errorf("%s: listed %s, want 85 %%", way.name, percent(listed, asked))
		}
	}
}
