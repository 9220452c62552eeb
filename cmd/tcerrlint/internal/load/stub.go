package load

import "bytes"

// stub returns the text of a Go file without the bodies of functions, comments and
// needless white space: what of a package is to be seen from outside, as long as it
// says the same. Directives stay, since they may change what the rest means.
func stub(source []byte) []byte {
	return appendShort(make([]byte, 0, len(source)/4), blanked(source))
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
