package engine

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
	"github.com/tcerrlint/tcerrlint/internal/rawapi"
)

// A Misshapen is a place where an answer is decoded into a type that cannot tell
// a failure.
type Misshapen struct {
	Call  *ast.CallExpr
	Type  types.Type
	Fault jsonshape.Fault
}

// FindMisshapen returns the places in a package that calls hosts of the API where
// JSON is decoded into a type that cannot tell a failure. Where the package has a
// type that can, the same JSON may be decoded into that as well: then only what
// fails for certain counts.
func FindMisshapen(pass *analysis.Pass) []Misshapen {
	if !slices.ContainsFunc(pass.Pkg.Imports(), func(pkg *types.Package) bool { return rawapi.IsJSON(pkg.Path()) }) {
		return nil
	}
	var found []Misshapen
	able := false // some type can tell a failure
	for _, file := range pass.Files {
		if !slices.ContainsFunc(file.Imports, rawapi.ImportsJSON) || strings.HasSuffix(pass.Fset.File(file.FileStart).Name(), "_test.go") {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			callee, ok := typeutil.Callee(pass.TypesInfo, call).(*types.Func)
			if !ok || callee.Pkg() == nil || !rawapi.IsJSON(callee.Pkg().Path()) || !strings.HasPrefix(callee.Name(), "Unmarshal") && callee.Name() != "Decode" {
				return true
			}
			t := pass.TypesInfo.TypeOf(call.Args[len(call.Args)-1])
			if t == nil {
				return true
			}
			able = able || jsonshape.IsAnswer(t) || jsonshape.IsEnvelope(t)
			if fault := jsonshape.FaultOf(t); fault != jsonshape.NoFault {
				found = append(found, Misshapen{call, t, fault})
			}
			return true
		})
	}
	if found == nil {
		return nil
	}
	if h := rawapi.FindHosts(pass); len(h.Services) == 0 && !h.Dynamic {
		return nil
	}
	return slices.DeleteFunc(found, func(m Misshapen) bool { return able && m.Fault == jsonshape.NoError })
}
