package catalog

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func mustService(tb testing.TB, name string) Service {
	tb.Helper()
	s, ok := ServiceNamed(name)
	if !ok {
		tb.Fatalf("no service %s", name)
	}
	return s
}

func TestSuggest(t *testing.T) {
	for _, c := range []struct {
		code, service string // "" for a service that is not known
		want          string // first suggestion, reason, fix
	}{
		{"AuthFailure.SignatureExpired", "cdn", "AuthFailure.SignatureExpire edit fix"},
		{"authfailure.signaturefailure", "cvm", "AuthFailure.SignatureFailure fold fix"},
		{"AuthFailureSignature.Failure", "cvm", "AuthFailure.SignatureFailure fold fix"},
		{"AuthFailure.SignatureExpired", "", "AuthFailure.SignatureExpire edit"},
		{"ClientError.NetworkErorr", "cvm", "ClientError.NetworkError edit fix"},
		{"InternalError.ClusterNotFoundd", "antiddos", "InternalError.ClusterNotFound edit"},
		{"Nonsense", "cvm", ""},
		{"", "cvm", ""},
	} {
		var scope Scope
		if c.service != "" {
			scope.Services = []Service{mustService(t, c.service)}
		}
		got := ""
		if list := Suggest(c.code, scope); len(list) > 0 {
			got = list[0].Code + " " + list[0].Reason.String()
			if list[0].Fix {
				got += " fix"
			}
		}
		if got != c.want {
			t.Errorf("Suggest(%q, %s) starts with %q, want %q", c.code, c.service, got, c.want)
		}
	}
}

func TestSuggestTakesExtraCodes(t *testing.T) {
	scope := Scope{Services: []Service{mustService(t, "cvm")}, Extra: []string{"FailedOperation.BrandNewThing"}}
	list := Suggest("FailedOperation.BrandNewThink", scope)
	if len(list) == 0 || list[0].Code != "FailedOperation.BrandNewThing" || !list[0].Fix {
		t.Errorf("got %v", list)
	}
}

func TestSuggestNeverFixesForMissingServices(t *testing.T) {
	for _, name := range Info().Missing {
		for _, s := range Suggest("AuthFailure.SignatureExpired", Scope{Services: []Service{mustService(t, name)}}) {
			if s.Fix {
				t.Fatalf("%s: a fix for a service whose codes are not known", name)
			}
		}
	}
}

// A typo is a way to misspell a code; ok is false where it does not apply.
type typo struct {
	name string
	make func(rng *rand.Rand, code string) (string, bool)
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

func oneEdit(rng *rand.Rand, code string) (string, bool) {
	i, letter := rng.IntN(len(code)), letters[rng.IntN(len(letters))]
	switch rng.IntN(4) {
	case 0:
		return code[:i] + string(letter) + code[i:], true
	case 1:
		return code[:i] + code[i+1:], true
	case 2:
		return code[:i] + string(letter) + code[i+1:], true
	}
	if i+1 == len(code) {
		return "", false
	}
	return code[:i] + code[i+1:i+2] + code[i:i+1] + code[i+2:], true
}

var typos = []typo{
	{"one edit", oneEdit},
	{"two edits", func(rng *rand.Rand, code string) (string, bool) {
		first, ok := oneEdit(rng, code)
		if !ok || first == "" {
			return "", false
		}
		return oneEdit(rng, first)
	}},
	{"one letter's case", func(rng *rand.Rand, code string) (string, bool) {
		i := rng.IntN(len(code))
		c := code[i] ^ 0x20
		return code[:i] + string(c) + code[i+1:], strings.IndexByte(letters, c) >= 0
	}},
	{"all lower case", func(_ *rand.Rand, code string) (string, bool) { return strings.ToLower(code), true }},
	{"dropped dot", func(_ *rand.Rand, code string) (string, bool) {
		return strings.Replace(code, ".", "", 1), strings.Contains(code, ".")
	}},
	{"misplaced dot", func(rng *rand.Rand, code string) (string, bool) {
		bare := strings.Replace(code, ".", "", 1)
		i := 1 + rng.IntN(len(bare))
		return bare[:i] + "." + bare[i:], strings.Contains(code, ".")
	}},
}

// TestSuggestionFigures measures what the documents promise, on the whole
// catalog: each kind of typo of each code of each service, and each code held
// out as a valid one that the snapshot does not know yet. Its figures are in
// the log (go test -run SuggestionFigures -v).
func TestSuggestionFigures(t *testing.T) {
	for _, typo := range typos {
		rng := rand.New(rand.NewPCG(3, 4))
		asked, first, listed, fixed, wrong := 0, 0, 0, 0, 0
		eachPair(t, func(s Service, code string) {
			bad, ok := typo.make(rng, code)
			if id, valid := Lookup(bad); !ok || bad == code || len(code) < 8 || valid && (s.Has(id) || id.Kind()&KindPublic != 0) {
				return // another valid code, or too short to tell
			}
			asked++
			list := Suggest(bad, Scope{Services: []Service{s}})
			i := slices.IndexFunc(list, func(s Suggestion) bool { return s.Code == code })
			if i == 0 {
				first++
			}
			if i >= 0 {
				listed++
			}
			if len(list) > 0 && list[0].Fix {
				if i == 0 {
					fixed++
				} else {
					wrong++
				}
			}
		})
		t.Logf("%-18s asked %5d: right first %s, listed %s, fixed %s, wrongly fixed %s", typo.name, asked,
			percent(first, asked), percent(listed, asked), percent(fixed, asked), percent(wrong, asked))
		if 100*first < 98*asked {
			t.Errorf("%s: right first %s, want 98 %%", typo.name, percent(first, asked))
		}
	}
	asked, wrong, any := 0, 0, 0
	eachPair(t, func(s Service, code string) {
		asked++
		list := Suggest(code, Scope{Services: []Service{s}})
		if len(list) > 0 {
			any++
		}
		if len(list) > 0 && list[0].Fix {
			wrong++
		}
	})
	t.Logf("%-18s asked %5d: wrongly fixed %s, any suggestion %s", "held-out code", asked, percent(wrong, asked), percent(any, asked))
	if 100*wrong > 3*asked {
		t.Errorf("held-out codes: wrongly fixed %s, want at most 3 %%", percent(wrong, asked))
	}
}

func percent(n, of int) string { return fmt.Sprintf("%.2f %%", 100*float64(n)/float64(of)) }

// eachPair calls f for each code of each service, with -short for a tenth of
// them; the few codes that end in a dot, which are never suggested, are left out.
func eachPair(t *testing.T, f func(s Service, code string)) {
	t.Helper()
	pair := 0
	for s := range Service(NumServices()) {
		for id := range s.Codes() {
			pair++
			if testing.Short() && pair%10 != 0 {
				continue
			}
			if code := id.String(); !strings.HasSuffix(code, ".") {
				f(s, code)
			}
		}
	}
}
