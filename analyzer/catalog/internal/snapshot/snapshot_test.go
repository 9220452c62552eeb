package snapshot

import (
	"fmt"
	"strings"
	"testing"
)

func TestCompareVersions(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"v1.3.61", "v1.3.154", -1},
		{"v1.10.0", "v1.9.9", 1},
		{"v3.0.1352+incompatible", "v3.0.1450+incompatible", -1},
		{"v1.0.0", "v1.0.0", 0},
		{"", "v0.0.1", -1},
	} {
		if got := CompareVersions(c.a, c.b); got != c.want {
			t.Errorf("CompareVersions(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestTombstonesAreCodesThatNobodyHasAnyMore(t *testing.T) {
	s := &Snapshot{Public: []string{"InternalError"}}
	s.Service("a").Dropped = map[string]string{"Gone": "v1.0.0", "InternalError": "v1.0.0", "Moved": "v1.0.0"}
	s.Service("b").Dropped = map[string]string{"Gone": "v1.2.0"}
	s.Service("c").Packages = []Package{{Constants: map[string]string{"Moved": "MOVED"}}}
	got := s.Tombstones()
	if len(got) != 1 || got["Gone"] != "v1.2.0" {
		t.Errorf("got %v", got)
	}
}

func TestPartialServicesHaveOnlyTheInternationalSDK(t *testing.T) {
	intl := Package{Module: Module{Path: "x-intl-en"}, Constants: map[string]string{"A": "A"}}
	main := Package{Module: Module{Path: "x"}, Constants: map[string]string{"B": "B"}}
	empty := Package{Module: Module{Path: "x"}}
	for _, c := range []struct {
		packages       []Package
		known, partial bool
	}{
		{nil, false, false},
		{[]Package{empty}, false, false},
		{[]Package{intl}, true, true},
		{[]Package{intl, empty}, true, true},
		{[]Package{intl, main}, true, false},
	} {
		s := Service{Packages: c.packages}
		if s.Known() != c.known || s.Partial() != c.partial {
			t.Errorf("%v: known %t, partial %t", c.packages, s.Known(), s.Partial())
		}
	}
}

func TestEncodeFailsWhereAFieldIsTooSmall(t *testing.T) {
	s := &Snapshot{}
	for i := range 1<<16 + 1 {
		s.Public = append(s.Public, fmt.Sprintf("Code.N%d", i))
	}
	if _, err := s.Encode(); err == nil || !strings.Contains(err.Error(), "do not fit") {
		t.Errorf("got %v", err)
	}
	s = &Snapshot{Aliases: map[string]string{"a": "nope"}}
	if _, err := s.Encode(); err == nil || !strings.Contains(err.Error(), "nope") {
		t.Errorf("got %v", err)
	}
}
