package load

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"testing"
)

func TestStub(t *testing.T) {
	for source, want := range map[string]string{
		"package p\n\n// F does.\nfunc F(a int) error {\n\treturn nil\n}\n": "package p\nfunc F(a int) error {\n}\n",
		"package p\n\nconst s = `a  b\n\n// c`\n":                           "package p\nconst s = `a  b\n\n// c`\n",
		"//go:build go1.24\n\npackage p\n":                                  "//go:build go1.24\npackage p\n",
		"package p\r\n\r\nvar x   =  \"  \"\r\n":                            "package p\nvar x = \"  \"\n",
	} {
		if got := string(stub([]byte(source))); got != want {
			t.Errorf("stub(%q) = %q, want %q", source, got, want)
		}
	}
}

// What a stub declares is what the file does: of the standard library, which has
// every form there is.
func TestStubsDeclareTheSame(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(runtime.GOROOT(), "src", "*", "*.go"))
	if len(files) < 100 {
		t.Skip("no sources of the standard library")
	}
	for i, name := range files {
		if testing.Short() && i%10 > 0 {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want, err := printed(source)
		if err != nil {
			continue // no valid Go
		}
		if got, err := printed(stub(source)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %v, the stub declares\n%s\nwant\n%s", name, err, got, want)
		}
	}
}

// printed returns the declarations of a file, without bodies and positions, as text.
func printed(source []byte) ([]byte, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	for n := range ast.Preorder(file) {
		if f, ok := n.(*ast.FuncDecl); ok {
			f.Body = nil
		}
	}
	var b bytes.Buffer
	for _, decl := range file.Decls {
		if err := ast.Fprint(&b, nil, decl, withoutPositions); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

func withoutPositions(_ string, value reflect.Value) bool {
	return value.Type() != reflect.TypeFor[token.Pos]()
}
