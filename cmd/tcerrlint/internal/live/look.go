package live

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"slices"

	"github.com/tcerrlint/tcerrlint/analyzer/errormap"
)

// A Look is what the analysis says of a package as an editor has it now. What
// does not compile is left out: functions, and of the function where somebody types
// the statements around.
type Look struct{ Errors []Tested }

// A Tested is an error whose code a function tests, see [errormap.Tested].
type Tested struct {
	errormap.Tested
	Literals []Place // that its code is compared with
	Tests    []Place
	Chains   []Place // the tags and first conditions of Tested.Chains
	Fates    []Place // where the fates of Tested.Fates are met
}

// A Place is a place in a file as the editor has it.
type Place struct {
	File         string
	Offset       int // in bytes
	Line, Column int // from 1
}

// A looking is a look that is being taken.
type looking struct {
	fset   *token.FileSet
	file   *token.File // of the one asked about
	syntax *ast.File
	at     int // offset of the literal that was put in place of one that is being written, or -1
	old    int // bytes of that one
	fresh  int // and of what was put there
	gone   []extent
}

// An extent is a part of a file that is left out.
type extent struct{ from, to token.Pos }

// errNoLook says that too little compiles for the analysis.
var errNoLook = errors.New("too little compiles")

// placeholder is a string that is no code and is like no other of a program: two
// equal cases do not compile.
const placeholder = `"tcerrlintTakesItsPlace"`

// endings are what may be missing behind a string that is being written.
var endings = []string{"", ":", " {", " {}", ")", ") {", ") {}", "}", "})", "]", "] {", "] {}"}

// Look analyzes the package of a file. Where a string begins at the offset
// literal, whatever it is takes the place of what it will become; -1 for none.
func (s *Source) Look(ctx context.Context, file string, literal int, texts map[string][]byte) (*Look, error) {
	s.mu.Lock()
	defer s.mu.Unlock() // an editor asks the same again and again
	key := s.key(file, literal, texts)
	if s.look != nil && s.lookKey == key {
		return s.look, nil
	}
	l := &looking{fset: token.NewFileSet(), at: -1}
	look, err := l.take(ctx, s, file, literal, texts)
	if err == nil {
		s.look, s.lookKey = look, key
	}
	return look, err
}

// key tells a look from all others at the files of the source.
func (s *Source) key(file string, literal int, texts map[string][]byte) string {
	hash := sha256.New()
	fmt.Fprintf(hash, "%q %d\n", file, literal)
	for _, name := range s.files {
		if text, ok := texts[name]; ok {
			fmt.Fprintf(hash, "%q %d\n%s\n", name, len(text), text)
		}
	}
	return string(hash.Sum(nil))
}

func (l *looking) take(ctx context.Context, s *Source, file string, literal int, texts map[string][]byte) (*Look, error) {
	text, open := texts[file]
	if !open {
		return nil, errNoLook
	}
	if literal >= 0 {
		text = l.complete(file, literal, text)
	}
	files, err := l.parse(s.files, file, text, texts)
	if err != nil || ctx.Err() != nil {
		return nil, errors.Join(err, ctx.Err())
	}
	pkg, err := s.compile(ctx, l, files)
	if err != nil {
		return nil, err
	}
	value, err := s.driver.Probe(s.tested, pkg)
	if err != nil {
		return nil, err
	}
	found, _ := value.([]errormap.Tested)
	look := new(Look)
	for _, t := range found {
		look.Errors = append(look.Errors, l.places(t))
	}
	return look, nil
}

// parse parses the files, of which one has another text.
func (l *looking) parse(names []string, file string, text []byte, texts map[string][]byte) ([]*ast.File, error) {
	var files []*ast.File
	for _, name := range names {
		var source any
		if name == file {
			source = text
		} else if other, ok := texts[name]; ok {
			source = other
		}
		f, err := parser.ParseFile(l.fset, name, source, parser.ParseComments|parser.SkipObjectResolution)
		if f == nil {
			return nil, errNoLook
		}
		if name == file {
			l.syntax, l.file = f, l.fset.File(f.FileStart)
		}
		if err != nil && !l.leaveOutUnparsed(f, err) {
			return nil, errNoLook
		}
		files = append(files, f)
	}
	if l.syntax == nil {
		return nil, errNoLook
	}
	return files, nil
}

// places takes the positions of what was found, so that the syntax can go.
func (l *looking) places(t errormap.Tested) Tested {
	found := Tested{Tested: t}
	for _, lit := range t.Literals {
		found.Literals = append(found.Literals, l.place(lit.Pos()))
	}
	for _, pos := range t.Tests {
		found.Tests = append(found.Tests, l.place(pos))
	}
	for i := range t.Chains {
		found.Chains = append(found.Chains, l.place(t.Chains[i].Chain.Node.Pos()))
		t.Chains[i].Chain = nil
	}
	for _, f := range t.Fates {
		found.Fates = append(found.Fates, l.place(f.Pos))
	}
	found.Tested.Literals = nil
	return found
}

// place returns where in the document a position is.
func (l *looking) place(pos token.Pos) Place {
	if !pos.IsValid() {
		return Place{}
	}
	at := l.fset.PositionFor(pos, false)
	p := Place{at.Filename, at.Offset, at.Line, at.Column}
	if l.fset.File(pos) != l.file || l.at < 0 || p.Offset <= l.at {
		return p
	}
	p.Offset = max(l.at, p.Offset+l.old-l.fresh)
	return p
}

// complete puts the placeholder in place of the string that begins at an offset,
// and behind it what makes the file parse best.
func (l *looking) complete(file string, literal int, text []byte) []byte {
	end := literalEnd(text, literal)
	best, fewest := []byte(nil), 0
	for _, ending := range endings {
		fresh := slices.Concat(text[:literal], []byte(placeholder+ending), text[end:])
		n, here := countErrors(file, fresh, bytes.Count(text[:literal], []byte("\n"))+1)
		if best == nil || n < fewest {
			best, fewest = fresh, n
			l.at, l.old, l.fresh = literal, end-literal, len(placeholder)+len(ending)
		}
		if n == 0 || ending == "" && !here {
			break // what is wrong elsewhere is no reason
		}
	}
	return best
}

// literalEnd returns where a string ends; one without an end, where its line or
// what looks like a code does.
func literalEnd(text []byte, start int) int {
	quote, escaped := text[start], false
	code := start + 1
	for i := start + 1; i < len(text); i++ {
		switch b := text[i]; {
		case b == quote && !escaped:
			return i + 1
		case b == '\n':
			return code
		default:
			escaped = b == '\\' && !escaped && quote == '"'
			if code == i && (b == '.' || b == '_' || '0' <= b && b <= '9' || 'A' <= b && b <= 'Z' || 'a' <= b && b <= 'z') {
				code++
			}
		}
	}
	return code
}

// countErrors counts the mistakes of a text, and reports whether one is on a line
// or the next.
func countErrors(file string, text []byte, line int) (n int, here bool) {
	_, err := parser.ParseFile(token.NewFileSet(), file, text, parser.SkipObjectResolution|parser.AllErrors)
	list := errorList(err)
	return len(list), slices.ContainsFunc(list, func(e *scanner.Error) bool { return e.Pos.Line == line || e.Pos.Line == line+1 })
}

// Literal returns what is compared with the string that begins at an offset of a
// file; nil if it is no code.
func (l *Look) Literal(file string, offset int) *Tested {
	for i, t := range l.Errors {
		if slices.ContainsFunc(t.Literals, func(p Place) bool { return p.File == file && p.Offset == offset }) {
			return &l.Errors[i]
		}
	}
	return nil
}
