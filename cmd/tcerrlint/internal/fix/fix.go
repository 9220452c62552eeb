// Package fix applies the fixes of findings to files.
package fix

import (
	"os"
	"slices"
	"strings"

	udiff "github.com/aymanbagabas/go-udiff"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
)

// A File is a file to which fixes were applied in memory.
type File struct {
	Name     string
	Old, New string
}

// Apply applies the fixes to the files in memory, without formatting them. It
// leaves out a fix that overlaps an earlier one, that reaches out of the
// finding's own file or that is for a file which is not the user's own, and
// returns the findings that are still there.
func Apply(findings []finding.Finding, owns func(file string) bool) (files []File, left []finding.Finding, err error) {
	edits := make(map[string][]udiff.Edit)
	owned := make(map[string]bool)
	for _, f := range findings {
		name := f.Pos.Filename
		if _, asked := owned[name]; f.Fix != nil && !asked {
			owned[name] = owns(name)
		}
		if f.Fix == nil || !owned[name] || !add(edits, f) {
			left = append(left, f)
		}
	}
	for name, list := range edits {
		old, err := os.ReadFile(name)
		if err != nil {
			return nil, nil, err
		}
		udiff.SortEdits(list)
		changed, err := udiff.Apply(string(old), list)
		if err != nil {
			return nil, nil, err
		}
		files = append(files, File{name, string(old), changed})
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return files, left, nil
}

// add adds the edits of the finding's fix, all or none.
func add(edits map[string][]udiff.Edit, f finding.Finding) bool {
	file := f.Pos.Filename
	var fresh []udiff.Edit
	for _, e := range f.Fix.Edits {
		edit := udiff.Edit{Start: e.Start, End: e.End, New: e.New}
		if e.File != file {
			return false
		}
		if slices.Contains(edits[file], edit) {
			continue // the same change for another finding
		}
		for _, other := range edits[file] {
			if edit.Start < other.End && other.Start < edit.End || edit.Start == other.Start {
				return false
			}
		}
		fresh = append(fresh, edit)
	}
	edits[file] = append(edits[file], fresh...)
	return true
}

// Write writes the new content of the file.
func (f File) Write() error { return os.WriteFile(f.Name, []byte(f.New), 0o644) }

// Diff returns the change as a unified diff under the file's name.
func (f File) Diff(name string) string { return udiff.Unified("a/"+name, "b/"+name, f.Old, f.New) }
