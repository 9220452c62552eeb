package catalog

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// plainDistance is the textbook table, to compare the banded one with.
func plainDistance(a, b string) int {
	a, b = strings.ToLower(a), strings.ToLower(b)
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

func TestDistanceEqualsTheTextbookTable(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		b := make([]byte, rng.IntN(10))
		for i := range b {
			b[i] = "abAB."[rng.IntN(5)]
		}
		return string(b)
	}
	for range 50_000 {
		a, b := word(), word()
		want := plainDistance(a, b)
		for _, limit := range []int{0, 1, 2, 3, 100} {
			if got := distance(a, b, limit); got != min(want, limit+1) {
				t.Fatalf("distance(%q, %q, %d) = %d, want %d", a, b, limit, got, min(want, limit+1))
			}
		}
	}
}

func TestDistanceOfLongTexts(t *testing.T) {
	long := strings.Repeat("a", 3*maxMiddle)
	if got := distance(long, long+"b", 3); got != 1 {
		t.Errorf("one letter more: %d, want 1", got)
	}
	if got := distance("x"+long+"x", "y"+long+"y", 3); got != 4 {
		t.Errorf("too much left in the middle: %d, want 4 (over the limit)", got)
	}
}

func TestFoldEqualPassesOverCaseAndSeparators(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"AuthFailure.SignatureFailure", "authfailuresignature_failure", true},
		{"InvalidParameter.", "Invalid.Parameter", true},
		{"", "..", true},
		{"A.B", "A.C", false},
		{"AB", "ABC", false},
	} {
		if got := foldEqual(c.a, c.b); got != c.want {
			t.Errorf("foldEqual(%q, %q) = %t", c.a, c.b, got)
		}
	}
}
