// Package live finds what an editor shows while somebody types.
package live

import (
	"cmp"
	"context"
	"errors"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/driver"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/load"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/settings"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/workspace"
)

// A View is a module of which files are open.
type View struct {
	dir      string
	session  *load.Session
	driver   *driver.Driver
	tested   *analysis.Analyzer
	config   string            // the settings file and its state
	levels   map[string]string // severities that the settings give rules
	settings settings.Settings

	// Tags are the build tags with which packages are listed, separated by commas.
	Tags string

	// Kept returns what other sessions with an analyzer left, nil for nothing; it may
	// be nil. The driver has what is found.
	Kept func(*analysis.Analyzer, *driver.Driver) *load.Kept

	// Fresh counts the packages analyzed by the last Check.
	Fresh int

	// Sources are the packages of the last Check by the names of their files,
	// those that do not compile included.
	Sources map[string]*Source
}

// NewView returns a view of the module in the folder.
func NewView(dir string) *View { return &View{dir: dir, session: load.NewSession(dir)} }

// Remember keeps for other sessions what the last Check found of packages of which
// no file is open.
func (v *View) Remember() { v.session.Remember() }

// Root returns the folder of the module that contains a file, or the file's
// own folder if none does.
func Root(file string) string {
	for dir := filepath.Dir(file); ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return filepath.Dir(file)
		}
	}
}

// InModule reports whether a file lies in a module. For one that does not, the go
// command would have to list a folder that may be the whole disk.
func InModule(file string) bool {
	_, err := os.Stat(filepath.Join(Root(file), "go.mod"))
	return err == nil
}

// Check returns what is found in each file of the packages of the open
// documents. A file of a package that does not compile is not among them: what
// was known of it stays.
func (v *View) Check(ctx context.Context, documents map[string][]byte) (map[string][]finding.Finding, error) {
	if err := v.configure(); err != nil {
		return nil, err
	}
	files := make([]string, 0, len(documents))
	for name := range documents {
		files = append(files, name)
	}
	v.session.Tags = cmp.Or(v.Tags, strings.Join(v.settings.Tags, ","))
	var fresh atomic.Int64
	pkgs, err := v.session.Load(ctx, files, documents, func(pkg *packages.Package) {
		v.driver.Run(pkg)
		fresh.Add(1)
	})
	v.Fresh = int(fresh.Load())
	if err != nil {
		return nil, err
	}
	v.keep(pkgs)
	v.Sources = v.sourcesOf(pkgs)
	var all []finding.Finding
	var failures []error
	found := make(map[string][]finding.Finding)
	for _, pkg := range pkgs {
		r := v.driver.Result(pkg.Types)
		if r == nil {
			continue // it does not compile
		}
		if r.Err != nil {
			failures = append(failures, r.Err)
			continue
		}
		for _, name := range pkg.GoFiles {
			found[name] = nil
		}
		all = append(all, r.Findings...)
	}
	all = finding.WithoutNolint(finding.Normalize(all), func(name string) ([]byte, error) {
		if text, ok := documents[name]; ok {
			return text, nil
		}
		return workspace.Of(v.dir).ReadSource(name)
	})
	for i := range all {
		all[i].Severity = cmp.Or(v.levels[all[i].Rule], all[i].Severity)
	}
	for _, f := range v.settings.Apply(all) {
		found[f.Pos.Filename] = append(found[f.Pos.Filename], f)
	}
	return found, errors.Join(failures...)
}

// keep forgets what was found in packages that are no longer there.
func (v *View) keep(pkgs []*packages.Package) {
	used := make(map[*types.Package]bool)
	packages.Visit(pkgs, nil, func(pkg *packages.Package) { used[pkg.Types] = true })
	v.driver.Keep(used)
}

// configure makes the analyzer that the settings ask for, anew if they changed.
func (v *View) configure() error {
	file := settings.Find(v.dir)
	state := file
	var pages []string
	var s settings.Settings
	if file != "" {
		var err error
		if s, err = settings.ReadFound(file); err != nil {
			return err
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		state += "\n" + string(data)
		pages = s.ExtraPages
	}
	for _, page := range pages {
		data, err := os.ReadFile(page)
		if err != nil {
			return err
		}
		state += "\n" + string(data)
	}
	if v.driver != nil && state == v.config {
		return nil
	}
	a, err := analyzer.New(s.Options)
	if err != nil {
		return err
	}
	if v.tested, err = analyzer.NewTested(s.Options); err != nil {
		return err
	}
	v.driver, v.config, v.settings = driver.New(a), state, s
	v.session.Reset() // another analyzer looks at all packages anew
	if v.Kept != nil {
		v.session.Kept = v.Kept(a, v.driver)
	}
	v.levels, err = finding.ParseSeverities(s.Severity)
	return err
}
