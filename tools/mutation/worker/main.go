//go:build mutation

// Command worker runs the analyzer on the programs of its tests with one part of
// the engine switched off after the other. Command mutation compiles it together
// with the parts; the programs are loaded once.
//
// It reads numbers of parts from standard input, a line each, and answers
// each with a line: where the findings are not what the tests want, or "same".
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/tcerrlint/tcerrlint/internal/zzswitches"
	"github.com/tcerrlint/tcerrlint/tools/internal/root"
)

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "worker:", err)
		os.Exit(2)
	}
}

func run(in io.Reader, out io.Writer) error {
	if err := root.Enter(); err != nil {
		return err
	}
	suites, err := loadSuites(os.Args[1:])
	if err != nil {
		return err
	}
	zzswitches.Off = 0
	for _, s := range suites {
		if err := s.begin(); err != nil {
			return err
		}
	}
	for _, s := range suites { // again, so that what changes by itself is not taken for a difference
		for _, u := range s.all.Units {
			s.all.reached[u][0] = true
		}
		if where, err := s.check(); err != nil || where != "" {
			return fmt.Errorf("without any mutant: %s %w", where, err)
		}
	}
	fmt.Fprintln(out, "ready")
	for lines := bufio.NewScanner(in); lines.Scan(); {
		if zzswitches.Off, err = strconv.Atoi(lines.Text()); err != nil {
			return err
		}
		answer := "unreached"
		for _, s := range suites {
			if !s.all.reaches() {
				continue
			}
			if answer == "unreached" {
				answer = "same"
			}
			where, err := s.check()
			if err != nil {
				where = err.Error()
			}
			if where != "" {
				answer, _, _ = strings.Cut(where, "\n")
				break
			}
		}
		fmt.Fprintln(out, answer)
	}
	return nil
}
