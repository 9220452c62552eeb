package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/tcerrlint/tcerrlint/cmd/bench/internal/process"
)

// A target is packages of a module that tools are measured on.
type target struct {
	dir      func() (string, error)
	patterns []string
	edit     string // file of the module that is edited, for the third table
}

// vetTools are the vet tools that are compared, by label: a program and its
// flags. The empty name stands for the go command's own.
var vetTools = []struct {
	label, program string
	flags          []string
}{
	{"`go vet`", "", nil},
	{"**tcerrlint**", "tcerrlint", nil},
	{"tcerrlint, no rules", "tcerrlint", []string{"-rules=none"}},
	{"one empty analyzer", "empty", nil},
	{emptyFact, "emptyfact", nil},
	{"exhaustive", "exhaustive", nil},
	{"go-errorlint", "go-errorlint", nil},
}

const emptyFact = "one empty analyzer that declares a fact"

// vetCommand returns go vet with a tool on a target. A fresh command finds no
// results of that tool in the cache; all else there is compiled.
func (b *bench) vetCommand(t target, program string, fresh int, flags ...string) (*exec.Cmd, error) {
	dir, err := t.dir()
	if err != nil {
		return nil, err
	}
	args := []string{"vet"}
	if program == "" {
		args = append(args, fmt.Sprintf("-c=%d", fresh)) // lines of context to print: part of the key of its results
	} else {
		tool, err := b.tool(program)
		if err != nil {
			return nil, err
		}
		if tool, err = b.copyOf(tool, fresh); err != nil {
			return nil, err
		}
		args = append(args, "-vettool="+tool)
	}
	cmd := exec.Command("go", slices.Concat(args, flags, t.patterns)...)
	cmd.Dir = dir
	return cmd, nil
}

// copyOf returns a copy of a program that does the same and has another hash: go
// vet takes it for another tool.
func (b *bench) copyOf(tool string, fresh int) (string, error) {
	name := filepath.Join(b.dir, "copies", fmt.Sprint(fresh), filepath.Base(tool))
	if _, err := os.Stat(name); err == nil {
		return name, nil
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return "", err
	}
	source, err := os.Open(tool)
	if err != nil {
		return "", err
	}
	defer source.Close()
	file, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY, 0o777)
	if err != nil {
		return "", err
	}
	_, err = io.Copy(file, io.MultiReader(source, strings.NewReader(fmt.Sprint(fresh))))
	return name, errors.Join(err, file.Close())
}

// fresh returns a number that no earlier run of this command has used, small
// enough for a number of lines.
func (b *bench) fresh() int {
	b.last = max(b.last+1, int(time.Now().UnixMilli()/100%1_000_000))
	return b.last
}

// vetPlans returns the tables of a target: results of vet not in the cache, all
// in the cache, one file edited.
func (b *bench) vetPlans(name, about string, rounds int, t target) []plan {
	cold := plan{name: name + "-cold", title: about + ": results of vet not in the cache", reference: emptyFact, rounds: rounds}
	warm := plan{name: name + "-warm", title: about + ": nothing changed", reference: "`go vet`", rounds: rounds}
	edit := plan{name: name + "-edit", title: about + ": one file edited", reference: emptyFact, rounds: rounds}
	for _, v := range vetTools {
		cold.contenders = append(cold.contenders, contender{label: v.label, start: func(int) (*exec.Cmd, error) {
			return b.vetCommand(t, v.program, b.fresh(), v.flags...)
		}})
		number := 0
		again := func(round int) (*exec.Cmd, error) {
			if round == 0 {
				number = b.fresh()
				first, err := b.vetCommand(t, v.program, number, v.flags...)
				if err != nil {
					return nil, err
				}
				if _, err := process.Run(first); err != nil {
					return nil, err
				}
			}
			return b.vetCommand(t, v.program, number, v.flags...)
		}
		warm.contenders = append(warm.contenders, contender{label: v.label, start: again})
		edit.contenders = append(edit.contenders, contender{label: v.label, start: func(round int) (*exec.Cmd, error) {
			cmd, err := again(round)
			if err != nil {
				return nil, err
			}
			overlay, err := b.edited(t)
			if err != nil {
				return nil, err
			}
			cmd.Args = slices.Insert(cmd.Args, len(cmd.Args)-len(t.patterns), "-overlay="+overlay)
			return cmd, nil
		}})
	}
	plans := []plan{cold, warm}
	if t.edit != "" {
		plans = append(plans, edit)
	}
	return append(plans, b.largestPlan(name, about, t))
}

// edited returns an overlay in which a function was added to the file of the
// target that is edited, compiled already: that is the same work for every tool.
func (b *bench) edited(t target) (overlay string, err error) {
	dir, err := t.dir()
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, t.edit)
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	number := b.fresh()
	changed := filepath.Join(b.dir, fmt.Sprintf("edited%d.go", number))
	if err := os.WriteFile(changed, fmt.Appendf(text, "\nfunc edited%d() {}\n", number), 0o666); err != nil {
		return "", err
	}
	data, err := json.Marshal(map[string]any{"Replace": map[string]string{file: changed}})
	if err != nil {
		return "", err
	}
	overlay = filepath.Join(b.dir, fmt.Sprintf("overlay%d.json", number))
	if err := os.WriteFile(overlay, data, 0o666); err != nil {
		return "", err
	}
	_, err = command(dir, "go", slices.Concat([]string{"build", "-overlay=" + overlay}, t.patterns)...).output()
	return overlay, err
}

// largestPlan returns the table of what the tools' own processes cost, without
// the go command: CPU of all, memory of the largest.
func (b *bench) largestPlan(name, about string, t target) plan {
	p := plan{name: name + "-processes", title: about + ": the tool's own processes", reference: emptyFact, rounds: 1}
	for _, v := range vetTools {
		if v.program == "" {
			continue
		}
		p.contenders = append(p.contenders, contender{label: v.label, cost: func(int) (process.Cost, error) {
			tool, err := b.tool(v.program)
			if err != nil {
				return process.Cost{}, err
			}
			if tool, err = b.copyOf(tool, b.fresh()); err != nil {
				return process.Cost{}, err
			}
			_, costs, err := b.recorded(t, tool, os.Environ(), v.flags...)
			var sum process.Cost
			for _, c := range costs {
				sum.Wall += c.Wall
				sum.CPU += c.CPU
				sum.Peak = max(sum.Peak, c.Peak)
			}
			return sum, err
		}})
	}
	return p
}

// recorded runs go vet with the tool and returns what all of it cost, and what
// each process of the tool did.
func (b *bench) recorded(t target, tool string, env []string, flags ...string) (total process.Cost, units []process.Cost, err error) {
	dir, err := t.dir()
	if err != nil {
		return total, nil, err
	}
	record, err := b.tool("record")
	if err != nil {
		return total, nil, err
	}
	log := filepath.Join(b.dir, fmt.Sprintf("record%d", b.fresh()))
	cmd := exec.Command("go", slices.Concat([]string{"vet", "-vettool=" + record}, flags, t.patterns)...)
	cmd.Dir = dir
	cmd.Env = append(env, "BENCH_TOOL="+tool, "BENCH_LOG="+log)
	if total, err = process.Run(cmd); err != nil {
		return total, nil, err
	}
	data, err := os.ReadFile(log)
	if err != nil && !os.IsNotExist(err) {
		return total, nil, err
	}
	for line := range bytes.Lines(data) {
		var c process.Cost
		if err := json.Unmarshal(line, &c); err != nil {
			return total, nil, err
		}
		units = append(units, c)
	}
	return total, units, nil
}
