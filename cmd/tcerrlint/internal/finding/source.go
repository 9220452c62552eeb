package finding

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"path/filepath"
	"strings"
)

// Sources gives the lines of source files, reading each file once, and names
// for files.
type Sources struct {
	dir    string // files beneath it get a relative name
	root   string // of the repository, "" if it is none
	prefix string // put before relative names
	read   Reader
	lines  map[string][]string
}

// A Reader reads source files.
type Reader func(name string) ([]byte, error)

// NewSources returns sources whose files are named relative to dir.
func NewSources(dir string, read Reader) *Sources {
	return &Sources{dir: dir, read: read, lines: make(map[string][]string)}
}

// Name returns the name of the file relative to the directory, with slashes,
// or its absolute name if it lies elsewhere.
func (s *Sources) Name(file string) string {
	if rel, err := filepath.Rel(s.dir, file); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return file
}

// In tells where the repository is, and what to put before relative names.
func (s *Sources) In(root, prefix string) { s.root, s.prefix = root, prefix }

// Shown returns the name of the file for people: [Sources.Name] with the prefix.
func (s *Sources) Shown(file string) string { return s.prefixed(s.Name(file)) }

// InRepository returns the name of the file for programs that show findings beside
// the repository: relative to its root, unless there is a prefix.
func (s *Sources) InRepository(file string) string {
	if s.prefix != "" || s.root == "" {
		return s.Shown(file)
	}
	if rel, err := filepath.Rel(s.root, file); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return file
}

func (s *Sources) prefixed(name string) string {
	if s.prefix == "" || filepath.IsAbs(name) {
		return name
	}
	return path.Join(filepath.ToSlash(s.prefix), name)
}

// Line returns a line of a file without its end, or "" if it has no such line.
func (s *Sources) Line(file string, line int) string {
	lines, ok := s.lines[file]
	if !ok {
		data, _ := s.read(file)
		lines = strings.Split(string(data), "\n")
		s.lines[file] = lines
	}
	if line < 1 || line > len(lines) {
		return ""
	}
	return strings.TrimSuffix(lines[line-1], "\r")
}

// Fingerprints returns one word for each finding that stays the same when
// lines move: it depends on the rule, the file's name, the text of the line
// and how many equal ones stand before it.
func (s *Sources) Fingerprints(findings []Finding) []string {
	seen := make(map[string]int)
	words := make([]string, len(findings))
	for i, f := range findings {
		key := strings.Join([]string{f.Rule, s.Name(f.Pos.Filename), strings.TrimSpace(s.Line(f.Pos.Filename, f.Pos.Line))}, "\x00")
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", key, seen[key]))
		seen[key]++
		words[i] = hex.EncodeToString(sum[:16])
	}
	return words
}
