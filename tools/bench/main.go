// Command bench measures what tcerrlint costs beside other tools and writes
// docs/performance.md:
//
//	go -C tools run ./bench -tfp DIR -o docs/performance.md
//
// Every table comes from one run, in which the commands take turns, so its ratios
// hold whatever else the machine does. The costs are kept in a file, so a table
// can be measured again without the others. Nothing is written to the checkout.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/tools/internal/root"
)

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
}

// writeChart writes a chart to its place beside the page.
func writeChart(page, chart string) error {
	name := filepath.Join(filepath.Dir(page), filepath.FromSlash(chartFile))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(chart), 0o666)
}

// settings are the flags of the command.
type settings struct {
	tfp     string
	only    string
	rounds  int
	results string
	out     string
	log     io.Writer // progress
}

func run(args []string, stdout, log io.Writer) error {
	s := settings{log: log}
	fs := flag.NewFlagSet("bench", flag.ContinueOnError)
	fs.StringVar(&s.tfp, "tfp", "", "`checkout` of terraform-provider-tencentcloud; without it only the small modules are measured")
	fs.StringVar(&s.only, "only", "", "measure only the tables whose `NAMES` are listed, separated by commas; \"none\" writes the page again")
	fs.IntVar(&s.rounds, "n", 5, "rounds of each table of vet tools")
	fs.StringVar(&s.results, "results", "", "`file` that keeps what was measured (default: a file in the user's cache)")
	fs.StringVar(&s.out, "o", "", "write the page to this `file` instead of the standard output")
	if err := fs.Parse(args); err != nil {
		return err
	}
	if err := root.Enter(); err != nil {
		return err
	}
	b, err := newBench(s)
	if err != nil {
		return err
	}
	defer b.close()
	names := b.names()
	if s.only != "" {
		names = strings.Split(s.only, ",")
	}
	if s.only == "none" {
		names = nil
	}
	for _, name := range names {
		i := slices.IndexFunc(b.plans, func(p plan) bool { return p.name == name })
		if i < 0 {
			return fmt.Errorf("no table %q; the tables are %s", name, strings.Join(b.names(), ", "))
		}
		if err := b.measure(b.plans[i]); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	page := b.page()
	if s.out != "" {
		if t := b.tables[scaleName]; len(t.Rows) == len(sizes) {
			if err := writeChart(s.out, chart(t, sizes)); err != nil {
				return err
			}
		}
		return os.WriteFile(s.out, []byte(page), 0o666)
	}
	_, err = io.WriteString(stdout, page)
	return err
}
