// Package fix applies the fixes of findings to files.
package fix

import (
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	udiff "github.com/aymanbagabas/go-udiff"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/workspace"
)

// A File is a file to which fixes were applied in memory.
type File struct {
	Name     string
	Old, New string
}

// Rules say which files may be changed.
type Rules struct {
	Owns     func(file string) bool                 // it is the user's own
	Analyzed func(file string, content []byte) bool // the content is that which the findings are about
}

// Apply applies the fixes to the files in memory, without formatting them. It
// leaves out a fix that overlaps an earlier one, that reaches out of the
// finding's own file or that is for a file which is not the user's own, and
// returns the findings that are still there. A file that is not as it was
// analyzed is left alone and named in changed.
func Apply(findings []finding.Finding, rules Rules) (files []File, left []finding.Finding, changed []string, err error) {
	edits := make(map[string][]udiff.Edit)
	owned := make(map[string]bool)
	for _, f := range findings {
		name := f.Pos.Filename
		if _, asked := owned[name]; f.Fix != nil && !asked {
			owned[name] = rules.Owns(name)
		}
		if f.Fix == nil || !owned[name] || !add(edits, f) {
			left = append(left, f)
		}
	}
	for name, list := range edits {
		old, err := os.ReadFile(name)
		if err != nil || !rules.Analyzed(name, old) {
			changed = append(changed, name)
			continue
		}
		udiff.SortEdits(list)
		fixed, err := udiff.Apply(string(old), list)
		if err != nil {
			return nil, nil, nil, err
		}
		files = append(files, File{name, string(old), fixed})
	}
	if changed != nil { // none of their findings is gone
		slices.Sort(changed)
		left = slices.DeleteFunc(slices.Clone(findings), func(f finding.Finding) bool {
			return !slices.Contains(changed, f.Pos.Filename) && !slices.ContainsFunc(left, func(l finding.Finding) bool {
				return l.Pos == f.Pos && l.Message == f.Message
			})
		})
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return files, left, changed, nil
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

// ErrChanged is the error of a file that somebody else changed meanwhile.
var ErrChanged = errors.New("changed while it was analyzed; run again")

// Write writes the new content of the file, if it is still as it was read.
func (f File) Write() error {
	return workspace.Replace(f.Name, func(w io.Writer) error {
		_, err := io.WriteString(w, f.New)
		return err
	}, func() error {
		if now, err := os.ReadFile(f.Name); err != nil || string(now) != f.Old {
			return ErrChanged
		}
		return nil
	})
}

// Diff returns the change as a unified diff under the file's name.
func (f File) Diff(name string) string { return udiff.Unified("a/"+name, "b/"+name, f.Old, f.New) }
