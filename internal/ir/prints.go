package ir

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/model"
)

// PrintsForHumans reports whether a call only prints what it is given, to a log
// or the standard output.
func PrintsForHumans(call *ssa.CallCommon) bool {
	var object types.Object
	if call.IsInvoke() {
		object = call.Method
	} else if callee := call.StaticCallee(); callee != nil {
		object = callee.Object()
	}
	if object == nil || object.Pkg() == nil {
		return false
	}
	if object.Pkg().Path() == "fmt" {
		switch object.Name() {
		case "Print", "Printf", "Println":
			return true
		case "Fprint", "Fprintf", "Fprintln":
			return len(call.Args) > 0 && isStdStream(call.Args[0])
		}
		return false
	}
	return model.IsLogger(object.Pkg().Path()) && call.Signature().Results().Len() == 0
}

// isStdStream reports whether a value is os.Stdout or os.Stderr.
func isStdStream(v ssa.Value) bool {
	if m, ok := v.(*ssa.MakeInterface); ok {
		v = m.X
	}
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return false
	}
	global, ok := load.X.(*ssa.Global)
	return ok && global.Pkg != nil && global.Pkg.Pkg.Path() == "os" && (global.Name() == "Stdout" || global.Name() == "Stderr")
}
