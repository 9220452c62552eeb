package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// A gate is a command that checks all packages of a module.
type gate struct {
	label, program string
	args           []string
}

const loadAll = "an empty analyzer that loads everything"

var tcerrlintGate = gate{"**`tcerrlint -tests=false`**", "tcerrlint", []string{"-tests=false"}}

// gatePlan returns the table of gates with empty lint caches. If they start with
// nothing, so is the build cache.
func (b *bench) gatePlan(p plan, t target, nothing bool, gates ...gate) plan {
	for _, g := range gates {
		p.contenders = append(p.contenders, contender{label: g.label, start: func(int) (*exec.Cmd, error) {
			dir, err := t.dir()
			if err != nil {
				return nil, err
			}
			tool := g.program
			if tool != "go" {
				if tool, err = b.tool(tool); err != nil {
					return nil, err
				}
			}
			cache := filepath.Join(b.dir, fmt.Sprintf("cache%d", b.fresh()))
			cmd := exec.Command(tool, slices.Concat(g.args, t.patterns)...)
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "STATICCHECK_CACHE="+cache, "TCERRLINT_CACHE="+cache)
			if nothing {
				cmd.Env = append(cmd.Env, "GOCACHE="+cache)
			}
			return cmd, nil
		}})
	}
	return p
}
