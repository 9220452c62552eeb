// Package relevance decides which functions are worth control flow. It visits the
// syntax of every function once, and notes on the way which services each calls.
package relevance

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/model"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

// Scan visits every function of the package once.
func Scan(p *program.Package) {
	declare(p)
	for _, file := range p.Pass.Files {
		for _, decl := range file.Decls {
			if decl, ok := decl.(*ast.GenDecl); ok {
				if decl.Tok == token.VAR {
					scanVars(p, decl)
				}
			}
		}
	}
	slices.SortFunc(p.Shared, func(a, b ast.Expr) int { return cmp.Compare(a.Pos(), b.Pos()) })
	for _, d := range p.Order {
		scanBody(p, d, d.Decl.Body)
	}
	likeTargets(p)
	spread(p, func(d *program.Declared) *bool { return &d.Posts })
	spread(p, func(d *program.Declared) *bool { return &d.Finals })
	settleLeaks(p)
	resolveRequests(p)
	SpreadOrigins(p)
	spreadEffects(p)
}

// declare notes the functions of the package, before any is looked into.
func declare(p *program.Package) {
	p.Declared = make(map[*types.Func]*program.Declared)
	lifter := ir.NewLifter(p.Pass.Pkg, p.Pass.TypesInfo)
	note := func(decl *ast.FuncDecl) *program.Declared {
		object := lifter.Info.Defs[decl.Name].(*types.Func)
		d := &program.Declared{Object: object, Decl: decl, Says: declaresCodes(decl), Recalls: ir.CallsInLoop(decl)}
		d.Tests, d.Forwards = d.Says, ir.OnlyCalls(lifter.Info, decl)
		p.Declared[object] = d
		p.Order = append(p.Order, d)
		return d
	}
	for _, file := range p.Pass.Files {
		for _, decl := range file.Decls {
			decl, ok := decl.(*ast.FuncDecl)
			if !ok || decl.Body == nil {
				continue
			}
			object, ok := p.Pass.TypesInfo.Defs[decl.Name].(*types.Func)
			if !ok {
				continue
			}
			decl, lifted := lifter.Lift(decl)
			note(ir.InPlace(lifter.Info, decl))
			for _, f := range lifted {
				d := note(ir.InPlace(lifter.Info, f.Decl))
				d.Within, d.Handed = object, !f.Named
			}
		}
	}
	if lifter.Info != p.Pass.TypesInfo {
		pass := *p.Pass
		pass.TypesInfo = lifter.Info
		p.Pass = &pass
	}
}

// likeTargets notes what functions that forward are to other packages: what they
// forward to is.
func likeTargets(p *program.Package) {
	for _, d := range p.Order {
		to := p.Declared[d.Forwards]
		for n := 0; to != nil && n < ir.MaxDepth; n++ {
			d.Formats, d.Recalls = d.Formats || to.Formats, d.Recalls || to.Recalls
			to = p.Declared[to.Forwards]
		}
	}
	for _, d := range p.Order {
		d.Recalls = d.Recalls && d.Object.Exported()
		p.Recalls = p.Recalls || d.Recalls
	}
}

// CallsAPI reports whether the function calls the API, itself or by way of others.
func CallsAPI(d *program.Declared) bool { return len(d.Origin.Services) > 0 || d.Sends }

// declaresCodes reports whether a comment says what codes the function
// compares.
func declaresCodes(decl *ast.FuncDecl) bool {
	return decl.Doc != nil && slices.ContainsFunc(decl.Doc.List, func(c *ast.Comment) bool {
		return strings.HasPrefix(c.Text, "//tcerrlint:codes ")
	})
}

// scanVars notes function literals in package variables that hold a test.
func scanVars(p *program.Package, decl *ast.GenDecl) {
	for _, spec := range decl.Specs {
		spec := spec.(*ast.ValueSpec)
		for i, name := range spec.Names {
			v, ok := p.Pass.TypesInfo.Defs[name].(*types.Var)
			if !ok {
				continue
			}
			var value ast.Expr
			if i < len(spec.Values) {
				value = spec.Values[i]
			}
			p.Vars[v] = value
			if value == nil {
				continue
			}
			if v.Exported() {
				p.Shared = append(p.Shared, value)
			}
			d := &program.Declared{Holder: v}
			scanBody(p, d, value)
			p.Initial[v] = d
			if (d.Tests || p.Config.Map && CallsAPI(d)) && !d.Huge {
				p.VarTests[v] = true
			}
		}
	}
}

// scanBody fills d from the syntax of a body.
func scanBody(p *program.Package, d *program.Declared, body ast.Node) {
	info := p.Pass.TypesInfo
	var size ir.Size
	ast.Inspect(body, func(n ast.Node) bool {
		size.Visit(n)
		scanWire(p, d, n)
		scanStatus(p, d, n)
		scanEffect(p, d, body, n)
		switch n := n.(type) {
		case *ast.Ident:
			switch obj := info.Uses[n].(type) {
			case *types.Func:
				scanFunc(p, d, obj.Origin())
				d.Request.Behind = slices.DeleteFunc(d.Request.Behind, func(f *types.Func) bool { return f == obj.Origin() })
			case *types.TypeName, *types.Var:
				if v, ok := obj.(*types.Var); ok && v.Kind() == types.PackageVar && v.Pkg() == p.Pass.Pkg && facts.Asks.Fits(v.Type()) {
					d.Hooks = append(d.Hooks, v)
				}
				if obj.Pkg() != nil && obj.Pkg() != p.Pass.Pkg && p.IsErrors(obj.Pkg()) {
					_, isType := obj.(*types.TypeName)
					d.Tests, d.Asserts = true, d.Asserts || isType
				}
				if v, ok := obj.(*types.Var); ok && v.IsField() && v.Pkg() == p.Pass.Pkg && ir.IsString(v.Type()) {
					d.Reads = append(d.Reads, v.Origin())
				}
				if obj.Name() == "RateLimitExceededMaxRetries" && obj.Pkg() != nil && sdk.IsProfile(obj.Pkg().Path()) {
					p.AsksSDKToRetry = true // the SDK itself retries
				}
			}
		case *ast.CallExpr:
			scanCall(p, d, n)
		case *ast.AssignStmt:
			for _, e := range n.Lhs {
				scanFilled(p, d, e)
			}
		case *ast.CompositeLit:
			scanLiteral(p, d, n)
			d.Formats = d.Formats || ir.HasErrorMethod(info.TypeOf(n))
		case *ast.SelectorExpr:
			// A field that holds an error may have been filled anywhere.
			if sel, ok := info.Selections[n]; ok && sel.Kind() == types.FieldVal && ir.IsErrorType(sel.Type()) {
				d.Origin.Unknown = true
			}
		case *ast.UnaryExpr:
			if n.Op == token.ARROW && ir.IsErrorType(info.TypeOf(n)) {
				d.Origin.Unknown = true
			}
		}
		return true
	})
	if d.Huge = size.Huge(); d.Huge {
		p.Debugf(body.Pos(), "too many branches to follow")
	}
}

// scanFunc notes a reference to a function, called or not.
func scanFunc(p *program.Package, d *program.Declared, f *types.Func) {
	f = f.Origin()
	if f.Pkg() == nil {
		return
	}
	if program.IsGetCode(f) {
		d.Tests = true
	}
	d.Formats = d.Formats || f.Pkg() != p.Pass.Pkg && makesErrors(p, f)
	d.Finals = d.Finals || f.Pkg() != p.Pass.Pkg && makesFinal(p, f)
	if f.Pkg() == p.Pass.Pkg {
		if slices.Contains(d.Local, f) {
			return
		}
		d.Local = append(d.Local, f)
		if named := p.Declared[f]; named != nil && named.Forwards != nil {
			// To name the one is to name the other.
			if to := named.Forwards.Origin(); !slices.Contains(d.Local, to) && !slices.Contains(d.Request.Senders, to) {
				d.Request.Behind = append(d.Request.Behind, to)
			}
			scanFunc(p, d, named.Forwards)
		}
		return
	}
	if p.IsErrors(f.Pkg()) {
		d.Tests = true
		if f.Name() == "NewTencentCloudSDKError" {
			d.Origin.Unknown = true // the program makes codes of its own
		}
		return
	}
	sender := p.SenderOf(f)
	if sender != nil && !slices.Contains(d.Request.Senders, f) {
		d.Request.Senders = append(d.Request.Senders, f)
	}
	sig := f.Signature()
	if !p.Reaches(f.Pkg()) {
		if p.IsFar(f.Pkg()) && ir.ReturnsError(sig) {
			d.Origin.Unknown = true
		}
		return
	}
	if service, ok := p.Errors.Realm.ServiceOfCall(sig); ok && ir.ReturnsError(sig) {
		d.Origin.Add(service)
		return
	}
	if fact := p.FactOf(f); fact != nil {
		d.Tests = d.Tests || facts.Asks.Fits(sig) && fact.Answers() != nil // a retry may ask it
		if sender == nil || p.Wire.SDK {                                   // see resolveRequests
			d.Origin.Merge(fact.Origin)
		}
		if u := fact.Use(facts.RetriesOnly, facts.RetriesElse); u != nil && u.Retries(program.Throttled) {
			d.Origin.Throttled = true
		}
	}
}

// makesFinal reports whether a function of another package may return an error that ends
// the retry which is given it.
func makesFinal(p *program.Package, f *types.Func) bool {
	if !ir.ReturnsError(f.Signature()) {
		return false
	}
	if fate, ok := p.Config.Retry[f.Pkg().Path()+"."+f.Name()]; ok {
		return fate == program.Stopped
	}
	e := p.SummaryOfPackage(f.Pkg())
	return model.Of(f.Pkg().Path(), f.Name())&model.Stops != 0 || e != nil && e.MakesFinal(f)
}

// scanCall notes calls whose callee is not known, and calls of helpers.
func scanCall(p *program.Package, d *program.Declared, call *ast.CallExpr) {
	info := p.Pass.TypesInfo
	callee := typeutil.Callee(info, call)
	for _, arg := range call.Args {
		if id, ok := ast.Unparen(arg).(*ast.Ident); ok {
			// The functions that it is given may be called by others.
			if v, ok := info.Uses[id].(*types.Var); ok {
				if sig, ok := v.Type().Underlying().(*types.Signature); ok && ir.ReturnsError(sig) {
					from(&d.Origin, v)
				}
			}
		}
	}
	switch callee := callee.(type) {
	case *types.Func:
		scanSend(p, d, call, callee)
		if callee.Pkg() != nil && callee.Pkg().Path() == "strings" && len(call.Args) == 2 {
			text, ok := ir.ConstantOf(info, call.Args[1])
			d.Texts = d.Texts || ok && program.LooksLikeCode(strings.TrimPrefix(text, "Code="))
		}
		callee = callee.Origin()
		if sig := callee.Signature(); sig.Recv() != nil && types.IsInterface(sig.Recv().Type()) {
			if service, ok := p.Errors.Realm.ServiceOfCall(sig); ok {
				d.Origin.Add(service)
			} else if ir.ReturnsError(sig) && callee.Pkg() != nil && !p.IsStd(callee.Pkg()) {
				d.Origin.Unknown = true
			}
			return
		}
		if callee.Pkg() != nil && callee.Pkg() != p.Pass.Pkg && (p.Reaches(callee.Pkg()) || p.IsCOS()) {
			receivers := 0
			if callee.Signature().Recv() != nil {
				receivers = 1
			}
			if fact := p.FactOf(callee); fact != nil && fact.IsTestAt(call, receivers) {
				d.Tests = true
			}
		}
	case *types.Var:
		sig, ok := types.Unalias(callee.Type()).Underlying().(*types.Signature)
		if ok && isKept(p, callee) {
			d.Asks = append(d.Asks, callee.Origin())
		}
		if !ok || !ir.ReturnsError(sig) {
			return
		}
		if service, ok := p.Errors.Realm.ServiceOfCall(sig); ok {
			d.Origin.Add(service)
		} else {
			from(&d.Origin, callee)
		}
	case nil:
		if sig, ok := ir.TypeOf(info, call.Fun).(*types.Signature); ok && ir.ReturnsError(sig) {
			if _, ok := ast.Unparen(call.Fun).(*ast.FuncLit); !ok {
				d.Origin.Unknown = true
			}
		}
	}
}

// from adds what comes from the call of a function value.
func from(o *facts.Origin, v *types.Var) {
	switch {
	case v.IsField() || v.Kind() == types.PackageVar:
		o.Unknown = true
	case v.Kind() == types.ParamVar:
		o.Given = true
	}
}

// SpreadOrigins adds to each function the origins of the functions of this
// package that it refers to.
func SpreadOrigins(p *program.Package) {
	callers := make(map[*program.Declared][]*program.Declared)
	for _, d := range p.Order {
		for _, f := range d.Local {
			if callee := p.Declared[f]; callee != nil {
				callers[callee] = append(callers[callee], d)
			} else if sig := f.Signature(); ir.ReturnsError(sig) {
				// An interface method of this package, or assembly.
				if service, ok := p.Errors.Realm.ServiceOfCall(sig); ok {
					d.Origin.Add(service)
					continue
				}
				d.Origin.Unknown = true
				for _, method := range p.Implementations(f) {
					callers[method] = append(callers[method], d)
				}
			}
		}
	}
	work := append([]*program.Declared(nil), p.Order...)
	for len(work) > 0 {
		d := work[len(work)-1]
		work = work[:len(work)-1]
		if d.Origin.None() {
			continue
		}
		for _, caller := range callers[d] {
			if caller.Origin.Merge(d.Origin) {
				work = append(work, caller)
			}
		}
	}
}

// Relevant returns the functions whose control flow is worth building: those
// with a test, the helpers they call, and the callers of such helpers.
func Relevant(p *program.Package) map[*types.Func]bool {
	keep := make(map[*types.Func]bool)
	var work []*program.Declared
	add := func(d *program.Declared) {
		switch {
		case d.Huge:
		case d.Holder != nil:
			if !p.Wanted[d.Holder] {
				p.Wanted[d.Holder] = true
				work = append(work, d)
			}
		case !keep[d.Object]:
			keep[d.Object] = true
			work = append(work, d)
		}
	}
	k := findKeepers(p)
	callers, makers := k.callers, findMakers(p, k)
	texts := new(textSearch)
	hooked := make(map[*types.Var][]*program.Declared)
	for _, d := range p.Order {
		for _, v := range d.Hooks {
			hooked[v] = append(hooked[v], d)
		}
		if d.Tests || d.Texts && CallsAPI(d) || d.Recalls || p.Recalls && program.Visible(d.Object) && (facts.TakesFunction(d.Object.Signature()) || ir.MayReturnRetryError(d.Object.Signature())) || d.Formats && wrapperLike(d.Object) || makers.tells(d) || program.AsksForOthers(d.Object) || tellsOthers(p, d, texts) || mayHandOn(p, d) || p.Config.Map && CallsAPI(d) {
			add(d)
		}
	}
	for v := range p.VarTests {
		add(p.Initial[v])
	}
	if len(work) == 0 {
		return nil
	}
	for _, d := range p.Order {
		if takesRetryError(d.Object.Signature()) {
			add(d) // what it does with the field is what the struct is
		}
	}
	for len(work) > 0 {
		d := work[len(work)-1]
		work = work[:len(work)-1]
		for _, user := range hooked[d.Holder] {
			add(user)
		}
		addKeepers(p, k, d, add)
		if d.Holder != nil {
			for _, asker := range k.askers[d.Holder] {
				add(asker)
			}
			continue
		}
		if to := p.Declared[d.Forwards]; to != nil {
			add(to)
		}
		for _, caller := range callers[d.Object] {
			if caller.Forwards == d.Object {
				add(caller)
			}
		}
		for _, f := range makers[d.Object] {
			add(p.Declared[f])
		}
		for _, f := range d.Local {
			if callee := p.Declared[f]; callee != nil && (callee.Within != nil || helperLike(f.Signature(), p.Errors) || facts.TakesFunction(f.Signature()) || d.Wire && p.Wire.Gives(f.Signature()) || takesStatus(p, f.Signature()) || d.Asserts && (callee.Formats && ir.ReturnsError(f.Signature()) || makers.has(f))) {
				add(callee)
			}
		}
		if helperLike(d.Object.Signature(), p.Errors) || makesTests(d.Object.Signature()) || d.Makes {
			for _, caller := range callers[d.Object] {
				add(caller)
			}
		}
	}
	return keep
}
