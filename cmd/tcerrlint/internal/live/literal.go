package live

import (
	"go/scanner"
	"go/token"
	"strconv"
)

// A Literal is a string in a file.
type Literal struct {
	Start, End int // bytes, with the quotes
	Value      string
	Open       bool // it has no end: it goes as far as its line
}

// LiteralAt returns the string at an offset of a file, whatever is wrong around
// it; nil if there is none.
func LiteralAt(text []byte, offset int) *Literal {
	fset := token.NewFileSet()
	file := fset.AddFile("", -1, len(text))
	var s scanner.Scanner
	s.Init(file, text, func(token.Position, string) {}, 0)
	for {
		pos, tok, lit := s.Scan()
		start := file.Offset(pos)
		if tok == token.EOF || start > offset {
			return nil
		}
		if tok != token.STRING {
			continue
		}
		value, err := strconv.Unquote(lit)
		l := &Literal{Start: start, End: start + len(lit), Value: value, Open: err != nil}
		if l.Open {
			l.Value = lit[1:]
		}
		if offset < l.End || l.Open && offset == l.End {
			return l
		}
	}
}
