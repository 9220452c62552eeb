package site

import (
	"go/ast"
	"go/types"
)

// A Helper is a function of one of the repositories that tests codes for its
// callers; read there by hand.
type Helper struct {
	Path, Name string // the package's path, or an end of it
	Err        int    // index of the argument that is the error; -1: none
	Code       int    // index of the argument that is the code; -1: none
	Codes      int    // index of the first code, or of the list of codes
	List       bool   // the codes are one list, not the last arguments
	Retries    bool   // retries these codes and RequestLimitExceeded, and stops at others
	Mixed      bool   // compares the codes with those of another cloud service too
}

var helpers = []Helper{
	// The Terraform provider.
	{Path: "tencentcloud/common", Name: "RetryError", Err: 0, Code: -1, Codes: 1, Retries: true, Mixed: true},
	{Path: "tencentcloud/common", Name: "IsExpectError", Err: 0, Code: -1, Codes: 1, List: true},
	{Path: "tencentcloud/common", Name: "IsContains", Err: -1, Code: 1, Codes: 0, List: true},
}

func helperOf(f *types.Func) *Helper {
	for i := range helpers {
		if h := &helpers[i]; is(f, h.Path, h.Name) {
			return h
		}
	}
	return nil
}

// HelperOf returns the known helper that the site's call names, or nil.
func (s *Site) HelperOf() *Helper {
	if s.Call == nil {
		return nil
	}
	sc := &scope{info: s.Pkg.TypesInfo}
	return helperOf(sc.callee(s.Call))
}

func (s *scope) helperCall(n *ast.CallExpr, add func(*Site)) {
	h := helperOf(s.callee(n))
	if h == nil || len(n.Args) <= h.Codes || n.Ellipsis.IsValid() {
		return
	}
	site := Site{Form: "list of " + h.Name, Node: n, Call: n}
	if h.Code >= 0 {
		of, ok := s.code(n.Args[h.Code])
		if !ok {
			return
		}
		site.Code, site.Typed = n.Args[h.Code], of
	} else {
		site.Typed = n.Args[h.Err]
	}
	codes := n.Args[h.Codes:]
	if h.List {
		lit, ok := ast.Unparen(n.Args[h.Codes]).(*ast.CompositeLit)
		if !ok {
			return
		}
		codes = lit.Elts
	}
	for _, e := range codes {
		if value, ok := s.text(e); ok {
			each := site
			each.Lit, each.Value = e, value
			add(&each)
		}
	}
}
