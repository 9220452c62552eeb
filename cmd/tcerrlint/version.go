package main

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
)

// version returns the version of the module this program was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}

func runVersion(args []string, out, errs io.Writer) int {
	tools := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dep := range info.Deps {
			if dep.Path == "golang.org/x/tools" {
				tools = dep.Version
			}
		}
	}
	snapshot := catalog.Info()
	fmt.Fprintf(out, "tcerrlint %s\n", version())
	fmt.Fprintf(out, "%s %s/%s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH)
	fmt.Fprintf(out, "golang.org/x/tools %s\n", tools)
	fmt.Fprintf(out, "catalog %s of %s, %d codes of %d services, SDK %s\n", snapshot.Digest, snapshot.Date, snapshot.Codes, snapshot.Services, snapshot.Release.Version)
	return exitClean
}
