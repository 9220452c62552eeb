// Package changed knows which lines of a git working tree are new.
package changed

import (
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sourcegraph/go-diff/diff"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
)

// Lines are the new lines of a working tree.
type Lines struct {
	files map[string][]span // by absolute name
}

// A span is a range of lines.
type span struct{ first, last int }

// whole covers a file that git does not know.
var whole = span{1, 1 << 30}

// Since returns what is new in the working tree that contains dir since it left
// the history of the revision: since their merge base.
func Since(dir, revision string) (*Lines, error) {
	if strings.HasPrefix(revision, "-") {
		return nil, fmt.Errorf("-new-from: %q is no revision", revision)
	}
	root, err := git(dir, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, err
	}
	root = strings.TrimSuffix(root, "\n")
	patch, err := git(dir, "diff", "--merge-base", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "--no-renames",
		"--src-prefix=a/", "--dst-prefix=b/", revision, "--", root)
	if err != nil {
		return nil, err
	}
	lines, err := parse(root, patch)
	if err != nil {
		return nil, err
	}
	untracked, err := git(root, "ls-files", "-z", "--others", "--exclude-standard")
	if err != nil {
		return nil, err
	}
	for name := range strings.SplitSeq(untracked, "\x00") {
		if name != "" {
			lines.files[filepath.Join(root, filepath.FromSlash(name))] = []span{whole}
		}
	}
	return lines, nil
}

// parse reads what git diff printed of the tree at root.
func parse(root, patch string) (*Lines, error) {
	files, err := diff.ParseMultiFileDiff([]byte(patch))
	if err != nil {
		return nil, fmt.Errorf("-new-from: cannot read what git printed: %w", err)
	}
	lines := &Lines{files: make(map[string][]span)}
	for _, file := range files {
		name := filepath.Join(root, filepath.FromSlash(strings.TrimPrefix(file.NewName, "b/")))
		for _, hunk := range file.Hunks {
			first, last := int(hunk.NewStartLine), int(hunk.NewStartLine+hunk.NewLines)-1
			if hunk.NewLines == 0 {
				last = first + 1 // lines are gone; those around the gap meet anew
			}
			lines.files[name] = append(lines.files[name], span{first, last})
		}
	}
	return lines, nil
}

// Only returns the findings that touch a new line, themselves or by a position
// related to them.
func (l *Lines) Only(findings []finding.Finding) []finding.Finding {
	return slices.DeleteFunc(findings, func(f finding.Finding) bool {
		return !l.touch(f.Range) && !slices.ContainsFunc(f.Related, func(r finding.Related) bool { return l.touch(r.Range) })
	})
}

func (l *Lines) touch(r finding.Range) bool {
	last := r.Pos.Line
	if r.End.Filename == r.Pos.Filename {
		last = max(last, r.End.Line)
	}
	return slices.ContainsFunc(l.files[r.Pos.Filename], func(s span) bool {
		return s.first <= last && r.Pos.Line <= s.last
	})
}

// quiet keeps git from what a repository can make it run: a monitor of files, and
// the configuration of a bare repository that lies about among the files.
var quiet = []string{"-c", "core.fsmonitor=false", "-c", "safe.bareRepository=explicit"}

// git runs git and returns what it prints.
func git(dir string, args ...string) (string, error) {
	cmd := exec.Command("git", slices.Concat(quiet, args)...)
	cmd.Dir = dir
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err == nil {
		return string(out), nil
	}
	if text := strings.TrimSpace(complaint.String()); text != "" {
		text, _, _ = strings.Cut(text, "\n")
		err = errors.New(text)
	}
	return "", fmt.Errorf("-new-from: git %s: %w", args[0], err)
}
