// Gopls is gopls with tcerrlint among its analyzers:
//
//	go build -o gopls .
//
// gopls loads no analyzers from outside. This module's path lies beneath that
// of gopls, so it may import its internal packages and add to their list.
//
// The settings are those of .tcerrlint.yml of the module in whose folder gopls
// is started, or in the folder that TCERRLINT_DIR names; they are read once.
// Nothing is ever sent to the telemetry of gopls.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"golang.org/x/tools/gopls/internal/cmd"
	"golang.org/x/tools/gopls/internal/filecache"
	"golang.org/x/tools/gopls/internal/settings"
	"golang.org/x/tools/gopls/internal/tool"
)

func main() {
	analyzer, err := linked(os.Getenv("TCERRLINT_DIR"))
	if err != nil {
		fmt.Fprintf(os.Stderr, "tcerrlint: %v\n", err)
		os.Exit(2)
	}
	settings.AllAnalyzers = append(settings.AllAnalyzers, analyzer)

	// What gopls does first, to fail early.
	if _, err := filecache.Get("nonesuch", [32]byte{}, filecache.Bytes); err != nil && err != filecache.ErrNotFound {
		log.Fatalf("gopls cannot access its persistent index (disk full?): %v", err)
	}
	tool.Main(context.Background(), cmd.New(), os.Args[1:])
}
