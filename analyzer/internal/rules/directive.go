package rules

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// A directive is a comment "//tcerrlint:ignore RULE[,RULE] reason", or above a
// function "//tcerrlint:codes PARAM".
type directive struct {
	pos   token.Pos
	end   token.Pos
	rules []string
	fault string // what is wrong with it, "" if nothing
	used  bool
}

// A line is a line of a file.
type line struct {
	file   string
	number int
}

func (r *reporter) lineOf(pos token.Pos) line {
	at := r.pass.Fset.Position(pos)
	return line{at.Filename, at.Line}
}

const directivePrefix = "//tcerrlint:"

// readDirectives collects the directives of the package's files.
func (r *reporter) readDirectives() {
	for _, file := range r.pass.Files {
		if r.skips(file) {
			continue
		}
		for _, group := range file.Comments {
			for _, c := range group.List {
				if text, ok := strings.CutPrefix(c.Text, directivePrefix); ok {
					d, at := r.parseDirective(c, text), r.lineOf(c.Pos())
					r.directives = append(r.directives, d)
					r.onLine[at] = append(r.onLine[at], d)
				}
			}
		}
	}
}

func (r *reporter) parseDirective(c *ast.Comment, text string) *directive {
	d := &directive{pos: c.Pos(), end: c.End()}
	if name, ok := strings.CutPrefix(text, "codes "); ok {
		d.fault, d.used = r.checkCodes(c, strings.TrimSpace(name)), true
	} else {
		d.rules, d.fault = parseIgnore(text)
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
				return ""
			}
		}
		return fmt.Sprintf("%s has no parameter %s", f.Name.Name, quote(name))
	}
	return "stands above no function"
}

// parseIgnore parses what follows "//tcerrlint:". The fault says what is wrong,
// and is "" if nothing is.
func parseIgnore(text string) (ids []string, fault string) {
	verb, rest, _ := strings.Cut(text, " ")
	if verb != "ignore" {
		return nil, fmt.Sprintf("unknown directive %s; there are //tcerrlint:ignore RULE[,RULE] reason and //tcerrlint:codes PARAM", quote(verb))
	}
	list, reason, _ := strings.Cut(strings.TrimSpace(rest), " ")
	// A comment in the style of analysistest is not a reason.
	reason, _, _ = strings.Cut(reason, "// want")
	if list == "" {
		return nil, "names no rule; write //tcerrlint:ignore RULE[,RULE] reason"
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

// suppressed reports whether a directive on the finding's line, or alone on
// the line above, names its rule.
func (r *reporter) suppressed(d analysis.Diagnostic) bool {
	at := r.lineOf(d.Pos)
	above := line{at.file, at.number - 1}
	for _, dir := range slices.Concat(r.onLine[above], r.onLine[at]) {
		if slices.Contains(dir.rules, d.Category) {
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
			Pos: d.pos, End: d.end, Category: "directive",
			URL:     URL("directive"),
			Message: "directive: " + message,
		})
	}
}
