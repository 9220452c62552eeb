package settings

import (
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/mod/modfile"
)

// FileName is the name of the file at the root of a module.
const FileName = ".tcerrlint.yml"

// fileNames are the names that are looked for, in this order.
var fileNames = []string{FileName, ".tcerrlint.yaml"}

// In returns the settings file in a folder, "" if it has none.
func In(dir string) string {
	for _, base := range fileNames {
		name := filepath.Join(dir, base)
		if _, err := os.Lstat(name); err == nil {
			return name
		}
	}
	return ""
}

// Find returns the settings file that counts for a folder, "" if none does: the
// nearest one up to the folder of go.mod and, where the module has none and go.work
// uses it, on up to the folder of go.work.
func Find(dir string) string {
	end := ""
	for at := dir; ; at = filepath.Dir(at) {
		if name := In(at); name != "" {
			return name
		}
		switch {
		case at == end, at == filepath.Dir(at):
			return ""
		case end != "":
		case isFile(filepath.Join(at, "go.mod")):
			work := Workspace(at)
			if !slices.Contains(work.Modules, at) || !within(work.Dir, at) || work.Dir == at {
				return ""
			}
			end = work.Dir
		case isFile(filepath.Join(at, "go.work")):
			return ""
		}
	}
}

// A Work is a workspace of modules; the zero value is none.
type Work struct {
	Dir     string   // of go.work
	Modules []string // their folders, absolute
}

// Workspace returns the workspace that the go command would use in a folder. One
// whose go.work cannot be read is none: the go command tells why.
func Workspace(dir string) Work {
	name := os.Getenv("GOWORK")
	if name == "off" {
		return Work{}
	}
	for at := dir; name == ""; at = filepath.Dir(at) {
		if file := filepath.Join(at, "go.work"); isFile(file) {
			name = file
		} else if at == filepath.Dir(at) {
			return Work{}
		}
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return Work{}
	}
	file, err := modfile.ParseWork(name, data, nil)
	if err != nil {
		return Work{}
	}
	work := Work{Dir: filepath.Dir(name)}
	for _, use := range file.Use {
		module := filepath.FromSlash(use.Path)
		if !filepath.IsAbs(module) {
			module = filepath.Join(work.Dir, module)
		}
		work.Modules = append(work.Modules, filepath.Clean(module))
	}
	return work
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

// within reports whether a folder is another one or lies below it.
func within(above, dir string) bool {
	rel, err := filepath.Rel(above, dir)
	return err == nil && filepath.IsLocal(rel)
}
