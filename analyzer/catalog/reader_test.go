package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog/internal/layout"
	"github.com/tcerrlint/tcerrlint/analyzer/catalog/internal/snapshot"
)

// facts writes what a reader answers in the form of snapshot.WriteFacts.
func facts(r reader) string {
	var b strings.Builder
	ids := make([]ID, r.numCodes())
	for i := range ids {
		ids[i] = ID(i)
	}
	for _, kind := range []struct {
		name string
		flag Kind
	}{{"public", KindPublic}, {"client", KindClient}, {"undocumented", KindUndocumented}, {"tombstone", KindTombstone}} {
		for _, id := range ids {
			if r.kind(id)&kind.flag == 0 {
				continue
			}
			fmt.Fprintf(&b, "%s\t%s", kind.name, r.code(id))
			if version, ok := r.tombstone(id); ok {
				fmt.Fprintf(&b, "\t%s", version)
			}
			b.WriteByte('\n')
		}
	}
	aliases := r.section(layout.Aliases)
	for ; len(aliases) > 0; aliases = aliases[layout.PairSize:] {
		alias := r.str(u32(aliases, 0))
		s, _ := r.serviceNamed(alias)
		fmt.Fprintf(&b, "alias\t%s\t%s\n", alias, r.serviceName(s))
	}
	for s := range Service(r.numServices()) {
		serviceFacts(&b, r, s, ids)
	}
	return b.String()
}

func serviceFacts(b *strings.Builder, r reader, s Service, ids []ID) {
	fmt.Fprintf(b, "service\t%s\t%t\t%t\n", r.serviceName(s), r.known(s), r.partial(s))
	var codes []ID
	for list := r.codes(s); len(list) > 0; list = list[2:] {
		codes = append(codes, ID(u16(list, 0)))
	}
	for i, p := range r.packages(s) {
		fmt.Fprintf(b, "package\t%s\t%s\t%s\n", p.APIVersion, p.Module, p.ModuleVersion)
		for _, id := range codes {
			if r.packageHas(s, i, id) {
				fmt.Fprintf(b, "in\t%s\n", r.code(id))
			}
		}
	}
	for _, id := range codes {
		fmt.Fprintf(b, "code\t%s\t%s\t%s\n", r.code(id), r.constant(id, s), strings.Join(r.actions(id, s), ","))
	}
	if r.of(s, layout.Dropped, layout.PairSize, layout.ServiceDroppedFirst) == "" {
		return
	}
	for _, id := range ids {
		if version, ok := r.dropped(s, id); ok {
			fmt.Fprintf(b, "dropped\t%s\t%s\n", r.code(id), version)
		}
	}
}

// TestEmbeddedCatalogIsWhatTheGeneratorRead compares every answer of the reader
// with the digest the generator took of its sources, which is committed. It
// stands in for the SDK modules where they are not at hand.
func TestEmbeddedCatalogIsWhatTheGeneratorRead(t *testing.T) {
	r, err := newReader(data)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("sources/digest.txt")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(facts(r)))
	got := hex.EncodeToString(sum[:])
	if got != strings.TrimSpace(string(want)) || got != Info().Digest {
		t.Errorf("catalog.bin answers %s, sources/digest.txt has %s, Info %s: run make catalog", got, want, Info().Digest)
	}
	if len(data) > 1_500_000 {
		t.Errorf("catalog.bin has %d bytes, want less than 1.5 MB", len(data))
	}
}

func synthetic() *snapshot.Snapshot {
	cvm := snapshot.Module{Path: "example.com/sdk/tencentcloud/cvm", Version: "v1.2.3"}
	intl := snapshot.Module{Path: "example.com/sdk-intl-en", Version: "v3.0.1+incompatible"}
	return &snapshot.Snapshot{
		Date:         "2026-01-02",
		Modules:      []snapshot.Module{cvm, intl},
		Older:        []snapshot.Module{{Path: cvm.Path, Version: "v1.0.0"}},
		Public:       []string{"InternalError", "AuthFailure"},
		Client:       []string{"ClientError"},
		Undocumented: []string{"Odd.Code"},
		Aliases:      map[string]string{"server": "cvm"},
		Services: map[string]*snapshot.Service{
			"cvm": {
				Packages: []snapshot.Package{
					{Module: intl, APIVersion: "v20170312", Constants: map[string]string{"Only.Intl": "ONLY_INTL"}},
					{Module: cvm, APIVersion: "v20170312", Constants: map[string]string{
						"InternalError": "INTERNALERROR", "Zone.SoldOut": "ZONE_SOLDOUT", "Strange.": "STRANGE_", "Named": "OTHERWISE",
					}},
				},
				Actions: map[string]map[string]bool{
					"RunInstances":  {"Zone.SoldOut": true, "Named": true},
					"RunInstances2": {"Zone.SoldOut": true, "Named": true}, // an equal list
					"StopInstances": {},
				},
				Dropped: map[string]string{"Gone.Code": "v1.0.0", "Moved.Code": "v1.0.0"},
			},
			"tke": {
				Packages: []snapshot.Package{{Module: intl, APIVersion: "v20180525", Constants: map[string]string{"Moved.Code": "MOVED_CODE"}}},
			},
			"unknown": {},
		},
	}
}

func TestReaderAnswersWhatWasEncoded(t *testing.T) {
	snap := synthetic()
	b, err := snap.Encode()
	if err != nil {
		t.Fatal(err)
	}
	r, err := newReader(string(b))
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	if err := snap.WriteFacts(&want); err != nil {
		t.Fatal(err)
	}
	if got := facts(r); got != want.String() {
		t.Errorf("got:\n%s\nwant:\n%s", got, &want)
	}
	info := r.info()
	if info.Date != "2026-01-02" || info.Digest != snap.Digest() || !slices.Equal(info.Missing, []string{"unknown"}) || len(info.Older) != 1 {
		t.Errorf("info %+v", info)
	}
}

func TestEncodeLeavesNoTraceOfOrder(t *testing.T) {
	a, b := synthetic(), synthetic()
	slices.Reverse(b.Modules)
	slices.Reverse(b.Public)
	slices.Reverse(b.Services["cvm"].Packages)
	x, err := a.Encode()
	if err != nil {
		t.Fatal(err)
	}
	y, err := b.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if string(x) != string(y) {
		t.Error("the same facts in another order give other bytes")
	}
}

func TestNewReaderRefusesDamagedFrames(t *testing.T) {
	for name, bad := range map[string]string{
		"empty":           "",
		"magic":           "x" + data[1:],
		"version":         data[:8] + "\xff" + data[9:],
		"sections":        data[:12] + "\xff" + data[13:],
		"short":           data[:len(data)-1],
		"section outside": data[:20] + "\xff\xff\xff\xff" + data[24:],
	} {
		if _, err := newReader(bad); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// ask puts every question to a reader; no answer may panic.
func ask(r reader, text string, id ID, s Service) {
	r.prefix(text)
	r.kind(id)
	r.code(id)
	r.tombstone(id)
	r.codeServices(id)
	r.serviceNamed(text)
	r.serviceName(s)
	r.known(s)
	r.partial(s)
	r.constant(id, s)
	r.dropped(s, id)
	r.actions(id, s)
	r.packageHas(s, 0, id)
	r.packages(s)
	r.suggest(text, Scope{Services: []Service{s}})
	r.info()
}

func TestReaderSurvivesDamage(t *testing.T) {
	good, err := synthetic().Encode()
	if err != nil {
		t.Fatal(err)
	}
	for i := range good {
		for _, b := range []byte{0, 1, 0x7f, 0x80, 0xff} {
			bad := slices.Clone(good)
			bad[i] = b
			r := reader(bad) // unchecked, as the embedded bytes are
			for id := range ID(3) {
				ask(r, "Zone.SoldOutt", id*5, Service(id))
			}
		}
		ask(reader(good[:i]), "cvm", 2, 0)
	}
}

func FuzzReader(f *testing.F) {
	small, err := synthetic().Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(small), "Zone.SoldOutt", int32(3), int32(0))
	f.Add(string(small[:layout.HeaderSize]), "", int32(-1), int32(-1))
	f.Fuzz(func(t *testing.T, data, text string, id, service int32) {
		r, err := newReader(data)
		if err != nil {
			r = reader(data) // even without the check no answer may panic
		}
		if i, ok := r.lookup(text); ok && r.code(i) != text {
			t.Error("lookup found another code")
		}
		ask(r, text, ID(id), Service(service))
	})
}
