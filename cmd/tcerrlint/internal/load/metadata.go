package load

import (
	"context"
	"fmt"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// metadata is what the go command said last, which takes it a while.
type metadata struct {
	asked string // what it was asked
	state string // of all that its answer depends on
	pkgs  []*packages.Package
}

// list returns the packages of the files without types, as the go command
// lists them. It is asked again only when its answer can be another.
func (s *Session) list(ctx context.Context, files []string, overlay map[string][]byte) ([]*packages.Package, error) {
	files = slices.Sorted(slices.Values(files))
	asked := s.Tags + "\n" + strings.Join(files, "\n") + heads(overlay)
	if asked == s.meta.asked && s.meta.state == s.state(s.meta.pkgs, overlay) {
		return s.meta.pkgs, nil
	}
	var patterns []string
	for _, name := range files {
		patterns = append(patterns, "file="+name)
	}
	config := &packages.Config{
		Context: ctx, Mode: mode, Tests: true, Dir: s.dir, Overlay: overlay, BuildFlags: Config{Tags: s.Tags}.buildFlags(s.env),
		Env: append(s.env.withoutIndex(), "PWD="+s.dir),
	}
	pkgs, err := listFiles(config, s.env, patterns)
	if err != nil {
		return nil, complaints(err.Error(), environment{})
	}
	pkgs = roots(pkgs)
	s.meta = metadata{asked, s.state(pkgs, overlay), pkgs}
	return pkgs, nil
}

// heads returns what of the files the go command reads: everything up to the
// last import. A file that does not parse so far has its text up to the mistake.
func heads(overlay map[string][]byte) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(overlay)) {
		text := overlay[name]
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, text, parser.ImportsOnly|parser.SkipObjectResolution)
		end := 0
		if file != nil && file.Name != nil {
			end = fset.Position(file.Name.End()).Offset
			for _, spec := range file.Imports {
				end = max(end, fset.Position(spec.End()).Offset)
			}
		}
		fmt.Fprintf(&b, "%q %v %q\n", name, err, text[:min(end, len(text))])
	}
	return b.String()
}

// state returns what changes when something on disk changes that the go command
// reads: the modules' files, and the folders and files of their packages.
func (s *Session) state(pkgs []*packages.Package, overlay map[string][]byte) string {
	names := make(map[string]bool)
	for dir := s.dir; ; dir = filepath.Dir(dir) {
		for _, name := range []string{"go.mod", "go.sum", "go.work", "go.work.sum", filepath.Join("vendor", "modules.txt")} {
			names[filepath.Join(dir, name)] = true
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	packages.Visit(pkgs, nil, func(pkg *packages.Package) {
		if !s.changes(pkg) {
			return
		}
		for _, name := range pkg.GoFiles {
			names[filepath.Dir(name)] = true
			if _, ok := overlay[name]; !ok {
				names[name] = true
			}
		}
	})
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if info, err := os.Stat(name); err == nil {
			fmt.Fprintln(&b, name, info.Size(), info.ModTime().UnixNano())
		}
	}
	return b.String()
}

// changes reports whether a package's files may change: they are not those of
// the standard library or of the module cache.
func (s *Session) changes(pkg *packages.Package) bool {
	if pkg.Module == nil {
		return len(pkg.GoFiles) > 0 && !strings.HasPrefix(pkg.GoFiles[0], filepath.Join(s.env.goroot, "src")+string(filepath.Separator))
	}
	return pkg.Module.Main || pkg.Module.Replace != nil && pkg.Module.Replace.Version == ""
}
