package rawvalue

import (
	"go/types"
	"testing"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/ssatest"
)

// TestDecodesForOthers holds which packages have a function that decodes into what
// it is given, so that their importers must be looked at.
func TestDecodesForOthers(t *testing.T) {
	for text, want := range map[string]bool{
		`import "encoding/json"

func Read(data []byte, into any) error { return json.Unmarshal(data, into) }`: true,
		`import "encoding/json"

func Read[T any](data []byte) (v T, err error) { return v, json.Unmarshal(data, &v) }`: true,
		`import "encoding/json"

func Read(data []byte) (v []string, err error) { return v, json.Unmarshal(data, &v) }`: false,
		`import "encoding/json"

func Write(v any) ([]byte, error) { return json.Marshal(v) }`: false,
		`import "encoding/xml"

func Read(data []byte, into any) error { return xml.Unmarshal(data, into) }`: false,
	} {
		p := &program.Package{
			Pass:     ssatest.Build(t, "package reads\n\n"+text+"\n", nil).Pass(),
			Imported: make(map[*types.Package]*facts.PackageSummary),
		}
		if got := DecodesForOthers(p); got != want {
			t.Errorf("%t for:\n%s", got, text)
		}
	}
}

// TestHasText holds which functions are given JSON, or give it.
func TestHasText(t *testing.T) {
	p := ssatest.Build(t, `package texts

import "io"

func bytes(data []byte)           {}
func text(data string)            {}
func given() (int, []byte, error) { return 0, nil, nil }
func reader(r io.Reader)          {}
func words(list []string)         {}
func numbers(list []int) int      { return 0 }
`, nil)
	for name, want := range map[string]bool{"bytes": true, "text": true, "given": true, "reader": false, "words": false, "numbers": false} {
		sig := p.Func(name).Signature
		if got := hasText(sig.Params()) || hasText(sig.Results()); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
