package relevance

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

// The SDK can send requests to services for which a program imports no package:
// client.Send(tchttp.NewCommonRequest("cvm", "2017-03-12", "DescribeZones"), …).

// IsSend reports whether a function is a method of the SDK's common client that
// sends any request.
func IsSend(f *types.Func) bool {
	return f != nil && strings.HasPrefix(f.Name(), "Send") && f.Signature().Recv() != nil && f.Pkg() != nil &&
		strings.HasSuffix(f.Pkg().Path(), "/tencentcloud/common") && sdk.IsSDK(f.Pkg().Path()) &&
		ir.ReturnsError(f.Signature()) && f.Signature().Params().Len() > 0
}

func isNewCommonRequest(f *types.Func) bool {
	return f != nil && f.Name() == "NewCommonRequest" && f.Pkg() != nil && sdk.IsSDK(f.Pkg().Path())
}

// scanSend notes the service that a call of the common client asks.
func scanSend(p *program.Package, d *program.Declared, call *ast.CallExpr, callee *types.Func) {
	info := p.Pass.TypesInfo
	switch {
	case isNewCommonRequest(callee) && len(call.Args) > 0:
		if service, ok := ir.ConstantOf(info, call.Args[0]); ok {
			d.Origin.Add(service)
			d.Common = true
		} else {
			d.Origin.Unknown = true
		}
	case IsSend(callee) && len(call.Args) > 0:
		d.Sends = true
		t := info.TypeOf(call.Args[0])
		if service, ok := sdk.ServiceOfType(t, "Request"); ok {
			d.Origin.Add(service)
		} else if named := sdk.Named(t); named == nil || named.Obj().Name() != "CommonRequest" || !d.Common {
			d.Origin.Unknown = true
		}
	}
}

// CommonService returns the service that a common request was made for.
func CommonService(f *program.Function, v ssa.Value) (string, bool) {
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
			ver := f.Memory.Load(x)
			if x.Op != token.MUL || ver == nil || ver.Kind != program.Stored {
				return "", false
			}
			v = ver.Value
		default:
			return "", false
		}
	}
	return "", false
}
