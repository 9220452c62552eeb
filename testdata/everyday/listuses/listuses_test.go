package listuses

import (
	"os"
	"slices"
	"testing"
)

// What a test of the program does with a list is not for errors of the API.

func TestOnce(t *testing.T) {
	for one := range once {
		if one == os.Getenv("CODE") || slices.Contains(given, one) {
			t.Error(one, code(nil))
		}
	}
}
