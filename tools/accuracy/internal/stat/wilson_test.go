package stat

import (
	"math"
	"testing"
)

func TestWilsonGivesTheIntervalsOfTheTextbook(t *testing.T) {
	for _, c := range []struct {
		share     Share
		low, high float64
	}{
		{Share{0, 10}, 0, 0.2775},
		{Share{10, 10}, 0.7225, 1},
		{Share{8, 10}, 0.4902, 0.9433},
		{Share{0, 0}, 0, 1},
	} {
		low, high := c.share.Wilson()
		if math.Abs(low-c.low) > 5e-4 || math.Abs(high-c.high) > 5e-4 {
			t.Errorf("%d/%d: %.4f–%.4f, want %.4f–%.4f", c.share.Hits, c.share.Total, low, high, c.low, c.high)
		}
	}
}
