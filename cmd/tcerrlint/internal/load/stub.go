package load

import (
	"bytes"
	"fmt"
)

// stub returns the text of a Go file without the bodies of functions, comments and
// needless white space: what of a package is to be seen from outside, as long as it
// says the same. Directives stay, since they may change what the rest means.
func stub(source []byte) []byte {
	return appendShort(make([]byte, 0, len(source)/4), blanked(source))
}

// stubOfTypes returns a stub without the values in composite literals. It is of use where
// they are known to type-check, and nobody looks for codes in them.
func stubOfTypes(source []byte) []byte {
	return appendShort(make([]byte, 0, len(source)/4), withoutValues(blanked(source)))
}

// withoutValues puts blanks in place of what the composite literals and functions hold
// that are the values of variables: their types do not depend on it.
func withoutValues(text []byte) []byte {
	b := blanker{text: text}
	for b.pos < len(b.text) {
		atLine := b.pos == 0 || b.text[b.pos-1] == '\n'
		if b.next() == wordVar && atLine {
			b.values()
		}
	}
	return b.text
}

// values goes past a declaration of variables and blanks the blocks that are not of
// types, but for those of arrays whose lengths they tell.
func (b *blanker) values() {
	last, counted := wordVar, false
	for depth := 0; b.pos < len(b.text); {
		next := b.next()
		switch next {
		case '(', '[':
			depth++
			counted = counted || next == '[' && bytes.HasPrefix(bytes.TrimLeft(b.text[b.pos:], " \t\r\n"), []byte("..."))
		case ')', ']':
			if depth--; depth < 0 {
				return
			}
		case '{':
			start := b.pos
			b.block()
			switch {
			case last == wordType: // that of the literal may follow
			case counted:
				counted = false
				b.count(start, b.pos-1)
			default:
				b.blank(start, b.pos-1)
			}
		case '\n', ';':
			if depth == 0 {
				return
			}
		}
		if next != nothing {
			last = next
		}
	}
}

// count puts one element in place of many where all are numbers: the last one. An array
// of the standard library has 88,000 of them.
func (b *blanker) count(start, end int) {
	commas, number, inside := 0, false, false // inside of a number; the last thing was one
	for _, c := range b.text[start:min(end, len(b.text))] {
		switch {
		case c == ',':
			if !number {
				return
			}
			commas++
			number, inside = false, false
		case isSpace(c):
			inside = false
		case '0' <= c && c <= '9':
			if number && !inside {
				return
			}
			number, inside = true, true
		case !inside || !isLetter(c):
			return
		}
	}
	last := commas
	if !number {
		last--
	}
	if text := fmt.Sprintf("%d: 0,", last); last > 0 && len(text) < end-start {
		b.blank(start, end)
		copy(b.text[start:end], text)
	}
}

// appendShort appends what remains of text without bodies.
func appendShort(short, text []byte) []byte {
	begin := len(short)
	space := func(c byte) {
		if n := len(short); n > begin && short[n-1] == ' ' && c == '\n' {
			short[n-1] = c
		} else if n > begin && short[n-1] != ' ' && short[n-1] != '\n' {
			short = append(short, c)
		}
	}
	for b := (blanker{text: text}); b.pos < len(text); {
		start := b.pos
		next := b.next()
		end := min(b.pos, len(text))
		part := text[start:end]
		switch {
		case next == '\n':
			space('\n')
		case isSpace(part[0]):
			space(' ')
		case bytes.HasPrefix(part, []byte("//go:")):
			short = append(append(short, part...), '\n')
		case bytes.HasPrefix(part, []byte("//")), bytes.HasPrefix(part, []byte("/*")):
			space(' ')
		default:
			short = append(short, part...)
		}
		b.pos = end
	}
	return short
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }
