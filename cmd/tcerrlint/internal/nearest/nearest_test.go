package nearest

import "testing"

func TestOf(t *testing.T) {
	words := []string{"rules", "explain", "catalog", "map", "vet"}
	for word, want := range map[string]string{
		"rulse": "rules", "rule": "rules", "explian": "explain", "catlog": "catalog", "mpa": "map", "vte": "vet",
		"nothing": "", "": "", "x": "", "internal": "",
	} {
		if got := Of(word, words); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}
