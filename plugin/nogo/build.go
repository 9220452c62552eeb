package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

const (
	self     = "golang.org/x/tools/tcerrlint/nogo"
	rules    = "github.com/bazelbuild/rules_go"
	analyzer = "github.com/tcerrlint/tcerrlint/analyzer"
)

// driverFiles are the files that rules_go compiles into the driver (nogo_srcs
// in its go/tools/builders/BUILD.bazel).
var driverFiles = []string{
	"constants.go", "env.go", "flags.go", "nogo_fix.go", "nogo_goversions_go118.go", "nogo_goversions_go121.go",
	"nogo_goversions_go122.go", "nogo_main.go", "nogo_version.go", "nolint.go",
}

// builderFiles are those of the program that generates a file of the driver
// (builder_srcs there).
var builderFiles = []string{
	"ar.go", "asm.go", "baseline_coverage.go", "builder.go", "buildid.go", "buildinfo.go", "cc.go", "cgo2.go",
	"codesign.go", "compilepkg.go", "constants.go", "cover.go", "edit.go", "embedcfg.go", "env.go", "filter.go",
	"filter_buildid.go", "flags.go", "generate_nogo_main.go", "generate_test_main.go", "importcfg.go", "link.go",
	"nogo.go", "nogo_validation.go", "preprofile.go", "read.go", "replicate.go", "stdlib.go", "stdliblist.go",
}

// buildDriver builds the driver with this configuration and returns its name.
func buildDriver(work, config string) (string, error) {
	module, err := moduleDir(self)
	if err != nil {
		return "", err
	}
	dir, err := moduleDir(rules)
	if err != nil {
		return "", err
	}
	builders := filepath.Join(dir, "go", "tools", "builders")
	generated := filepath.Join(work, "analyzers.go")
	if err := generate(builders, generated, config); err != nil {
		return "", err
	}
	// An overlay puts the files where the internal package may be imported from.
	here := filepath.Join(module, "driver")
	overlay := map[string]string{filepath.Join(here, "analyzers.go"): generated}
	for _, file := range driverFiles {
		overlay[filepath.Join(here, file)] = filepath.Join(builders, file)
	}
	data, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		return "", err
	}
	overlayFile := filepath.Join(work, "overlay.json")
	if err := os.WriteFile(overlayFile, data, 0o666); err != nil {
		return "", err
	}
	driver := filepath.Join(work, "driver")
	if runtime.GOOS == "windows" {
		driver += ".exe"
	}
	_, err = goCommand("", "build", "-overlay", overlayFile, "-o", driver, "./driver")
	return driver, err
}

// generate runs the generator of rules_go.
func generate(builders, output, config string) error {
	args := []string{"run", "-ldflags=-X main.rulesGoStdlibPrefix=@rules_go//stdlib:"} // as rules_go sets it
	path := "path.go"
	if runtime.GOOS == "windows" {
		path = "path_windows.go"
	}
	for _, file := range append(builderFiles, path) {
		args = append(args, filepath.Join(builders, file))
	}
	args = append(args, "gennogomain", "-output", output, "-analyzer_importpath", analyzer)
	if config != "" {
		args = append(args, "-config", config)
	}
	_, err := goCommand("", args...)
	return err
}

// moduleDir returns the folder of this module or of one that it requires.
func moduleDir(path string) (string, error) {
	if path != self {
		if _, err := goCommand("", "mod", "download", path); err != nil {
			return "", err
		}
	}
	out, err := goCommand("", "list", "-m", "-f", "{{.Dir}}", path)
	return strings.TrimSpace(string(out)), err
}

// goCommand runs the go command and returns what it prints.
func goCommand(dir string, args ...string) ([]byte, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off")
	var complaints strings.Builder
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", args[0], err, complaints.String())
	}
	return out, nil
}
