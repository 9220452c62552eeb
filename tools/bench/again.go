package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

const listAll = "`go list -deps -json ./tencentcloud/...`"

// againPlan returns the table of runs that can use what others left: of all runs
// of tcerrlint with these arguments, in a copy of the module.
func (b *bench) againPlan(p plan, t target, args ...string) plan {
	copied := filepath.Join(b.dir, "copy")
	cache := filepath.Join(b.dir, "cache-"+p.name)
	tcerrlint := func(before func(round int) error, more ...string) func(int) (*exec.Cmd, error) {
		return func(round int) (*exec.Cmd, error) {
			tool, err := b.tool("tcerrlint")
			if err != nil {
				return nil, err
			}
			if err := b.copyTo(t, copied); err != nil {
				return nil, err
			}
			if err := before(round); err != nil {
				return nil, err
			}
			cmd := exec.Command(tool, append(more, args...)...)
			cmd.Dir = copied
			cmd.Env = append(os.Environ(), "TCERRLINT_CACHE="+cache)
			return cmd, nil
		}
	}
	nothing := func(int) error { return nil }
	p.reference = listAll
	p.contenders = []contender{
		{label: listAll, start: func(int) (*exec.Cmd, error) {
			if err := b.copyTo(t, copied); err != nil {
				return nil, err
			}
			cmd := exec.Command("go", "list", "-deps", "-json", "./tencentcloud/...")
			cmd.Dir = copied
			return cmd, nil
		}},
		{label: "without the cache", start: tcerrlint(nothing, "-cache=false")},
		{label: "first run", start: tcerrlint(func(int) error { return os.RemoveAll(cache) })},
		{label: "**nothing changed**", start: tcerrlint(nothing)},
		{label: "**the body of a function changed**", start: tcerrlint(func(round int) error {
			return editBody(filepath.Join(copied, filepath.FromSlash(t.edit)), round)
		})},
	}
	return p
}

// copyTo copies a module, once.
func (b *bench) copyTo(t target, to string) error {
	if _, err := os.Stat(to); err == nil {
		return nil
	}
	dir, err := t.dir()
	if err != nil {
		return err
	}
	return os.CopyFS(to, os.DirFS(dir))
}

// editBody adds a statement to the first function of a file.
func editBody(name string, round int) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	i := bytes.Index(text, []byte("\nfunc "))
	j := bytes.Index(text[max(i, 0):], []byte("{\n"))
	if i < 0 || j < 0 {
		return fmt.Errorf("%s: no function", name)
	}
	at := i + j + len("{\n")
	edited := fmt.Appendf(bytes.Clone(text[:at]), "\t_ = %d\n%s", round, text[at:])
	return os.WriteFile(name, edited, 0o666)
}
