package errmap

import (
	"cmp"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis/checker"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

// A located site is one with the file set that resolves its positions.
type located struct {
	site *analyzer.Site
	pkg  string
	fset *token.FileSet
}

// A linker finds the sites to which functions hand their errors.
type linker struct {
	callers  map[string][]located // by the ID of the function called
	declared map[string]bool      // functions with sites
	memo     map[string][]End
	active   map[string]bool
}

func newLinker() *linker {
	return &linker{make(map[string][]located), make(map[string]bool), make(map[string][]End), make(map[string]bool)}
}

// known reports whether one of the functions is in a package that was analyzed,
// so that the calls in it are on the map themselves.
func (l *linker) known(functions []string) bool {
	return slices.ContainsFunc(functions, func(id string) bool { return l.declared[id] })
}

// A collector turns sites into calls.
type collector struct {
	names  Namer
	sites  []located
	linker *linker
}

// add takes the sites of a package over.
func (c *collector) add(root *checker.Action, m *analyzer.Map) {
	for i := range m.Sites {
		s := located{&m.Sites[i], root.Package.PkgPath, root.Package.Fset}
		c.sites = append(c.sites, s)
		c.linker.declared[s.site.In] = true
		if parent, _, ok := strings.Cut(s.site.In, "$"); ok {
			c.linker.declared[parent] = true
		}
		for _, callee := range s.site.Callees {
			c.linker.callers[callee] = append(c.linker.callers[callee], s)
		}
	}
}

// call makes a call of a site.
func (c *collector) call(s located) Call {
	at := c.place(s, s.site.Pos)
	call := Call{
		Name:     s.site.Name,
		Services: s.site.Services,
		Package:  s.pkg,
		Function: s.site.InName,
		Place:    at,
		Source:   c.line(s, s.site.Pos),
		Fates:    []Cell{},
	}
	if call.Services == nil {
		call.Services = []string{}
	}
	for _, t := range s.site.Tests {
		call.Tests = append(call.Tests, Test{c.place(s, t.Pos), t.By, t.Codes, t.Open, c.line(s, t.Pos)})
	}
	slices.SortStableFunc(call.Tests, func(a, b Test) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	call.Tests = sameLine(call.Tests)
	for _, u := range s.site.Uses {
		call.Uses = append(call.Uses, Mention{c.place(s, u.Pos), u.How})
	}
	for i := range s.site.Fates {
		category := s.site.Fates[i].Category
		if i > 0 && s.site.Fates[i-1].Category == category {
			continue
		}
		ends, more := worst(c.ends(s, category, nil))
		call.Fates = append(call.Fates, Cell{category, ends[0].Fate, ends[0].Forbidden, ends, more})
	}
	return call
}

// sameLine makes one of the tests on a line, such as those of a case clause.
func sameLine(tests []Test) []Test {
	var lines []Test
	for _, t := range tests {
		if n := len(lines) - 1; n >= 0 && lines[n].File == t.File && lines[n].Line == t.Line && lines[n].By == t.By {
			lines[n].Codes = append(slices.Clip(lines[n].Codes), t.Codes...)
			lines[n].Open = lines[n].Open || t.Open
			continue
		}
		lines = append(lines, t)
	}
	return lines
}

// maxEnds is how many ends of a category are worth reading.
const maxEnds = 12

// worst sorts ends, the worst first, and leaves out what nobody would read.
func worst(ends []End) (kept []End, more int) {
	slices.SortStableFunc(ends, func(a, b End) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(len(a.Path), len(b.Path)))
	})
	if len(ends) > maxEnds {
		return ends[:maxEnds], len(ends) - maxEnds
	}
	return ends, 0
}

// ends returns how the codes of a category, all of them or some, end that a
// site meets: here, or in the functions that it hands them on to.
func (c *collector) ends(s located, category string, codes []string) []End {
	var ends []End
	for i := range s.site.Fates {
		f := &s.site.Fates[i]
		if f.Category != category {
			continue
		}
		some, meets := both(f.Codes, codes)
		if !meets {
			continue
		}
		step := Step{Function: s.site.InName, How: how(f), Place: c.place(s, f.Pos)}
		end := End{Fate: f.Fate.String(), Forbidden: f.Forbidden, Codes: some, Why: f.Why, Path: []Step{step}}
		if !f.Leaves {
			ends = append(ends, end)
			continue
		}
		beyond := c.beyond(s.site.In, category, some)
		if f.Fate != analyzer.Surfaced || len(beyond) == 0 {
			ends = append(ends, end)
		}
		for _, next := range beyond {
			if f.Fate != analyzer.Surfaced && next.Fate != analyzer.Swallowed.String() {
				continue // what was retried, or is known to be handled, surfaces at last
			}
			next.Path = append([]Step{step}, next.Path...)
			if next.Codes == nil {
				next.Codes = some
			}
			ends = append(ends, next)
		}
	}
	return ends
}

// beyond returns the ends that codes meet which a function hands on, in its
// callers.
func (c *collector) beyond(function, category string, codes []string) []End {
	key := function + "\x00" + category + "\x00" + strings.Join(codes, " ")
	if ends, ok := c.linker.memo[key]; ok {
		return ends
	}
	if c.linker.active[key] {
		return nil // recursion
	}
	c.linker.active[key] = true
	defer delete(c.linker.active, key)
	var ends []End
	for _, caller := range c.linker.callers[function] {
		at := c.place(caller, caller.site.Pos)
		for _, end := range c.ends(caller, category, codes) {
			end.Path = slices.Clone(end.Path)
			end.Path[0].Call = &at
			ends = append(ends, end)
		}
	}
	ends, _ = worst(ends)
	c.linker.memo[key] = ends
	return ends
}

// both returns the codes in both lists, nil being all of the category.
func both(a, b []string) (codes []string, ok bool) {
	if a == nil || b == nil {
		return append(slices.Clip(a), b...), true
	}
	for _, code := range a {
		if slices.Contains(b, code) {
			codes = append(codes, code)
		}
	}
	return codes, len(codes) > 0
}

func (c *collector) place(s located, pos token.Pos) Place { return place(c.names, s.fset, pos) }

// line returns the text of a line, without the space around it.
func (c *collector) line(s located, pos token.Pos) string {
	p := s.fset.Position(pos)
	line := strings.TrimSpace(c.names.Line(p.Filename, p.Line))
	if letters := []rune(line); len(letters) > maxLine {
		return string(letters[:maxLine]) + "…"
	}
	return line
}

// maxLine is how many letters of a line are shown.
const maxLine = 160

// how says how control leaves the error behind.
func how(f *analyzer.SiteFate) string {
	switch {
	case f.Fate == analyzer.Unknown:
		return "not known"
	case f.Kind == analyzer.RetriedHere:
		return "given to a retry"
	case f.Kind == analyzer.Again:
		return "tried again"
	case f.Kind == analyzer.StoppedHere:
		return "made final"
	case f.Kind == analyzer.Ended:
		return "ends the program"
	case f.Kind == analyzer.True, f.Kind == analyzer.False:
		return "answered with true or false"
	case f.Fate == analyzer.Surfaced && f.Kind == analyzer.Succeeded:
		return "logged, stored or passed on"
	case f.Fate == analyzer.Swallowed || f.Fate == analyzer.Success || f.Kind == analyzer.Succeeded:
		return "ends in success"
	}
	return "returned"
}
