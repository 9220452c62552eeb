// Nogo runs the driver of Bazel's nogo on Go packages, without Bazel. It is
// for tests of analyzers, and to try a nogo configuration:
//
//	go run . [-config nogo.json] [-patch out.patch] DIR [packages]
//
// The driver is built as rules_go builds it: from its own sources, with a file
// that its own generator writes. Its packages are found by the go command, and
// analyzed as rules_go does: each in a process of its own, from export data,
// with the facts of its direct imports; of packages outside the module only
// facts, of the standard library nothing.
//
// The path of this module lies beneath golang.org/x/tools because the driver
// imports one of its internal packages.
package main

import (
	"flag"
	"fmt"
	"os"
)

// Exit statuses.
const (
	exitFindings = 1
	exitFailed   = 2
)

func main() {
	config := flag.String("config", "", "nogo's configuration `FILE`")
	patch := flag.String("patch", "", "write the suggested fixes to `FILE`")
	facts := flag.String("facts", "", "keep the files of facts in `DIR`")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: go run . [flags] DIR [packages]")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(exitFailed)
	}
	found, err := run(*config, *patch, *facts, flag.Arg(0), flag.Args()[1:])
	if err != nil {
		fmt.Fprintf(os.Stderr, "nogo: %v\n", err)
		os.Exit(exitFailed)
	}
	if found {
		os.Exit(exitFindings)
	}
}

// run builds the driver, runs it on the packages and prints what it finds. It
// reports whether it found anything.
func run(config, patch, facts, dir string, patterns []string) (bool, error) {
	work, err := os.MkdirTemp("", "nogo")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(work)
	if facts == "" {
		facts = work
	}
	driver, err := buildDriver(work, config)
	if err != nil {
		return false, err
	}
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	pkgs, err := list(dir, patterns)
	if err != nil {
		return false, err
	}
	check := &checker{driver: driver, dir: dir, work: work, facts: facts, known: make(map[string]*listed)}
	for _, pkg := range pkgs {
		if err := check.run(pkg); err != nil {
			return false, fmt.Errorf("%s: %w", pkg.ImportPath, err)
		}
	}
	fmt.Print(check.report())
	if patch != "" {
		err = os.WriteFile(patch, []byte(check.patch), 0o666)
	}
	return len(check.lines) > 0, err
}
