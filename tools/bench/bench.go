package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/tcerrlint/tcerrlint/tools/bench/internal/process"
)

// A bench measures the plans and keeps the tables.
type bench struct {
	settings
	root   string // of tcerrlint's own module
	dir    string // for the tools and all that is measured on
	tools  map[string]string
	plans  []plan
	tables map[string]table
	commit string // of tcerrlint, which is built once
	last   int    // number of the last run that had to be fresh
}

// A plan says how a table is measured and what the page says of it.
type plan struct {
	name, title string
	about       string // Markdown above the table
	reference   string // label of the row that others are compared with
	rounds      int
	contenders  []contender
}

// A contender is measured once in each round.
type contender struct {
	label string
	// start returns the process of this round. What must be done before, and is
	// not counted, it does itself.
	start func(round int) (*exec.Cmd, error)
	// cost, if not nil, measures in place of the operating system.
	cost func(round int) (process.Cost, error)
	note string // what else was seen; known when all is measured
}

func newBench(s settings) (*bench, error) {
	b := &bench{settings: s, commit: commit(), tables: make(map[string]table), tools: make(map[string]string)}
	if b.results == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return nil, err
		}
		b.results = filepath.Join(cache, "tcerrlint-bench.json")
	}
	data, err := os.ReadFile(b.results)
	if err == nil {
		err = json.Unmarshal(data, &b.tables)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", b.results, err)
	}
	if b.root, err = command("", "go", "list", "-m", "-f", "{{.Dir}}", "github.com/tcerrlint/tcerrlint").output(); err != nil {
		return nil, err
	}
	if b.dir, err = os.MkdirTemp("", "tcerrlint-bench-"); err != nil {
		return nil, err
	}
	if b.tfp != "" {
		if b.tfp, err = filepath.Abs(b.tfp); err != nil {
			return nil, err
		}
	}
	b.plans = b.allPlans()
	return b, nil
}

func (b *bench) close() {
	// What Go keeps in module caches is read-only.
	filepath.WalkDir(b.dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			os.Chmod(path, 0o777)
		}
		return nil
	})
	os.RemoveAll(b.dir)
}

func (b *bench) names() []string {
	var names []string
	for _, p := range b.plans {
		names = append(names, p.name)
	}
	return names
}

// measure measures a plan, its commands taking turns, and keeps the table.
func (b *bench) measure(p plan) error {
	rows := make([]row, len(p.contenders))
	for i, c := range p.contenders {
		rows[i].Label = c.label
	}
	for round := range p.rounds {
		for i, c := range p.contenders {
			cost, err := c.run(round)
			if err != nil {
				return err
			}
			rows[i].Costs = append(rows[i].Costs, cost)
			fmt.Fprintf(b.log, "%s %d/%d: %s: %.2f s, CPU %.2f s, %.0f MB\n", p.name, round+1, p.rounds, c.label, wall(cost), cpu(cost), peak(cost)/1e6)
		}
	}
	for i, c := range p.contenders {
		rows[i].Note = c.note
	}
	b.tables[p.name] = table{Date: today(), Commit: b.commit, Rows: rows}
	data, err := json.MarshalIndent(b.tables, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(b.results, data, 0o666)
}

func (c contender) run(round int) (process.Cost, error) {
	if c.cost != nil {
		return c.cost(round)
	}
	cmd, err := c.start(round)
	if err != nil {
		return process.Cost{}, err
	}
	return process.Run(cmd)
}

// commit returns the commit of tcerrlint.
func commit() string {
	out, err := command("", "git", "describe", "--always", "--dirty", "--exclude=*").output()
	if err != nil {
		return "unknown"
	}
	return out
}
