// Package docs has no code but tests: they hold that the pages lead somewhere,
// say the same in both languages, and show commands that do what is shown.
package docs

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// root is the root of the repository.
const root = ".."

// A page is a Markdown file of the repository.
type page struct {
	name     string // relative to root, with slashes
	headings []heading
	blocks   []block
	prose    string // without blocks
}

type heading struct {
	level int
	text  string
	slug  string // the anchor that public hosts give it
}

// A block is code between fences.
type block struct {
	lang string
	text string
	line int
}

var (
	fence       = regexp.MustCompile("^( *)```(.*)$")
	headingLine = regexp.MustCompile(`^(#+) +(.*)$`)
)

// readPage parses a page.
func readPage(t *testing.T, name string) *page {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	p := &page{name: name}
	var open *block
	var indent string
	number := 0
	for line := range strings.Lines(string(data)) {
		line, number = strings.TrimSuffix(line, "\n"), number+1
		m := fence.FindStringSubmatch(line)
		switch {
		case open == nil && m != nil:
			open, indent = &block{lang: m[2], line: number}, m[1]
		case open != nil && m != nil:
			p.blocks = append(p.blocks, *open)
			open = nil
		case open != nil:
			open.text += strings.TrimPrefix(line, indent) + "\n"
		default:
			if m := headingLine.FindStringSubmatch(line); m != nil {
				p.headings = append(p.headings, heading{len(m[1]), m[2], p.slug(m[2])})
			}
			p.prose += line + "\n"
		}
	}
	if open != nil {
		t.Errorf("%s:%d: the block has no end", name, open.line)
	}
	return p
}

// slug makes the anchor of a heading: letters in lower case, digits, hyphens
// for spaces, and a number where it would be that of another.
func (p *page) slug(text string) string {
	slug := strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, text)
	same := 0
	for _, h := range p.headings {
		if h.slug == slug || strings.HasPrefix(h.slug, slug+"-") && h.text == text {
			same++
		}
	}
	if same > 0 {
		slug += "-" + strconv.Itoa(same)
	}
	return slug
}

func (p *page) has(anchor string) bool {
	return slices.ContainsFunc(p.headings, func(h heading) bool { return h.slug == anchor })
}

// A link leads from a page to a file of the repository.
type link struct {
	file   string // relative to root
	anchor string
}

var (
	linkTarget = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	inlineCode = regexp.MustCompile("`[^`\n]*`")
)

// home is the address under which the files of the repository are public.
const home = "https://github.com/tcerrlint/tcerrlint/blob/main/"

// links returns the links of the page to files of the repository.
func (p *page) links() []link {
	var links []link
	for _, m := range linkTarget.FindAllStringSubmatch(inlineCode.ReplaceAllString(p.prose, ""), -1) {
		to, anchor, _ := strings.Cut(m[1], "#")
		file, public := strings.CutPrefix(to, home)
		switch {
		case public:
		case strings.Contains(to, "://"):
			continue
		case to == "":
			file = p.name
		default:
			file = path.Join(path.Dir(p.name), to)
		}
		links = append(links, link{file, anchor})
	}
	return links
}

// pages returns the names of the Markdown files under a folder.
func pages(t *testing.T, folder string) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(os.DirFS(root), folder, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "node_modules" || d.Name() == "sources"):
			return fs.SkipDir
		case path.Ext(name) == ".md":
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func exists(name string) bool {
	_, err := os.Stat(filepath.Join(root, filepath.FromSlash(name)))
	return err == nil
}
