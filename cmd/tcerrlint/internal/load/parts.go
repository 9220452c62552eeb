package load

import (
	"go/ast"
	"go/parser"
	"go/token"
	"iter"
	"slices"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/cache"
)

// A keptParts is what is kept of the text of a service: its declarations one by one,
// in the order of their files, so that those that nobody names need not be parsed.
// Its lists have an element for each declaration, but for the first two, which have
// one for each file.
type keptParts struct {
	Heads     []string // what stands before the declarations: the imports
	Counts    []int    // of declarations
	Names     []uint32 // see declKey; hashes
	Receivers []uint32
	Takes     []bool
	Lengths   []int  // of texts, see stub
	Text      []byte // of all
}

// newParts takes the files of a service apart. The texts of the files are without
// bodies, and of the same offsets as these.
func newParts(fset *token.FileSet, files []*ast.File, texts [][]byte) *keptParts {
	p := new(keptParts)
	keys := make(map[ast.Node]declKey[string])
	for _, d := range declarationsOf(files) {
		keys[d.node] = d.key
	}
	for i, file := range files {
		in := fset.File(file.FileStart)
		text := func(from, to token.Pos) []byte { return texts[i][in.Offset(from):in.Offset(to)] }
		head, count := file.FileEnd, 0
		add := func(node ast.Node, word string) {
			key := keys[node]
			p.Names = append(p.Names, hashOf(key.name))
			p.Receivers = append(p.Receivers, hashOf(key.receiver))
			p.Takes = append(p.Takes, key.takes)
			before := len(p.Text)
			p.Text = appendShort(append(p.Text, word...), text(node.Pos(), node.End()))
			p.Text = append(p.Text, '\n')
			p.Lengths = append(p.Lengths, len(p.Text)-before)
			count++
		}
		for _, decl := range file.Decls {
			list, ok := decl.(*ast.GenDecl)
			if ok && list.Tok == token.IMPORT {
				continue
			}
			head = min(head, decl.Pos())
			if !ok || list.Tok != token.TYPE {
				add(decl, "")
				continue
			}
			for _, spec := range list.Specs {
				add(spec, "type ")
			}
		}
		p.Heads = append(p.Heads, string(appendShort(nil, text(file.FileStart, head))))
		p.Counts = append(p.Counts, count)
	}
	return p
}

// isWhole reports whether the lists belong together.
func (p *keptParts) isWhole() bool {
	count, length := 0, 0
	for _, n := range p.Counts {
		count += n
	}
	for _, n := range p.Lengths {
		if n < 0 {
			return false
		}
		length += n
	}
	return len(p.Heads) == len(p.Counts) && !slices.ContainsFunc(p.Counts, func(n int) bool { return n < 0 }) &&
		count == len(p.Names) && count == len(p.Receivers) && count == len(p.Takes) && count == len(p.Lengths) && length == len(p.Text)
}

// named returns the texts of the files with what is named outside or by what stays,
// as [keepNamed] does.
func (p *keptParts) named(outside func(hash uint32) bool) [][]byte {
	keys := make([]declKey[uint32], len(p.Names))
	texts := make([][]byte, len(keys))
	rest := p.Text
	for i := range keys {
		keys[i] = declKey[uint32]{p.Names[i], p.Receivers[i], p.Takes[i]}
		texts[i], rest = rest[:p.Lengths[i]], rest[p.Lengths[i]:]
	}
	kept := make([]bool, len(keys))
	for i := range reachable(keys, outside, func(i int) iter.Seq[uint32] { return wordsOf(texts[i]) }) {
		kept[i] = true
	}
	files := make([][]byte, len(p.Heads))
	i := 0
	for file, head := range p.Heads {
		files[file] = append(files[file], head...)
		for range p.Counts[file] {
			if kept[i] {
				files[file] = append(append(files[file], '\n'), texts[i]...)
			}
			i++
		}
	}
	return files
}

// wordsOf yields the hashes of all words of a text.
func wordsOf(text []byte) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for i := 0; i < len(text); i++ {
			if !isLetter(text[i]) {
				continue
			}
			hash := emptyHash
			for ; i < len(text) && isLetter(text[i]); i++ {
				hash = hash.with(text[i])
			}
			if !yield(uint32(hash)) {
				return
			}
		}
	}
}

// partsOf returns the parts of a service, or takes it apart and keeps them.
func (r *run) partsOf(u *keptUnit) *keptParts {
	parts := new(keptParts)
	if r.get(r.keyOfParts(u), parts) && len(parts.Heads) == len(u.pkg.CompiledGoFiles) && parts.isWhole() {
		return parts
	}
	sources := readFiles(u.pkg.CompiledGoFiles)
	if !r.unchanged(u, sources) {
		r.fail()
		return nil
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range u.pkg.CompiledGoFiles {
		file, err := parser.ParseFile(fset, name, blanked(sources[name]), parser.SkipObjectResolution)
		if err != nil {
			r.fail()
			return nil
		}
		files = append(files, file)
	}
	return r.putParts(u, fset, files, sources)
}

func (r *run) putParts(u *keptUnit, fset *token.FileSet, files []*ast.File, sources map[string][]byte) *keptParts {
	var texts [][]byte
	for _, name := range u.pkg.CompiledGoFiles {
		texts = append(texts, blanked(sources[name]))
	}
	parts := newParts(fset, files, texts)
	r.put(r.keyOfParts(u), parts)
	return parts
}

func (r *run) keyOfParts(u *keptUnit) cache.Key {
	return cache.NewHash("parts").Key(r.config.Kept.Tool).Key(u.src).Sum()
}
