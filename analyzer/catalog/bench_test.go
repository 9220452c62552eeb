package catalog

import (
	"strings"
	"testing"
)

func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := newReader(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLookup(b *testing.B) {
	for name, code := range map[string]string{
		"found": "UnauthorizedOperation.CdnUserNoWhitelist", "absent": "InvalidParameter.NoSuchThing",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Lookup(code)
			}
		})
	}
	b.Run("all", func(b *testing.B) { // all codes in a far from sorted order: little stays in the processor's caches
		codes := make([]string, Len())
		for i := range codes {
			codes[i] = strings.Clone(ID(i * 4099 % Len()).String())
		}
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			Lookup(codes[i%len(codes)])
		}
	})
}

func BenchmarkPrefix(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Prefix("AuthFailure.")
	}
}

func BenchmarkServiceNamed(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		ServiceNamed("tke")
	}
}

func BenchmarkServiceSet(b *testing.B) {
	s, _ := ServiceNamed("cvm")
	b.Run("codes", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			for range s.Codes() {
				n++
			}
			if n != s.Len() {
				b.Fatal(n)
			}
		}
	})
	b.Run("has", func(b *testing.B) {
		id, _ := Lookup("InvalidParameterValue.ZoneNotSupported")
		b.ReportAllocs()
		for b.Loop() {
			s.Has(id)
		}
	})
}

func BenchmarkServices(b *testing.B) {
	id, _ := Lookup("InternalError")
	b.ReportAllocs()
	for b.Loop() {
		for range Services(id) {
		}
	}
}

func BenchmarkSuggest(b *testing.B) {
	s, _ := ServiceNamed("cvm")
	for name, scope := range map[string]Scope{"service": {Services: []Service{s}}, "unresolved": {}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Suggest("InvalidInstanceState.Terminating", scope)
			}
		})
	}
	b.Run("near", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			Suggest("InvalidParameterValue.ZoneNotSuported", Scope{Services: []Service{s}})
		}
	})
}

func BenchmarkActions(b *testing.B) {
	s, _ := ServiceNamed("cvm")
	id, _ := Lookup("InvalidParameterValue.ZoneNotSupported")
	b.ReportAllocs()
	for b.Loop() {
		Actions(id, s)
	}
}
