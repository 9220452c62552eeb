package main

import (
	"slices"
	"time"

	"github.com/tcerrlint/tcerrlint/tools/bench/internal/process"
)

// A table is what the commands of a plan cost.
type table struct {
	Date   string // of the measurement
	Commit string // of tcerrlint
	Rows   []row
}

// A row is what a command cost in each round.
type row struct {
	Label string
	Note  string
	Costs []process.Cost
}

// median returns the median of what f says of the costs.
func (r row) median(f func(process.Cost) float64) float64 {
	values := make([]float64, len(r.Costs))
	for i, c := range r.Costs {
		values[i] = f(c)
	}
	return median(values)
}

func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	values = slices.Sorted(slices.Values(values))
	middle := len(values) / 2
	if len(values)%2 == 1 {
		return values[middle]
	}
	return (values[middle-1] + values[middle]) / 2
}

// ratio returns the median of the ratios to another row, round by round: what
// slows the machine down for a while slows both.
func (r row) ratio(to row, f func(process.Cost) float64) float64 {
	var values []float64
	for i := range min(len(r.Costs), len(to.Costs)) {
		if d := f(to.Costs[i]); d > 0 {
			values = append(values, f(r.Costs[i])/d)
		}
	}
	return median(values)
}

func wall(c process.Cost) float64 { return c.Wall.Seconds() }
func cpu(c process.Cost) float64  { return c.CPU.Seconds() }
func peak(c process.Cost) float64 { return float64(c.Peak) }

// today is the date of a measurement.
func today() string { return time.Now().UTC().Format(time.DateOnly) }
