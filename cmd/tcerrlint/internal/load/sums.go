package load

import (
	"crypto/sha256"
	"os"
	"sync"
)

// Sums knows the content that files had when they were analyzed, by its hash.
type Sums struct {
	mu    sync.Mutex
	files map[string][sha256.Size]byte
}

// note keeps the hash of a file that is analyzed.
func (s *Sums) note(name string, source []byte) {
	if s == nil {
		return
	}
	s.noteSum(name, sha256.Sum256(source))
}

// noteSum keeps the hash of a file.
func (s *Sums) noteSum(name string, sum [sha256.Size]byte) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.files == nil {
		s.files = make(map[string][sha256.Size]byte)
	}
	s.files[name] = sum
}

// noteFiles keeps the hashes of a package's files: those that were parsed, and
// those of the user from which cgo made others.
func (s *Sums) noteFiles(parsed map[string][]byte, files []string) {
	if s == nil {
		return
	}
	for name, source := range parsed {
		s.note(name, source)
	}
	for _, name := range files {
		if _, ok := parsed[name]; ok {
			continue
		}
		if source, err := os.ReadFile(name); err == nil {
			s.note(name, source)
		}
	}
}

// Analyzed reports whether the content is that which was analyzed.
func (s *Sums) Analyzed(name string, content []byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	sum, ok := s.files[name]
	return ok && sum == sha256.Sum256(content)
}
