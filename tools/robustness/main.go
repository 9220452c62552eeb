// Command robustness measures what the analyzer takes on programs that nobody
// would write, and runs it on every package that it finds on this machine. It
// can write docs/robustness.md:
//
//	go -C tools run ./robustness -modules -o docs/robustness.md
//
// Packages are analyzed whether they type-check or not. It exits with status 1
// if the analyzer panics, or takes more than a minute for one package.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer"

	"github.com/tcerrlint/tcerrlint/tools/internal/root"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "robustness:", err)
		os.Exit(1)
	}
}

func run(args []string, stdout io.Writer) error {
	fs := flag.NewFlagSet("robustness", flag.ContinueOnError)
	out := fs.String("o", "", "write the report to this `file` instead of the standard output")
	modules := fs.Bool("modules", false, "analyze the standard library and every module in the module cache, too: some minutes")
	only := fs.String("program", "", "measure the programs whose name has this `word` only")
	if err := fs.Parse(args); err != nil {
		return err
	}
	if err := root.Enter(); err != nil {
		return err
	}
	// Types of the standard library are declared to carry codes, so that
	// functions without Tencent code are followed as well.
	a, err := analyzer.New(analyzer.Options{
		Rules:      []string{"all"},
		ErrorTypes: []string{"errors.errorString", "io/fs.PathError", "net.OpError", "strconv.NumError"},
		Debug:      true,
	})
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString(head)
	if err := curves(&b, a, *only); err != nil {
		return err
	}
	if err := crowds(&b, a, *modules); err != nil {
		return err
	}
	if *out != "" {
		return os.WriteFile(*out, []byte(b.String()), 0o644)
	}
	_, err = io.WriteString(stdout, b.String())
	return err
}

const head = `# Robustness

Written by ` + "`go -C tools run ./robustness -modules -o docs/robustness.md`" + `; do not edit.

## Programs that nobody would write

Each kind of program ([extreme](../internal/stress/extreme)) at several sizes: processor time and memory allocated by the analyzer alone, with all rules, after parsing and type-checking. The exponent says how time grows from a size to the next: 1 is linear, 2 quadratic. Times below a tenth of a second have none. Each program holds one mistake that must be found, if it is not so large that the analyzer says that it gives up: it follows no function with more than 20,000 branches or 1,000 of them nested, for finding out which part of it dominates which takes the square of that; no error through more than 1,000 values, or 20,000 states of a function; and no regular expression of more than 10,000 bytes.

Chains of calls are followed over 1,000 values: up to there time takes the square, and from there on it is linear. Where time grows faster than memory all the same, it is for the caches of the processor.

`
