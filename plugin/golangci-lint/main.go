// Golangci-lint is golangci-lint with tcerrlint built in. Unlike
// "golangci-lint custom", which clones golangci-lint, it builds from the module
// proxy alone:
//
//	go build -o golangci-lint .
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/golangci/golangci-lint/v2/pkg/commands"
	"github.com/golangci/golangci-lint/v2/pkg/exitcodes"

	_ "github.com/tcerrlint/tcerrlint/plugin" // registers the linter
)

func main() {
	info := commands.BuildInfo{
		GoVersion: runtime.Version(),
		// With this version golangci-lint puts a hash of the whole program into
		// the key of its cache, so that a new tcerrlint is seen at once.
		Version: "(devel)",
		Commit:  "golangci-lint " + golangciVersion(),
	}
	if err := commands.Execute(info); err != nil {
		fmt.Fprintf(os.Stderr, "The command is terminated due to an error: %v\n", err)
		os.Exit(exitcodes.Failure)
	}
}

func golangciVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dep := range info.Deps {
			if dep.Path == "github.com/golangci/golangci-lint/v2" {
				return dep.Version
			}
		}
	}
	return "unknown"
}
