// Command loadall runs one analyzer that does nothing but declare a fact over
// the packages of its arguments and all that they depend on, loaded from source
// as the standard drivers do.
package main

import (
	"fmt"
	"os"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
)

type fact struct{}

func (*fact) AFact() {}

func main() {
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax | packages.NeedModule}, os.Args[1:]...)
	if err == nil {
		_, err = checker.Analyze([]*analysis.Analyzer{{
			Name:      "loadall",
			Doc:       "loadall: nothing",
			FactTypes: []analysis.Fact{new(fact)},
			Run:       func(*analysis.Pass) (any, error) { return nil, nil },
		}}, pkgs, nil)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "loadall:", err)
		os.Exit(2)
	}
}
