// Newrule makes the files of a new rule, for a developer to fill in:
//
//	go run ./internal/gen/newrule ID
//
// in the root of the repository, or make rule ID=word. What it makes builds at
// once; the tests that fail say what is still to be written.
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "newrule: want one argument, the id of the rule; make rule ID=word")
		os.Exit(2)
	}
	files, err := scaffold(".", os.Args[1])
	if err != nil {
		fmt.Fprintf(os.Stderr, "newrule: %v\n", err)
		os.Exit(2)
	}
	for _, file := range files {
		fmt.Println(file)
	}
}
