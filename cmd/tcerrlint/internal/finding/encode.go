package finding

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/cache"
)

// A kept is findings of a package as they are encoded: files in its folder have
// names relative to it, so that another checkout can use them.
type kept struct {
	Dir      string // of the package, if something else names it; or empty
	Findings []Finding
}

// Encode encodes findings of the package in a folder.
func Encode(findings []Finding, dir string) ([]byte, error) {
	k := kept{Findings: make([]Finding, len(findings))}
	relative := true
	for i, f := range findings {
		k.Findings[i] = f.renamed(func(name string) string {
			if name == "" {
				return ""
			}
			relative = relative && filepath.IsAbs(name)
			if rel, err := filepath.Rel(dir, name); err == nil && filepath.IsLocal(rel) {
				return rel
			}
			k.Dir = dir
			return name
		})
		if f.mentions(dir) {
			k.Dir = dir
		}
	}
	if !relative {
		return nil, errors.New("the name of a file is not absolute")
	}
	return cache.Encode(nil, k)
}

// Decode decodes findings of the package in a folder.
func Decode(data []byte, dir string) ([]Finding, error) {
	var k kept
	if _, err := cache.Decode(data, &k); err != nil {
		return nil, err
	}
	if k.Dir != "" && k.Dir != dir {
		return nil, errors.New("findings of another folder")
	}
	for i, f := range k.Findings {
		k.Findings[i] = f.renamed(func(name string) string {
			if name == "" || filepath.IsAbs(name) {
				return name
			}
			return filepath.Join(dir, name)
		})
	}
	return k.Findings, nil
}

// renamed returns a copy of the finding with other names of files.
func (f Finding) renamed(rename func(string) string) Finding {
	f.Range = f.Range.renamed(rename)
	f.Related = slices.Clone(f.Related)
	for i := range f.Related {
		f.Related[i].Range = f.Related[i].Range.renamed(rename)
	}
	if f.Fix != nil {
		fix := *f.Fix
		fix.Edits = slices.Clone(fix.Edits)
		for i := range fix.Edits {
			fix.Edits[i].File = rename(fix.Edits[i].File)
		}
		f.Fix = &fix
	}
	return f
}

func (r Range) renamed(rename func(string) string) Range {
	r.Pos.Filename, r.End.Filename = rename(r.Pos.Filename), rename(r.End.Filename)
	r.Physical.File = rename(r.Physical.File)
	return r
}

// mentions reports whether a text of the finding names the folder.
func (f Finding) mentions(dir string) bool {
	texts := []string{f.Message}
	for _, r := range f.Related {
		texts = append(texts, r.Message)
	}
	if f.Fix != nil {
		texts = append(texts, f.Fix.Message)
		for _, e := range f.Fix.Edits {
			texts = append(texts, e.New)
		}
	}
	return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, dir) })
}
