// Package baseline keeps findings that are known, so that only new ones count.
package baseline

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/workspace"
)

// A document is the form of the file. A finding is known by its fingerprint,
// which survives moved lines; the rest is for readers of the file.
type document struct {
	Version  int     `json:"version"`
	Findings []known `json:"findings"`
}

type known struct {
	Fingerprint string `json:"fingerprint"`
	File        string `json:"file"`
	Rule        string `json:"rule"`
	Message     string `json:"message"`
}

const version = 1

// Write writes the findings to the file, one a line. Sources are read by read.
func Write(file string, findings []finding.Finding, read finding.Reader) error {
	sources, err := sourcesBeside(file, read)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\n  \"version\": %d,\n  \"findings\": [", version)
	separator := "\n"
	fingerprints := sources.Fingerprints(findings)
	for i, f := range findings {
		line, err := json.Marshal(known{fingerprints[i], sources.Name(f.Pos.Filename), f.Rule, f.Message})
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s    %s", separator, line)
		separator = ",\n"
	}
	b.WriteString("\n  ]\n}\n")
	err = workspace.Write(file, func(w io.Writer) error {
		_, err := w.Write(b.Bytes())
		return err
	})
	if err != nil {
		return fmt.Errorf("-baseline: %w", err)
	}
	return nil
}

// New returns the findings that the file does not have.
func New(file string, findings []finding.Finding, read finding.Reader) ([]finding.Finding, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("-baseline: %w; -write-baseline makes it", err)
	}
	var doc document
	if line, err := decode(data, &doc); err != nil {
		return nil, fmt.Errorf("-baseline: %s:%d: %w", file, line, err)
	}
	if doc.Version != version {
		return nil, fmt.Errorf("-baseline: %s is of a version that this tcerrlint does not read (%d, not %d); make it anew with -write-baseline", file, doc.Version, version)
	}
	old := make(map[string]bool)
	for _, k := range doc.Findings {
		old[k.Fingerprint] = true
	}
	sources, err := sourcesBeside(file, read)
	if err != nil {
		return nil, err
	}
	fingerprints := sources.Fingerprints(findings)
	var kept []finding.Finding
	for i, f := range findings {
		if !old[fingerprints[i]] {
			kept = append(kept, f)
		}
	}
	return slices.Clip(kept), nil
}

// sourcesBeside names files relative to the baseline, so that it means the same
// in whatever folder the tool runs.
func sourcesBeside(file string, read finding.Reader) (*finding.Sources, error) {
	file, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	dir, err := filepath.EvalSymlinks(filepath.Dir(file))
	if err != nil {
		return nil, err
	}
	return finding.NewSources(dir, read), nil
}
