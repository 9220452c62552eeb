package catalog

import (
	"slices"
	"strings"
	"testing"
)

func TestEveryCodeIsFoundAtItsPlace(t *testing.T) {
	last := ""
	for id := range ID(Len()) {
		code := id.String()
		if code <= last {
			t.Fatalf("%q comes after %q", code, last)
		}
		last = code
		if got, ok := Lookup(code); !ok || got != id {
			t.Fatalf("Lookup(%q) = %d, %t; want %d", code, got, ok, id)
		}
		if id.Kind() == 0 {
			t.Errorf("%s has no kind", code)
		}
	}
	for _, absent := range []string{"", "zzz", "\xff", "AuthFailure.", "authfailure"} {
		if id, ok := Lookup(absent); ok {
			t.Errorf("Lookup(%q) = %d", absent, id)
		}
	}
	if ID(-1).String() != "" || ID(Len()).String() != "" || ID(Len()).Kind() != 0 || ID(-1).Kind() != 0 {
		t.Error("an ID out of range has an answer")
	}
}

func TestPrefixIsTheRangeOfCodesThatStartWithIt(t *testing.T) {
	for _, prefix := range []string{"", "A", "AuthFailure", "AuthFailure.", "InvalidParameterValue.Zone", "Nope", "zzz", "\xff", "\xff\xff"} {
		lo, hi := Prefix(prefix)
		n := 0
		for id := range ID(Len()) {
			in := strings.HasPrefix(id.String(), prefix)
			if in {
				n++
			}
			if in != (lo <= id && id < hi) {
				t.Errorf("Prefix(%q) = %d, %d is wrong about %s", prefix, lo, hi, id)
			}
		}
		if int(hi-lo) != n {
			t.Errorf("Prefix(%q) has %d codes, want %d", prefix, hi-lo, n)
		}
	}
}

// TestOfficialPageIsAccepted covers the 48 codes of the page this project
// started from: 26 public ones and 22 of the service cdn.
func TestOfficialPageIsAccepted(t *testing.T) {
	page, err := ParsePage("cdn-error-codes.md", []byte(officialPage))
	if err != nil {
		t.Fatal(err)
	}
	cdn := mustService(t, "cdn")
	public := 0
	for _, c := range page.Codes {
		id, ok := Lookup(c.Code)
		if !ok {
			t.Errorf("%s is not in the catalog", c.Code)
			continue
		}
		if c.Public {
			public++
		}
		if (id.Kind()&KindPublic != 0) != c.Public || !c.Public && !cdn.Has(id) {
			t.Errorf("%s: kind %b, of cdn %t", c.Code, id.Kind(), cdn.Has(id))
		}
		if zh, ok := OfficialText(c.Code); !ok || zh != c.Text || zh == "" {
			t.Errorf("OfficialText(%s) = %q, %t", c.Code, zh, ok)
		}
	}
	if len(page.Codes) != 48 || public != 26 {
		t.Errorf("%d codes, %d of them public; want 48 and 26", len(page.Codes), public)
	}
	if zh, ok := OfficialText("Nope"); ok || zh != "" {
		t.Errorf("OfficialText of an unknown code: %q", zh)
	}
}

func TestKinds(t *testing.T) {
	for code, want := range map[string]Kind{
		"RequestLimitExceeded.UinLimitExceeded": KindPublic,
		"ClientError.NetworkError":              KindClient,
		"DesOperation.MutexTaskRunning":         KindUndocumented,
		"InternalError.ClusterNotFound":         KindProduct,
		"AuthFailure.UnauthorizedOperation":     KindPublic | KindProduct,
		"InternalError.UnexceptedInternal":      KindProduct, // a spelling that looks wrong is the truth
		"OperationDenied.OtherOderInProcess":    KindProduct,
	} {
		id, ok := Lookup(code)
		if !ok || id.Kind()&want != want {
			t.Errorf("%s: found %t, kind %b, want %b", code, ok, id.Kind(), want)
		}
	}
}

func TestServicesAndCodesAgree(t *testing.T) {
	pairs := 0
	for id := range ID(Len()) {
		n := 0
		for s := range Services(id) {
			n++
			if !s.Has(id) {
				t.Errorf("%s: %s is listed and has it not", id, s.Name())
			}
			if _, ok := s.Dropped(id); ok {
				t.Errorf("%s: %s has it and has dropped it", id, s.Name())
			}
		}
		pairs += n
		if (n > 0) != (id.Kind()&KindProduct != 0) {
			t.Errorf("%s: %d services, kind %b", id, n, id.Kind())
		}
		if _, ok := Tombstone(id); ok != (id.Kind()&KindTombstone != 0) || ok && id.Kind() != KindTombstone {
			t.Errorf("%s: tombstone %t, kind %b", id, ok, id.Kind())
		}
	}
	for s := range Service(NumServices()) {
		if got, ok := ServiceNamed(s.Name()); !ok || got != s {
			t.Errorf("ServiceNamed(%q) = %d, %t; want %d", s.Name(), got, ok, s)
		}
		if s.Known() != (s.Len() > 0) {
			t.Errorf("%s: known %t with %d codes", s.Name(), s.Known(), s.Len())
		}
		if !slices.IsSorted(slices.Collect(s.Codes())) {
			t.Errorf("%s: codes are not ascending", s.Name())
		}
		pairs -= s.Len()
	}
	if pairs != 0 {
		t.Errorf("Services and Codes differ by %d pairs", pairs)
	}
}

func TestService(t *testing.T) {
	cdn := mustService(t, "cdn")
	id, _ := Lookup("InternalError.CdnDbError")
	if got := Constant(id, cdn); got != "INTERNALERROR_CDNDBERROR" {
		t.Errorf("Constant = %q", got)
	}
	if got := Actions(id, cdn); !slices.Contains(got, "AddCdnDomain") || !slices.IsSorted(got) {
		t.Errorf("Actions = %v", got)
	}
	if got := cdn.Versions(); !slices.Equal(got, []string{"v20180606"}) {
		t.Errorf("Versions = %v", got)
	}
	packages := cdn.Packages()
	if got := packages[0].Path; got != "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn/v20180606" {
		t.Errorf("path of the first package %s", got)
	}
	if got := packages[1].Path; got != "github.com/tencentcloud/tencentcloud-sdk-go-intl-en/tencentcloud/cdn/v20180606" {
		t.Errorf("path of the second package %s", got)
	}
	if s, ok := ServiceNamed("mysql"); !ok || s.Name() != "cdb" {
		t.Errorf("alias mysql gives %s", s.Name())
	}
	if s, ok := ServiceNamed("nope"); ok {
		t.Errorf("nope gives %s", s.Name())
	}
	tke := mustService(t, "tke")
	if tke.Has(id) || Constant(id, tke) != "" || Actions(id, tke) != nil {
		t.Error("a code of cdn has answers for tke")
	}
	for _, s := range []Service{-1, Service(NumServices())} {
		if s.Name() != "" || s.Known() || s.Has(0) || s.Versions() != nil || s.Len() != 0 {
			t.Errorf("service %d is out of range and has answers", s)
		}
	}
}

func TestMissingServicesClaimNothing(t *testing.T) {
	for _, name := range []string{"apis", "tourism", "zj", "ai3d"} {
		if s := mustService(t, name); s.Known() {
			t.Errorf("%s is known; was its module fetched?", name)
		}
	}
	if s, ok := ServiceNamed("tcr"); !ok || !s.Known() {
		t.Error("tcr is in the release and must be known")
	}
	for name, want := range map[string]bool{"gse": true, "cvm": false, "ags": false, "tcr": false} {
		if got := mustService(t, name).Partial(); got != want {
			t.Errorf("%s: partial %t, want %t", name, got, want)
		}
	}
}

func TestDroppedPairsHaveTheirLastVersion(t *testing.T) {
	n := 0
	for s := range Service(NumServices()) {
		for id := range ID(Len()) {
			if version, ok := s.Dropped(id); ok {
				n++
				if s.Has(id) || !strings.HasPrefix(version, "v") {
					t.Errorf("%s %s: still there, or version %q", s.Name(), id, version)
				}
			}
		}
	}
	if n == 0 || n != Info().Dropped {
		t.Errorf("%d dropped pairs, Info has %d", n, Info().Dropped)
	}
}

func TestInfo(t *testing.T) {
	info := Info()
	if info.Codes != Len() || info.Public != 38 || info.Client != 11 || info.Undocumented < 1 {
		t.Errorf("%d codes, %d public, %d client-side, %d undocumented", info.Codes, info.Public, info.Client, info.Undocumented)
	}
	if info.Services+len(info.Missing) != NumServices() || len(info.Modules) < 100 || len(info.Date) != len("2026-11-23") {
		t.Errorf("%d services, %d missing, %d modules, date %s", info.Services, len(info.Missing), len(info.Modules), info.Date)
	}
}

func TestCategory(t *testing.T) {
	for code, want := range map[string]string{
		"AuthFailure.SignatureFailure":          "AuthFailure",
		"DryRunOperation":                       "DryRunOperation",
		"FailedOperation.DeleteTrigger.UrlUsed": "FailedOperation",
		"":                                      "",
	} {
		if got := Category(code); got != want {
			t.Errorf("Category(%q) = %q", code, got)
		}
	}
}

func TestLookupsDoNotAllocate(t *testing.T) {
	s := mustService(t, "cvm")
	n := testing.AllocsPerRun(100, func() {
		_, _ = newReader(data)
		id, _ := Lookup("AuthFailure.SignatureFailure")
		_ = id.String()
		_ = id.Kind()
		Prefix("AuthFailure")
		s.Has(id)
		ServiceNamed("tke")
		for id := range s.Codes() {
			_ = id
		}
		for range Services(id) {
		}
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestServiceOfNeedsActionAndVersionOfOneService(t *testing.T) {
	for _, c := range []struct{ action, version, want string }{
		{"PurgeUrlsCache", "2018-06-06", "cdn"},
		{"DescribeInstances", "2017-03-12", "cvm"},
		{"SendSms", "2021-01-11", "sms"},
		{"SendSms", "2019-07-11", "sms"},
		{"SendSms", "2017-03-12", ""},                      // no such version
		{"DescribeAccounts", "2017-03-12", ""},             // mariadb and postgres
		{"SelfMadeAction", "2018-06-06", ""},               // no such action
		{"PurgeUrlsCache", "", ""}, {"", "2018-06-06", ""}, // nothing said
	} {
		s, ok := ServiceOf(c.action, c.version)
		if got := s.Name(); ok != (c.want != "") || ok && got != c.want {
			t.Errorf("ServiceOf(%q, %q) = %q, %v, want %q", c.action, c.version, got, ok, c.want)
		}
	}
}
