package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/golden"
	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/prog"
	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/seed"
	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/site"
)

// A result is everything that was measured.
type result struct {
	settings  settings
	start     time.Time
	repos     []repoResult
	mutants   []*seed.Mutant
	rewrites  []rewrite
	golden    []golden.File
	ageing    []ageing
	controls  []control
	strangers string // the section about code of others
}

// A repoResult says what was measured of one repository.
type repoResult struct {
	name, commit       string
	patterns           []string
	packages           int
	sites, answers     int
	findings           int
	functions, mutants int
	note               string
}

func measure(s settings) (*result, error) {
	r := &result{settings: s, start: time.Now()}
	var err error
	if r.golden, err = golden.Read(s.corpus); err != nil {
		return nil, err
	}
	if r.strangers, err = strangers(r.golden); err != nil {
		return nil, err
	}
	for _, repo := range s.repos {
		if err := r.repo(repo); err != nil {
			return nil, fmt.Errorf("%s: %w", repo.name, err)
		}
	}
	if s.controls {
		if r.controls, err = runControls(); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// repo measures on one repository.
func (r *result) repo(repo repo) error {
	fmt.Fprintln(os.Stderr, "loading", repo.name)
	res := repoResult{name: repo.name, commit: commit(repo.dir), patterns: append(repo.flags, repo.patterns...)}
	p, err := prog.LoadEnv(repo.dir, repo.environment(), repo.patterns...)
	if err != nil {
		res.note = "not loaded: " + strings.Join(strings.Fields(strings.ReplaceAll(err.Error(), repo.dir, "DIR")), " ")
		r.repos = append(r.repos, res)
		return nil
	}
	if len(p.Broken) > 0 {
		res.note = fmt.Sprintf("%d packages do not load", len(p.Broken))
	}
	baseline, err := p.Analyze(p.Roots)
	if err != nil {
		return err
	}
	sites, answers := site.Find(p), site.FindAnswers(p)
	functions := make(map[string]bool)
	for _, s := range sites {
		functions[s.Func] = true
	}
	for _, a := range answers {
		functions[a.Func] = true
	}
	planter := seed.NewPlanter(p, r.settings.seed)
	faults := append(planter.Faults(sites, r.settings.perForm), planter.WireFaults(answers, r.settings.perForm)...)
	rewrites := planter.Rewritings(sites, 2*r.settings.perForm)
	res.packages, res.sites, res.answers, res.functions, res.findings = len(p.Roots), len(sites), len(answers), len(functions), len(baseline)
	res.mutants = len(faults) + len(rewrites)
	r.repos = append(r.repos, res)
	if len(faults)+len(rewrites) > 0 {
		if err := seed.Run(p, append(faults, rewrites...), baseline); err != nil {
			return err
		}
	}
	r.mutants = append(r.mutants, faults...)
	for _, m := range rewrites {
		r.rewrites = append(r.rewrites, newRewrite(p, m, baseline))
	}
	if r.ageing == nil && !r.settings.smoke && len(p.Services()) > 0 {
		r.ageing, err = replay(p)
	}
	return err
}

// commit returns the commit of a checkout, "" if it is none.
func commit(dir string) string {
	out, err := exec.Command("git", "-C", dir, "rev-parse", "HEAD").Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
