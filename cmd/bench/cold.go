package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// coldPlan returns the table of a gate that starts with nothing: all packages of
// a module, with empty build and lint caches.
func (b *bench) coldPlan(name, title string, rounds int, t target) plan {
	const loadAll = "an empty analyzer that loads everything"
	p := plan{name: name, title: title, reference: loadAll, rounds: rounds}
	add := func(label, program string, args ...string) {
		p.contenders = append(p.contenders, contender{label: label, start: func(int) (*exec.Cmd, error) {
			dir, err := t.dir()
			if err != nil {
				return nil, err
			}
			tool := program
			if program != "go" {
				if tool, err = b.tool(program); err != nil {
					return nil, err
				}
			}
			cache := filepath.Join(b.dir, fmt.Sprintf("cache%d", b.fresh()))
			cmd := exec.Command(tool, slices.Concat(args, t.patterns)...)
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "GOCACHE="+cache, "STATICCHECK_CACHE="+cache)
			return cmd, nil
		}})
	}
	add("**`tcerrlint -tests=false`**", "tcerrlint", "-tests=false")
	add(loadAll, "loadall")
	add("`go vet`", "go", "vet")
	add("`staticcheck -tests=false`", "staticcheck", "-tests=false")
	return p
}
