package rules

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/internal/relevance"
)

// directiveDoc is the document of what is reported about the comments that
// steer tcerrlint. It is no rule: nothing turns it off.
var directiveDoc = Doc{
	ID:       "directive",
	Severity: Warning,
	Since:    "0.1.0",
	Text: Text{
		Title: "a comment that steers tcerrlint is wrong or of no use",
		What: `Looks after the comments that steer tcerrlint. The first,

	//tcerrlint:ignore RULE[,RULE] reason

hides the findings of these rules: behind code, on its line alone; on a line of its
own, in the whole statement, case clause, element or declaration below. Several above
each other add up. The same with file-ignore hides them in the whole file. It must say why. Reported are a comment without a reason, one that names no rule or an unknown
one, and one that hides nothing.

The second, above a function,

	//tcerrlint:codes PARAM
	func is(err error, PARAM ...string) bool

declares what the analysis cannot see: that the strings in the parameter are compared
with the code of the error that the function is given. Calls are then judged as if the
comparison were written there. If the function answers true or false, it is taken to
answer whether the code is one of them. Reported are a comment that stands above no
function, or above one that has no body or is given no error, and one that names a
parameter which the function does not have.`,
		Why: `A comment that hides nothing hides tomorrow's mistake. One that is misspelled does
not do what its author thinks.`,
		Fix: `By hand: mend the comment as the message says, or remove it.`,
		Limits: `A comment is not reported as useless while all rules that it names are turned off.
With a space after the slashes it is a comment like any other.`,
	},
	Chinese: Text{
		Title: "控制 tcerrlint 的注释有误或不起作用",
		What: `检查控制 tcerrlint 的注释。第一种：

	//tcerrlint:ignore 规则[,规则] 原因

隐藏这些规则报告的问题：写在代码之后时，只作用于所在行；独占一行时，作用于其下方的整个语句、case 分支、元素或声明；多个注释可以叠加。写成 file-ignore 则作用于整个文件。必须写明原因。没有写原因、没有写规则名、规则名不存在，以及什么也没有隐藏的注释都会被报告。

第二种写在函数上方：

	//tcerrlint:codes 参数名
	func is(err error, 参数名 ...string) bool

声明分析器看不到的事实：该参数中的字符串会与传给该函数的错误的错误码作比较。此后对该函数的每次调用，都按比较就写在调用处来检查。如果函数返回 bool，则认为它返回的是错误码是否在其中。不在函数上方、函数没有函数体或没有 error 参数，以及函数没有所写的参数，都会被报告。`,
		Why:    "什么也没有隐藏的注释，会把将来的错误隐藏起来；写错的注释，则没有起到作者以为的作用。",
		Fix:    "手工修改：按消息的提示改正注释，或者删除它。",
		Limits: "注释所列的规则全部关闭时，不会报告它没有用处。斜杠之后有空格的只是普通注释。",
	},
	Bad: `func gone(err error) bool {
	e, ok := err.(*errors.TencentCloudSDKError)
	//tcerrlint:ignore unknowncode answered by the beta of the API
	return ok && e.Code == "ResourceNotFound"
}`,
	Found: `bad.go:3:2: directive: suppresses nothing: unknowncode finds nothing here; remove it`,
	Good: `func gone(err error) bool {
	e, ok := err.(*errors.TencentCloudSDKError)
	return ok && e.Code == "ResourceNotFound"
}`,
}

// A directive is a comment "//tcerrlint:ignore RULE[,RULE] reason", or above a
// function "//tcerrlint:codes PARAM".
type directive struct {
	pos   token.Pos
	end   token.Pos
	rules []string
	fault string // what is wrong with it, "" if nothing
	used  bool
	whole bool // it is for the whole file
}

const directivePrefix = "//tcerrlint:"

// readDirectives collects the directives of the package's files.
func (r *reporter) readDirectives() {
	for _, file := range r.pass.Files {
		if r.skips(file) {
			continue
		}
		var found []*directive
		for _, group := range file.Comments {
			for _, c := range group.List {
				if text, ok := strings.CutPrefix(c.Text, directivePrefix); ok {
					found = append(found, r.parseDirective(c, text))
				}
			}
		}
		if found != nil {
			r.directives = append(r.directives, found...)
			r.cover(file, found)
		}
	}
}

func (r *reporter) parseDirective(c *ast.Comment, text string) *directive {
	d := &directive{pos: c.Pos(), end: c.End()}
	if name, ok := strings.CutPrefix(text, "codes "); ok {
		d.fault, d.used = r.checkCodes(c, strings.TrimSpace(name)), true
	} else {
		d.rules, d.fault = parseIgnore(text)
		d.whole = strings.HasPrefix(text, "file-ignore ")
	}
	return d
}

// checkCodes says what is wrong with a directive "//tcerrlint:codes PARAM".
func (r *reporter) checkCodes(c *ast.Comment, name string) (fault string) {
	for _, decl := range r.file(c.Pos()).Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok || f.Doc == nil || c.Pos() < f.Doc.Pos() || f.Doc.End() < c.End() {
			continue
		}
		for _, field := range f.Type.Params.List {
			if slices.ContainsFunc(field.Names, func(id *ast.Ident) bool { return id.Name == name }) {
				return r.checkBody(f)
			}
		}
		return fmt.Sprintf("%s has no parameter %s", f.Name.Name, quote(name))
	}
	return "stands above no function"
}

// checkBody says why a directive "//tcerrlint:codes PARAM" is of no use above a
// function.
func (r *reporter) checkBody(f *ast.FuncDecl) (fault string) {
	if f.Body == nil {
		return f.Name.Name + " has no body; declare it where the function is written in Go"
	}
	for _, field := range f.Type.Params.List {
		if t := r.pass.TypesInfo.TypeOf(field.Type); t != nil && relevance.MayBeError(t) {
			return ""
		}
	}
	return f.Name.Name + " is given no error whose code could be compared"
}

// parseIgnore parses what follows "//tcerrlint:". The fault says what is wrong,
// and is "" if nothing is.
func parseIgnore(text string) (ids []string, fault string) {
	verb, rest, _ := strings.Cut(text, " ")
	if verb != "ignore" && verb != "file-ignore" {
		return nil, fmt.Sprintf("unknown directive %s; there are //tcerrlint:ignore RULE[,RULE] reason, //tcerrlint:file-ignore RULE[,RULE] reason and //tcerrlint:codes PARAM", quote(verb))
	}
	list, reason, _ := strings.Cut(strings.TrimSpace(rest), " ")
	// A comment in the style of analysistest is not a reason.
	reason, _, _ = strings.Cut(reason, "// want")
	if list == "" {
		return nil, "names no rule; write //tcerrlint:" + verb + " RULE[,RULE] reason"
	}
	for _, id := range strings.Split(list, ",") {
		if !slices.ContainsFunc(all(), func(r rule) bool { return r.doc.ID == id }) {
			return nil, "unknown rule " + quote(id)
		}
		ids = append(ids, id)
	}
	if strings.TrimSpace(reason) == "" {
		return ids, "gives no reason; say why the finding does not matter here"
	}
	return ids, ""
}

// suppressed reports whether a directive covers the finding's line and names its
// rule.
func (r *reporter) suppressed(d analysis.Diagnostic) bool {
	for _, c := range r.covers[r.lineOf(d.Pos)] {
		if dir := c.byRule[d.Category]; dir != nil {
			dir.used = true
			return dir.fault == ""
		}
	}
	file := r.pass.Fset.File(d.Pos)
	for _, dir := range r.directives {
		if dir.whole && r.pass.Fset.File(dir.pos) == file && slices.Contains(dir.rules, d.Category) {
			dir.used = true
			return dir.fault == ""
		}
	}
	return false
}

// reportDirectives reports directives that are wrong or of no use.
func (r *reporter) reportDirectives() {
	for _, d := range r.directives {
		message := d.fault
		if message == "" && !d.used {
			on := slices.ContainsFunc(d.rules, func(id string) bool { return r.config.Rules[id] })
			if !on {
				continue
			}
			message = fmt.Sprintf("suppresses nothing: %s finds nothing here; remove it", strings.Join(d.rules, " and "))
		}
		if message == "" {
			continue
		}
		r.pass.Report(analysis.Diagnostic{
			Pos: d.pos, End: d.end, Category: directiveDoc.ID,
			URL:     URL(directiveDoc.ID),
			Message: directiveDoc.ID + ": " + message,
		})
	}
}
