package mutate

import (
	"go/parser"
	"go/token"
	"math/rand/v2"
	"testing"
)

const sound = `package p

import "errors"

var list = []string{"a", "b"}

func f(n int) error {
	for i := range n {
		if i > 3 && list[0] == "a" {
			return errors.New("x")
		}
	}
	switch n {
	case 1:
		return nil
	}
	return f(n - 1)
}
`

// TestMostChangesParse holds that the changes reach further than a parser.
func TestMostChangesParse(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	parsed, changed := 0, 0
	const n = 1000
	for range n {
		src := Source(sound, rng)
		if src != sound {
			changed++
		}
		if _, err := parser.ParseFile(token.NewFileSet(), "", src, 0); err == nil {
			parsed++
		}
	}
	if changed < n*9/10 || parsed < n/4 {
		t.Errorf("of %d, %d changed and %d parse", n, changed, parsed)
	}
}
