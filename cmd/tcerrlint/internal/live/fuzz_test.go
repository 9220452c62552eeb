package live

import (
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
	"github.com/tcerrlint/tcerrlint/internal/stress/mutate"
)

const program = `package m

import (
	"slices"

	tcerr "example.com/m/tencentcloud/common/errors"
)

var codes = []string{"AuthFailure", "InternalError"}

func test(err error) (n int, _ error) {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	if !ok || slices.Contains(codes, e.Code) {
		return 1, err
	}
	switch code := e.GetCode(); code {
	case "AuthFailure.SignatureExpire", "RequestLimitExceeded":
		return 2, func() error { return e }()
	default:
		for range 3 {
			n++
		}
	}
	return n, nil
}
`

// FuzzLook holds that whatever somebody is typing, looking at it ends without a
// panic, and what it finds lies in the file.
func FuzzLook(f *testing.F) {
	rng := rand.New(rand.NewPCG(2, 2))
	for i := range 20 {
		text := mutate.Source(program, rng)
		f.Add(text, i*len(text)/20)
		f.Add(program[:i*len(program)/20]+program[(i+1)*len(program)/21:], i*len(program)/20)
	}
	f.Setenv("GOFLAGS", "")
	f.Setenv("GOWORK", "off")
	file := filepath.Join(testmodule.Write(f, "-- a.go --\n"+program), "a.go")
	view := NewView(filepath.Dir(file))
	if _, err := view.Check(f.Context(), map[string][]byte{file: []byte(program)}); err != nil {
		f.Fatal(err)
	}
	source := view.Sources[file]
	f.Fuzz(func(t *testing.T, text string, offset int) {
		texts := map[string][]byte{file: []byte(text)}
		at := -1
		if lit := LiteralAt(texts[file], offset); lit != nil {
			if lit.Start < 0 || lit.End > len(text) || lit.Start > offset || lit.End < offset {
				t.Fatalf("literal %+v at %d of %d bytes", lit, offset, len(text))
			}
			at = lit.Start
		}
		source.At(file, offset, texts)
		look, err := source.Look(t.Context(), file, at, texts)
		if err != nil {
			return
		}
		for _, e := range look.Errors {
			for _, p := range append(e.Literals, e.Tests...) {
				if p.File == file && (p.Offset < 0 || p.Offset > len(text)) {
					t.Errorf("place %+v in %d bytes", p, len(text))
				}
			}
		}
	})
}
