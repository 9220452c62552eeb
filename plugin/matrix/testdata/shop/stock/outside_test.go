package stock_test

import (
	"testing"

	"example.com/shop/mid"
	"example.com/shop/stock"
)

func TestOutside(t *testing.T) {
	if _, err := stock.Count(nil); mid.Has(err, "UnauthorizedOperaton") {
		t.Error(err)
	}
}
