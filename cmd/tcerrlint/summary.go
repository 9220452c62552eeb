package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/semver"
	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/driver"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
)

// A summary is what a run says at its end to somebody who reads along.
type summary struct {
	begin    time.Time
	packages int
	hidden   int      // findings in the baseline, on old lines, or excluded
	newer    []string // services whose SDK is newer than the catalog
}

// take notes what was analyzed.
func (s *summary) take(results []*driver.Result) {
	var pkgs []*packages.Package
	for _, r := range results {
		pkgs = append(pkgs, r.Package)
	}
	s.packages += len(pkgs)
	for _, service := range newerServices(pkgs) {
		if !slices.Contains(s.newer, service) {
			s.newer = append(s.newer, service)
		}
	}
}

func (s *summary) print(w io.Writer, findings []finding.Finding) {
	count := make(map[string]int)
	for _, f := range findings {
		count[f.Rule]++
	}
	var rules []string
	for _, rule := range slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		if count[a] != count[b] {
			return count[b] - count[a]
		}
		return strings.Compare(a, b)
	}) {
		rules = append(rules, fmt.Sprintf("%s %d", rule, count[rule]))
	}
	text := plural(len(findings), "finding")
	if len(rules) > 0 {
		text += " (" + strings.Join(rules, ", ") + ")"
	}
	if s.packages > 0 {
		text += " in " + plural(s.packages, "package")
	}
	if s.hidden > 0 {
		text += fmt.Sprintf(", %d more hidden by baseline, revision or settings", s.hidden)
	}
	fmt.Fprintf(w, "tcerrlint: %s, %s\n", text, time.Since(s.begin).Round(100*time.Millisecond))
	if len(s.newer) > 0 {
		fmt.Fprintf(w, "tcerrlint: the catalog is of %s; the program's SDK is newer for %s: codes that it adds are taken from the program\n",
			catalog.Info().Date, strings.Join(s.newer, ", "))
	}
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// maxNewer is how many services are worth naming.
const maxNewer = 5

// newerServices returns the services of which the program uses a newer SDK than
// the catalog was made from, each with the version.
func newerServices(pkgs []*packages.Package) []string {
	found := make(map[string]string)
	packages.Visit(pkgs, func(pkg *packages.Package) bool {
		if pkg.Module == nil || pkg.Module.Version == "" {
			return pkg.Module != nil
		}
		at := strings.LastIndex(pkg.PkgPath, "/tencentcloud/")
		if at < 0 {
			return true
		}
		name, _, _ := strings.Cut(pkg.PkgPath[at+len("/tencentcloud/"):], "/")
		if s, known := catalog.ServiceNamed(name); known {
			for _, p := range s.Packages() {
				if p.Path == pkg.PkgPath || p.APIVersion == pkg.Name && !strings.Contains(pkg.PkgPath, "-intl-en/") && !strings.Contains(p.Path, "-intl-en/") {
					if semver.Compare(pkg.Module.Version, p.ModuleVersion) > 0 {
						found[name] = pkg.Module.Version
					}
				}
			}
		}
		return true
	}, nil)
	var list []string
	for _, name := range slices.Sorted(maps.Keys(found)) {
		if len(list) == maxNewer {
			return append(list, "others")
		}
		list = append(list, name+" "+found[name])
	}
	return list
}
