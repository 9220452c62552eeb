package seed

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/prog"
)

// Run puts the mutants into the program, many at a time, and fills in what the
// analyzer says of them. The baseline is what it says of the program as it is.
func Run(p *prog.Program, mutants []*Mutant, baseline []prog.Finding) error {
	known := make(map[string]int)
	for _, f := range baseline {
		known[key(f)]++
	}
	for i, b := range batches(p, mutants) {
		fmt.Fprintf(os.Stderr, "batch %d: %d mutants\n", i+1, len(b.mutants))
		if err := b.run(known, baseline); err != nil {
			return err
		}
		b.overlay, b.tails = nil, nil
	}
	return nil
}

func key(f prog.Finding) string { return f.File + ":" + strconv.Itoa(f.Line) + ":" + f.Message }

// maxRounds bounds how often a batch is tried again without the mutants that
// do not type-check.
const maxRounds = 6

func (b *batch) run(known map[string]int, baseline []prog.Finding) error {
	for _, m := range b.mutants {
		m.Line = b.p.Fset().Position(m.Site.Lit.Pos()).Line
		m.dropKnown(b.p, baseline)
	}
	for range maxRounds {
		pkgs, errs := b.p.Build(b.variant())
		if len(errs) > 0 {
			b.drop(errs)
			continue
		}
		found, err := b.p.Analyze(pkgs)
		if err != nil {
			return err
		}
		b.judge(found, known)
		return nil
	}
	for _, m := range b.mutants {
		if m.Dropped == "" {
			m.Dropped = "the batch does not type-check"
		}
	}
	return nil
}

// dropKnown drops a fault at a place that has it already.
func (m *Mutant) dropKnown(p *prog.Program, baseline []prog.Finding) {
	if m.Operator == "" {
		return
	}
	first, last := p.Fset().Position(m.Site.Fn.Pos()).Line, p.Fset().Position(m.Site.Fn.End()).Line
	line := p.Fset().Position(m.Site.Lit.Pos()).Line
	for _, f := range baseline {
		if f.File != m.Site.Name || f.Line < first || last < f.Line {
			continue
		}
		if f.Rule == m.Rule && (f.Line == line || m.Rule == "missingcritical" || m.Rule == "dropped") {
			m.Dropped = "the place has the fault already"
		}
	}
}

// drop drops the mutants that type errors belong to. Errors that belong to no
// line of a mutant count only when there are no others: they may follow from them.
func (b *batch) drop(errs []prog.TypeError) {
	owned := false
	for _, e := range errs {
		if m := b.owner(e.File, e.Line); m != nil {
			m.Dropped = "does not type-check: " + e.Msg
			owned = true
		}
	}
	if owned {
		return
	}
	for _, e := range errs { // the file's imports, or the helper package
		for _, m := range b.mutants {
			if m.Dropped == "" && (m.Site.Name == e.File || strings.Contains(e.File, "zzaccuracy") && len(m.helpers) > 0) {
				m.Dropped = "its file does not type-check: " + e.Msg
			}
		}
	}
}

// judge gives each mutant the findings in its function and says whether the
// fault is among them.
func (b *batch) judge(found []prog.Finding, known map[string]int) {
	seen := make(map[string]int)
	for _, f := range found {
		m := b.owner(f.File, f.Line)
		if m == nil || m.Dropped != "" {
			continue
		}
		if m.Operator == "" { // rewriting: all findings count
			m.Findings = append(m.Findings, f)
			continue
		}
		if seen[key(f)]++; seen[key(f)] <= known[key(f)] {
			continue
		}
		m.Findings = append(m.Findings, f)
		if m.matches(f) && !m.Found {
			m.Found = true
			m.suggestion(b, f)
		}
	}
}

func (m *Mutant) matches(f prog.Finding) bool {
	return f.Rule == m.Rule && (m.Value == "" || strings.Contains(f.Message, strconv.Quote(m.Value))) &&
		(m.Fate == "" || strings.Contains(f.Message, m.Fate))
}

// suggestion notes the first suggestion of a finding, and what its fix does.
func (m *Mutant) suggestion(b *batch, f prog.Finding) {
	if _, rest, ok := strings.Cut(f.Message, "did you mean \""); ok {
		m.Suggested, _, _ = strings.Cut(rest, "\"")
	}
	if len(f.Edits) == 0 {
		return
	}
	m.HasFix = true
	src := string(b.overlay[f.File])
	for i := len(f.Edits) - 1; i >= 0; i-- { // in source order
		e := f.Edits[i]
		if e.File != f.File {
			return
		}
		src = src[:e.Start] + e.New + src[e.End:]
	}
	original := strings.Split(string(b.p.Source(f.File)), "\n")
	fixed := strings.Split(src, "\n")
	first := b.p.Fset().Position(m.Site.Fn.Pos()).Line - 1
	last := b.p.Fset().Position(m.Site.Fn.End()).Line
	m.Restored = strings.Join(original[first:last], "\n") == strings.Join(fixed[first:last], "\n")
}
