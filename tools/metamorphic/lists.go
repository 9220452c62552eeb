package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// A table is a literal of strings that is only asked whether it has one.
type table struct {
	file     *ast.File
	literal  *ast.CompositeLit
	isMap    bool // map[string]bool; otherwise []string
	lookups  []lookup
	declared *ast.Ident // its variable; nil where the literal is in the lookup
}

// A lookup asks a table about a value.
type lookup struct {
	file  *ast.File
	expr  ast.Expr // the whole
	table ast.Expr
	value ast.Expr
}

// write writes the lookup in a table of that kind.
func (s *source) write(l lookup, table, kind string) string {
	value := s.text(l.file, l.value)
	switch kind {
	case "list":
		return "zzslices.Contains(" + table + ", string(" + value + "))"
	case "map":
		return table + "[" + value + "]"
	default:
		return "zzhas(" + table + ", " + value + ")"
	}
}

// head returns how the type of a table is written.
func head(kind string) string {
	return map[string]string{"list": "[]string", "map": "map[string]bool", "set": "map[string]struct{}"}[kind]
}

// tables returns the site of each table that is of one kind, written as another.
func tables(fromMap bool, to string) func(*source) []site {
	return func(s *source) []site {
		var sites []site
		for _, t := range s.tables() {
			if t.isMap != fromMap {
				continue
			}
			edits := []edit{replace(t.file, t.literal.Type, head(to))}
			var elements []edit
			for _, e := range t.literal.Elts {
				switch pair, ok := e.(*ast.KeyValueExpr); {
				case ok && to == "list":
					elements = append(elements, edit{t.file, pair.Key.End(), pair.End(), ""})
				case ok:
					elements = append(elements, replace(t.file, pair.Value, "{}"))
				case to == "map":
					elements = append(elements, insert(t.file, e.End(), ": true"))
				default:
					elements = append(elements, insert(t.file, e.End(), ": {}"))
				}
			}
			if t.declared == nil { // the literal is inside the lookup, and written anew with it
				l := t.lookups[0]
				written := s.rewriteInside(t, to)
				edits = []edit{replace(l.file, l.expr, s.write(l, written, to))}
			} else {
				edits = append(edits, elements...)
				for _, l := range t.lookups {
					edits = append(edits, replace(l.file, l.expr, s.write(l, s.text(l.file, l.table), to)))
				}
			}
			for _, l := range t.lookups {
				edits = append(edits, s.helpers(l.file, to)...)
			}
			sites = append(sites, site{name: s.at(t.literal.Pos()), edits: edits})
		}
		return sites
	}
}

// has is what asks a set.
const has = "\nfunc zzhas(set map[string]struct{}, v string) bool { _, ok := set[v]; return ok }\n"

// lookFor writes comparisons of strings with constants as questions to tables.
func lookFor(kind string) func(*source) []site {
	return func(s *source) []site {
		var sites []site
		for _, file := range s.Syntax {
			ast.Inspect(file, func(n ast.Node) bool {
				e, ok := n.(*ast.BinaryExpr)
				if !ok || e.Op != token.EQL && e.Op != token.NEQ {
					return true
				}
				code, constant := e.X, e.Y
				if s.TypesInfo.Types[constant].Value == nil {
					code, constant = constant, code
				}
				of := s.TypesInfo.Types[code]
				if s.TypesInfo.Types[constant].Value == nil || of.Value != nil || of.Type == nil || of.Type.String() != "string" || s.text(file, constant) == `""` {
					return true
				}
				l := lookup{file: file, expr: e, value: code}
				word := s.text(file, constant)
				switch kind {
				case "map":
					word += ": true"
				case "set":
					word += ": {}"
				}
				text := s.write(l, head(kind)+"{"+word+"}", kind)
				if strings.Contains(text, "\n") {
					return true
				}
				if e.Op == token.NEQ {
					text = "!" + text
				}
				sites = append(sites, site{name: s.at(e.Pos()), edits: append(s.helpers(file, kind), replace(file, e, "("+text+")"))})
				return true
			})
		}
		return sites
	}
}

// helpers returns what questions to a table of that kind need in a file.
func (s *source) helpers(file *ast.File, kind string) []edit {
	switch kind {
	case "list":
		return []edit{insert(file, file.Name.End(), "; import zzslices \"slices\"")}
	case "set":
		return []edit{insert(s.Syntax[0], s.Syntax[0].FileEnd, has)}
	}
	return nil
}

func (s *source) rewriteInside(t table, to string) string {
	var words []string
	for _, e := range t.literal.Elts {
		key := e
		if pair, ok := e.(*ast.KeyValueExpr); ok {
			key = pair.Key
		}
		word := s.text(t.file, key)
		switch to {
		case "map":
			word += ": true"
		case "set":
			word += ": {}"
		}
		words = append(words, word)
	}
	return head(to) + "{" + strings.Join(words, ", ") + "}"
}

// tables finds the tables of a package.
func (s *source) tables() []table {
	byVar := make(map[types.Object]*table)
	var order []types.Object
	var inside []table
	for _, file := range s.Syntax {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				if n.Type == nil && len(n.Names) == 1 && len(n.Values) == 1 {
					s.declares(file, byVar, &order, n.Names[0], n.Values[0])
				}
			case *ast.AssignStmt:
				if n.Tok == token.DEFINE && len(n.Lhs) == 1 && len(n.Rhs) == 1 {
					if id, ok := n.Lhs[0].(*ast.Ident); ok {
						s.declares(file, byVar, &order, id, n.Rhs[0])
					}
				}
			}
			return true
		})
	}
	used := make(map[types.Object]int)
	for id, object := range s.TypesInfo.Uses {
		if byVar[object] != nil && id != nil {
			used[object]++
		}
	}
	for _, file := range s.Syntax {
		commaOK := make(map[ast.Expr]bool)
		ast.Inspect(file, func(n ast.Node) bool {
			if as, ok := n.(*ast.AssignStmt); ok {
				for _, e := range as.Lhs {
					commaOK[e] = true // is written
				}
				if len(as.Lhs) == 2 && len(as.Rhs) == 1 {
					commaOK[as.Rhs[0]] = true
				}
			}
			l, isMap, ok := s.lookup(file, n)
			if !ok || commaOK[l.expr] {
				return true
			}
			if literal, ok := ast.Unparen(l.table).(*ast.CompositeLit); ok {
				if kind, fits := s.literal(literal); fits && kind == isMap {
					inside = append(inside, table{file: file, literal: literal, isMap: isMap, lookups: []lookup{l}})
				}
			} else if id, ok := ast.Unparen(l.table).(*ast.Ident); ok {
				if t := byVar[s.TypesInfo.ObjectOf(id)]; t != nil && t.isMap == isMap {
					t.lookups = append(t.lookups, l)
				}
			}
			return true
		})
	}
	for _, object := range order {
		if t := byVar[object]; len(t.lookups) > 0 && len(t.lookups) == used[object] && !(object.Exported() && object.Parent() == s.Types.Scope()) {
			inside = append(inside, *t)
		}
	}
	return inside
}

func (s *source) declares(file *ast.File, byVar map[types.Object]*table, order *[]types.Object, id *ast.Ident, value ast.Expr) {
	literal, ok := value.(*ast.CompositeLit)
	if !ok {
		return
	}
	object := s.TypesInfo.Defs[id]
	if isMap, ok := s.literal(literal); ok && object != nil {
		byVar[object] = &table{file: file, literal: literal, isMap: isMap, declared: id}
		*order = append(*order, object)
	}
}

// literal reports whether a literal is []string or map[string]bool of true.
func (s *source) literal(l *ast.CompositeLit) (isMap, ok bool) {
	if l.Type == nil || len(l.Elts) == 0 {
		return false, false
	}
	seen := make(map[string]bool)
	switch t := s.TypesInfo.TypeOf(l).(type) {
	case *types.Slice:
		for _, e := range l.Elts {
			if _, ok := e.(*ast.KeyValueExpr); ok {
				return false, false
			}
			if v := s.TypesInfo.Types[e].Value; v == nil || seen[v.ExactString()] {
				return false, false
			} else {
				seen[v.ExactString()] = true
			}
		}
		return false, t.String() == "[]string"
	case *types.Map:
		for _, e := range l.Elts {
			if v := s.TypesInfo.Types[e.(*ast.KeyValueExpr).Value].Value; v == nil || v.ExactString() != "true" {
				return false, false
			}
		}
		return true, t.String() == "map[string]bool"
	}
	return false, false
}

// lookup returns what a node asks a table.
func (s *source) lookup(file *ast.File, n ast.Node) (l lookup, isMap, ok bool) {
	switch n := n.(type) {
	case *ast.IndexExpr:
		t := s.TypesInfo.TypeOf(n.X)
		return lookup{file, n, n.X, n.Index}, true, t != nil && t.String() == "map[string]bool"
	case *ast.CallExpr:
		sel, isSel := ast.Unparen(n.Fun).(*ast.SelectorExpr)
		if !isSel || len(n.Args) != 2 {
			return l, false, false
		}
		object := s.TypesInfo.Uses[sel.Sel]
		if object == nil || object.Pkg() == nil || object.Pkg().Path() != "slices" || object.Name() != "Contains" {
			return l, false, false
		}
		return lookup{file, n, n.Args[0], n.Args[1]}, false, true
	}
	return l, false, false
}
