package main

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

// wrapped returns the sites at which the body of a function can be another
// function that it calls. head returns, by the name of the new function, what
// comes between "{ " and its body: the call and its head.
func (s *source) wrapped(head func(f *function) string, fits func(f *function) bool) []site {
	var sites []site
	s.functions(func(file *ast.File, decl *ast.FuncDecl) {
		f, ok := s.function(file, decl)
		if !ok || !fits(f) {
			return
		}
		sites = append(sites, site{name: s.at(decl.Pos()) + " " + decl.Name.Name, edits: []edit{insert(file, decl.Body.Lbrace, head(f))}})
	})
	return sites
}

// A function is one whose body can be moved.
type function struct {
	decl      *ast.FuncDecl
	name      string // for the new function
	params    string // as written, without parentheses
	results   string // as written
	arguments string
	receiver  string // its name; "" for none
	typed     string // receiver and its type, as written
	base      string // the receiver's type, without star
	answers   bool
}

// function returns what is needed to move a body; ok is false where a parameter
// has no name, or there are type parameters.
func (s *source) function(file *ast.File, decl *ast.FuncDecl) (f *function, ok bool) {
	t := decl.Type
	if t.TypeParams != nil || decl.Name.Name == "init" || decl.Name.Name == "main" || decl.Name.Name == "_" || strings.HasPrefix(decl.Name.Name, "Test") {
		return nil, false
	}
	f = &function{decl: decl, name: "zz" + decl.Name.Name, answers: t.Results != nil}
	f.params = s.between(file, t.Params.Opening+1, t.Params.Closing)
	if strings.Contains(f.params, "\n") {
		f.params = strings.ReplaceAll(strings.TrimSuffix(strings.TrimSpace(f.params), ","), "\n", " ")
	}
	if f.answers {
		f.results = s.text(file, t.Results)
	}
	var args []string
	for _, field := range t.Params.List {
		if len(field.Names) == 0 {
			return nil, false
		}
		for _, id := range field.Names {
			if id.Name == "_" {
				return nil, false
			}
			arg := id.Name
			if _, ok := field.Type.(*ast.Ellipsis); ok {
				arg += "..."
			}
			args = append(args, arg)
		}
	}
	f.arguments = strings.Join(args, ", ")
	if decl.Recv != nil {
		field := decl.Recv.List[0]
		if len(field.Names) != 1 || field.Names[0].Name == "_" {
			return nil, false
		}
		if _, ok := ast.Unparen(field.Type).(*ast.IndexExpr); ok {
			return nil, false
		}
		f.receiver = field.Names[0].Name
		f.typed = s.text(file, field)
		base := s.TypesInfo.TypeOf(field.Type)
		if p, ok := base.(*types.Pointer); ok {
			base = p.Elem()
		}
		named, ok := base.(*types.Named)
		if !ok || named.TypeArgs().Len() > 0 {
			return nil, false
		}
		f.base = named.Obj().Name()
	}
	// A comment between the results and the body would swallow what is added.
	return f, true
}

// call writes the body that only calls the new function.
func (f *function) call(callee string) string {
	call := callee + "(" + f.arguments + ")"
	if f.answers {
		call = "return " + call
	}
	return "{ " + call + " }; "
}

// extract makes a function of every body.
func extract(s *source) []site {
	return s.wrapped(func(f *function) string {
		if f.receiver != "" {
			return f.call(f.receiver+"."+f.name) + fmt.Sprintf("func (%s) %s(%s) %s ", f.typed, f.name, f.params, f.results)
		}
		return f.call(f.name) + fmt.Sprintf("func %s(%s) %s ", f.name, f.params, f.results)
	}, func(*function) bool { return true })
}

// literal makes a function literal of every body.
func literal(s *source) []site {
	var sites []site
	s.functions(func(file *ast.File, decl *ast.FuncDecl) {
		f, ok := s.function(file, decl)
		if !ok {
			return
		}
		answer := ""
		if f.answers {
			answer = "return "
		}
		sites = append(sites, site{name: s.at(decl.Pos()) + " " + decl.Name.Name, edits: []edit{
			insert(file, decl.Body.Lbrace, fmt.Sprintf("{ %sfunc(%s) %s ", answer, f.params, f.results)),
			insert(file, decl.Body.Rbrace+1, fmt.Sprintf("(%s) }", f.arguments)),
		}})
	})
	return sites
}

// generic makes a generic function of every body, with a type that nothing uses.
func generic(s *source) []site {
	return s.wrapped(func(f *function) string {
		return f.call(f.name+"[struct{}]") + fmt.Sprintf("func %s[ZZ any](%s) %s ", f.name, f.params, f.results)
	}, func(f *function) bool { return f.receiver == "" })
}

// method makes a method of every function's body.
func method(s *source) []site {
	return s.wrapped(func(f *function) string {
		return f.call("zzOf"+f.name+"{}."+f.name) + fmt.Sprintf("type zzOf%s struct{}; func (zzOf%[1]s) %[1]s(%s) %s ", f.name, f.params, f.results)
	}, func(f *function) bool { return f.receiver == "" })
}

// plain makes a function of every method's body.
func plain(s *source) []site {
	return s.wrapped(func(f *function) string {
		name := f.name + "Of" + f.base
		head := f.typed
		arguments := f.receiver
		if f.params != "" {
			head += ", " + f.params
			arguments += ", " + f.arguments
		}
		g := *f
		g.arguments = arguments
		return g.call(name) + fmt.Sprintf("func %s(%s) %s ", name, head, f.results)
	}, func(f *function) bool { return f.receiver != "" })
}
