package engine

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

// The SDK can send requests to services for which a program imports no package:
// client.Send(tchttp.NewCommonRequest("cvm", "2017-03-12", "DescribeZones"), …).

// isSend reports whether a function is a method of the SDK's common client that
// sends any request.
func isSend(f *types.Func) bool {
	return f != nil && strings.HasPrefix(f.Name(), "Send") && f.Signature().Recv() != nil && f.Pkg() != nil &&
		strings.HasSuffix(f.Pkg().Path(), "/tencentcloud/common") && sdk.IsSDK(f.Pkg().Path()) &&
		ir.ReturnsError(f.Signature()) && f.Signature().Params().Len() > 0
}

func isNewCommonRequest(f *types.Func) bool {
	return f != nil && f.Name() == "NewCommonRequest" && f.Pkg() != nil && sdk.IsSDK(f.Pkg().Path())
}

// scanSend notes the service that a call of the common client asks.
func (p *Package) scanSend(d *declared, call *ast.CallExpr, callee *types.Func) {
	info := p.pass.TypesInfo
	switch {
	case isNewCommonRequest(callee) && len(call.Args) > 0:
		if service, ok := ir.ConstantOf(info, call.Args[0]); ok {
			d.origin.add(service)
			d.common = true
		} else {
			d.origin.Unknown = true
		}
	case isSend(callee) && len(call.Args) > 0:
		d.sends = true
		t := info.TypeOf(call.Args[0])
		if service, ok := sdk.ServiceOfType(t, "Request"); ok {
			d.origin.add(service)
		} else if named := sdk.Named(t); named == nil || named.Obj().Name() != "CommonRequest" || !d.common {
			d.origin.Unknown = true
		}
	}
}

// send follows the error of a call of the common client; it reports whether it
// is one.
func (t *tracer) send(call *ssa.Call) bool {
	callee := call.Call.StaticCallee()
	if callee == nil {
		return false
	}
	object, _ := callee.Object().(*types.Func)
	if !isSend(object) || len(call.Call.Args) < 2 {
		return false
	}
	request := call.Call.Args[1]
	if m, ok := request.(*ssa.MakeInterface); ok {
		request = m.X
	}
	service, ok := sdk.ServiceOfType(request.Type(), "Request")
	if !ok {
		service, ok = t.fn.commonService(request)
	}
	if !ok {
		t.unknown("Send sends any request")
		return true
	}
	t.origin.add(service)
	t.calls = append(t.calls, Call{ir.CalleeName(&call.Call), call.Pos()})
	return true
}

// commonService returns the service that a common request was made for.
func (f *Function) commonService(v ssa.Value) (string, bool) {
	for range ir.MaxDepth {
		switch x := v.(type) {
		case *ssa.Call:
			callee := x.Call.StaticCallee()
			if callee == nil {
				return "", false
			}
			if object, _ := callee.Object().(*types.Func); isNewCommonRequest(object) {
				return ir.ConstString(x.Call.Args[0])
			}
			return "", false
		case *ssa.UnOp:
			ver := f.memory.load(x)
			if x.Op != token.MUL || ver == nil || ver.kind != stored {
				return "", false
			}
			v = ver.value
		default:
			return "", false
		}
	}
	return "", false
}
