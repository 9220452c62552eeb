package stock

import (
	"testing"

	"example.com/shop/api"
)

func TestCount(t *testing.T) {
	if _, err := Count(nil); api.Is(err, "InternalServerEror") || generated(err) {
		t.Error(err)
	}
}
