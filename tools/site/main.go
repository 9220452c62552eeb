// Command site builds the documentation site from the Markdown of the repository:
//
//	go -C tools run ./site -o site
//
// Every page exists in its language at the place of its file (README.zh-CN.md is
// zh/index.html), has a search over all pages of that language, and asks nothing of
// the network. A link that leads nowhere fails the build.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/tcerrlint/tcerrlint/tools/internal/root"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "site:", err)
		os.Exit(2)
	}
}

func run(args []string) error {
	fs := flag.NewFlagSet("site", flag.ContinueOnError)
	out := fs.String("o", "site", "write the pages into this `folder`, which is made")
	switch err := fs.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		return err
	case fs.NArg() > 0:
		return fmt.Errorf("%q is no flag; the command takes no arguments", fs.Arg(0))
	}
	if err := root.Enter(); err != nil {
		return err
	}
	pages, err := build(".", *out)
	if err != nil {
		return err
	}
	if dead, err := deadLinks(*out); err != nil || len(dead) > 0 {
		for _, link := range dead {
			err = errors.Join(err, errors.New(link))
		}
		return err
	}
	fmt.Printf("%d pages in %s, every link leads somewhere\n", pages, *out)
	return nil
}
