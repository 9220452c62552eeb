package live

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/cache"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/driver"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/load"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
)

const helped = `
-- codes/codes.go --
package codes

import tcerr "example.com/m/tencentcloud/common/errors"

// Is reports whether an error has a code.
func Is(err error, code string) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && e.Code == code
}

func gone(err error) bool { return Is(err, "AuthFailure.SecretIdNotFond") }
-- use/use.go --
package use

import "example.com/m/codes"

func expired(err error) bool { return codes.Is(err, "AuthFailure.SignatureExpired") }
`

// TestWhatASessionRemembersIsWhatAnotherFinds: with what another session left the
// findings are the same, and only what changed since is analyzed.
func TestWhatASessionRemembersIsWhatAnotherFinds(t *testing.T) {
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	dir := testmodule.Write(t, helped)
	entries := cache.Open(t.TempDir())
	if entries == nil {
		t.Fatal("no cache")
	}
	kept := func(_ *analysis.Analyzer, d *driver.Driver) *load.Kept {
		return &load.Kept{Entries: entries, Key: cache.SumOf([]byte("options")), Keeper: d}
	}
	use, codes := filepath.Join(dir, "use", "use.go"), filepath.Join(dir, "codes", "codes.go")
	read := func(name string) []byte {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	check := func(v *View, fresh int, documents map[string][]byte) map[string][]finding.Finding {
		t.Helper()
		found, err := v.Check(t.Context(), documents)
		if err != nil {
			t.Fatal(err)
		}
		if v.Fresh != fresh {
			t.Errorf("%d packages analyzed, want %d", v.Fresh, fresh)
		}
		v.Remember()
		return found
	}
	session := func() *View {
		v := NewView(dir)
		v.Kept = kept
		return v
	}
	same := func(what string, got, want map[string][]finding.Finding) {
		t.Helper()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", what, got, want)
		}
	}
	documents := map[string][]byte{use: read(use)}
	cold := NewView(dir)
	without, err := cold.Check(t.Context(), documents)
	if err != nil {
		t.Fatal(err)
	}
	if len(without[use]) != 1 || cold.Fresh < 2 {
		t.Fatalf("%+v of %d packages", without, cold.Fresh)
	}
	same("the first", check(session(), cold.Fresh, documents), without)
	warm := session()
	same("the second", check(warm, 1, documents), without)

	// A package that is remembered is opened: its own findings are there too.
	both := map[string][]byte{use: read(use), codes: read(codes)}
	wanted, err := NewView(dir).Check(t.Context(), both)
	if err != nil || len(wanted[codes]) != 1 {
		t.Fatalf("%+v, %v", wanted, err)
	}
	same("with the helper", check(warm, 2, both), wanted)

	// The helper changes on the disk: what was left of it is of no use.
	other := strings.Replace(string(read(codes)), "e.Code == code", "e.Message == code", 1)
	if err := os.WriteFile(codes, []byte(other), 0o666); err != nil {
		t.Fatal(err)
	}
	if found := check(session(), 2, documents); len(found[use]) != 0 {
		t.Errorf("of a helper that no longer asks for a code: %+v", found)
	}
	// In an editor alone it is as it was, and is not kept of a document.
	same("in an editor", check(session(), 2, both), wanted)
	check(session(), 1, documents)
}
