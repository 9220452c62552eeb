package errmap

import (
	"cmp"
	"go/token"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/errormap"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/driver"
)

// A located site is one with the file set that resolves its positions.
type located struct {
	site *errormap.Site
	pkg  string
	fset *token.FileSet
}

// A linker finds the sites to which functions hand their errors.
type linker struct {
	callers  map[string][]located // by the ID of the function called
	packages map[string]bool      // that were analyzed
	memo     map[string]ways
	active   map[string]int // depth of what is being followed
	cut      int            // the least depth at which recursion ended the way
}

func newLinker() *linker {
	return &linker{make(map[string][]located), make(map[string]bool), make(map[string]ways), make(map[string]int), notCut}
}

// notCut is deeper than anything.
const notCut = 1 << 30

// known reports whether one of the functions is in a package that was analyzed,
// so that the calls in it are on the map themselves.
func (l *linker) known(functions []errormap.Callee) bool {
	return slices.ContainsFunc(functions, func(f errormap.Callee) bool { return l.packages[f.Package] })
}

// A collector turns sites into calls.
type collector struct {
	names  Namer
	sites  []located
	linker *linker
}

// add takes the sites of a package over.
func (c *collector) add(root *driver.Result, m *errormap.Map) {
	for i := range m.Sites {
		s := located{&m.Sites[i], root.Package.PkgPath, root.Package.Fset}
		c.sites = append(c.sites, s)
		for _, callee := range s.site.Callees {
			c.linker.callers[callee.ID] = append(c.linker.callers[callee.ID], s)
		}
	}
	c.linker.packages[root.Package.PkgPath] = true
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
		w := c.ends(s, category, nil).worst()
		call.Fates = append(call.Fates, Cell{category, w.ends[0].Fate, w.ends[0].Forbidden, w.ends, w.more})
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

// Ways are the ends of the codes of a category.
type ways struct {
	ends []End
	more bool // there are others, none of them worse
}

// maxEnds is how many ends of a category are worth reading.
const maxEnds = 12

// worst sorts ends, the worst first, and leaves out what nobody would read.
func (w ways) worst() ways {
	slices.SortStableFunc(w.ends, func(a, b End) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(len(a.Path), len(b.Path)))
	})
	if len(w.ends) > maxEnds {
		return ways{w.ends[:maxEnds], true}
	}
	return w
}

// ends returns how the codes of a category, all of them or some, end that a
// site meets: here, or in the functions that it hands them on to.
func (c *collector) ends(s located, category string, codes []string) ways {
	var w ways
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
			w.ends = append(w.ends, end)
			continue
		}
		beyond, recursive := c.beyond(s.site.In, category, some)
		if recursive {
			continue // the ends of the function are those of the call that is followed
		}
		// What is rightly made final goes to the callers like any other error.
		surfaces := f.Fate == errormap.Surfaced || f.Fate == errormap.Stopped && !f.Forbidden
		if !surfaces || len(beyond.ends) == 0 {
			w.ends = append(w.ends, end)
		}
		w.more = w.more || beyond.more
		for _, next := range beyond.ends {
			if !surfaces && next.Fate != errormap.Swallowed.String() {
				continue // what was retried, or is known to be handled, surfaces at last
			}
			next.Path = append([]Step{step}, next.Path...)
			if next.Codes == nil {
				next.Codes = some
			}
			w.ends = append(w.ends, next)
		}
	}
	return w
}

// beyond returns the ends that codes meet which a function hands on, in its
// callers; recursive says that they are being followed already.
func (c *collector) beyond(function, category string, codes []string) (w ways, recursive bool) {
	l := c.linker
	key := function + "\x00" + category + "\x00" + strings.Join(codes, " ")
	if w, ok := l.memo[key]; ok {
		return w, false
	}
	if depth, ok := l.active[key]; ok {
		l.cut = min(l.cut, depth)
		return w, true
	}
	depth, outer := len(l.active), l.cut
	l.active[key], l.cut = depth, notCut
	for _, caller := range l.callers[function] {
		at := c.place(caller, caller.site.Pos)
		there := c.ends(caller, category, codes)
		for _, end := range there.ends {
			end.Path = slices.Clone(end.Path)
			end.Path[0].Call = &at
			w.ends = append(w.ends, end)
		}
		w.more = w.more || there.more
	}
	delete(l.active, key)
	w = w.worst()
	if l.cut >= depth {
		l.memo[key] = w // else what was cut off is missing
	}
	l.cut = min(l.cut, outer)
	return w, false
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
func how(f *errormap.SiteFate) string {
	switch {
	case f.Fate == errormap.Unknown:
		return "not known"
	case f.Repeated:
		return "the same is called once more"
	case f.Kind == errormap.RetriedHere:
		return "given to a retry"
	case f.Kind == errormap.Again:
		return "tried again"
	case f.Kind == errormap.StoppedHere:
		return "made final"
	case f.Kind == errormap.Ended:
		return "ends the program"
	case f.Kind == errormap.True, f.Kind == errormap.False:
		return "answered with true or false"
	case f.Fate == errormap.Logged:
		return "logged, and ends in success"
	case f.Fate == errormap.Surfaced && f.Kind == errormap.Succeeded:
		return "stored or passed on"
	case f.Fate == errormap.Swallowed || f.Fate == errormap.Success || f.Kind == errormap.Succeeded:
		return "ends in success"
	}
	return "returned"
}
