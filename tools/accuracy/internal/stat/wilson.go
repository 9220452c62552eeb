// Package stat holds the little statistics that the report needs.
package stat

import (
	"fmt"
	"math"
)

// A Share is a count of successes among trials.
type Share struct{ Hits, Total int }

// Add counts one trial.
func (s *Share) Add(hit bool) {
	s.Total++
	if hit {
		s.Hits++
	}
}

// Merge counts the trials of another share too.
func (s *Share) Merge(other Share) {
	s.Hits += other.Hits
	s.Total += other.Total
}

// z is the quantile of the normal distribution for 95 %.
const z = 1.959964

// Wilson returns the bounds of the 95 % Wilson score interval.
func (s Share) Wilson() (low, high float64) {
	if s.Total == 0 {
		return 0, 1
	}
	n, p := float64(s.Total), float64(s.Hits)/float64(s.Total)
	center := p + z*z/(2*n)
	half := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	scale := 1 + z*z/n
	return max(0, (center-half)/scale), min(1, (center+half)/scale)
}

// String returns "hits/total", the share and its interval, in per cent.
func (s Share) String() string {
	if s.Total == 0 {
		return "0/0"
	}
	low, high := s.Wilson()
	return fmt.Sprintf("%d/%d = %.1f %% (%.1f–%.1f)", s.Hits, s.Total, 100*float64(s.Hits)/float64(s.Total), 100*low, 100*high)
}
