package load

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strconv"
	"testing"
)

func TestStub(t *testing.T) {
	for source, want := range map[string]string{
		"package p\n\n// F does.\nfunc F(a int) error {\n\treturn nil\n}\n":                "package p\nfunc F(a int) error {\n}\n",
		"package p\n\nconst s = `a  b\n\n// c`\n":                                          "package p\nconst s = `a  b\n\n// c`\n",
		"//go:build go1.24\n\npackage p\n":                                                 "//go:build go1.24\npackage p\n",
		"package p\n\nvar x, y = []T{{1}, f(2)}, struct{ a int }{\n1}\n":                   "package p\nvar x, y = []T{ }, struct{ a int }{\n}\n",
		"package p\n\nvar x = [...]struct{ a T }{{1}, {T{}}}\nvar y = &T{1}":               "package p\nvar x = [...]struct{ a T }{{1}, {T{}}}\nvar y = &T{ }",
		"package p\n\nvar x = [...]byte{\n\t0x1f, 2,\n\t3,\n}\nvar y = [...]T{1, -2, 3}\n": "package p\nvar x = [...]byte{2: 0,\n}\nvar y = [...]T{1, -2, 3}\n",
		"package p\n\nvar x = [...]byte{11, 22, 33}\nvar y = [...]T{a, b, 3}\n":            "package p\nvar x = [...]byte{2: 0, }\nvar y = [...]T{a, b, 3}\n",
		"package p\n\nvar (\n\tx = func() struct{} { return y }\n\tz = 1\n)\n":             "package p\nvar (\nx = func() struct{} { }\nz = 1\n)\n",
		"package p\n\nvar x struct{ a [2]int }\n\nfunc f()\n":                              "package p\nvar x struct{ a [2]int }\nfunc f()\n",
		"package p\r\n\r\nvar x   =  \"  \"\r\n":                                           "package p\nvar x = \"  \"\n",
	} {
		if got := string(stubOfTypes([]byte(source))); got != want {
			t.Errorf("stubOfTypes(%q) = %q, want %q", source, got, want)
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
		for _, values := range []bool{true, false} {
			want, err := printed(source, values)
			if err != nil {
				continue // no valid Go
			}
			short := stub(source)
			if !values {
				short = stubOfTypes(source)
			}
			if got, err := printed(short, values); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s: %v, the stub declares\n%s\nwant\n%s", name, err, got, want)
			}
		}
	}
}

// printed returns the declarations of a file, without bodies and positions, as text,
// with or without the values in composite literals.
func printed(source []byte, values bool) ([]byte, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if f, ok := n.(*ast.FuncDecl); !ok && values {
			return true
		} else if ok {
			f.Body = nil
		}
		switch n := n.(type) {
		case *ast.FuncLit:
			n.Body = new(ast.BlockStmt)
		case *ast.CompositeLit:
			if array, ok := n.Type.(*ast.ArrayType); ok {
				if _, counted := array.Len.(*ast.Ellipsis); counted {
					countNumbers(array, n)
					return false
				}
			}
			n.Elts = nil
		}
		return true
	})
	var b bytes.Buffer
	for _, decl := range file.Decls {
		if err := ast.Fprint(&b, nil, decl, withoutPositions); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// countNumbers gives an array of numbers its length in place of them.
func countNumbers(array *ast.ArrayType, literal *ast.CompositeLit) {
	count := len(literal.Elts)
	for _, e := range literal.Elts {
		pair, ok := e.(*ast.KeyValueExpr)
		if ok && count == 1 {
			number, _ := strconv.Atoi(types.ExprString(pair.Key))
			count, e = number+1, pair.Value
		}
		if number, ok := e.(*ast.BasicLit); !ok || number.Kind == token.STRING || number.Kind == token.CHAR {
			return
		}
	}
	array.Len, literal.Elts = &ast.BasicLit{Kind: token.INT, Value: strconv.Itoa(count)}, nil
}

func withoutPositions(_ string, value reflect.Value) bool {
	return value.Type() != reflect.TypeFor[token.Pos]()
}
