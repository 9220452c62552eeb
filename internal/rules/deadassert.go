package rules

import (
	"go/ast"
	"go/token"
	"go/types"
	"go/version"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/tcerrlint/tcerrlint/internal/assertion"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/summary"
)

var deadAssert = rule{
	doc: Doc{
		ID:       "deadassert",
		Severity: Error,
		Since:    "0.2.0",
		Text: Text{
			Title: "an assertion to the SDK's error that cannot hold",
			What: `Reports an assertion to the SDK's error, or a call of errors.As or errors.Is, that
never succeeds: the error was wrapped on the way and .(*T) does not look inside; it
comes from the other edition of the SDK, which has a type of its own, or from object
storage; it is nil there; or errors.Is compares it with a pointer just made.`,
			Why: `What is done for codes of the API is never done: a missing resource becomes an error,
a throttled call is not tried again.`,
			Fix: `Asks errors.As, or errors.AsType where the module's Go has it, in place of an
assertion that does not see through wrapping. By hand otherwise.`,
			Safety: `Offered only for an assertion to an error that was wrapped with %w. Then the condition
can hold, where it never did.`,
			Limits: "Of functions in packages that are imported only by others it is not known whether they wrap.",
			Seen:   "The Terraform provider: its issues 2062, 2449 and 3505.",
		},
		Chinese: Text{
			Title:  "不可能成立的 SDK 错误断言",
			What:   "报告永远不会成功的 SDK 错误断言，以及 errors.As、errors.Is 调用：错误在途中被包装，而 .(*T) 不会向内查找；错误来自另一版本的 SDK（类型不同）或对象存储；错误在该处为 nil；或者 errors.Is 与刚创建的指针比较。",
			Why:    "针对 API 错误码的处理永远不会执行：资源不存在变成了错误，被限频的调用不会重试。",
			Fix:    "把无法看穿包装的断言改为 errors.As；模块的 Go 版本支持时改为 errors.AsType。其他情况需手工修改。",
			Safety: "仅对用 %w 包装过的错误的断言提供。修复之后条件可以成立，而之前永远不成立。",
			Limits: "不知道仅被间接导入的包中的函数是否会包装错误。",
			Seen:   "Terraform provider 的 issue 2062、2449 和 3505。",
		},
		Bad: `func list(client *cvm.Client, request *cvm.DescribeInstancesRequest) error {
	if client == nil {
		return stderrors.New("no client")
	}
	if _, err := client.DescribeInstances(request); err != nil {
		return fmt.Errorf("list: %w", err)
	}
	return nil
}

func gone(client *cvm.Client, request *cvm.DescribeInstancesRequest) bool {
	err := list(client, request)
	e, ok := err.(*errors.TencentCloudSDKError)
	return ok && e.Code == "InvalidInstanceId.NotFound"
}`,
		Found: `bad.go:13:11: deadassert: this assertion never holds: the error is wrapped on the way, and an assertion does not look inside; use errors.As`,
		Good: `func list(client *cvm.Client, request *cvm.DescribeInstancesRequest) error {
	if client == nil {
		return stderrors.New("no client")
	}
	if _, err := client.DescribeInstances(request); err != nil {
		return fmt.Errorf("list: %w", err)
	}
	return nil
}

func gone(client *cvm.Client, request *cvm.DescribeInstancesRequest) bool {
	err := list(client, request)
	e := (*errors.TencentCloudSDKError)(nil)
	ok := stderrors.As(err, &e)
	return ok && e.Code == "InvalidInstanceId.NotFound"
}`,
	},
	check: func(r *reporter, pkg *program.Package) {
		for _, dead := range summary.DeadAssertions(pkg) {
			checkDeadAssertion(r, dead)
		}
	},
}

// whyDead says why an assertion cannot hold, and what to do.
var whyDead = [...]string{
	assertion.Wrapped: "the error is wrapped on the way, and an assertion does not look inside; use errors.As",
	assertion.Made:    "the program makes the error itself, and nothing of the SDK's is in it; wrap the SDK's error with %w",
	assertion.Edition: "the error is of another edition or copy of the SDK, whose type is another; use the type of the SDK that is called",
	assertion.COS:     "the error comes from object storage; use *cos.ErrorResponse",
	assertion.Nil:     "the error is nil here; is another variable meant?",
	assertion.Fresh:   "errors.Is compares with a pointer that was just made; use errors.As and compare the code",
}

// checkDeadAssertion reports an assertion that cannot hold.
func checkDeadAssertion(r *reporter, dead assertion.Dead) {
	at, isCall := r.assertionAt(dead.At.Pos())
	if at == nil {
		return
	}
	what := "this assertion never holds: "
	if isCall {
		what = "this never holds: "
	}
	more := []func(*analysis.Diagnostic){}
	if dead.Source.IsValid() {
		more = append(more, related(dead.Source, "the error is made here"))
	}
	if edits := r.askErrors(at, dead); edits != nil {
		more = append(more, fix("Ask package errors", edits...))
	}
	r.report(at, what+whyDead[dead.Reason], more...)
}

// assertionAt returns the assertion or the call at pos.
func (r *reporter) assertionAt(pos token.Pos) (at ast.Node, isCall bool) {
	file := r.file(pos)
	if file == nil {
		return nil, false
	}
	path, _ := astutil.PathEnclosingInterval(file, pos, pos+1)
	for _, n := range path {
		switch n := n.(type) {
		case *ast.TypeAssertExpr:
			return n, false
		case *ast.CallExpr:
			return n, true
		case *ast.CaseClause: // of a type switch
			if len(n.List) > 0 {
				return n.List[0], false
			}
		}
	}
	return nil, false
}

// askErrors returns the edits that ask package errors in place of an assertion to
// an error that was wrapped: errors.AsType where the file's Go has it, else
// errors.As. Names and their scopes stay.
func (r *reporter) askErrors(at ast.Node, dead assertion.Dead) []analysis.TextEdit {
	assert, ok := at.(*ast.TypeAssertExpr)
	if !ok || dead.Reason != assertion.Wrapped || assert.Type == nil {
		return nil
	}
	file := r.file(assert.Pos())
	name := r.importName(file, "errors")
	if _, twoResults := r.pass.TypesInfo.TypeOf(assert).(*types.Tuple); name == "" || !twoResults {
		return nil
	}
	target, err := types.ExprString(assert.Type), types.ExprString(assert.X)
	if r.hasAsType(file) {
		return []analysis.TextEdit{{Pos: assert.Pos(), End: assert.End(), NewText: []byte(name + ".AsType[" + target + "](" + err + ")")}}
	}
	path, _ := astutil.PathEnclosingInterval(file, assert.Pos(), assert.End())
	if len(path) < 3 {
		return nil
	}
	assign, ok := path[1].(*ast.AssignStmt)
	if !ok || assign.Tok != token.DEFINE || len(assign.Lhs) != 2 {
		return nil
	}
	e, ok1 := assign.Lhs[0].(*ast.Ident)
	held, ok2 := assign.Lhs[1].(*ast.Ident)
	if !ok1 || !ok2 || e.Name == "_" || held.Name == "_" || r.pass.TypesInfo.Defs[e] == nil || r.pass.TypesInfo.Defs[held] == nil {
		return nil
	}
	empty, call := e.Name+" := ("+target+")(nil)", name+".As("+err+", &"+e.Name+")"
	switch outer := path[2].(type) {
	case *ast.BlockStmt, *ast.CaseClause:
		return []analysis.TextEdit{{Pos: assign.Pos(), End: assign.End(), NewText: []byte(empty + "\n" + r.indent(assign.Pos()) + held.Name + " := " + call)}}
	case *ast.IfStmt:
		if use := r.onlyUse(outer, held); use != nil && encloses(outer.Cond, use) {
			return []analysis.TextEdit{
				{Pos: assign.Pos(), End: assign.End(), NewText: []byte(empty)},
				{Pos: use.Pos(), End: use.End(), NewText: []byte(call)},
			}
		}
	}
	return nil
}

// indent returns the tabs before a statement.
func (r *reporter) indent(pos token.Pos) string {
	return strings.Repeat("\t", r.pass.Fset.PositionFor(pos, false).Column-1)
}

// onlyUse returns the one place in a node where a variable is used; nil where
// there are more, or none.
func (r *reporter) onlyUse(in ast.Node, variable *ast.Ident) *ast.Ident {
	var only *ast.Ident
	uses := 0
	ast.Inspect(in, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && r.pass.TypesInfo.Uses[id] == r.pass.TypesInfo.Defs[variable] {
			only = id
			uses++
		}
		return true
	})
	if uses != 1 {
		return nil
	}
	return only
}

// importName returns the name by which a file knows a package; "" if it does not
// import it.
func (r *reporter) importName(file *ast.File, path string) string {
	for _, spec := range file.Imports {
		if pkg := r.pass.TypesInfo.PkgNameOf(spec); pkg != nil && pkg.Imported().Path() == path && pkg.Name() != "_" && pkg.Name() != "." {
			return pkg.Name()
		}
	}
	return ""
}

// hasAsType reports whether errors.AsType, of Go 1.26, may be used in a file.
func (r *reporter) hasAsType(file *ast.File) bool {
	for _, pkg := range r.pass.Pkg.Imports() {
		if pkg.Path() == "errors" && pkg.Scope().Lookup("AsType") == nil {
			return false
		}
	}
	v := r.pass.TypesInfo.FileVersions[file]
	if v == "" {
		v = r.pass.Pkg.GoVersion()
	}
	return v != "" && version.Compare(version.Lang(v), "go1.26") >= 0
}
