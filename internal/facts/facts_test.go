package facts_test

import (
	"bytes"
	"encoding/gob"
	"math/rand"
	"reflect"
	"testing"
	"testing/quick"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/facts"
)

// encode is what drivers do with facts.
func encode(t *testing.T, fact analysis.Fact) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(fact); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func decode(t *testing.T, data []byte, like analysis.Fact) analysis.Fact {
	t.Helper()
	fact := reflect.New(reflect.TypeOf(like).Elem()).Interface().(analysis.Fact)
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(fact); err != nil {
		t.Fatal(err)
	}
	return fact
}

// fill gives the exported fields of a fact random values.
func fill(t *testing.T, rng *rand.Rand, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(t, rng, v.Field(i))
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), rng.Intn(4), 4))
		for i := range v.Len() {
			fill(t, rng, v.Index(i))
		}
	default:
		random, ok := quick.Value(v.Type(), rng)
		if !ok {
			t.Fatalf("no random %s", v.Type())
		}
		v.Set(random)
	}
}

func TestFactsSurviveTheWayBetweenPackages(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	for _, like := range facts.FactTypes() {
		t.Run(reflect.TypeOf(like).Elem().Name(), func(t *testing.T) {
			for range 100 {
				fact := reflect.New(reflect.TypeOf(like).Elem()).Interface().(analysis.Fact)
				fill(t, rng, reflect.ValueOf(fact).Elem())
				data := encode(t, fact)
				again := decode(t, data, like)
				if !bytes.Equal(encode(t, again), data) {
					t.Fatalf("%#v comes back as %#v", fact, again)
				}
				if !bytes.Equal(encode(t, fact), data) {
					t.Fatalf("%#v is written in two ways", fact)
				}
			}
		})
	}
}

func TestFactsAreFreeOfPositions(t *testing.T) {
	var visit func(reflect.Type, map[reflect.Type]bool)
	visit = func(typ reflect.Type, seen map[reflect.Type]bool) {
		if seen[typ] {
			return
		}
		seen[typ] = true
		if path := typ.PkgPath(); path == "go/token" || path == "go/types" || path == "go/ast" {
			t.Errorf("a fact has a %s", typ)
		}
		switch typ.Kind() {
		case reflect.Map:
			t.Errorf("a fact has a map, %s, which gob writes in any order", typ)
		case reflect.Pointer, reflect.Slice, reflect.Array:
			visit(typ.Elem(), seen)
		case reflect.Struct:
			for i := range typ.NumField() {
				visit(typ.Field(i).Type, seen)
			}
		}
	}
	for _, fact := range facts.FactTypes() {
		visit(reflect.TypeOf(fact).Elem(), make(map[reflect.Type]bool))
	}
}

func TestFactsReadWell(t *testing.T) {
	for want, fact := range map[string]interface{ String() string }{
		"decodes(1 of 0)freshlooks(2)": &facts.Summary{Answer: &facts.AnswerUse{
			Decodes: []facts.Decode{{Into: 1, From: 0}, {Into: -1, From: -1}}, Looks: []int{2},
		}},
		"matches(0 RequestLimitExceeded #1)": &facts.Summary{Uses: []facts.ParamUse{{
			Role: facts.Matches,
			Pattern: facts.Pattern{
				Atoms:  []codes.Atom{{Op: codes.Equal, Value: "RequestLimitExceeded"}},
				Params: []facts.Param{{Index: 1, Elem: true}},
			},
		}}},
		"typedError(1)":                    &facts.Summary{Uses: []facts.ParamUse{{Role: facts.TypedError, Subject: 1}}},
		"codes(AuthFailure InternalError)": &facts.List{Values: []string{"AuthFailure", "InternalError"}},
	} {
		if got := fact.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestOriginsMerge(t *testing.T) {
	var o facts.Origin
	if o.Resolved() {
		t.Error("nothing is resolved")
	}
	if !o.Merge(facts.Origin{Services: []string{"cvm", "vpc"}}) || !o.Merge(facts.Origin{Services: []string{"cdn", "cvm"}}) {
		t.Error("a new service changes an origin")
	}
	if o.Merge(facts.Origin{Services: []string{"vpc"}}) {
		t.Error("a service that it has does not")
	}
	if want := []string{"cdn", "cvm", "vpc"}; !reflect.DeepEqual(o.Services, want) || !o.Resolved() {
		t.Errorf("got %v, want %v", o, want)
	}
	if o.Merge(facts.Origin{Unknown: true}); o.Resolved() {
		t.Error("what may come from anywhere is not resolved")
	}
}
