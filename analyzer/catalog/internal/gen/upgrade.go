package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog/internal/snapshot"
)

// upgrade raises the versions in the manifest, sdk/go.mod below dir, to the
// newest that the module proxy serves, and adds modules of refused.txt that it
// serves now. What cannot be had is reported and stays as it is: the snapshot
// ages there, but nothing is lost.
func upgrade(dir string, out io.Writer) error {
	dir = filepath.Join(dir, "sdk")
	current, err := manifest(dir)
	if err != nil {
		return err
	}
	versions := map[string]string{}
	for _, m := range current {
		versions[m.Path] = m.Version
	}
	rows, err := readTable(filepath.Join(dir, "refused.txt"), " ", 2)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if _, ok := versions[row[0]]; !ok {
			versions[row[0]] = ""
		}
	}
	newer, err := latest(dir, versions, out)
	if err != nil || len(newer) == 0 {
		return err
	}
	got, err := fetch(dir, newer)
	if err != nil {
		return err
	}
	args := []string{"mod", "edit"}
	for _, m := range newer {
		if e := got[m].Error; e != "" {
			fmt.Fprintf(out, "module %s: cannot upgrade to %s: %s\n", m.Path, m.Version, oneLine(e))
			continue
		}
		fmt.Fprintf(out, "module %s: %s to %s\n", m.Path, versions[m.Path], m.Version)
		args = append(args, "-require="+m.Path+"@"+m.Version)
	}
	if len(args) == 2 {
		return nil
	}
	_, err = goCommand(dir, args...)
	return err
}

// latest returns the modules of which a newer version than the given exists.
func latest(dir string, versions map[string]string, out io.Writer) ([]snapshot.Module, error) {
	args := []string{"list", "-m", "-e", "-json"}
	for path := range versions {
		args = append(args, path+"@latest")
	}
	slices.Sort(args[4:])
	answer, _ := goCommand(dir, args...) // -e: each module has an error of its own
	var newer []snapshot.Module
	answered := map[string]bool{}
	err := eachJSON(answer, func(m struct {
		Path, Version string
		Error         *struct{ Err string }
	}) {
		answered[m.Path] = true
		if m.Error != nil {
			fmt.Fprintf(out, "module %s: no newest version: %s\n", m.Path, oneLine(m.Error.Err))
		} else if snapshot.CompareVersions(m.Version, versions[m.Path]) > 0 {
			newer = append(newer, snapshot.Module{Path: m.Path, Version: m.Version})
		}
	})
	if err == nil && len(answered) != len(versions) {
		err = fmt.Errorf("go list answered for %d of %d modules", len(answered), len(versions))
	}
	return newer, err
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
