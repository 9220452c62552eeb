// Package settings makes the analyzer that a module's .tcerrlint.yml asks for,
// for programs other than the command.
package settings

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/settings"
)

// Analyzer returns an analyzer with the settings of the module that contains
// dir, or with default options if it has none. The digest changes with anything
// that decides what the analyzer finds: options, pages, the catalog.
func Analyzer(dir string) (a *analysis.Analyzer, digest string, err error) {
	var s settings.Settings
	if file := settings.Find(dir); file != "" {
		if s, err = settings.ReadFound(file); err != nil {
			return nil, "", err
		}
	}
	a, err = analyzer.New(s.Options)
	if err != nil {
		return nil, "", err
	}
	digest, err = digestOf(a)
	return a, digest, err
}

func digestOf(a *analysis.Analyzer) (string, error) {
	hash := sha256.New()
	fmt.Fprintln(hash, catalog.Info().Digest)
	var failed error
	a.Flags.VisitAll(func(f *flag.Flag) {
		fmt.Fprintf(hash, "%s=%q\n", f.Name, f.Value)
		if f.Name != "extra-pages" {
			return
		}
		for page := range strings.SplitSeq(f.Value.String(), ",") {
			if page == "" {
				continue
			}
			data, err := os.ReadFile(page)
			if err != nil {
				failed = err
			}
			fmt.Fprintf(hash, "%q\n", data)
		}
	})
	return hex.EncodeToString(hash.Sum(nil)[:8]), failed
}
