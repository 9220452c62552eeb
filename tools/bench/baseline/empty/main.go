// Command empty is a vet tool with one analyzer that does nothing.
package main

import (
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"
)

func main() {
	unitchecker.Main(&analysis.Analyzer{
		Name: "empty",
		Doc:  "empty: nothing",
		Run:  func(*analysis.Pass) (any, error) { return nil, nil },
	})
}
