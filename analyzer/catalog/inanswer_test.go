package catalog_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
)

func TestInAnswers(t *testing.T) {
	var sms []catalog.InAnswer
	for row := range catalog.InAnswers("sms", "v20210111") {
		sms = append(sms, row)
	}
	want := catalog.InAnswer{Service: "sms", Version: "v20210111", Action: "SendSms", Path: "SendStatusSet[].Code", Type: "string", Success: "Ok", Documented: true}
	if !slices.Contains(sms, want) {
		t.Errorf("sms has %v", sms)
	}
	for _, row := range sms {
		if row.Service != "sms" || row.Version != "v20210111" {
			t.Errorf("not of sms v20210111: %v", row)
		}
	}
	for range catalog.InAnswers("cvm", "v20170312") {
		t.Error("cvm has none")
	}
	for range catalog.InAnswers("zzz", "v1") {
		t.Error("there is no zzz")
	}
}

// TestInAnswersAreWellFormed reads every line, forward and by its service.
func TestInAnswersAreWellFormed(t *testing.T) {
	n := 0
	last := ""
	services := make(map[string]int)
	for row := range catalog.InAnswersOf("") {
		n++
		services[row.Service]++
		key := strings.Join([]string{row.Service, row.Version, row.Action, row.Path}, "\t")
		if key <= last {
			t.Errorf("%q is not after %q", key, last)
		}
		last = key
	}
	if n != 918 || len(services) != 74 {
		t.Errorf("%d fields of %d services, want 918 of 74", n, len(services))
	}
	for service, want := range services {
		got := 0
		for range catalog.InAnswersOf(service) {
			got++
		}
		if got != want {
			t.Errorf("%s: %d found by name, %d read", service, got, want)
		}
	}
}

func TestCOSCodes(t *testing.T) {
	list := catalog.COSCodes()
	if !slices.IsSortedFunc(list, func(a, b catalog.COSCode) int { return strings.Compare(a.Code, b.Code) }) {
		t.Error("the codes are not sorted")
	}
	for _, code := range list {
		got, ok := catalog.LookupCOS(code.Code)
		if !ok || !slices.Equal(got.Status, code.Status) {
			t.Errorf("%s is not found", code.Code)
		}
	}
	if c, ok := catalog.LookupCOS("NoSuchKey"); !ok || !slices.Equal(c.Status, []int{404}) {
		t.Errorf("NoSuchKey: %v %v", c, ok)
	}
	if _, ok := catalog.LookupCOS("ResourceNotFound"); ok {
		t.Error("ResourceNotFound is no code of COS")
	}
}

func BenchmarkInAnswers(b *testing.B) {
	for b.Loop() {
		for range catalog.InAnswers("sms", "v20210111") {
		}
	}
}
