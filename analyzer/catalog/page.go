package catalog

import (
	_ "embed" // the official page
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed sources/cdn-error-codes.md
var officialPage string

// A Page is an official error-code page: what its tables list.
type Page struct {
	Codes []PageCode // in the order of the page; no code twice
}

// A PageCode is one row of a table of a page.
type PageCode struct {
	Code   string
	Text   string // the description, as written
	Public bool   // in the table of public codes (公共错误码), not of the product's (业务错误码)
	Line   int    // line of the row, from 1
}

// A PageError tells where a page is malformed and what was expected there.
type PageError struct {
	File string // as given to ParsePage
	Line int    // from 1
	Msg  string // what was expected
}

// Error returns "file:line: what was expected".
func (e *PageError) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Msg) }

// OfficialText returns the Chinese description of a code in the official page
// that is part of the catalog (sources/cdn-error-codes.md, 48 codes), and
// whether the page has the code.
func OfficialText(code string) (zh string, ok bool) {
	page, err := ParsePage("cdn-error-codes.md", []byte(officialPage))
	if err != nil {
		return "", false // excluded by a test
	}
	for _, c := range page.Codes {
		if c.Code == code {
			return c.Text, true
		}
	}
	return "", false
}

// ParsePage reads an official error-code page saved as Markdown. It takes every
// table whose first column is headed 错误码 or "Error Code"; a table below a
// heading with 公共 or "Common" lists public codes. Text, code blocks and other
// tables are passed over. CRLF, a byte order mark, full-width spaces, bars and
// colons, and rows without a bar at their end are accepted.
//
// A malformed page gives a *PageError and no Page. file is used in it alone.
func ParsePage(file string, data []byte) (*Page, error) {
	p := pageParser{file: file, seen: map[string]int{}}
	text := strings.TrimPrefix(string(data), "\ufeff")
	for i, line := range strings.Split(text, "\n") {
		p.line = i + 1
		if !utf8.ValidString(line) {
			return nil, p.fail("want text in UTF-8")
		}
		if err := p.next(strings.TrimFunc(line, unicode.IsSpace)); err != nil {
			return nil, err
		}
	}
	if p.fence > 0 {
		p.line = p.fence
		return nil, p.fail("want a closing ``` for the code block that starts here")
	}
	if p.state == wantRule {
		return nil, p.fail("want the rule of the table, |--|--|")
	}
	if len(p.page.Codes) == 0 {
		p.line = 1
		return nil, p.fail("want a table headed | 错误码 | 说明 | with a code in each row; the page has none")
	}
	return &p.page, nil
}

type pageState int

const (
	betweenTables pageState = iota
	wantRule                // after the header of a table of codes
	inCodes                 // in a table of codes
	inOther                 // in another table
)

type pageParser struct {
	file   string
	line   int
	fence  int // line of the ``` that opened a code block, 0 outside
	state  pageState
	public bool // the last heading is that of the public codes
	page   Page
	seen   map[string]int // code to its line
}

func (p *pageParser) fail(format string, args ...any) error {
	return &PageError{File: p.file, Line: p.line, Msg: fmt.Sprintf(format, args...)}
}

// next takes one line without surrounding space.
func (p *pageParser) next(line string) error {
	if p.state == wantRule {
		if !isRule(line) {
			return p.fail("want the rule of the table, |--|--|, not %q", line)
		}
		p.state = inCodes
		return nil
	}
	if strings.HasPrefix(line, "```") {
		p.state = betweenTables
		if p.fence > 0 {
			p.fence = 0
		} else if !strings.Contains(line[3:], "```") {
			p.fence = p.line
		}
		return nil
	}
	if p.fence > 0 {
		return nil
	}
	switch {
	case line == "":
		p.state = betweenTables
	case strings.HasPrefix(line, "#"):
		p.state = betweenTables
		p.public = strings.Contains(line, "公共") || strings.Contains(strings.ToLower(line), "common")
	case p.state == inCodes:
		return p.row(line)
	case p.state == betweenTables && isBar(line):
		p.state = inOther
		if isHeader(splitRow(line)) {
			p.state = wantRule
		}
	}
	return nil
}

func (p *pageParser) row(line string) error {
	if !isBar(line) {
		return p.fail("want a row | code | description | or a blank line after the table, not %q", line)
	}
	cells := splitRow(line)
	if len(cells) != 2 {
		return p.fail("want 2 cells, | code | description |, not %d", len(cells))
	}
	code := strings.Trim(cells[0], "`")
	if !isCode(code) {
		return p.fail("want an error code such as AuthFailure.SignatureFailure in the first cell, not %q", cells[0])
	}
	if first, ok := p.seen[code]; ok {
		return p.fail("want each code once; %s is in line %d already", code, first)
	}
	p.seen[code] = p.line
	p.page.Codes = append(p.page.Codes, PageCode{Code: code, Text: cells[1], Public: p.public, Line: p.line})
	return nil
}

// isCode reports whether s has the form of an error code: words of letters,
// digits and underscores, joined by dots, with a capital at the start.
func isCode(s string) bool {
	if s == "" || s[0] < 'A' || s[0] > 'Z' {
		return false
	}
	for part := range strings.SplitSeq(s, ".") {
		if part == "" {
			return false
		}
		for i := range len(part) {
			c := part[i]
			if c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
				return false
			}
		}
	}
	return true
}

func isBar(line string) bool {
	return strings.HasPrefix(line, "|") || strings.HasPrefix(line, "｜")
}

func isHeader(cells []string) bool {
	return cells[0] == "错误码" || strings.EqualFold(strings.TrimSuffix(cells[0], "s"), "error code")
}

// isRule reports whether line separates header and rows: |--|, |:--|, |:-:|, with or without the last bar.
func isRule(line string) bool {
	if !isBar(line) {
		return false
	}
	for _, cell := range splitRow(line) {
		cell = strings.ReplaceAll(cell, "：", ":")
		dashes := strings.TrimSuffix(strings.TrimPrefix(cell, ":"), ":")
		if dashes == "" || strings.Trim(dashes, "-") != "" {
			return false
		}
	}
	return true
}

// splitRow returns the cells of a row without surrounding space. The bar at
// the end may be missing; \| is a bar within a cell. There is one cell at least.
func splitRow(line string) []string {
	if rest, ok := strings.CutPrefix(line, "｜"); ok {
		line = strings.ReplaceAll(rest, "｜", "|")
	} else {
		line = strings.TrimPrefix(line, "|")
	}
	var cells []string
	var cell strings.Builder
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '\\' && i+1 < len(line) && line[i+1] == '|':
			cell.WriteByte('|')
			i++
		case line[i] == '|':
			cells = append(cells, strings.TrimFunc(cell.String(), unicode.IsSpace))
			cell.Reset()
		default:
			cell.WriteByte(line[i])
		}
	}
	if last := strings.TrimFunc(cell.String(), unicode.IsSpace); last != "" || len(cells) == 0 {
		cells = append(cells, last)
	}
	return cells
}
