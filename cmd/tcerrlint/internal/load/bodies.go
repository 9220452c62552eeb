package load

import "bytes"

// withoutBodies puts blanks in place of what is in the bodies of the functions
// that a Go file declares, so that parsing it costs little. Offsets and lines
// stay. Of a file that is not valid Go nothing is promised.
func withoutBodies(source []byte) []byte {
	b := blanker{text: source}
	for b.pos < len(b.text) {
		atLine := b.pos == 0 || b.text[b.pos-1] == '\n'
		if b.next() == wordFunc && atLine {
			b.function()
		}
	}
	return b.text
}

// blanked returns a copy of the source without bodies.
func blanked(source []byte) []byte { return withoutBodies(bytes.Clone(source)) }

// A blanker goes through the text of a file.
type blanker struct {
	text []byte
	pos  int
}

// A sign is a byte of the source that stands alone, or one of these.
type sign byte

const (
	nothing  sign = iota // white space, a comment, a literal
	word                 // any other word
	wordFunc             // func
	wordType             // struct or interface: what a block of a type begins with
	wordVar              // var
)

// function goes past the declaration of a function, and blanks the body if there
// is one: the first block that is not that of a type.
func (b *blanker) function() {
	last := wordFunc
	for depth := 0; b.pos < len(b.text); {
		next := b.next()
		switch next {
		case '(', '[':
			depth++
		case ')', ']':
			if depth--; depth < 0 {
				return // a type in the middle of another declaration
			}
		case '{':
			start := b.pos
			b.block()
			if depth == 0 && last != wordType {
				b.blank(start, b.pos-1)
				return
			}
		case '\n', ';':
			if depth == 0 {
				return // declared without a body
			}
		}
		if next != nothing {
			last = next
		}
	}
}

// block goes past a block that has begun.
func (b *blanker) block() {
	for depth := 1; depth > 0 && b.pos < len(b.text); {
		switch b.next() {
		case '{':
			depth++
		case '}':
			depth--
		}
	}
}

// blank overwrites a part of the text, but for the ends of its lines.
func (b *blanker) blank(start, end int) {
	for i := start; i < end; i++ {
		if b.text[i] != '\n' {
			b.text[i] = ' '
		}
	}
}

// next goes past the next sign and returns it.
func (b *blanker) next() sign {
	c := b.text[b.pos]
	switch {
	case isLetter(c):
		start := b.pos
		for b.pos < len(b.text) && isLetter(b.text[b.pos]) {
			b.pos++
		}
		switch string(b.text[start:b.pos]) {
		case "func":
			return wordFunc
		case "struct", "interface":
			return wordType
		case "var":
			return wordVar
		}
		return word
	case c == ' ' || c == '\t' || c == '\r':
		b.pos++
	case c == '"' || c == '\'':
		b.literal(c)
	case c == '`':
		b.skip(1, "`")
	case bytes.HasPrefix(b.text[b.pos:], []byte("//")):
		b.skip(2, "\n")
		b.pos-- // the line ends after the comment
	case bytes.HasPrefix(b.text[b.pos:], []byte("/*")):
		start := b.pos
		b.skip(2, "*/")
		if bytes.IndexByte(b.text[start:min(b.pos, len(b.text))], '\n') >= 0 {
			return '\n' // such a comment is one to Go, too
		}
	default:
		b.pos++
		return sign(c)
	}
	return nothing
}

// isLetter reports whether a byte belongs to a word.
func isLetter(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c >= 0x80
}

// literal goes past a string or a rune.
func (b *blanker) literal(quote byte) {
	for b.pos++; b.pos < len(b.text); b.pos++ {
		switch b.text[b.pos] {
		case '\\':
			b.pos++
		case quote, '\n':
			b.pos++
			return
		}
	}
}

// skip goes past what begins with so many bytes and ends with these.
func (b *blanker) skip(begin int, ending string) {
	b.pos += begin
	end := bytes.Index(b.text[b.pos:], []byte(ending))
	if end < 0 {
		b.pos = len(b.text) + 1
		return
	}
	b.pos += end + len(ending)
}
