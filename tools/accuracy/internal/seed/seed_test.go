package seed

import (
	"math/rand/v2"
	"testing"
)

func TestSlipsChangeOneCodeIntoAnotherOfNearlyTheSameLength(t *testing.T) {
	const code = "AuthFailure.SignatureExpire"
	for _, s := range slips {
		for n := range uint64(50) {
			wrong := s.make(rand.New(rand.NewPCG(1, n)), code)
			if d := len(wrong) - len(code); d < -1 || d > 1 {
				t.Errorf("%s: %q", s.name, wrong)
			}
		}
	}
}

func TestOverlapSeesEditsOfTheSameBytes(t *testing.T) {
	for _, c := range []struct {
		a, b edit
		want bool
	}{
		{edit{0, 3, ""}, edit{2, 5, ""}, true},
		{edit{0, 3, ""}, edit{3, 5, ""}, false},
		{edit{2, 2, "x"}, edit{0, 3, ""}, true},
		{edit{3, 3, "x"}, edit{0, 3, ""}, false},
	} {
		m := &Mutant{edits: []edit{c.a, c.b}}
		if got := m.overlap(); got != c.want {
			t.Errorf("%v and %v: overlap %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

func TestAliasIsAGoName(t *testing.T) {
	for _, path := range []string{"strings", "example.com/go-sdk.v2", "a/b/v20170312"} {
		for _, r := range alias(path) {
			if r == '-' || r == '.' || r == '/' {
				t.Errorf("alias(%q) = %q", path, alias(path))
			}
		}
	}
}
