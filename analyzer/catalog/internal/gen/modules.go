package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog/internal/snapshot"
)

// downloaded is what the go command says about a module in its cache.
type downloaded struct {
	Path, Version, Dir, Sum, GoModSum, Error string
}

// modules holds the unpacked modules.
type modules map[snapshot.Module]downloaded

// manifest returns the requirements in dir/go.mod. They are read as written:
// the version that minimal version selection would pick does not matter here.
func manifest(dir string) ([]snapshot.Module, error) {
	var mod struct{ Require []snapshot.Module }
	out, err := goCommand(dir, "mod", "edit", "-json")
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(out, &mod); err != nil {
		return nil, err
	}
	if len(mod.Require) == 0 {
		return nil, fmt.Errorf("%s/go.mod requires nothing: was go mod tidy run there?", dir)
	}
	return mod.Require, nil
}

// download brings modules into the module cache and checks them against
// dir/go.sum. With accept, sums that go.sum lacks are taken as they are (the
// go command has checked them against the checksum database).
func download(dir string, list []snapshot.Module, accept bool) (modules, error) {
	sums, err := readSums(filepath.Join(dir, "go.sum"))
	if err != nil {
		return nil, err
	}
	got, err := fetch(dir, list)
	if err != nil {
		return nil, err
	}
	var failures []error
	for _, m := range list {
		d := got[m]
		want, known := sums[m]
		switch {
		case d.Error != "":
			failures = append(failures, fmt.Errorf("%s@%s: %s", m.Path, m.Version, d.Error))
		case !known && !accept:
			failures = append(failures, fmt.Errorf("%s@%s is not in go.sum: run with -sums", m.Path, m.Version))
		case known && want != d.Sum:
			failures = append(failures, fmt.Errorf("%s@%s has the sum %s, go.sum has %s", m.Path, m.Version, d.Sum, want))
		}
	}
	return got, errors.Join(failures...)
}

// fetch asks the go command for modules. One that it cannot get has an Error;
// an error is returned only when the go command's answer cannot be read.
func fetch(dir string, list []snapshot.Module) (modules, error) {
	args := []string{"mod", "download", "-json"}
	for _, m := range list {
		args = append(args, m.Path+"@"+m.Version)
	}
	out, commandErr := goCommand(dir, args...) // fails when any module does
	got := modules{}
	err := eachJSON(out, func(d downloaded) {
		got[snapshot.Module{Path: d.Path, Version: d.Version}] = d
	})
	if err != nil {
		return nil, errors.Join(commandErr, err)
	}
	for _, m := range list {
		if d := got[m]; d.Dir == "" && d.Error == "" {
			d.Error = fmt.Sprintf("the go command gave no folder (%v)", commandErr)
			got[m] = d
		}
	}
	return got, nil
}

// eachJSON calls f for each of the values in a stream of JSON.
func eachJSON[T any](stream []byte, f func(T)) error {
	for dec := json.NewDecoder(bytes.NewReader(stream)); ; {
		var v T
		if err := dec.Decode(&v); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		f(v)
	}
}

// readSums reads the sums of module contents in a go.sum; a missing file has none.
func readSums(name string) (map[snapshot.Module]string, error) {
	data, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	sums := map[snapshot.Module]string{}
	for line := range strings.Lines(string(data)) {
		if f := strings.Fields(line); len(f) == 3 && !strings.HasSuffix(f[1], "/go.mod") {
			sums[snapshot.Module{Path: f[0], Version: f[1]}] = f[2]
		}
	}
	return sums, nil
}

// goSum returns the go.sum of the modules that were read.
func (s *sources) goSum() []byte {
	lines := map[string]bool{}
	for m, d := range s.modules {
		lines[fmt.Sprintf("%s %s %s\n", m.Path, m.Version, d.Sum)] = true
		lines[fmt.Sprintf("%s %s/go.mod %s\n", m.Path, m.Version, d.GoModSum)] = true
	}
	return []byte(strings.Join(slices.Sorted(maps.Keys(lines)), ""))
}

// goCommand runs the go command in dir and returns what it printed.
func goCommand(dir string, args ...string) ([]byte, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("go %s: %w\n%s", strings.Join(args[:2], " "), err, stderr.Bytes())
	}
	return out, err
}
