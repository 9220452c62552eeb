package load

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestBodiesAreBlanked(t *testing.T) {
	for _, test := range []struct{ source, want string }{
		{"func f() { return }", "func f() {        }"},
		{"func f() int {\n\treturn 1\n}\n", "func f() int {\n         \n}\n"},
		{"func f()\nfunc g() { x }", "func f()\nfunc g() {   }"},
		{"func (t *T) f(a struct{ x int }) interface{ M() } { x }", "func (t *T) f(a struct{ x int }) interface{ M() } {   }"},
		{"func f[T interface{ ~int }](x T) struct{} { x }", "func f[T interface{ ~int }](x T) struct{} {   }"},
		{"func f() map[string]struct{} { x }", "func f() map[string]struct{} {   }"},
		{"func f(g func() int) (func(), error) { x }", "func f(g func() int) (func(), error) {   }"},
		{"func f() { \"}\"; '}'; `}`; '\\''; \"\\\"}\" }\nvar x = 1", "func f() {                            }\nvar x = 1"},
		{"func f() { // }\n\t/* } */ {}\n}\nvar x int", "func f() {     \n           \n}\nvar x int"},
		{"var x = func() { y }", "var x = func() { y }"},
		{"/*\nfunc f() { x }\n*/", "/*\nfunc f() { x }\n*/"},
		{"var x = `\nfunc f() { x }`", "var x = `\nfunc f() { x }`"},
		{"func f(); var w = [...]int{1}", "func f(); var w = [...]int{1}"},
		{"func f() /*\n*/ var w = [...]int{1}", "func f() /*\n*/ var w = [...]int{1}"},
		{"var v = (\nfunc() int)(nil)\n\nvar w = id([...]int{1})", "var v = (\nfunc() int)(nil)\n\nvar w = id([...]int{1})"},
		{"var v = G[\nfunc() int]{}\n\nvar w = id([...]int{1})", "var v = G[\nfunc() int]{}\n\nvar w = id([...]int{1})"},
		{"type t struct {\n\tf func() // {\n}", "type t struct {\n\tf func() // {\n}"},
	} {
		if got := string(withoutBodies([]byte(test.source))); got != test.want {
			t.Errorf("%q\ngot  %q\nwant %q", test.source, got, test.want)
		}
	}
}

// TestDeclarationsStay compares with what the parser makes of the whole standard
// library.
func TestDeclarationsStay(t *testing.T) {
	env, err := goEnv("")
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	err = filepath.WalkDir(filepath.Join(env.goroot, "src"), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() == "testdata" {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		source, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		whole, err := parser.ParseFile(token.NewFileSet(), name, source, parser.SkipObjectResolution)
		if err != nil {
			return nil
		}
		blanked, err := parser.ParseFile(token.NewFileSet(), name, withoutBodies(bytes.Clone(source)), parser.SkipObjectResolution)
		if err != nil {
			t.Error(err)
			return nil
		}
		files++
		sameDeclarations(t, name, whole, blanked)
		return nil
	})
	if err != nil || files < 1000 {
		t.Errorf("%d files, %v", files, err)
	}
}

func sameDeclarations(t *testing.T, name string, whole, blanked *ast.File) {
	t.Helper()
	if len(whole.Decls) != len(blanked.Decls) {
		t.Errorf("%s: %d declarations, want %d", name, len(blanked.Decls), len(whole.Decls))
		return
	}
	for i, want := range whole.Decls {
		got := blanked.Decls[i]
		if got.Pos() != want.Pos() || got.End() != want.End() {
			t.Errorf("%s: declaration from %d to %d, want %d to %d", name, got.Pos(), got.End(), want.Pos(), want.End())
		}
		if f, ok := got.(*ast.FuncDecl); ok && f.Body != nil && len(f.Body.List) > 0 {
			t.Errorf("%s: %s still has a body", name, f.Name)
		}
	}
}
