package engine

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/model"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

// A declared is one function declaration of the package, as the scan of its
// syntax saw it. The scan decides which functions are worth control flow, and
// which services the errors of each can come from.
type declared struct {
	object  *types.Func
	decl    *ast.FuncDecl
	wire    bool          // has to do with answers on the wire
	looks   bool          // looks at the Error of an answer
	makes   bool          // makes an error of a type of this package that may carry codes
	common  bool          // makes a request for a service that it names
	sends   bool          // sends such a request
	leaks   bool          // hands JSON to functions that are not in sight
	huge    bool          // has too many branches to follow
	asserts bool          // names the SDK's error type, perhaps to assert to it
	formats bool          // makes or wraps errors
	tests   bool          // names the SDK's error type, its fields or methods, or calls a helper of another package
	local   []*types.Func // functions of this package that it refers to
	fills   []*types.Var  // fields and package variables of this package that it fills
	reads   []*types.Var  // fields of this package that are strings
	asks    []*types.Var  // fields and package variables of this package whose functions answer true or false
	texts   bool          // looks for what is written as a code in a text
	holder  *types.Var    // the variable whose value this is, if it is no function
	request request       // what it says of the requests that it sends
	origin  Origin        // services its errors can come from, without those of local
	hooks   []*types.Var  // package variables that hold functions which it may hand to a retry
	recalls bool          // calls a function that it is given in a loop, for other packages
	doing
}

// scan visits every function of the package once.
func (p *Package) scan() {
	p.declared = make(map[*types.Func]*declared)
	for _, file := range p.pass.Files {
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				object, ok := p.pass.TypesInfo.Defs[decl.Name].(*types.Func)
				if !ok || decl.Body == nil {
					continue
				}
				d := &declared{object: object, decl: decl, tests: declaresCodes(decl), recalls: ir.CallsInLoop(decl)}
				p.recalls = p.recalls || d.recalls
				p.scanBody(d, decl.Body)
				p.declared[object] = d
				p.order = append(p.order, d)
			case *ast.GenDecl:
				if decl.Tok == token.VAR {
					p.scanVars(decl)
				}
			}
		}
	}
	slices.SortFunc(p.shared, func(a, b ast.Expr) int { return cmp.Compare(a.Pos(), b.Pos()) })
	p.resolveRequests()
	p.spreadOrigins()
	p.spreadEffects()
}

// calls reports whether the function calls the API, itself or by way of others.
func (d *declared) calls() bool { return len(d.origin.Services) > 0 || d.sends }

// declaresCodes reports whether a comment says what codes the function
// compares.
func declaresCodes(decl *ast.FuncDecl) bool {
	return decl.Doc != nil && slices.ContainsFunc(decl.Doc.List, func(c *ast.Comment) bool {
		return strings.HasPrefix(c.Text, "//tcerrlint:codes ")
	})
}

// scanVars notes function literals in package variables that hold a test.
func (p *Package) scanVars(decl *ast.GenDecl) {
	for _, spec := range decl.Specs {
		spec := spec.(*ast.ValueSpec)
		for i, name := range spec.Names {
			v, ok := p.pass.TypesInfo.Defs[name].(*types.Var)
			if !ok {
				continue
			}
			var value ast.Expr
			if i < len(spec.Values) {
				value = spec.Values[i]
			}
			p.vars[v] = value
			if value == nil {
				continue
			}
			if v.Exported() {
				p.shared = append(p.shared, value)
			}
			d := &declared{holder: v}
			p.scanBody(d, value)
			p.initial[v] = d
			if (d.tests || p.config.Map && d.calls()) && !d.huge {
				p.varTests[v] = true
			}
		}
	}
}

// scanBody fills d from the syntax of a body.
func (p *Package) scanBody(d *declared, body ast.Node) {
	info := p.pass.TypesInfo
	var size ir.Size
	ast.Inspect(body, func(n ast.Node) bool {
		size.Visit(n)
		p.scanWire(d, n)
		p.scanStatus(d, n)
		p.scanEffect(d, body, n)
		switch n := n.(type) {
		case *ast.Ident:
			switch obj := info.Uses[n].(type) {
			case *types.Func:
				p.scanFunc(d, obj)
			case *types.TypeName, *types.Var:
				if v, ok := obj.(*types.Var); ok && v.Kind() == types.PackageVar && v.Pkg() == p.pass.Pkg && asks.fits(v.Type()) {
					d.hooks = append(d.hooks, v)
				}
				if obj.Pkg() != nil && obj.Pkg() != p.pass.Pkg && p.isErrors(obj.Pkg()) {
					_, isType := obj.(*types.TypeName)
					d.tests, d.asserts = true, d.asserts || isType
				}
				if v, ok := obj.(*types.Var); ok && v.IsField() && v.Pkg() == p.pass.Pkg && ir.IsString(v.Type()) {
					d.reads = append(d.reads, v.Origin())
				}
				if obj.Name() == "RateLimitExceededMaxRetries" && obj.Pkg() != nil && sdk.IsProfile(obj.Pkg().Path()) {
					p.retriesThrottling = true // the SDK itself retries
				}
			}
		case *ast.CallExpr:
			p.scanCall(d, n)
		case *ast.AssignStmt:
			for _, e := range n.Lhs {
				p.scanFilled(d, e)
			}
		case *ast.CompositeLit:
			p.scanLiteral(d, n)
			d.formats = d.formats || ir.HasErrorMethod(info.TypeOf(n))
		case *ast.SelectorExpr:
			// A field that holds an error may have been filled anywhere.
			if sel, ok := info.Selections[n]; ok && sel.Kind() == types.FieldVal && ir.IsErrorType(sel.Type()) {
				d.origin.Unknown = true
			}
		case *ast.UnaryExpr:
			if n.Op == token.ARROW && ir.IsErrorType(info.TypeOf(n)) {
				d.origin.Unknown = true
			}
		}
		return true
	})
	if d.huge = size.Huge(); d.huge {
		p.debugf(body.Pos(), "too many branches to follow")
	}
}

// scanFunc notes a reference to a function, called or not.
func (p *Package) scanFunc(d *declared, f *types.Func) {
	f = f.Origin()
	if f.Pkg() == nil {
		return
	}
	if isGetCode(f) {
		d.tests = true
	}
	d.formats = d.formats || f.Signature().Recv() == nil && model.Of(f.Pkg().Path(), f.Name())&(model.FormatsError|model.Wraps|model.MakesError) != 0
	if f.Pkg() == p.pass.Pkg {
		d.local = append(d.local, f)
		return
	}
	if p.isErrors(f.Pkg()) {
		d.tests = true
		if f.Name() == "NewTencentCloudSDKError" {
			d.origin.Unknown = true // the program makes codes of its own
		}
		return
	}
	if e := p.exportsOf(f.Pkg()); e != nil && e.Wraps != "" {
		d.formats = d.formats || e.wraps(f)
	}
	sig := f.Signature()
	if !p.reaches(f.Pkg()) {
		if p.isFar(f.Pkg()) && ir.ReturnsError(sig) {
			d.origin.Unknown = true
		}
		return
	}
	if service, ok := p.errors.Realm.ServiceOfCall(sig); ok && ir.ReturnsError(sig) {
		d.origin.add(service)
		return
	}
	if fact := p.factOf(f); fact != nil {
		d.origin.Merge(fact.origin)
		if u := fact.use(RetriesOnly, RetriesElse); u != nil && u.retries(throttled) {
			d.origin.Throttled = true
		}
	}
}

// scanCall notes calls whose callee is not known, and calls of helpers.
func (p *Package) scanCall(d *declared, call *ast.CallExpr) {
	info := p.pass.TypesInfo
	callee := typeutil.Callee(info, call)
	for _, arg := range call.Args {
		if id, ok := ast.Unparen(arg).(*ast.Ident); ok {
			// The functions that it is given may be called by others.
			if v, ok := info.Uses[id].(*types.Var); ok {
				if sig, ok := v.Type().Underlying().(*types.Signature); ok && ir.ReturnsError(sig) {
					d.origin.from(v)
				}
			}
		}
	}
	switch callee := callee.(type) {
	case *types.Func:
		p.scanSend(d, call, callee)
		if callee.Pkg() != nil && callee.Pkg().Path() == "strings" && len(call.Args) == 2 {
			text, ok := ir.ConstantOf(info, call.Args[1])
			d.texts = d.texts || ok && LooksLikeCode(strings.TrimPrefix(text, "Code="))
		}
		callee = callee.Origin()
		if sig := callee.Signature(); sig.Recv() != nil && types.IsInterface(sig.Recv().Type()) {
			if service, ok := p.errors.Realm.ServiceOfCall(sig); ok {
				d.origin.add(service)
			} else if ir.ReturnsError(sig) && callee.Pkg() != nil && !p.isStd(callee.Pkg()) {
				d.origin.Unknown = true
			}
			return
		}
		if callee.Pkg() != nil && callee.Pkg() != p.pass.Pkg && p.reaches(callee.Pkg()) {
			receivers := 0
			if callee.Signature().Recv() != nil {
				receivers = 1
			}
			if fact := p.factOf(callee); fact != nil && fact.isTestAt(call, receivers) {
				d.tests = true
			}
		}
	case *types.Var:
		sig, ok := types.Unalias(callee.Type()).Underlying().(*types.Signature)
		if ok && p.isKept(callee) {
			d.asks = append(d.asks, callee.Origin())
		}
		if !ok || !ir.ReturnsError(sig) {
			return
		}
		if service, ok := p.errors.Realm.ServiceOfCall(sig); ok {
			d.origin.add(service)
		} else {
			d.origin.from(callee)
		}
	case nil:
		if sig, ok := ir.TypeOf(info, call.Fun).(*types.Signature); ok && ir.ReturnsError(sig) {
			if _, ok := ast.Unparen(call.Fun).(*ast.FuncLit); !ok {
				d.origin.Unknown = true
			}
		}
	}
}

// from adds what comes from the call of a function value.
func (o *Origin) from(v *types.Var) {
	switch {
	case v.IsField() || v.Kind() == types.PackageVar:
		o.Unknown = true
	case v.Kind() == types.ParamVar:
		o.Given = true
	}
}

// spreadOrigins adds to each function the origins of the functions of this
// package that it refers to.
func (p *Package) spreadOrigins() {
	callers := make(map[*declared][]*declared)
	for _, d := range p.order {
		for _, f := range d.local {
			if callee := p.declared[f]; callee != nil {
				callers[callee] = append(callers[callee], d)
			} else if sig := f.Signature(); ir.ReturnsError(sig) {
				// An interface method of this package, or assembly.
				if service, ok := p.errors.Realm.ServiceOfCall(sig); ok {
					d.origin.add(service)
				} else {
					d.origin.Unknown = true
				}
			}
		}
	}
	work := append([]*declared(nil), p.order...)
	for len(work) > 0 {
		d := work[len(work)-1]
		work = work[:len(work)-1]
		if d.origin.none() {
			continue
		}
		for _, caller := range callers[d] {
			if caller.origin.Merge(d.origin) {
				work = append(work, caller)
			}
		}
	}
}

// relevant returns the functions whose control flow is worth building: those
// with a test, the helpers they call, and the callers of such helpers.
func (p *Package) relevant() map[*types.Func]bool {
	keep := make(map[*types.Func]bool)
	var work []*declared
	add := func(d *declared) {
		switch {
		case d.huge:
		case d.holder != nil:
			if !p.wanted[d.holder] {
				p.wanted[d.holder] = true
				work = append(work, d)
			}
		case !keep[d.object]:
			keep[d.object] = true
			work = append(work, d)
		}
	}
	k := p.findKeepers()
	callers := k.callers
	hooked := make(map[*types.Var][]*declared)
	for _, d := range p.order {
		for _, v := range d.hooks {
			hooked[v] = append(hooked[v], d)
		}
		if d.tests || d.texts && d.calls() || d.recalls || p.recalls && visible(d.object) && takesFunction(d.object.Signature()) || d.formats && wrapperLike(d.object) || isMembership(d.object) || p.makesSet(d.object) || p.config.Map && d.calls() {
			add(d)
		}
	}
	for v := range p.varTests {
		add(p.initial[v])
	}
	if len(work) == 0 {
		return nil
	}
	for len(work) > 0 {
		d := work[len(work)-1]
		work = work[:len(work)-1]
		for _, user := range hooked[d.holder] {
			add(user)
		}
		p.addKeepers(k, d, add)
		if d.holder != nil {
			for _, asker := range k.askers[d.holder] {
				add(asker)
			}
			continue
		}
		for _, f := range d.local {
			if callee := p.declared[f]; callee != nil && (helperLike(f.Signature(), p.errors) || takesFunction(f.Signature()) || d.wire && p.wire.gives(f.Signature()) || p.takesStatus(f.Signature()) || d.asserts && callee.formats && ir.ReturnsError(f.Signature())) {
				add(callee)
			}
		}
		if helperLike(d.object.Signature(), p.errors) || makesTests(d.object.Signature()) || d.makes {
			for _, caller := range callers[d.object] {
				add(caller)
			}
		}
	}
	return keep
}
