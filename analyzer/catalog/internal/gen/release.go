package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog/internal/sdk"
	"github.com/tcerrlint/tcerrlint/analyzer/catalog/internal/snapshot"
)

// The files below sources/sdk that hold what one release of the whole SDK
// declares. The module proxy has that release of few services only, so its facts
// are kept as text.
const (
	releaseFile = "release.txt" // module and version of the release
	codesFile   = "codes.tsv"   // service, API version, code
	actionsFile = "actions.tsv" // service, API version, action, codes
)

// release reads the release that is kept as text, if one is. Constants have the names that
// the SDK's generator gives them.
func (s *sources) release() (m snapshot.Module, packages []sdk.Package, err error) {
	dir := filepath.Join(s.dir, "sdk")
	rows, err := readTable(filepath.Join(dir, releaseFile), " ", 2)
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil, nil
	}
	if err != nil {
		return m, nil, err
	}
	if len(rows) != 1 {
		return m, nil, fmt.Errorf("%s: want one line with a module and its version", releaseFile)
	}
	m = snapshot.Module{Path: rows[0][0], Version: rows[0][1]}
	byName := make(map[[2]string]*sdk.Package)
	of := func(service, version string) *sdk.Package {
		p := byName[[2]string{service, version}]
		if p == nil {
			p = &sdk.Package{Service: service, APIVersion: version, Constants: map[string]string{}, Actions: map[string]map[string]bool{}}
			byName[[2]string{service, version}] = p
		}
		return p
	}
	codes, err := readTable(filepath.Join(dir, codesFile), "\t", 3)
	if err != nil {
		return m, nil, err
	}
	for _, row := range codes {
		of(row[0], row[1]).Constants[row[2]] = snapshot.DefaultConstant(row[2])
	}
	actions, err := readActions(filepath.Join(dir, actionsFile))
	if err != nil {
		return m, nil, err
	}
	for _, a := range actions {
		p := of(a.service, a.version)
		listed := map[string]bool{}
		for _, code := range a.codes {
			if p.Constants[code] == "" {
				return m, nil, fmt.Errorf("%s: %s of %s lists %q, which %s has not", actionsFile, a.name, a.service, code, codesFile)
			}
			listed[code] = true
		}
		p.Actions[a.name] = listed
	}
	for _, key := range slices.SortedFunc(maps.Keys(byName), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }) {
		packages = append(packages, *byName[key])
	}
	return m, packages, nil
}

// An action is one line of actions.tsv.
type action struct {
	service, version, name string
	codes                  []string
}

// readActions reads actions.tsv, whose last field may be empty.
func readActions(name string) ([]action, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var list []action
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 4 || f[0] == "" || f[1] == "" || f[2] == "" {
			return nil, fmt.Errorf("%s:%d: want service, version, action and codes, separated by tabs", name, n)
		}
		list = append(list, action{f[0], f[1], f[2], strings.Fields(f[3])})
	}
	return list, nil
}

// takeRelease writes what a checkout of the SDK declares into the files of the
// release. version "" is the tag that the checkout is at.
func takeRelease(dir, checkout, version string) (err error) {
	if version == "" {
		if version, err = tagOf(checkout); err != nil {
			return err
		}
	}
	if !strings.HasPrefix(version, "v") {
		return fmt.Errorf("-release %s: want the version of a release, such as v1.3.166", version)
	}
	m := snapshot.Module{Path: sdk.Root, Version: version}
	packages, err := sdk.ReadModule(m, checkout)
	if err != nil {
		return err
	}
	if len(packages) == 0 {
		return fmt.Errorf("%s holds no service of the SDK", checkout)
	}
	var codes, actions bytes.Buffer
	fmt.Fprintf(&codes, "# What every errors.go of the release in %s declares: service, API version (its folder), code.\n", releaseFile)
	fmt.Fprintf(&actions, "# What every client.go of the release in %s documents: service, API version (its folder), action, codes.\n", releaseFile)
	for _, p := range packages {
		for _, code := range slices.Sorted(maps.Keys(p.Constants)) {
			fmt.Fprintf(&codes, "%s\t%s\t%s\n", p.Service, p.APIVersion, code)
		}
		for _, name := range slices.Sorted(maps.Keys(p.Actions)) {
			fmt.Fprintf(&actions, "%s\t%s\t%s\t%s\n", p.Service, p.APIVersion, name, strings.Join(slices.Sorted(maps.Keys(p.Actions[name])), " "))
		}
	}
	return write(filepath.Join(dir, "sources", "sdk"), map[string][]byte{
		releaseFile: fmt.Appendf(nil, "# The release that %s and %s are read from.\n%s %s\n", codesFile, actionsFile, m.Path, m.Version),
		codesFile:   codes.Bytes(),
		actionsFile: actions.Bytes(),
	}, false)
}

// tagOf returns the tag that a checkout is at.
func tagOf(checkout string) (string, error) {
	out, err := exec.Command("git", "-C", checkout, "describe", "--tags", "--exact-match", "--match", "v*").Output()
	if err != nil {
		return "", fmt.Errorf("%s is at no tag of a release: name it with -release", checkout)
	}
	return strings.TrimSpace(string(out)), nil
}
