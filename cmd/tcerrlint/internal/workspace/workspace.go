// Package workspace holds what of a file system the command may touch. The
// program under analysis is not trusted: a //line comment may name any file, and
// any file of a repository may be a symbolic link.
package workspace

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A Workspace is the module, or the workspace of modules, in which the command
// runs. The zero value holds no file.
type Workspace struct{ root string }

// Of returns the workspace that a folder lies in: that of go.work or, without
// one, of go.mod; the folder itself if there is neither.
func Of(dir string) Workspace {
	root := dir
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		root = real
	}
	for _, name := range []string{"go.work", "go.mod"} {
		for up := root; ; up = filepath.Dir(up) {
			if info, err := os.Stat(filepath.Join(up, name)); err == nil && info.Mode().IsRegular() {
				return Workspace{up}
			}
			if up == filepath.Dir(up) {
				break
			}
		}
	}
	return Workspace{root}
}

// Repository returns the root of the git repository around the workspace, as far
// as folders tell; "" if there is none.
func (w Workspace) Repository() string {
	for up := w.root; up != ""; up = filepath.Dir(up) {
		if _, err := os.Stat(filepath.Join(up, ".git")); err == nil { // a file in a worktree
			return up
		}
		if up == filepath.Dir(up) {
			break
		}
	}
	return ""
}

// ReadSource reads a Go file of the workspace, and no other file.
func (w Workspace) ReadSource(name string) ([]byte, error) {
	if _, err := w.source(name); err != nil {
		return nil, err
	}
	return os.ReadFile(name)
}

// Owns reports whether a Go file is the user's to change: a file of the
// workspace itself that is neither vendored nor generated.
func (w Workspace) Owns(name string) bool {
	if info, err := os.Lstat(name); err != nil || !info.Mode().IsRegular() {
		return false
	}
	rel, err := w.source(name)
	if err != nil || slices.ContainsFunc(strings.Split(filepath.ToSlash(rel), "/"), func(part string) bool {
		return part == "vendor" || strings.Contains(part, "@") // @: of a module cache
	}) {
		return false
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.PackageClauseOnly)
	return err == nil && !ast.IsGenerated(file)
}

// source returns the name relative to the root of a Go file of the workspace.
func (w Workspace) source(name string) (string, error) {
	real, err := filepath.EvalSymlinks(name)
	if err != nil {
		return "", err
	}
	rel, err := filepath.Rel(w.root, real)
	if err != nil || w.root == "" || !filepath.IsLocal(rel) {
		return "", fmt.Errorf("%s lies outside of %s", name, w.root)
	}
	if info, err := os.Lstat(real); err != nil || !info.Mode().IsRegular() || filepath.Ext(real) != ".go" {
		return "", fmt.Errorf("%s is no Go file", name)
	}
	return rel, nil
}
