package codes_test

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/internal/codes"
)

var added = []string{"Own.Code", "Own", "AuthFailure.Own", "AuthFailure.SignatureFailure", "Zzz.Last"}

func TestSetsAreSets(t *testing.T) {
	u := codes.New(nil, nil)
	rng := rand.New(rand.NewPCG(1, 2))
	random := func() (codes.Set, map[codes.Element]bool) {
		model := make(map[codes.Element]bool)
		var list []codes.Element
		for range rng.IntN(200) {
			e := codes.Element(rng.IntN(1 + rng.IntN(catalog.Len()+3)))
			model[e], list = true, append(list, e)
		}
		return u.Only(list...), model
	}
	for range 200 {
		a, ma := random()
		b, mb := random()
		and, or, minus := a.And(b), a.Or(b), a.Minus(b)
		meets, in, n := false, true, 0
		for e := range codes.Element(catalog.Len() + 3) {
			x, y := ma[e], mb[e]
			if and.Has(e) != (x && y) || or.Has(e) != (x || y) || minus.Has(e) != (x && !y) || a.Has(e) != x {
				t.Fatalf("element %d of %v and %v", e, ma, mb)
			}
			meets, in = meets || x && y, in && (!x || y)
			if x {
				n++
			}
		}
		if a.Meets(b) != meets || a.In(b) != in || a.Len() != n || a.Empty() != (n == 0) {
			t.Fatalf("Meets, In, Len or Empty of %v and %v", ma, mb)
		}
		if !a.In(or) || !and.In(a) || minus.Meets(b) || !a.In(a) {
			t.Fatal("sets are not ordered by In")
		}
		if got := slices.Collect(a.All); len(got) != n || !slices.IsSorted(got) {
			t.Fatalf("All yields %v of %v", got, ma)
		}
	}
}

func TestAllCanBeLeft(t *testing.T) {
	for e := range codes.New(nil, nil).Codes().All {
		if e == 100 {
			break
		}
		if e > 100 {
			t.Fatal("goes on")
		}
	}
}

func TestMatchIsTheTestOnEachCode(t *testing.T) {
	u := codes.New(added, nil)
	all := u.Codes()
	for _, test := range []struct {
		atom codes.Atom
		test func(code string) bool
	}{
		{codes.Atom{Op: codes.Equal, Value: "AuthFailure.Own"}, func(c string) bool { return c == "AuthFailure.Own" }},
		{codes.Atom{Op: codes.Equal, Value: "NoSuch.Code"}, func(string) bool { return false }},
		{codes.Atom{Op: codes.Equal, Case: codes.Fold, Value: "authFAILURE.own"}, func(c string) bool { return strings.EqualFold(c, "authfailure.own") }},
		{codes.Atom{Op: codes.Equal, Case: codes.Lower, Value: "internalerror"}, func(c string) bool { return strings.ToLower(c) == "internalerror" }},
		{codes.Atom{Op: codes.Equal, Case: codes.Upper, Value: "INTERNALERROR"}, func(c string) bool { return strings.ToUpper(c) == "INTERNALERROR" }},
		{codes.Atom{Op: codes.Equal, Case: codes.Lower, Value: "InternalError"}, func(string) bool { return false }},
		{codes.Atom{Op: codes.Segment, Value: "AuthFailure"}, func(c string) bool { return strings.Split(c, ".")[0] == "AuthFailure" }},
		{codes.Atom{Op: codes.Segment, Case: codes.Lower, Value: "authfailure"}, func(c string) bool { return strings.ToLower(strings.Split(c, ".")[0]) == "authfailure" }},
		{codes.Atom{Op: codes.Segment, Value: "AuthFailure.Own"}, func(string) bool { return false }},
		{codes.Atom{Op: codes.Prefix, Value: "AuthFailure"}, func(c string) bool { return strings.HasPrefix(c, "AuthFailure") }},
		{codes.Atom{Op: codes.Prefix, Value: "AuthFailure."}, func(c string) bool { return strings.HasPrefix(c, "AuthFailure.") }},
		{codes.Atom{Op: codes.Prefix, Value: ""}, func(string) bool { return true }},
		{codes.Atom{Op: codes.Prefix, Value: "Zzz"}, func(c string) bool { return c == "Zzz.Last" }},
		{codes.Atom{Op: codes.Prefix, Case: codes.Upper, Value: "OWN"}, func(c string) bool { return strings.HasPrefix(strings.ToUpper(c), "OWN") }},
		{codes.Atom{Op: codes.Suffix, Value: "NotFound"}, func(c string) bool { return strings.HasSuffix(c, "NotFound") }},
		{codes.Atom{Op: codes.Contains, Value: "LimitExceeded"}, func(c string) bool { return strings.Contains(c, "LimitExceeded") }},
		{codes.Atom{Op: codes.Contains, Case: codes.Lower, Value: "limitexceeded"}, func(c string) bool { return strings.Contains(strings.ToLower(c), "limitexceeded") }},
		{codes.Atom{Op: codes.Inside, Value: "InternalError,Own"}, func(c string) bool { return strings.Contains("InternalError,Own", c) }},
		{codes.Atom{Op: codes.Begins, Value: "InternalErrors"}, func(c string) bool { return strings.HasPrefix("InternalErrors", c) }},
		{codes.Atom{Op: codes.Ends, Value: "TheInternalError"}, func(c string) bool { return strings.HasSuffix("TheInternalError", c) }},
		{codes.Atom{Op: codes.Regexp, Value: `^(Auth|Own).*Fail`}, regexp.MustCompile(`^(Auth|Own).*Fail`).MatchString},
		{codes.Atom{Op: codes.Regexp, Value: `(`}, func(string) bool { return false }},
	} {
		set := u.Match(test.atom)
		for e := range all.All {
			code := u.Code(e)
			if e == u.Unlisted() {
				continue
			}
			if set.Has(e) != test.test(code) {
				t.Errorf("%+v: %q: got %v", test.atom, code, set.Has(e))
			}
		}
		for _, e := range []codes.Element{u.Nil(), u.NotSDK()} {
			if set.Has(e) {
				t.Errorf("%+v matches what is no code", test.atom)
			}
		}
	}
}

func TestAdditionsAreCodesOfEveryone(t *testing.T) {
	u := codes.New(added, added)
	for _, code := range added {
		e, ok := u.Lookup(code)
		if !ok || u.Code(e) != code || !u.Codes().Has(e) || !u.Everyone().Has(e) && u.Added(e) {
			t.Errorf("%s: element %d, %v", code, e, ok)
		}
		if _, listed := catalog.Lookup(code); u.Added(e) == listed {
			t.Errorf("%s: in the catalog %v, an addition %v", code, listed, u.Added(e))
		}
	}
	if _, ok := u.Lookup("Own.Cod"); ok {
		t.Error("a code that nobody added is found")
	}
	if n := u.Any().Len() - u.Codes().Len(); n != 2 {
		t.Errorf("%d things but codes, want no error and another error", n)
	}
}

func TestServicesAnswerTheirCodes(t *testing.T) {
	u := codes.New(nil, nil)
	cdn, ok := u.Service("cdn")
	if !ok {
		t.Fatal("cdn is not known")
	}
	for code, want := range map[string]bool{
		"InternalError.CdnDbError":      true,
		"InternalError.ClusterNotFound": false,
	} {
		if e, ok := u.Lookup(code); !ok || cdn.Has(e) != want {
			t.Errorf("cdn answers %s: got %v", code, !want)
		}
	}
	for code, want := range map[string]bool{
		"AuthFailure.SignatureExpire":   true,
		"ClientError.NetworkError":      true,
		"DesOperation.MutexTaskRunning": true,
		"InternalError.CdnDbError":      false,
	} {
		if e, ok := u.Lookup(code); !ok || u.Everyone().Has(e) != want {
			t.Errorf("everyone answers %s: got %v", code, !want)
		}
	}
	if _, ok := u.Service("nosuchservice"); ok {
		t.Error("a service that is not there is known")
	}
}

func TestCategory(t *testing.T) {
	u := codes.New(nil, nil)
	for e := range u.Category("AuthFailure").All {
		if code := u.Code(e); code != "AuthFailure" && !strings.HasPrefix(code, "AuthFailure.") {
			t.Errorf("%s is in the category AuthFailure", code)
		}
	}
	if u.Category("AuthFailure").Empty() || catalog.Category("A.B.C") != "A" || catalog.Category("A") != "A" {
		t.Error("a category is what precedes the first dot")
	}
}

func TestTheUsersOwnCodesMayComeFromAnyService(t *testing.T) {
	const code = "ResourceNotFound.CdnHostNotExists" // cdn's alone
	e, ok := codes.New(nil, nil).Lookup(code)
	if !ok || codes.New(nil, nil).Everyone().Has(e) {
		t.Fatalf("%s is not a code of one service", code)
	}
	if !codes.New(nil, []string{code}).Everyone().Has(e) {
		t.Errorf("%s is an addition of the user, and yet not everyone's", code)
	}
}

// naive is an atom as the program has it.
func naive(a codes.Atom) func(code string) bool {
	of := func(code string) string { return code }
	equal := func(a, b string) bool { return a == b }
	switch a.Case {
	case codes.Lower:
		of = strings.ToLower
	case codes.Upper:
		of = strings.ToUpper
	case codes.Fold:
		equal = strings.EqualFold
	}
	re, err := regexp.Compile(a.Value)
	return map[codes.Op]func(string) bool{
		codes.Equal:    func(c string) bool { return equal(of(c), a.Value) },
		codes.Segment:  func(c string) bool { return equal(strings.Split(of(c), ".")[0], a.Value) },
		codes.Prefix:   func(c string) bool { return strings.HasPrefix(of(c), a.Value) },
		codes.Suffix:   func(c string) bool { return strings.HasSuffix(of(c), a.Value) },
		codes.Contains: func(c string) bool { return strings.Contains(of(c), a.Value) },
		codes.Inside:   func(c string) bool { return strings.Contains(a.Value, of(c)) },
		codes.Begins:   func(c string) bool { return strings.HasPrefix(a.Value, of(c)) },
		codes.Ends:     func(c string) bool { return strings.HasSuffix(a.Value, of(c)) },
		codes.Regexp:   func(c string) bool { return err == nil && re.MatchString(of(c)) },
	}[a.Op]
}

// FuzzMatch holds that the set of an atom is what its Go code says of every code.
func FuzzMatch(f *testing.F) {
	for _, value := range []string{"", ".", "AuthFailure", "AuthFailure.SignatureExpire", "authfailure.own", "NotFound", "^(Auth|Own).*Fail", "(", "Own.Code and more", "AuthFailure.\u017fignatureFailure", "\xff"} {
		for op := codes.Equal; op <= codes.Regexp; op++ {
			f.Add(uint8(op), uint8(codes.AsIs), value)
		}
		f.Add(uint8(codes.Equal), uint8(codes.Fold), value)
		f.Add(uint8(codes.Segment), uint8(codes.Lower), value)
		f.Add(uint8(codes.Suffix), uint8(codes.Upper), value)
	}
	u := codes.New(added, nil)
	f.Fuzz(func(t *testing.T, op, letters uint8, value string) {
		a := codes.Atom{Op: codes.Op(op) % (codes.Regexp + 1), Case: codes.Case(letters) % (codes.Fold + 1), Value: value}
		if a.Case == codes.Fold && a.Op != codes.Equal && a.Op != codes.Segment {
			t.Skip("strings.EqualFold compares, and does nothing else")
		}
		set, test := u.Match(a), naive(a)
		for e := range u.Codes().All {
			if code := u.Code(e); e != u.Unlisted() && set.Has(e) != test(code) {
				t.Fatalf("%+v: %q: got %v", a, code, set.Has(e))
			}
		}
	})
}
