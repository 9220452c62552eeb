// Package golden reads the findings on real repositories that were judged by
// hand, and tells what a change of the tool makes of them.
package golden

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A File is the verdicts on one repository.
type File struct {
	Name    string // of the repository
	Commit  string
	Address string
	Header  []string // comments, without "# "
	Lines   []Line
}

// A Line is one finding and its verdict: true, false or debatable.
type Line struct {
	File, Line, Rule, Code, Verdict, Why string
}

// Read reads the files *.golden of a folder.
func Read(dir string) ([]File, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.golden"))
	if err != nil {
		return nil, err
	}
	var files []File
	for _, name := range names {
		f, err := read(name)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

func read(name string) (File, error) {
	f := File{Name: strings.TrimSuffix(filepath.Base(name), ".golden")}
	file, err := os.Open(name)
	if err != nil {
		return f, err
	}
	defer file.Close()
	scanner := bufio.NewScanner(file)
	scanner.Buffer(nil, 1<<20)
	for n := 1; scanner.Scan(); n++ {
		text := scanner.Text()
		if comment, ok := strings.CutPrefix(text, "# "); ok {
			f.Header = append(f.Header, comment)
			if v, ok := strings.CutPrefix(comment, "commit: "); ok {
				f.Commit = v
			}
			if v, ok := strings.CutPrefix(comment, "repository: "); ok {
				f.Address = v
			}
			continue
		}
		if text == "" {
			continue
		}
		part := strings.SplitN(text, "\t", 6)
		if len(part) != 6 {
			return f, fmt.Errorf("%s:%d: %d fields, not 6", name, n, len(part))
		}
		f.Lines = append(f.Lines, Line{part[0], part[1], part[2], part[3], part[4], part[5]})
	}
	return f, scanner.Err()
}
