package sdk

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog/internal/snapshot"
)

// Root is the path of the main SDK; its services are modules below it or, in
// the full releases, folders.
const Root = "github.com/tencentcloud/tencentcloud-sdk-go"

// IntlRoot is the path of the international SDK, one module for all services.
const IntlRoot = Root + "-intl-en"

var versionDir = regexp.MustCompile(`^v20\d{6}$`)

// A Package is one service at one API version in a module.
type Package struct {
	Service    string
	APIVersion string
	Constants  map[string]string          // code to Go constant; nil when the release has no errors.go
	Actions    map[string]map[string]bool // action to listed codes
}

// ReadModule reads all packages of a module unpacked in dir, in sorted order.
// Package common of the SDK has none. Releases before 2021 carry no errors.go:
// their packages come without constants, and tell only that the service exists.
func ReadModule(m snapshot.Module, dir string) ([]Package, error) {
	services, err := serviceDirs(m, dir)
	if err != nil {
		return nil, err
	}
	var packages []Package
	for _, name := range slices.Sorted(maps.Keys(services)) {
		entries, err := os.ReadDir(services[name])
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			if !entry.IsDir() || !versionDir.MatchString(entry.Name()) {
				continue
			}
			p, err := readPackage(filepath.Join(services[name], entry.Name()))
			if err != nil {
				return nil, err
			}
			p.Service, p.APIVersion = name, entry.Name()
			packages = append(packages, p)
		}
	}
	if len(packages) == 0 && len(services) > 0 {
		return nil, fmt.Errorf("%s: no folder of an API version (v20…) in %s", m.Path, dir)
	}
	return packages, nil
}

// serviceDirs returns the folder of each service in the module.
func serviceDirs(m snapshot.Module, dir string) (map[string]string, error) {
	services := map[string]string{}
	if name, ok := strings.CutPrefix(m.Path, Root+"/tencentcloud/"); ok {
		if name != "common" {
			services[name] = dir
		}
		return services, nil
	}
	if m.Path != Root && m.Path != IntlRoot {
		return nil, fmt.Errorf("%s is not a module of the Tencent Cloud SDK", m.Path)
	}
	dir = filepath.Join(dir, "tencentcloud")
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		if entry.IsDir() && entry.Name() != "common" {
			services[entry.Name()] = filepath.Join(dir, entry.Name())
		}
	}
	return services, nil
}

func readPackage(dir string) (p Package, err error) {
	file := filepath.Join(dir, "errors.go")
	src, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return p, err
	default:
		if p.Constants, err = ParseErrors(file, src); err != nil {
			return p, err
		}
	}
	file = filepath.Join(dir, "client.go")
	src, err = os.ReadFile(file)
	if p.Constants == nil && errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err != nil {
		return p, err
	}
	p.Actions, err = ParseClient(file, src, p.Constants)
	return p, err
}

var clientCode = regexp.MustCompile(`"(ClientError(?:\.[A-Za-z]+)?)"`)

// ClientCodes returns the client-side codes that package common, unpacked in
// dir, makes; sorted.
func ClientCodes(dir string) ([]string, error) {
	found := map[string]bool{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		src, err := os.ReadFile(path)
		for _, m := range clientCode.FindAllStringSubmatch(string(src), -1) {
			found[m[1]] = true
		}
		return err
	})
	return slices.Sorted(maps.Keys(found)), err
}
