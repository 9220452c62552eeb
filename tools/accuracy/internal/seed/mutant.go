// Package seed plants faults at sites, and rewrites sites without changing
// what they mean.
package seed

import (
	"go/ast"
	"go/types"

	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/prog"
	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/site"
)

// A Mutant is a change of one function.
type Mutant struct {
	Site     *site.Site
	Operator string // the fault; "" for none, a rewriting only
	Kind     string // which fault of the operator
	Form     string // how the test is written
	Rule     string // that must report the fault
	Value    string // the code that the finding must name; "" for any
	Fate     string // a word that the finding must have
	Original string // the code before the fault
	Literal  bool   // a fix could restore the literal as it was
	Line     int    // of the place
	Written  bool   // in no other form than the repository's

	Shape string // of the answer on the wire; "" where it is an error of the SDK
	twin  twin
	wide  bool // the finding may lie in another function of the package

	edits   []edit
	imports []string // of the file
	appends []string // declarations for the end of the file
	helpers []helper // declarations for the helper package

	// The result.
	Dropped   string // why it does not count; "" if it does
	Found     bool
	Findings  []prog.Finding // new ones, in this function
	Suggested string         // the first suggestion
	HasFix    bool
	Restored  bool // the fix gives the original back, byte for byte
}

// An edit replaces the bytes start to end of the site's file; lines stay.
type edit struct {
	start, end int
	text       string
}

// A helper is a declaration of the helper package and what it imports.
type helper struct {
	decl    string
	imports []string
}

// A Planter makes mutants of one program.
type Planter struct {
	p       *prog.Program
	seed    uint64
	n       int // for fresh names
	spreads int // for other sites each time

	mutants   map[string]int // how many each function has
	constants map[*types.Package]map[[2]string]bool
}

// NewPlanter returns a planter whose choices depend on the seed alone.
func NewPlanter(p *prog.Program, seed uint64) *Planter {
	return &Planter{p: p, seed: seed, mutants: make(map[string]int), constants: make(map[*types.Package]map[[2]string]bool)}
}

func (m *Mutant) replace(p *prog.Program, n ast.Node, text string) {
	m.replaceRange(p, n, n, text)
}

// replaceRange replaces from the start of one node to the end of another.
func (m *Mutant) replaceRange(p *prog.Program, from, to ast.Node, text string) {
	m.edits = append(m.edits, edit{offset(p, from, false), offset(p, to, true), text})
}

func (m *Mutant) insert(at int, text string) { m.edits = append(m.edits, edit{at, at, text}) }

func offset(p *prog.Program, n ast.Node, end bool) int {
	pos := n.Pos()
	if end {
		pos = n.End()
	}
	return p.Fset().PositionFor(pos, false).Offset
}

// overlap reports whether two edits of the mutant touch the same bytes.
func (m *Mutant) overlap() bool {
	for i, a := range m.edits {
		for _, b := range m.edits[i+1:] {
			if a.start < b.end && b.start < a.end || a.start == b.start && a.end == b.end {
				return true
			}
			if a.start == a.end && b.start < a.start && a.start < b.end || b.start == b.end && a.start < b.start && b.start < a.end {
				return true
			}
		}
	}
	return false
}
