package lsp

import (
	"bytes"
	"context"
	"go/types"
	"strconv"
	"unicode/utf8"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/live"
)

// A question is a request about a place in an open document.
type question struct {
	name   string // of the file
	text   []byte
	offset int
	point  *live.Point // nil where nothing was loaded yet
}

// ask reads the documents and checks the function at a place.
func (s *server) ask(ctx context.Context, uri string, at position) (*question, error) {
	name := fileName(uri)
	root := live.Root(name)
	s.mu.Lock()
	doc, open := s.documents[name]
	source := s.sources[root][name]
	texts := make(map[string][]byte, len(s.documents))
	for other, d := range s.documents {
		texts[other] = d.text
	}
	s.mu.Unlock()
	if !open {
		return nil, nil
	}
	q := &question{name: name, text: doc.text, offset: offsetOf(doc.text, at)}
	if source != nil {
		q.point = source.At(name, q.offset, texts)
	}
	if ctx.Err() != nil {
		return nil, &jsonrpc2.Error{Code: requestCancelled, Message: "cancelled"}
	}
	return q, nil
}

// span converts bytes of the document.
func (q *question) span(start, end int) span {
	convert := newConverter(func(string) []byte { return q.text })
	return span{convert.position(q.name, start), convert.position(q.name, end)}
}

// offsetOf converts a position to an offset; one beyond the end of a line or of
// the text is that end.
func offsetOf(text []byte, p position) int {
	offset := 0
	for range p.Line {
		next := bytes.IndexByte(text[offset:], '\n')
		if next < 0 {
			return len(text)
		}
		offset += next + 1
	}
	for units := 0; units < p.Character && offset < len(text) && text[offset] != '\n'; units++ {
		r, size := utf8.DecodeRune(text[offset:])
		if r > 0xffff {
			units++
		}
		offset += size
	}
	return offset
}

// constantValue returns the value of a constant of a service's package, "" for
// everything else.
func constantValue(obj types.Object) string {
	c, ok := obj.(*types.Const)
	if !ok || live.ServiceOf(c.Pkg()) == "" {
		return ""
	}
	value, err := strconv.Unquote(c.Val().ExactString())
	if err != nil {
		return ""
	}
	return value
}
