package glance

import (
	"os"
	"path/filepath"
	"testing"
)

// The programs of the tests are where the analyzer finds decoders, so their
// files must not be answered at once.
func TestFilesThatDecodeForOthersMatter(t *testing.T) {
	const dir = "../../../../testdata/wire/decode"
	for _, c := range []struct {
		file     string
		decoders bool
		want     bool
	}{
		{"lib/lib.go", false, true},
		{"chain/chain.go", false, false}, // imports no JSON package
		{"chain/chain.go", true, true},
	} {
		source, err := os.ReadFile(filepath.Join(dir, c.file))
		if err != nil {
			t.Fatal(err)
		}
		if got := MayDecodeForOthers(source, c.decoders); got != c.want {
			t.Errorf("MayDecodeForOthers(%s, %t) = %t", c.file, c.decoders, got)
		}
	}
	for text, want := range map[string]bool{
		"import \"encoding/json\"\nfunc F(b []byte, v interface{}) error { return json.Unmarshal(b, v) }\n": true,
		"import \"encoding/json\"\nfunc F[M Message](b []byte) (*M, error) { json.Unmarshal(b, new(M)) }\n": true,
		"import \"encoding/json\"\nfunc (c *C[M]) F(b []byte) (m M) { json.Unmarshal(b, &m); return m }\n":  true,
		"import \"encoding/json\"\nfunc F(\n\tb []byte,\n\tv any) { json.Unmarshal(b, v) }\n":               true,
		"import \"encoding/json\"\nfunc F(b []byte) (c C) { json.Unmarshal(b, &c); return c }\n":            false,
		"import \"encoding/json\"\nfunc F(v any) ([]byte, error) { return json.Marshal(v) }\n":              false,
		"func F(v any) error { return Unmarshal(v) }\n":                                                     false,
	} {
		if got := MayDecodeForOthers([]byte(text), false); got != want {
			t.Errorf("MayDecodeForOthers(%q) = %t", text, got)
		}
	}
}

func TestFilesThatSendForOthersMatter(t *testing.T) {
	const dir = "../../../../testdata/wire/senders"
	for _, c := range []struct {
		file    string
		imports bool
		want    bool
	}{
		{"raw/raw.go", false, true},
		{"signs/signs.go", false, true},
		{"chain/chain.go", true, true},
	} {
		source, err := os.ReadFile(filepath.Join(dir, c.file))
		if err != nil {
			t.Fatal(err)
		}
		if got := MaySendForOthers(source, c.imports); got != c.want {
			t.Errorf("MaySendForOthers(%s, %t) = %t", c.file, c.imports, got)
		}
	}
	const begin = "import \"net/http\"\n"
	for text, want := range map[string]bool{
		begin + "func F(u string) ([]byte, error) { return read(http.Get(u)) }\n":                           true,
		begin + "func (c *C) F(r *http.Request) (*http.Response, error) { return c.c.Do(r) }\n":             true,
		begin + "func F(\n\tu string,\n) (body io.ReadCloser, err error) { return read(http.Get(u)) }\n":    true,
		begin + "func F(\n\tu string,\n) (\n\tbody []byte,\n\terr error,\n) { return read(http.Get(u)) }\n": true,
		begin + "func F(u string) (*T, error) { return read(http.Get(u)) }\n":                               false,
		begin + "func F(u string) (string, error) { return u, nil }\n":                                      false,
		begin + "func F(w http.ResponseWriter) error { return write(w, http.Get(u)) }\n":                    false,
		"func F(u string) ([]byte, error) { return read(c.Get(u)) }\n":                                      false,
		"const host = \"cvm.tencentcloudapi.com\"\n":                                                        true,
	} {
		if got := MaySendForOthers([]byte(text), false); got != want {
			t.Errorf("MaySendForOthers(%q) = %t", text, got)
		}
	}
}

func TestOnlyDeclares(t *testing.T) {
	for path, want := range map[string]bool{
		"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn/v20180606":                     true,
		"github.com/tencentcloud/tencentcloud-sdk-go-intl-en/tencentcloud/cvm/v20170312":             true,
		"example.com/fork/sdk3rd-trimmed/github.com/tencentcloud/x/tencentcloud/dnspod/v20210323":    true,
		"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common":                            false,
		"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors":                     false,
		"github.com/tencentcloudstack/terraform-provider-tencentcloud/tencentcloud/services/cdn":     false,
		"github.com/tencentcloudstack/terraform-provider-tencentcloud/tencentcloud/services/cdn/v20": false,
		"golang.org/x/net/http2": true,
		"golang.org/xyz":         false,
	} {
		if got := OnlyDeclares(path); got != want {
			t.Errorf("OnlyDeclares(%q) = %v", path, got)
		}
	}
}

// A file that knows codes as strings matters to who asks it.
func TestFilesThatKnowTextsMatter(t *testing.T) {
	for text, want := range map[string]bool{
		"func Head(code string) string { head, _, _ := strings.Cut(code, \".\"); return head }\n":             true,
		"func Head(code string) string { return code[:strings.IndexByte(code, '.')] }\n":                      true,
		"func Gone(code string) bool { return code == \"InvalidInstanceId.NotFound\" }\n":                     true,
		"// He said \".\nfunc Busy(code string) bool { return strings.HasPrefix(code, \"InternalError\") }\n": true,
		"func Lower(s string) string { return strings.ToLower(s) }\n":                                         false,
		"func Method(s string) bool { return s == \"GET\" || s == \"Running\" }\n":                            false,
		"const gone = \"InvalidInstanceId.NotFound\"\nfunc Answer() int { return 42 }\n":                      false,
	} {
		if got := MayMatter([]byte(text)); got != want {
			t.Errorf("MayMatter(%q) = %t", text, got)
		}
	}
}

func TestFilesThatAskForOthersMatter(t *testing.T) {
	for text, want := range map[string]bool{
		"\nfunc As[T error](err error) (T, bool) {\n":            true,
		"\nfunc As[T any](err error) (found T, ok bool) {\n":     true,
		"\nfunc as[T error](err error) (T, bool) {\n":            false,
		"\nfunc As[T error](err error) T {\n":                    false,
		"\nfunc In(list []string, code string) bool {\n":         true,
		"\nfunc Parse(text []byte) (n int, ok bool) {\n":         false,
		"\nfunc Join(parts []string) string {\n":                 false,
		"\nfunc Has[K comparable](m map[K]string, k K) bool {\n": true,
	} {
		if got := MayMatter([]byte(text)); got != want {
			t.Errorf("MayMatter(%q) = %t", text, got)
		}
	}
}
