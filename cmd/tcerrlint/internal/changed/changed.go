// Package changed knows which lines of a git working tree are new.
package changed

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/sourcegraph/go-diff/diff"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
)

// Lines are the new lines of a working tree.
type Lines struct {
	files  map[string][]span // by absolute name
	unsure bool              // a changed file says that its lines are others'
}

// A span is a range of lines.
type span struct{ first, last int }

// whole covers a file that git does not know.
var whole = span{1, 1 << 30}

// Since returns what is new in the working tree that contains dir since it left
// the history of the revision: since their merge base.
func Since(dir, revision string) (*Lines, error) {
	if strings.HasPrefix(revision, "-") {
		return nil, fmt.Errorf("-new-from: %q is no revision: it begins with -", revision)
	}
	root, err := git(dir, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, err
	}
	root = strings.TrimSuffix(root, "\n")
	patch, err := git(root, asked(revision, "--unified=0", "--src-prefix=a/", "--dst-prefix=b/")...)
	if err != nil {
		return nil, err
	}
	lines, err := parse(root, patch)
	if err != nil {
		return nil, err
	}
	names, err := git(root, asked(revision, "--name-only", "-z")...)
	if err != nil {
		return nil, err
	}
	untracked, err := git(root, "ls-files", "-z", "--others", "--exclude-standard")
	if err != nil {
		return nil, err
	}
	// A file that changed, though git shows no lines of it, counts as a whole.
	for name := range strings.SplitSeq(names+untracked, "\x00") {
		file := filepath.Join(root, filepath.FromSlash(name))
		if name != "" && lines.files[file] == nil {
			lines.files[file] = []span{whole}
		}
		lines.unsure = lines.unsure || hasLineComment(file)
	}
	return lines, nil
}

// asked returns the arguments that ask git for the difference in a form that
// neither attributes in the repository nor anybody's configuration change: what
// is compared may be what somebody wants to hide.
func asked(revision string, form ...string) []string {
	args := []string{"diff", "--merge-base", "--text", "--no-color", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all",
		"--no-renames", "--no-relative", "--inter-hunk-context=0", "-O/dev/null", "--full-index", "--submodule=short", "--ws-error-highlight=none", "--output-indicator-new=+", "--output-indicator-old=-"}
	return append(append(args, form...), revision, "--", ".")
}

// parse reads what git diff printed of the tree at root.
func parse(root, patch string) (*Lines, error) {
	files, err := diff.ParseMultiFileDiff([]byte(patch))
	if err != nil {
		return nil, fmt.Errorf("-new-from: cannot read what git printed: %w", err)
	}
	lines := &Lines{files: make(map[string][]span)}
	for _, file := range files {
		name := filepath.Join(root, filepath.FromSlash(strings.TrimPrefix(unquoted(file.NewName), "b/")))
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

// unquoted returns a name that git put in quotes because of the letters in it.
func unquoted(name string) string {
	if plain, err := strconv.Unquote(name); err == nil && strings.HasPrefix(name, `"`) {
		return plain
	}
	return name
}

// Only returns the findings that touch a new line, themselves or by a position
// related to them.
func (l *Lines) Only(findings []finding.Finding) []finding.Finding {
	return slices.DeleteFunc(findings, func(f finding.Finding) bool {
		return !l.touch(f.Range) && !slices.ContainsFunc(f.Related, func(r finding.Related) bool { return l.touch(r.Range) })
	})
}

// touch goes by where the code really is, not by what a //line comment says.
// Where that is not known, it may be new.
func (l *Lines) touch(r finding.Range) bool {
	at := r.Physical
	if !at.Known() {
		if !l.unsure && strings.HasSuffix(r.Pos.Filename, ".go") && exists(r.Pos.Filename) {
			at = finding.Place{File: r.Pos.Filename, Line: r.Pos.Line, EndLine: r.Pos.Line}
			if r.End.Filename == r.Pos.Filename {
				at.EndLine = max(at.Line, r.End.Line)
			}
		} else {
			return true
		}
	}
	return slices.ContainsFunc(l.files[at.File], func(s span) bool { return s.first <= at.EndLine && at.Line <= s.last })
}

// hasLineComment reports whether a Go file has a //line comment.
func hasLineComment(name string) bool {
	if !strings.HasSuffix(name, ".go") {
		return false
	}
	source, err := os.ReadFile(name)
	return err == nil && (bytes.Contains(source, []byte("//line ")) || bytes.Contains(source, []byte("/*line ")))
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// quiet keeps git from what a repository can make it run: a monitor of files, and
// the configuration of a bare repository that lies about among the files.
var quiet = []string{"-c", "core.fsmonitor=false", "-c", "safe.bareRepository=explicit", "-c", "core.quotePath=false"}

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
