// Package sdk reads facts about error codes out of the source of the Tencent
// Cloud Go SDK: codes, constants and the codes each action documents. It takes
// none of the SDK's descriptive sentences.
package sdk

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
)

// A FormatError tells where a source file is not what the generator knows.
type FormatError struct {
	File string
	Line int
	Msg  string
}

func (e *FormatError) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Msg) }

// The code pattern is as wide as the SDK's data: some codes end in a dot
// ("UnsupportedOperation."), some have two dots or underscores.
var (
	codePattern     = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*\.?$`)
	constantPattern = regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`)
)

// ParseErrors reads an errors.go. It returns the name of the Go constant of
// each code, or a *FormatError when a declaration is anything but exported
// constants with string literals that look like codes. Of two constants for
// one code the first in the file is kept.
func ParseErrors(file string, src []byte) (map[string]string, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err // has file and line
	}
	constants := map[string]string{}
	fail := func(n ast.Node, format string, args ...any) error {
		return &FormatError{file, fset.Position(n.Pos()).Line, fmt.Sprintf(format, args...)}
	}
	for _, decl := range f.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.CONST {
			return nil, fail(decl, "want only const declarations")
		}
		for _, spec := range gen.Specs {
			vs := spec.(*ast.ValueSpec) // a CONST declaration has no others
			if len(vs.Names) != 1 || len(vs.Values) != 1 {
				return nil, fail(vs, "want one name and one value")
			}
			lit, ok := vs.Values[0].(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return nil, fail(vs, "want a string literal as the value of %s", vs.Names[0].Name)
			}
			code, err := strconv.Unquote(lit.Value)
			if err != nil || !codePattern.MatchString(code) {
				return nil, fail(lit, "%s does not look like an error code", lit.Value)
			}
			name := vs.Names[0].Name
			if !constantPattern.MatchString(name) {
				return nil, fail(vs, "%s does not look like the constant of an error code", name)
			}
			if constants[code] == "" {
				constants[code] = name
			}
		}
	}
	return constants, nil
}
