package seed

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/prog"
)

// A batch is mutants that go into the program together: at most one of a
// function, or one whose finding may lie anywhere in its package.
type batch struct {
	p       *prog.Program
	mutants []*Mutant
	tails   map[string]map[int]*Mutant // file, line after its end → whose declaration is there
	overlay map[string][]byte
}

// batches deals mutants out so that no batch has two of one function.
func batches(p *prog.Program, mutants []*Mutant) []*batch {
	var list []*batch
	next := make(map[string]int)
	for _, m := range mutants {
		if m.wide {
			continue
		}
		i := next[m.Site.Func]
		next[m.Site.Func]++
		for len(list) <= i {
			list = append(list, &batch{p: p})
		}
		list[i].mutants = append(list[i].mutants, m)
	}
	for _, m := range mutants {
		if m.wide {
			list = append(list, &batch{p: p, mutants: []*Mutant{m}})
		}
	}
	return list
}

// variant renders the mutants that are not dropped.
func (b *batch) variant() prog.Variant {
	byFile := make(map[string][]*Mutant)
	var helpers []helper
	for _, m := range b.mutants {
		if m.Dropped == "" {
			byFile[m.Site.Name] = append(byFile[m.Site.Name], m)
			helpers = append(helpers, m.helpers...)
		}
	}
	b.overlay = make(map[string][]byte)
	b.tails = make(map[string]map[int]*Mutant)
	for file, mutants := range byFile {
		b.overlay[file], b.tails[file] = render(b.p, file, mutants)
	}
	return prog.Variant{Overlay: b.overlay, Helper: helperSource(helpers)}
}

func helperSource(helpers []helper) string {
	if len(helpers) == 0 {
		return ""
	}
	var imports, decls []string
	for _, h := range helpers {
		for _, path := range h.imports {
			imports = append(imports, "import "+alias(path)+" \""+path+"\"\n")
		}
		decls = append(decls, h.decl+"\n")
	}
	compact := func(list []string) string {
		slices.Sort(list)
		return strings.Join(slices.Compact(list), "")
	}
	return "package zzaccuracy\n" + compact(imports) + base + compact(decls)
}

// render returns a file with its mutants; every line stays where it is, and
// declarations follow after the last.
func render(p *prog.Program, file string, mutants []*Mutant) ([]byte, map[int]*Mutant) {
	src := p.Source(file)
	var edits []edit
	var imports, tail []string
	for _, m := range mutants {
		edits = append(edits, m.edits...)
		for _, path := range m.imports {
			imports = append(imports, "; import "+alias(path)+" \""+path+"\"")
		}
	}
	slices.Sort(imports)
	if imports = slices.Compact(imports); len(imports) > 0 {
		at := offset(p, mutants[0].Site.File.Name, true)
		edits = append(edits, edit{at, at, strings.Join(imports, "")})
	}
	slices.SortStableFunc(edits, func(a, b edit) int { return cmp.Compare(a.start, b.start) })
	var out []byte
	last := 0
	for _, e := range edits {
		out = append(out, src[last:e.start]...)
		out = append(out, e.text...)
		last = e.end
	}
	out = append(out, src[last:]...)
	lines := strings.Count(string(out), "\n") + 1
	tails := make(map[int]*Mutant)
	for _, m := range mutants {
		for _, decl := range m.appends {
			lines++
			tails[lines] = m
			tail = append(tail, decl)
		}
	}
	if len(tail) > 0 {
		out = append(out, "\n"+strings.Join(tail, "\n")+"\n"...)
	}
	return out, tails
}

// owner returns the mutant that a line of a file belongs to.
func (b *batch) owner(file string, line int) *Mutant {
	if m := b.tails[file][line]; m != nil {
		return m
	}
	for _, m := range b.mutants {
		if m.wide {
			return m
		}
		if m.Site.Name != file {
			continue
		}
		fset := b.p.Fset()
		if first, last := fset.Position(m.Site.Fn.Pos()).Line, fset.Position(m.Site.Fn.End()).Line; first <= line && line <= last {
			return m
		}
	}
	return nil
}
