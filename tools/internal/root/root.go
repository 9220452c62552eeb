// Package root finds the root of the repository.
package root

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// Enter makes the root of the repository the working directory, so that paths
// in flags are relative to it however the program is started: "go -C tools run"
// starts it in tools.
func Enter() error {
	dir, err := os.Getwd()
	if err != nil {
		return err
	}
	for {
		mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil && strings.HasPrefix(string(mod), "module github.com/tcerrlint/tcerrlint\n") {
			return os.Chdir(dir)
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return errors.New("not in a checkout of github.com/tcerrlint/tcerrlint")
		}
		dir = parent
	}
}
