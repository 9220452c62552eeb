package lsptest

import (
	"os"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// A Position counts lines from 0, and UTF-16 code units from 0.
type Position struct {
	Line      int `json:"line"`
	Character int `json:"character"`
}

// A Range is a part of a document.
type Range struct {
	Start Position `json:"start"`
	End   Position `json:"end"`
}

// A Diagnostic is what a server shows.
type Diagnostic struct {
	Range           Range  `json:"range"`
	Severity        int    `json:"severity"`
	Code            any    `json:"code"`
	CodeDescription *Href  `json:"codeDescription,omitempty"`
	Source          string `json:"source"`
	Message         string `json:"message"`
	Data            any    `json:"data,omitempty"`
	Tags            []int  `json:"tags,omitempty"`
	Related         []any  `json:"relatedInformation,omitempty"`
}

// An Href is the address of a page.
type Href struct {
	Href string `json:"href"`
}

// A CodeAction is a change that a server offers.
type CodeAction struct {
	Title string
	Kind  string
	Edit  *struct {
		Changes         map[string][]TextEdit
		DocumentChanges []struct {
			TextDocument struct{ URI string }
			Edits        []TextEdit
		}
	}
}

// A TextEdit replaces a part of a document.
type TextEdit struct {
	Range   Range  `json:"range"`
	NewText string `json:"newText"`
}

// Open opens a file as it is on disk.
func (c *Client) Open(name string) {
	c.t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		c.t.Fatal(err)
	}
	c.mu.Lock()
	c.versions[name], c.texts[name] = 1, string(data)
	c.mu.Unlock()
	c.Notify("textDocument/didOpen", map[string]any{
		"textDocument": map[string]any{"uri": URI(name), "languageId": "go", "version": 1, "text": string(data)},
	})
}

// Change changes an open document, not the file.
func (c *Client) Change(name, text string) {
	c.t.Helper()
	c.mu.Lock()
	c.versions[name]++
	c.texts[name] = text
	version := c.versions[name]
	c.mu.Unlock()
	c.Notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": URI(name), "version": version},
		"contentChanges": []any{map[string]any{"text": text}},
	})
}

// Text returns the text of an open document.
func (c *Client) Text(name string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.texts[name]
}

// Save tells that the document was saved; the test writes the file.
func (c *Client) Save(name string) {
	c.t.Helper()
	c.Notify("textDocument/didSave", map[string]any{"textDocument": map[string]any{"uri": URI(name)}})
}

// Close closes a document.
func (c *Client) Close(name string) {
	c.t.Helper()
	c.Notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": URI(name)}})
}

// Wait waits until the diagnostics of a document are as wanted, and returns
// them; if they do not become so, the test fails.
func (c *Client) Wait(name string, wanted func([]Diagnostic) bool) []Diagnostic {
	c.t.Helper()
	timeout := time.After(patience)
	for {
		c.mu.Lock()
		current, changed, known := slices.Clone(c.diagnostics[name]), c.changed, c.published[name] > 0
		messages := strings.Join(c.messages, "\n")
		c.mu.Unlock()
		if known && wanted(current) {
			return current
		}
		select {
		case <-changed:
		case <-timeout:
			c.t.Fatalf("%s: diagnostics are\n%+v\nmessages\n%s", name, current, messages)
		}
	}
}

// Current returns what was published last about a document, and how often
// something was.
func (c *Client) Current(name string) ([]Diagnostic, int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.diagnostics[name]), c.published[name]
}

// Messages returns the messages of the server, oldest first.
func (c *Client) Messages() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.messages)
}

// WaitMessage waits for a message to the user that contains a text.
func (c *Client) WaitMessage(text string) {
	c.t.Helper()
	timeout := time.After(patience)
	for {
		c.mu.Lock()
		messages, changed := strings.Join(c.messages, "\n"), c.changed
		c.mu.Unlock()
		if strings.Contains(messages, text) {
			return
		}
		select {
		case <-changed:
		case <-timeout:
			c.t.Fatalf("no message with %q in\n%s", text, messages)
		}
	}
}

// QuickFixes returns the quick fixes that mend a diagnostic, not those that
// silence it.
func (c *Client) QuickFixes(name string, d Diagnostic) []CodeAction {
	c.t.Helper()
	var actions []CodeAction
	c.Call("textDocument/codeAction", map[string]any{
		"textDocument": map[string]any{"uri": URI(name)},
		"range":        d.Range,
		"context":      map[string]any{"diagnostics": []Diagnostic{d}, "only": []string{"quickfix"}},
	}, &actions)
	return slices.DeleteFunc(actions, func(a CodeAction) bool { return strings.HasPrefix(a.Title, "Ignore ") })
}

// Edits returns the edits of an action in a document.
func (a CodeAction) Edits(name string) []TextEdit {
	if a.Edit == nil {
		return nil
	}
	edits := slices.Clone(a.Edit.Changes[URI(name)])
	for _, change := range a.Edit.DocumentChanges {
		if change.TextDocument.URI == URI(name) {
			edits = append(edits, change.Edits...)
		}
	}
	return edits
}

// Apply applies edits to a text.
func Apply(text string, edits []TextEdit) string {
	edits = slices.Clone(edits)
	slices.SortFunc(edits, func(a, b TextEdit) int { return Offset(text, b.Range.Start) - Offset(text, a.Range.Start) })
	for _, edit := range edits {
		text = text[:Offset(text, edit.Range.Start)] + edit.NewText + text[Offset(text, edit.Range.End):]
	}
	return text
}

// Offset returns the offset of a position in bytes.
func Offset(text string, p Position) int {
	offset := 0
	for range p.Line {
		next := strings.IndexByte(text[offset:], '\n')
		if next < 0 {
			return len(text)
		}
		offset += next + 1
	}
	for units := 0; units < p.Character && offset < len(text); units++ {
		r, size := utf8.DecodeRuneInString(text[offset:])
		if r > 0xffff {
			units++
		}
		offset += size
	}
	return offset
}

// PositionOf returns the position of an offset in bytes.
func PositionOf(text string, offset int) Position {
	line := strings.Count(text[:offset], "\n")
	start := strings.LastIndexByte(text[:offset], '\n') + 1
	return Position{line, len(utf16.Encode([]rune(text[start:offset])))}
}

// Column returns the column of a position, counting bytes from 1.
func Column(text string, p Position) int {
	return Offset(text, p) - Offset(text, Position{Line: p.Line}) + 1
}
