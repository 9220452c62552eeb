package rawvalue

import (
	"go/constant"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/rawapi"
)

// gjsonPart is what a call of package gjson finds: gjson.Get(body, path),
// result.Get(path), gjson.Parse(body), or the text of a result.
func gjsonPart(f *program.Function, call *ssa.Call, depth int) program.AccessPath {
	callee := call.Call.StaticCallee()
	if callee == nil || callee.Object() == nil || callee.Object().Pkg() == nil || callee.Object().Pkg().Path() != rawapi.GjsonPath {
		return program.AccessPath{}
	}
	args := call.Call.Args
	if callee.Signature.Recv() != nil {
		p := partAt(f, args[0], depth+1)
		switch callee.Name() {
		case "Get":
			if path, ok := ir.ConstString(args[1]); ok {
				return pathPart(f, call, p, args[0], path)
			}
		case "String":
			return p
		}
		return program.AccessPath{}
	}
	switch callee.Name() {
	case "Get", "GetBytes":
		if path, ok := ir.ConstString(args[1]); ok {
			return pathPart(f, call, program.AccessPath{}, args[0], path)
		}
	}
	return program.AccessPath{}
}

// pathPart is what a path leads to in a part, or else in a text that may be an
// answer if the path says so.
func pathPart(f *program.Function, call *ssa.Call, p program.AccessPath, in ssa.Value, path string) program.AccessPath {
	if p.Level == jsonshape.None {
		level := jsonshape.Answer.Into(path)
		root := textRoot(f, in)
		if level == jsonshape.None || level == jsonshape.Data && (ir.IsConstant(root) || !f.Pkg.Wire.CallsAPI() || !strings.HasPrefix(path, "Response.")) {
			return program.AccessPath{}
		}
		if ir.IsConstant(root) {
			root = call
		}
		return program.AccessPath{Level: level, Root: root, At: call}
	}
	p.Level = p.Level.Into(path)
	return p
}

// textRoot returns the text, or the bytes, that a JSON value was parsed from.
func textRoot(f *program.Function, v ssa.Value) ssa.Value {
	for range ir.MaxDepth {
		switch x := v.(type) {
		case *ssa.Convert:
			v = x.X
			continue
		case *ssa.Call:
			callee := x.Call.StaticCallee()
			if ir.IsFunc(callee, "Parse", rawapi.GjsonPath) || ir.IsFunc(callee, "ParseBytes", rawapi.GjsonPath) {
				v = x.Call.Args[0]
				continue
			}
		case *ssa.UnOp:
			if ver := f.Memory.Load(x); ver != nil && ver.Kind == program.Stored {
				v = ver.Value
				continue
			}
		}
		break
	}
	return v
}

// IsGjsonExists reports whether a call asks whether a part exists.
func IsGjsonExists(f *program.Function, call *ssa.Call) (program.ValueID, bool) {
	callee := call.Call.StaticCallee()
	if callee == nil || callee.Name() != "Exists" || callee.Signature.Recv() == nil ||
		callee.Object() == nil || callee.Object().Pkg() == nil || callee.Object().Pkg().Path() != rawapi.GjsonPath {
		return program.ValueID{}, false
	}
	p, ok := PartOf(f, call.Call.Args[0])
	if !ok || p.Level != jsonshape.Error && p.Level != jsonshape.Code {
		return program.ValueID{}, false
	}
	return WireSubject(f, p), true
}

// ZeroGjson is what a method of package gjson answers about data that is not
// there.
func ZeroGjson(method string) any {
	switch method {
	case "Exists", "IsArray", "IsObject", "IsBool", "Bool":
		return constant.MakeBool(false)
	case "Int", "Uint", "Float":
		return constant.MakeInt64(0)
	case "String":
		return constant.MakeString("")
	case "Array", "Map":
		return Null{}
	}
	return nil
}

// IsGjson reports whether a type is gjson.Result, or points to it.
func IsGjson(t types.Type) bool {
	named, ok := ir.Deref(t).(*types.Named)
	return ok && named.Obj().Name() == "Result" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == rawapi.GjsonPath
}
