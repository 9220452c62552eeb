package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"strings"
)

// A state is a file of what is known of mutants, a line each as soon as it is
// known: commit, name, fate, who noticed it. A run that is interrupted goes on
// from there.
type state struct {
	file   *os.File
	commit string
	known  map[string]record
}

// A record is what is known of one mutant.
type record struct {
	commit string
	verdict
}

// openState reads the file. Of other commits, it takes over what was noticed
// where noticed is set; nothing else.
func openState(name string, takeOver bool) (*state, error) {
	out, err := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	if err != nil {
		return nil, err
	}
	s := &state{commit: strings.TrimSpace(string(out)), known: make(map[string]record)}
	data, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for lines := bufio.NewScanner(strings.NewReader(string(data))); lines.Scan(); {
		words := strings.SplitN(lines.Text(), "\t", 4)
		if len(words) != 4 {
			continue
		}
		r := record{words[0], verdict{fate(words[2]), words[3]}}
		if r.commit == s.commit || takeOver && r.fate == noticed {
			s.known[words[1]] = r
		}
	}
	s.file, err = os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	return s, err
}

// add records a verdict.
func (s *state) add(name string, v verdict) error {
	s.known[name] = record{s.commit, v}
	_, err := fmt.Fprintf(s.file, "%s\t%s\t%s\t%s\n", s.commit, name, v.fate, v.by)
	return err
}
