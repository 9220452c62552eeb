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

	source *live.Source
	texts  map[string][]byte // of all open documents
}

// tested returns the error with whose code the string at the place is compared,
// as the analysis knows it; nil if there is none, or if too little compiles to
// tell.
func (q *question) tested(ctx context.Context) *live.Tested {
	lit := live.LiteralAt(q.text, q.offset)
	if lit == nil {
		return nil
	}
	look, err := q.source.Look(ctx, q.name, lit.Start, q.texts)
	if err != nil {
		return nil
	}
	return look.Literal(q.name, lit.Start)
}

// document returns a question about an open document as a whole, nil for one that
// is not open.
func (s *server) document(uri string) *question {
	name := fileName(uri)
	root := live.Root(name)
	s.mu.Lock()
	defer s.mu.Unlock()
	doc, open := s.documents[name]
	if !open {
		return nil
	}
	q := &question{name: name, text: doc.text, source: s.sources[root][name], texts: make(map[string][]byte, len(s.documents))}
	for other, d := range s.documents {
		q.texts[other] = d.text
	}
	return q
}

// ask reads the documents and checks the function at a place.
func (s *server) ask(ctx context.Context, uri string, at position) (*question, error) {
	q := s.document(uri)
	if q == nil {
		return nil, nil
	}
	q.offset = offsetOf(q.text, at)
	if q.source != nil {
		q.point = q.source.At(q.name, q.offset, q.texts)
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
