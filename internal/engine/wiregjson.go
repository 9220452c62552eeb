package engine

import (
	"go/constant"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
)

// gjsonPart is what a call of package gjson finds: gjson.Get(body, path),
// result.Get(path), gjson.Parse(body), or the text of a result.
func (f *Function) gjsonPart(call *ssa.Call, depth int) part {
	callee := call.Call.StaticCallee()
	if callee == nil || callee.Object() == nil || callee.Object().Pkg() == nil || callee.Object().Pkg().Path() != gjsonPath {
		return part{}
	}
	args := call.Call.Args
	if callee.Signature.Recv() != nil {
		p := f.partAt(args[0], depth+1)
		switch callee.Name() {
		case "Get":
			if path, ok := ir.ConstString(args[1]); ok {
				return f.pathPart(call, p, args[0], path)
			}
		case "String":
			return p
		}
		return part{}
	}
	switch callee.Name() {
	case "Get", "GetBytes":
		if path, ok := ir.ConstString(args[1]); ok {
			return f.pathPart(call, part{}, args[0], path)
		}
	}
	return part{}
}

// pathPart is what a path leads to in a part, or else in a text that may be an
// answer if the path says so.
func (f *Function) pathPart(call *ssa.Call, p part, in ssa.Value, path string) part {
	if p.level == jsonshape.None {
		level := jsonshape.Answer.Into(path)
		root := f.textRoot(in)
		if level == jsonshape.None || level == jsonshape.Data && (ir.IsConstant(root) || !f.pkg.wire.callsAPI() || !strings.HasPrefix(path, "Response.")) {
			return part{}
		}
		if ir.IsConstant(root) {
			root = call
		}
		return part{level: level, root: root, at: call}
	}
	p.level = p.level.Into(path)
	return p
}

// textRoot returns the text, or the bytes, that a JSON value was parsed from.
func (f *Function) textRoot(v ssa.Value) ssa.Value {
	for range ir.MaxDepth {
		switch x := v.(type) {
		case *ssa.Convert:
			v = x.X
			continue
		case *ssa.Call:
			callee := x.Call.StaticCallee()
			if ir.IsFunc(callee, "Parse", gjsonPath) || ir.IsFunc(callee, "ParseBytes", gjsonPath) {
				v = x.Call.Args[0]
				continue
			}
		case *ssa.UnOp:
			if ver := f.memory.load(x); ver != nil && ver.kind == stored {
				v = ver.value
				continue
			}
		}
		break
	}
	return v
}

// isGjsonExists reports whether a call asks whether a part exists.
func (f *Function) isGjsonExists(call *ssa.Call) (subject, bool) {
	callee := call.Call.StaticCallee()
	if callee == nil || callee.Name() != "Exists" || callee.Signature.Recv() == nil ||
		callee.Object() == nil || callee.Object().Pkg() == nil || callee.Object().Pkg().Path() != gjsonPath {
		return subject{}, false
	}
	p, ok := f.partOf(call.Call.Args[0])
	if !ok || p.level != jsonshape.Error && p.level != jsonshape.Code {
		return subject{}, false
	}
	return f.wireSubject(p), true
}

// addRead makes a subject of the text that a call reads data of an answer from.
func (f *Function) addRead(call *ssa.Call) {
	if !isGjson(call.Type()) {
		return
	}
	p, ok := f.partOf(call)
	if !ok || p.level != jsonshape.Data || p.root == ssa.Value(call) {
		return
	}
	of := f.wireSubject(p)
	if s := f.subjects[of]; of.value == nil || s != nil && s.Answer != nil {
		return
	}
	if from, ok := f.isRaw(of.value, nil, 0); ok {
		f.answer(of, &Answer{Pos: call.Pos(), from: from})
	}
}

// isGjsonCall reports whether a call is one of package gjson.
func isGjsonCall(common *ssa.CallCommon) bool {
	callee := common.StaticCallee()
	return callee != nil && callee.Object() != nil && callee.Object().Pkg() != nil && callee.Object().Pkg().Path() == gjsonPath
}

// zeroGjson is what a method of package gjson answers about data that is not
// there.
func zeroGjson(method string) any {
	switch method {
	case "Exists", "IsArray", "IsObject", "IsBool", "Bool":
		return constant.MakeBool(false)
	case "Int", "Uint", "Float":
		return constant.MakeInt64(0)
	case "String":
		return constant.MakeString("")
	case "Array", "Map":
		return null{}
	}
	return nil
}

func isGjson(t types.Type) bool {
	named, ok := ir.Deref(t).(*types.Named)
	return ok && named.Obj().Name() == "Result" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == gjsonPath
}
