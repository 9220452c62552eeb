package finding

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"strings"
)

// Sources gives the lines of source files, reading each file once, and names
// for files.
type Sources struct {
	dir   string // files beneath it get a relative name
	read  Reader
	lines map[string][]string
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
