package verdict

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

// A Stream is where the events of an answer are received, and nothing reads the
// error that the last of them may be.
type Stream struct {
	At   ast.Node // the channel
	Name string   // of the variable that holds an event, "" if none does
}

// FindStreams returns the streams of the SDK whose errors nobody reads.
func FindStreams(pass *analysis.Pass) []Stream {
	if !slices.ContainsFunc(pass.Pkg.Imports(), func(pkg *types.Package) bool { return sdk.IsSDK(pkg.Path()) }) {
		return nil
	}
	info := pass.TypesInfo
	var found []Stream
	var body *ast.BlockStmt // of the function around
	note := func(channel, into ast.Expr) {
		t := info.TypeOf(channel)
		if t == nil || body == nil || !isEvents(t) {
			return
		}
		id, _ := into.(*ast.Ident)
		switch {
		case into == nil || id != nil && id.Name == "_":
			found = append(found, Stream{At: channel})
		case id != nil && info.ObjectOf(id) != nil && !readsErr(info, body, info.ObjectOf(id)):
			found = append(found, Stream{channel, id.Name})
		}
	}
	visit := func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			body = n.Body
		case *ast.RangeStmt:
			note(n.X, n.Key)
		case *ast.AssignStmt:
			if receive, ok := n.Rhs[0].(*ast.UnaryExpr); ok && receive.Op == token.ARROW && len(n.Rhs) == 1 {
				note(receive.X, n.Lhs[0])
			}
		}
		return true
	}
	for _, file := range pass.Files {
		ast.Inspect(file, visit)
	}
	return found
}

// isEvents reports whether a type is a channel of the SDK's events.
func isEvents(t types.Type) bool {
	c, ok := t.Underlying().(*types.Chan)
	if !ok {
		return false
	}
	named := sdk.Named(c.Elem())
	return named != nil && named.Obj().Name() == "SSEvent" && named.Obj().Pkg() != nil && sdk.IsSDK(named.Obj().Pkg().Path())
}

// readsErr reports whether a body reads the error of an event, or hands the event
// on to what may.
func readsErr(info *types.Info, body *ast.BlockStmt, event types.Object) bool {
	read := false
	field := make(map[*ast.Ident]bool) // events of which another field is read
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if id, ok := ast.Unparen(n.X).(*ast.Ident); ok && info.Uses[id] == event {
				field[id] = true
				read = read || n.Sel.Name == "Err"
			}
		case *ast.Ident:
			read = read || info.Uses[n] == event && !field[n]
		}
		return !read
	})
	return read
}
