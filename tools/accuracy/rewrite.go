package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/prog"
	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/seed"
)

// A rewrite is a rewriting that keeps the meaning of a function, and whether
// the findings in it stayed the same.
type rewrite struct {
	mutant        *seed.Mutant
	before, after []string
	faulty        bool // there were findings
}

func newRewrite(p *prog.Program, m *seed.Mutant, baseline []prog.Finding) rewrite {
	r := rewrite{mutant: m}
	first, last := p.Fset().Position(m.Site.Fn.Pos()).Line, p.Fset().Position(m.Site.Fn.End()).Line
	for _, f := range baseline {
		if f.File == m.Site.Name && first <= f.Line && f.Line <= last {
			r.before = append(r.before, essence(f))
		}
	}
	for _, f := range m.Findings {
		r.after = append(r.after, essence(f))
	}
	slices.Sort(r.before)
	slices.Sort(r.after)
	r.before, r.after = slices.Compact(r.before), slices.Compact(r.after)
	r.faulty = len(r.before) > 0
	return r
}

func (r rewrite) same() bool { return slices.Equal(r.before, r.after) }

func (r rewrite) String() string {
	return fmt.Sprintf("%s, %s: before [%s], after [%s]", r.mutant.Form, r.mutant.Site.Func, strings.Join(r.before, "; "), strings.Join(r.after, "; "))
}

// essence is what of a finding must not depend on how the code is written: the
// rule, and the code; of a fate, which categories meet it.
func essence(f prog.Finding) string {
	words := []string{f.Rule}
	if f.Rule == "missingcritical" {
		head, _, _ := strings.Cut(f.Message, ":")
		rest := strings.TrimPrefix(f.Message, head)
		rest, _, _ = strings.Cut(rest, "any code but")
		for _, word := range []string{"AuthFailure", "RequestLimitExceeded", "UnauthorizedOperation", "swallowed", "retry gives up", "final"} {
			if strings.Contains(rest, word) {
				words = append(words, word)
			}
		}
		return strings.Join(words, " ")
	}
	if part := strings.SplitN(f.Message, "\"", 3); len(part) == 3 {
		words = append(words, part[1])
	}
	return strings.Join(words, " ")
}
