package lsp

import (
	"bytes"
	"go/token"
	"net/url"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
)

// fileName returns the name of the file at an address, or "" if it is no file.
func fileName(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" {
		return ""
	}
	name := u.Path
	if len(name) > 2 && name[0] == '/' && name[2] == ':' {
		name = strings.ToUpper(name[1:2]) + name[2:] // a drive of Windows
	}
	return filepath.Clean(filepath.FromSlash(name))
}

// fileURI returns the address of a file.
func fileURI(name string) string {
	name = filepath.ToSlash(name)
	if !strings.HasPrefix(name, "/") {
		name = "/" + name
	}
	return (&url.URL{Scheme: "file", Path: name}).String()
}

// A converter turns positions in files into those of the protocol.
type converter struct {
	texts func(name string) []byte
	lines map[string][]int // offsets of the starts of lines
}

func newConverter(texts func(string) []byte) *converter {
	return &converter{texts: texts, lines: make(map[string][]int)}
}

// position converts an offset of a file.
func (c *converter) position(name string, offset int) position {
	text := c.texts(name)
	offset = max(0, min(offset, len(text)))
	starts, ok := c.lines[name]
	if !ok {
		starts = []int{0}
		for i, b := range text {
			if b == '\n' {
				starts = append(starts, i+1)
			}
		}
		c.lines[name] = starts
	}
	line := bytes.Count(text[:offset], []byte("\n"))
	units := 0
	for rest := text[starts[line]:offset]; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		if rest = rest[size:]; r > 0xffff {
			units++
		}
		units++
	}
	return position{line, units}
}

// place converts a position by its line and column: its offset is not that in
// the file where a //line comment moves it.
func (c *converter) place(pos token.Position) position {
	return c.position(pos.Filename, c.offset(pos))
}

func (c *converter) offset(pos token.Position) int {
	c.position(pos.Filename, 0)
	starts := c.lines[pos.Filename]
	if pos.Line < 1 || pos.Line > len(starts) {
		return 0
	}
	return starts[pos.Line-1] + pos.Column - 1
}

func (c *converter) span(r finding.Range) span {
	s := span{Start: c.place(r.Pos)}
	if s.End = s.Start; r.End.IsValid() && r.End.Filename == r.Pos.Filename {
		s.End = c.place(r.End)
	}
	return s
}

// diagnostic converts a finding.
func (c *converter) diagnostic(f finding.Finding) diagnostic {
	severities := map[string]int{"error": 1, "warning": 2, "note": 3}
	d := diagnostic{
		Range:    c.span(f.Range),
		Severity: severities[f.Severity],
		Code:     f.Rule,
		Source:   analyzer.Name,
		Message:  f.Message,
	}
	if f.Rule == "deadtest" || f.Rule == "deadassert" { // they never hold
		d.Tags = []int{tagUnnecessary}
	}
	if f.URL != "" {
		d.CodeDescription = &href{f.URL}
	}
	for _, r := range f.Related {
		d.Related = append(d.Related, related{location{fileURI(r.Pos.Filename), c.span(r.Range)}, r.Message})
	}
	return d
}

// edit converts a fix.
func (c *converter) edit(fix *finding.Fix) workspaceEdit {
	changes := make(map[string][]textEdit)
	for _, e := range fix.Edits {
		uri := fileURI(e.File)
		changes[uri] = append(changes[uri], textEdit{span{c.position(e.File, e.Start), c.position(e.File, e.End)}, e.New})
	}
	return workspaceEdit{changes}
}
