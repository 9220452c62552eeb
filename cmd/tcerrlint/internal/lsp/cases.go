package lsp

import (
	"bytes"
	"cmp"
	"context"
	"go/ast"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/errormap"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/live"
)

// cases offers to add to the switch around the place the codes of critical
// categories that none of its tests names: those that the error can have, by
// where it came from.
func (q *question) cases(ctx context.Context, uri string) []codeAction {
	sw, code, first := q.point.Switch()
	if sw == nil {
		return nil
	}
	from, to := q.point.Offsets(code)
	each := "" // the comparison, where the switch has no tag
	if sw.Tag == nil && to <= len(q.text) {
		each = string(q.text[from:to]) + " == "
	}
	look, err := q.source.Look(ctx, q.name, -1, q.texts)
	if err != nil {
		return nil
	}
	start, _ := q.point.Offsets(first)
	left := leftAt(look, q.name, start)
	at, indent, ok := q.clauseLine(sw)
	if len(left) == 0 || !ok {
		return nil
	}
	var text strings.Builder
	var names []string
	for _, c := range left {
		names = append(names, c.Category)
		text.WriteString(indent + "case " + quoted(each, c.Codes, ",\n"+indent+"\t") + ":\n")
		text.WriteString(indent + "\t" + cmp.Or(q.returning(code), q.byDefault(sw), "// Say what becomes of it.") + "\n")
	}
	place := q.span(at, at)
	return []codeAction{{
		Title: "Add cases for " + strings.Join(names, ", "), Kind: rewriting,
		Edit: &workspaceEdit{map[string][]textEdit{uri: {{place, text.String()}}}},
	}}
}

// leftAt returns what the switch leaves out whose tag or first condition is at an
// offset.
func leftAt(look *live.Look, file string, start int) []errormap.CategoryCodes {
	for _, t := range look.Errors {
		for i, p := range t.Chains {
			if p.File == file && p.Offset == start {
				return t.Tested.Chains[i].Left
			}
		}
	}
	return nil
}

// quoted lists codes, each behind a text, a few on a line.
func quoted(each string, codes []string, separator string) string {
	const perLine = 3
	var lines []string
	for line := range slices.Chunk(codes, perLine) {
		var words []string
		for _, code := range line {
			words = append(words, each+strconv.Quote(code))
		}
		lines = append(lines, strings.Join(words, ", "))
	}
	return strings.Join(lines, separator)
}

// clauseLine returns where a new clause of a switch goes, before its default or its
// end, and the indentation of clauses; ok is false where other code is on the line.
func (q *question) clauseLine(sw *ast.SwitchStmt) (offset int, indent string, ok bool) {
	_, end := q.point.Offsets(sw.Body)
	at := end - 1
	for _, clause := range sw.Body.List {
		if clause := clause.(*ast.CaseClause); clause.List == nil {
			at, _ = q.point.Offsets(clause)
		}
	}
	if at < 0 || at > len(q.text) {
		return 0, "", false
	}
	start := bytes.LastIndexByte(q.text[:at], '\n') + 1
	indent = string(q.text[start:at])
	return start, indent, strings.Trim(indent, " \t") == ""
}

// returning returns the statement that returns the error, "" where that is not
// certain.
func (q *question) returning(code ast.Expr) string {
	results := q.point.Results()
	name := q.point.ErrorName(code)
	if results == nil || name == "" || results.Len() == 0 || !types.Identical(results.At(results.Len()-1).Type(), types.Universe.Lookup("error").Type()) {
		return ""
	}
	var values []string
	for i := range results.Len() - 1 {
		zero := zeroOf(results.At(i).Type())
		if zero == "" {
			return ""
		}
		values = append(values, zero)
	}
	return "return " + strings.Join(append(values, name), ", ")
}

// byDefault returns what the default of a switch does, if that is short: with it the
// program goes on as before.
func (q *question) byDefault(sw *ast.SwitchStmt) string {
	const short = 200 // bytes
	for _, clause := range sw.Body.List {
		if clause := clause.(*ast.CaseClause); clause.List == nil && len(clause.Body) > 0 {
			from, _ := q.point.Offsets(clause.Body[0])
			_, to := q.point.Offsets(clause.Body[len(clause.Body)-1])
			if from < to && to <= len(q.text) && to-from <= short {
				return string(q.text[from:to])
			}
		}
	}
	return ""
}

// zeroOf returns how the zero value of a type is written, "" where that needs a
// name.
func zeroOf(t types.Type) string {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsBoolean != 0:
			return "false"
		case u.Info()&types.IsNumeric != 0:
			return "0"
		case u.Info()&types.IsString != 0:
			return `""`
		case u.Kind() == types.UnsafePointer:
			return "nil"
		}
	case *types.Interface:
		if _, param := t.(*types.TypeParam); !param {
			return "nil"
		}
	case *types.Pointer, *types.Slice, *types.Map, *types.Chan, *types.Signature:
		return "nil"
	}
	return ""
}
