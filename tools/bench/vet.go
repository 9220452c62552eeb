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

	"github.com/tcerrlint/tcerrlint/tools/bench/internal/process"
)

// A target is packages of a module that tools are measured on.
type target struct {
	dir      func() (string, error)
	patterns []string
	edit     string // file of the module that is edited, for the third table
}

// A vetTool is a program that go vet starts, and its flags. Without a program it
// is the go command's own.
type vetTool struct {
	label, program string
	flags          []string
}

// vetTools are the vet tools that are compared.
var vetTools = []vetTool{
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
		args = append(args, fmt.Sprintf("-printf.funcs=fresh%d", fresh)) // part of the key of its results
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

// fresh returns a number that no earlier run of this command has used.
func (b *bench) fresh() int {
	b.last = max(b.last+1, int(time.Now().Unix()))
	return b.last
}

// vetPlans returns the tables of a target: results of vet not in the cache, all
// in the cache, one file edited, and what the tools' own processes cost.
func (b *bench) vetPlans(name, about string, rounds int, t target, tools []vetTool) []plan {
	cold := plan{
		name: name + "-cold", title: about + ": results of vet not in the cache",
		about:     "All is compiled. `go vet` starts its tool for every package and every dependency; most of them tcerrlint answers by a look at their bytes.",
		reference: emptyFact, rounds: rounds,
	}
	// A second or two, of which chance has a large part: many rounds cost little.
	warm := plan{name: name + "-warm", title: about + ": nothing changed", reference: "`go vet`", rounds: 2*rounds + 5}
	edit := plan{name: name + "-edit", title: about + ": one file edited", reference: emptyFact, rounds: rounds}
	processes := plan{
		name: name + "-processes", title: about + ": the tool's own processes",
		about:     "As before, but only what the processes of the tool took: the sum of their times, the memory of the largest.",
		reference: emptyFact, rounds: 1,
	}
	for _, v := range tools {
		c := &cached{bench: b, target: t, tool: v}
		cold.contenders = append(cold.contenders, contender{label: v.label, start: c.cold})
		warm.contenders = append(warm.contenders, contender{label: v.label, start: c.warm})
		edit.contenders = append(edit.contenders, contender{label: v.label, start: c.edited})
		if v.program != "" {
			processes.contenders = append(processes.contenders, contender{label: v.label, cost: c.processes})
		}
	}
	plans := []plan{cold, warm}
	if t.edit != "" {
		plans = append(plans, edit)
	}
	return append(plans, processes)
}

// A cached is a vet tool on a target, and which of its results are in the cache.
type cached struct {
	*bench
	target
	tool   vetTool
	number int // of the run whose results are; 0: none
}

func (c *cached) command(number int) (*exec.Cmd, error) {
	return c.vetCommand(c.target, c.tool.program, number, c.tool.flags...)
}

func (c *cached) cold(int) (*exec.Cmd, error) {
	c.number = c.fresh()
	return c.command(c.number)
}

func (c *cached) warm(round int) (*exec.Cmd, error) {
	if c.number == 0 {
		first, err := c.cold(round)
		if err != nil {
			return nil, err
		}
		if _, err := process.Run(first); err != nil {
			return nil, err
		}
	}
	return c.command(c.number)
}

func (c *cached) edited(round int) (*exec.Cmd, error) {
	cmd, err := c.warm(round)
	if err != nil {
		return nil, err
	}
	overlay, err := c.overlay(c.target)
	if err != nil {
		return nil, err
	}
	cmd.Args = slices.Insert(cmd.Args, len(cmd.Args)-len(c.patterns), "-overlay="+overlay)
	return cmd, nil
}

// processes measures the tool's own processes, without the go command: CPU of
// all, memory of the largest.
func (c *cached) processes(int) (sum process.Cost, err error) {
	tool, err := c.bench.tool(c.tool.program)
	if err != nil {
		return sum, err
	}
	if tool, err = c.copyOf(tool, c.fresh()); err != nil {
		return sum, err
	}
	_, units, err := c.recorded(c.target, tool, os.Environ(), c.tool.flags...)
	for _, u := range units {
		sum.Wall += u.Wall
		sum.CPU += u.CPU
		sum.Peak = max(sum.Peak, u.Peak)
	}
	return sum, err
}

// overlay returns an overlay in which a function was added to the file of the
// target that is edited, compiled already: that is the same work for every tool.
func (b *bench) overlay(t target) (file string, err error) {
	dir, err := t.dir()
	if err != nil {
		return "", err
	}
	edited := filepath.Join(dir, t.edit)
	text, err := os.ReadFile(edited)
	if err != nil {
		return "", err
	}
	number := b.fresh()
	changed := filepath.Join(b.dir, fmt.Sprintf("edited%d.go", number))
	if err := os.WriteFile(changed, fmt.Appendf(text, "\nfunc edited%d() {}\n", number), 0o666); err != nil {
		return "", err
	}
	data, err := json.Marshal(map[string]any{"Replace": map[string]string{edited: changed}})
	if err != nil {
		return "", err
	}
	file = filepath.Join(b.dir, fmt.Sprintf("overlay%d.json", number))
	if err := os.WriteFile(file, data, 0o666); err != nil {
		return "", err
	}
	_, err = command(dir, "go", slices.Concat([]string{"build", "-overlay=" + file}, t.patterns)...).output()
	return file, err
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
