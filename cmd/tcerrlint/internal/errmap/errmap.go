// Package errmap draws the map of error handling: for every call of the API in
// a program, what becomes of the codes of each critical category.
package errmap

import (
	"cmp"
	"go/token"
	"slices"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/analyzer/errormap"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/driver"
)

// A Document is the whole map; its JSON is what "tcerrlint map -format json"
// prints.
type Document struct {
	Version    string     `json:"version"` // of tcerrlint
	Catalog    string     `json:"catalog"` // its date
	Module     string     `json:"module"`
	Categories []Category `json:"categories"` // the critical ones
	Counts     []Count    `json:"counts"`     // of calls, by the fates that one of their categories meets
	Calls      []Call     `json:"calls"`      // worst first
	Services   []Service  `json:"services"`
}

// A Category is one whose fate is followed.
type Category struct {
	Name      string   `json:"name"`
	Forbidden []string `json:"forbidden"` // fates that the policy forbids
}

// A Count is how many calls have a category that meets a fate.
type Count struct {
	Fate  string `json:"fate"`
	Calls int    `json:"calls"`
}

// A Service is what a service may answer.
type Service struct {
	Name       string             `json:"name"`
	Complete   bool               `json:"complete"` // it may answer no others
	Categories []CategoryOfAnswer `json:"categories"`
}

// A CategoryOfAnswer is the codes of a category that a service may answer.
type CategoryOfAnswer struct {
	Name  string   `json:"name"`
	Codes []string `json:"codes"`
}

// A Call is a call of the API.
type Call struct {
	Name     string   `json:"name"`
	Services []string `json:"services"` // empty where they are not known
	Package  string   `json:"package"`
	Function string   `json:"function"`
	Place
	Source string    `json:"source,omitempty"` // the line
	Tests  []Test    `json:"tests,omitempty"`  // made on its error in this function
	Uses   []Mention `json:"uses,omitempty"`   // where its error is logged, stored or passed on
	Fates  []Cell    `json:"fates"`            // one for each category that it may answer
}

// A Place is a place in a source file.
type Place struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column,omitempty"`
}

// A Test is a test on the code of an error.
type Test struct {
	Place
	By     string   `json:"by,omitempty"` // the helper that tests
	Codes  []string `json:"codes,omitempty"`
	Open   bool     `json:"open,omitempty"` // with other codes, too, that are not known
	Source string   `json:"source,omitempty"`
}

// A Mention is a place where an error is used.
type Mention struct {
	Place
	How string `json:"how"`
}

// A Cell is what becomes of a critical category of a call: the worst of its
// ends, and all of them.
type Cell struct {
	Category  string `json:"category"`
	Fate      string `json:"fate"`
	Forbidden bool   `json:"forbidden,omitempty"` // by the policy
	Ends      []End  `json:"ends"`                // worst first
	More      bool   `json:"more,omitempty"`      // there are others, none of them worse
}

// An End is one way in which codes of a category end.
type End struct {
	Fate      string   `json:"fate"`
	Forbidden bool     `json:"forbidden,omitempty"`
	Codes     []string `json:"codes,omitempty"` // where it is not all of the category
	Why       string   `json:"why,omitempty"`   // of an unknown fate
	Path      []Step   `json:"path"`            // the last step is where the fate is decided
}

// A Step is how control leaves the error behind in one function.
type Step struct {
	Function string `json:"function"`
	How      string `json:"how"`
	Place
	Call *Place `json:"call,omitempty"` // in callers: the call that hands the error on
}

// Namer names files and gives their lines.
type Namer interface {
	Name(file string) string
	Line(file string, line int) string
}

// New makes the map of the packages that were analyzed.
func New(roots []*driver.Result, names Namer, version string) *Document {
	c := &collector{names: names, linker: newLinker()}
	doc := &Document{Version: version, Catalog: catalog.Info().Date, Module: module(roots), Calls: []Call{}, Services: []Service{}}
	services := make(map[string]*answers)
	for _, root := range roots {
		m := root.Value.(*errormap.Map)
		doc.policy(m)
		c.add(root, m)
		for name, a := range m.Services {
			if services[name] == nil {
				services[name] = &answers{codes: make(map[string]bool)}
			}
			services[name].merge(a.Complete, a.Codes)
		}
	}
	for _, s := range c.sites {
		if s.site.API || !c.linker.known(s.site.Callees) {
			doc.Calls = append(doc.Calls, c.call(s))
		}
	}
	slices.SortStableFunc(doc.Calls, func(a, b Call) int {
		return cmp.Or(cmp.Compare(weight(b.Fates), weight(a.Fates)), cmp.Compare(a.Package, b.Package), cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	doc.count()
	for name, a := range services {
		doc.Services = append(doc.Services, a.service(name))
	}
	slices.SortFunc(doc.Services, func(a, b Service) int { return cmp.Compare(a.Name, b.Name) })
	return doc
}

// policy adds a package's policy to that of the document; where modules have
// different ones, a category has the fates that one of them forbids.
func (doc *Document) policy(m *errormap.Map) {
	for name, fates := range m.Policy {
		i, known := slices.BinarySearchFunc(doc.Categories, name, func(c Category, name string) int { return cmp.Compare(c.Name, name) })
		if !known {
			doc.Categories = slices.Insert(doc.Categories, i, Category{Name: name, Forbidden: []string{}})
		}
		c := &doc.Categories[i]
		for _, fate := range fates {
			if !slices.Contains(c.Forbidden, fate.String()) {
				c.Forbidden = append(c.Forbidden, fate.String())
			}
		}
	}
}

// count counts the calls by fate, from the worst to the best.
func (doc *Document) count() {
	for _, fate := range fates {
		n := 0
		for _, call := range doc.Calls {
			if slices.ContainsFunc(call.Fates, func(c Cell) bool { return c.Fate == fate.String() }) {
				n++
			}
		}
		doc.Counts = append(doc.Counts, Count{fate.String(), n})
	}
}

// fates lists the fates from the worst to the best, where no policy says
// otherwise.
var fates = [...]errormap.Fate{
	errormap.Swallowed, errormap.Retried, errormap.Stopped, errormap.Success,
	errormap.Unknown, errormap.Logged, errormap.Surfaced, errormap.Handled,
}

// rank says how bad an end is: 0 is worst.
func (e *End) rank() int {
	i := slices.IndexFunc(fates[:], func(f errormap.Fate) bool { return f.String() == e.Fate })
	switch {
	case e.Forbidden:
		return i
	case e.Fate == "retried" || e.Fate == "stopped":
		return len(fates) + 1 + i // as good as surfaced
	}
	return len(fates)/2 + i
}

// weight says how much a call is worth a look.
func weight(cells []Cell) int {
	w := 0
	for _, c := range cells {
		switch {
		case c.Forbidden && c.Fate == "swallowed":
			w += 1000
		case c.Forbidden:
			w += 100
		case c.Fate == "success" || c.Fate == "swallowed":
			w += 10
		case c.Fate == "unknown":
			w++
		}
	}
	return w
}

// answers are the codes that a service may answer, of all packages.
type answers struct {
	complete bool
	codes    map[string]bool
}

func (a *answers) merge(complete bool, codes []string) {
	a.complete = a.complete || complete
	for _, code := range codes {
		a.codes[code] = true
	}
}

func (a *answers) service(name string) Service {
	s := Service{Name: name, Complete: a.complete, Categories: []CategoryOfAnswer{}}
	byName := make(map[string][]string)
	for code := range a.codes {
		byName[catalog.Category(code)] = append(byName[catalog.Category(code)], code)
	}
	for category, codes := range byName {
		slices.Sort(codes)
		s.Categories = append(s.Categories, CategoryOfAnswer{category, codes})
	}
	slices.SortFunc(s.Categories, func(a, b CategoryOfAnswer) int { return cmp.Compare(a.Name, b.Name) })
	return s
}

// place resolves a position.
func place(names Namer, fset *token.FileSet, pos token.Pos) Place {
	p := fset.Position(pos)
	return Place{names.Name(p.Filename), p.Line, p.Column}
}
