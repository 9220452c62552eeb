package load

import (
	"slices"
	"sync"

	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/glance"
)

// names are the words by which a program may name what the services of the SDK
// declare: thousands of types and methods each, of which a program names a few.
// The others need not be parsed or checked.
type names map[string]bool

// add adds the words of a file that begin with a capital, wherever they stand.
func (n names) add(source []byte) {
	for i := 0; i < len(source); i++ {
		if !isLetter(source[i]) {
			continue
		}
		start := i
		for i < len(source) && isLetter(source[i]) {
			i++
		}
		if isExported(source[start:i]) && !n[string(source[start:i])] {
			n[string(source[start:i])] = true
		}
	}
}

// isExported reports whether a word may begin with a capital.
func isExported(word []byte) bool {
	return 'A' <= word[0] && word[0] <= 'Z' || word[0] >= 0x80
}

// namedOutside returns the exported words in all that may use what the services
// among the packages declare, and keeps the text of the files for later. It
// returns nil if there is no service of which a part is enough.
func namedOutside(units map[*packages.Package]*loading, goroot string) names {
	services := false
	for pkg, unit := range units {
		services = services || unit.isService(pkg)
	}
	if !services {
		return nil
	}
	all := make(names)
	var mu sync.Mutex
	var wg sync.WaitGroup
	for pkg, unit := range units {
		if unit.isService(pkg) || inStandardLibrary(pkg, goroot) {
			continue
		}
		wg.Go(func() {
			own := make(names)
			unit.sources = readFiles(pkg.CompiledGoFiles)
			for _, source := range unit.sources {
				own.add(source)
			}
			mu.Lock()
			defer mu.Unlock()
			for name := range own {
				all[name] = true
			}
		})
	}
	wg.Wait()
	return all
}

// isService reports whether the package is a service of the SDK of which the part
// that others name is enough: it is not to be analyzed, nor does it name parts of
// another service itself.
func (l *loading) isService(pkg *packages.Package) bool {
	if l.root || !glance.IsService(pkg.PkgPath) {
		return false
	}
	for path := range pkg.Imports {
		if glance.IsService(path) {
			return false
		}
	}
	return true
}

// A declaration is one at the top of a file without function bodies.
type declaration struct {
	file       *blanker
	start, end int
	name       []byte // of a function, a method or a single type; else nil
	receiver   []byte // the type of a method
	isType     bool
	words      [][]byte // all other words
	kept       bool
}

// declared returns what a file declares, in order.
func declared(source []byte) []*declaration {
	b := &blanker{text: source}
	var decls []*declaration
	for b.pos < len(b.text) {
		start := b.pos
		atLine := start == 0 || b.text[start-1] == '\n'
		if next := b.next(); !atLine || next != word && next != wordFunc {
			continue
		}
		switch keyword := string(source[start:b.pos]); keyword {
		case "func", "type", "var", "const", "import":
			d := &declaration{file: b, start: start, isType: keyword == "type"}
			b.declaration(d, keyword)
			decls = append(decls, d)
		}
	}
	return decls
}

// declaration goes to the end of the declaration that began with the keyword.
func (b *blanker) declaration(d *declaration, keyword string) {
	named := keyword != "func" && keyword != "type" // or it has no name
	inReceiver, parameters := false, false
	for depth := 0; b.pos < len(b.text); {
		start := b.pos
		switch next := b.next(); next {
		case '(', '[', '{':
			parameters = inReceiver && (parameters || next == '[')
			inReceiver = inReceiver || keyword == "func" && !named && depth == 0
			named = named || keyword == "type"
			depth++
		case ')', ']', '}':
			depth--
			inReceiver, parameters = inReceiver && depth > 0, parameters && depth > 0
		case '\n':
			if depth == 0 {
				d.end = b.pos - 1
				return
			}
		case ';':
			if depth == 0 {
				d.name, d.receiver, named = nil, nil, true // more than one on a line
			}
		case word:
			text := b.text[start:b.pos]
			switch {
			case parameters:
			case inReceiver:
				d.receiver = text // the last one is the type
			case !named:
				named = true
				if s := string(text); s != "_" && s != "init" {
					d.name = text
				}
			default:
				d.words = append(d.words, text)
			}
		}
	}
	d.end = len(b.text)
}

// A nameUse is what depends on a name.
type nameUse struct {
	decls  []*declaration // what has this name, or is a method of the type of this name
	isType bool
	wanted bool
}

// keepNamed blanks, in the files of a package, which have no function bodies, what
// can be named neither from outside nor by what stays. Methods stay with their
// type, too, if they take and return no type of the package: an interface
// elsewhere may ask for them without naming them.
func keepNamed(files map[string][]byte, outside names) {
	var decls []*declaration
	for _, source := range files {
		decls = append(decls, declared(source)...)
	}
	uses := make(map[string]*nameUse)
	add := func(text []byte, d *declaration) *nameUse {
		u := uses[string(text)]
		if u == nil {
			u = new(nameUse)
			uses[string(text)] = u
		}
		u.decls = append(u.decls, d)
		return u
	}
	for _, d := range decls {
		if d.receiver != nil {
			add(d.receiver, d)
		}
		u := add(d.name, d)
		u.isType = u.isType || d.isType
	}
	var queue []*nameUse
	want := func(u *nameUse) {
		if u != nil && !u.wanted {
			u.wanted = true
			queue = append(queue, u)
		}
	}
	for text, u := range uses {
		if text == "" || outside[text] {
			want(u)
		}
	}
	for len(queue) > 0 {
		u := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, d := range u.decls {
			if d.kept || !stays(d, uses) {
				continue
			}
			d.kept = true
			for _, w := range d.words {
				want(uses[string(w)])
			}
		}
	}
	for _, d := range decls {
		if !d.kept {
			d.file.blank(d.start, d.end)
		}
	}
}

// stays reports whether a declaration stays, as far as is known.
func stays(d *declaration, uses map[string]*nameUse) bool {
	asked := uses[string(d.name)].wanted
	if d.receiver == nil {
		return asked
	}
	return uses[string(d.receiver)].wanted && (asked || !slices.ContainsFunc(d.words, func(w []byte) bool {
		u := uses[string(w)]
		return u != nil && u.isType
	}))
}
