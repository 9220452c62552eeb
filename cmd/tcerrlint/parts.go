package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/load"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/settings"
)

// A part is the packages of a run for which the same settings file counts: a run over
// several modules of a workspace finds what runs in each of them find.
type part struct {
	file     string // "" if none
	patterns []string
	modules  []string // folders; nil: all
}

// parts splits the run. There is one part, with the patterns as they are, unless the
// modules of a workspace that they can reach have different settings files.
func (l *loadFlags) parts(wd string) ([]part, error) {
	work := settings.Workspace(wd)
	if l.patterns == nil {
		l.patterns = everything(wd, work)
	}
	whole := part{file: l.config, patterns: l.patterns}
	switch l.config {
	case "none":
		whole.file = ""
		return []part{whole}, nil
	case "":
		whole.file = settings.Find(wd)
	default:
		return []part{whole}, nil
	}
	byFile := map[string]*part{whole.file: &whole}
	for _, module := range work.Modules {
		file := settings.Find(module)
		if byFile[file] == nil {
			byFile[file] = &part{file: file}
		}
		byFile[file].modules = append(byFile[file].modules, module)
	}
	if len(byFile) == 1 {
		return []part{whole}, nil
	}
	return l.listed(&whole, byFile)
}

// everything returns the patterns of a run that names none: those of all modules at the
// root of a workspace that is no module itself, where "./..." matches nothing.
func everything(wd string, work settings.Work) []string {
	if _, err := os.Stat(filepath.Join(wd, "go.mod")); work.Dir != wd || err == nil {
		return []string{"./..."}
	}
	var patterns []string
	for _, module := range work.Modules {
		if rel, err := filepath.Rel(wd, module); err == nil {
			patterns = append(patterns, "./"+filepath.ToSlash(rel)+"/...")
		}
	}
	return patterns
}

// listed gives each part the import paths of its packages. What belongs to no module,
// such as a pattern that matches nothing, stays with the whole.
func (l *loadFlags) listed(whole *part, byFile map[string]*part) ([]part, error) {
	asked := whole.patterns
	var parts []part
	for _, file := range slices.Sorted(maps.Keys(byFile)) {
		p := byFile[file]
		config := l.load
		if config.Tags == "" {
			s, err := readSettings(file, true)
			if err != nil {
				return nil, err
			}
			config.Tags = strings.Join(s.Tags, ",")
		}
		found, err := load.Modules(config, asked)
		if err != nil {
			return nil, err
		}
		p.patterns = nil
		for _, pkg := range found {
			if pkg.Path == load.CommandLine { // files: there is no path to ask for
				return []part{{file: whole.file, patterns: asked}}, nil
			}
			if slices.Contains(p.modules, pkg.Module) || p == whole && !inSome(byFile, pkg.Module) {
				p.patterns = append(p.patterns, pkg.Path)
			}
		}
		if len(p.patterns) > 0 {
			parts = append(parts, *p)
		}
	}
	if len(parts) == 1 { // of one module, as far as the patterns reach
		parts[0].patterns = asked
	}
	return parts, nil
}

func inSome(byFile map[string]*part, module string) bool {
	for _, p := range byFile {
		if slices.Contains(p.modules, module) {
			return true
		}
	}
	return false
}

// readSettings reads a settings file; found tells that the user did not name it.
func readSettings(file string, found bool) (settings.Settings, error) {
	switch {
	case file == "":
		return settings.Settings{}, nil
	case found:
		return settings.ReadFound(file)
	}
	return settings.Read(file)
}

// take takes the packages and the settings of a part and returns the analyzer that
// they and, over them, the flags ask for.
func (l *loadFlags) take(p part, make func(analyzer.Options) (*analysis.Analyzer, error)) (*analysis.Analyzer, error) {
	var err error
	l.patterns = p.patterns
	if l.settings, err = readSettings(p.file, l.config == ""); err != nil {
		return nil, err
	}
	a, err := make(l.settings.Options)
	if err != nil {
		return nil, err
	}
	return a, l.setOptions(a)
}

// otherSettings returns the settings files that count for modules of the workspace and
// not where the command runs.
func otherSettings(wd string) (files []string) {
	for _, module := range settings.Workspace(wd).Modules {
		if file := settings.Find(module); file != "" && file != settings.Find(wd) && !slices.Contains(files, file) {
			if rel, err := filepath.Rel(wd, file); err == nil {
				file = filepath.ToSlash(rel)
			}
			files = append(files, file)
		}
	}
	return files
}
