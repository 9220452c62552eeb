// Package settings reads .tcerrlint.yml, whose keys are the analyzer's options
// and the severities of rules.
package settings

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/nearest"
)

// Settings are what the file holds.
type Settings struct {
	analyzer.Options
	Severity []string // RULE=SEVERITY, for the command's reports
	Command
	File  string         // that was read, "" if none
	Dir   string         // its folder, absolute
	Lines map[string]int // of its keys
}

// file is the form of the file.
type file struct {
	analyzer.Options `yaml:",inline"`
	Severity         []string `yaml:"severity"`
	Command          `yaml:",inline"`
}

// Keys returns the keys that the file may have.
func Keys() []string {
	var keys []string
	for _, field := range reflect.VisibleFields(reflect.TypeFor[file]()) {
		if !field.Anonymous {
			keys = append(keys, field.Tag.Get("yaml"))
		}
	}
	return keys
}

// Read reads the options from a file that the user names. An error is one line a
// mistake, each with file, line and key.
func Read(name string) (Settings, error) { return read(name, false) }

// ReadFound reads the options from a file that was found: it belongs to the
// program under analysis, and can name no file but those beside and below it.
func ReadFound(name string) (Settings, error) {
	if info, err := os.Lstat(name); err == nil && !info.Mode().IsRegular() {
		return Settings{}, fmt.Errorf("%s: not a regular file; name the file to read with -config", name)
	}
	return read(name, true)
}

func read(name string, found bool) (Settings, error) {
	var none Settings
	data, err := os.ReadFile(name)
	if err != nil {
		return none, err
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return none, syntaxError(name, data, err)
	}
	if line := secondDocument(data); line > 0 {
		return none, fmt.Errorf("%s:%d: a second document begins; want one", name, line)
	}
	if len(doc.Content) == 0 {
		return Settings{File: name}, nil // empty, or comments only
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		return none, fmt.Errorf("%s:%d: want keys and values", name, root.Line)
	}
	var mistakes []error
	var codes struct { // what other keys may refer to
		ExtraCodes []string `yaml:"extra-codes"`
	}
	_ = root.Decode(&codes) // mistakes are found below, each with its line
	for i := 0; i < len(root.Content); i += 2 {
		if err := check(name, root.Content[i], root.Content[i+1], found, codes.ExtraCodes); err != nil {
			mistakes = append(mistakes, err)
		}
	}
	if mistakes != nil {
		return none, errors.Join(mistakes...)
	}
	var f file
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(&f); err != nil && !errors.Is(err, io.EOF) {
		return none, syntaxError(name, data, err)
	}
	dir, err := filepath.Abs(filepath.Dir(name))
	if err != nil {
		return none, err
	}
	if f.Baseline != "" && !filepath.IsAbs(f.Baseline) {
		f.Baseline = filepath.Join(dir, f.Baseline)
	}
	return Settings{
		Options: analyzerOptions(f, filepath.Dir(name)), Severity: f.Severity, Command: f.Command,
		File: name, Dir: dir, Lines: lines(root),
	}, nil
}

// check checks one key and its value on their own, so that an error of the
// analyzer gets the key's line.
func check(name string, key, value *yaml.Node, found bool, codes []string) error {
	if !slices.Contains(Keys(), key.Value) {
		return fmt.Errorf("%s:%d: unknown key %q%s", name, key.Line, key.Value, cmp.Or(nearest.Question(key.Value, Keys()), "; the keys are "+strings.Join(Keys(), ", ")))
	}
	var f file
	pair := yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: []*yaml.Node{key, value}}
	if err := pair.Decode(&f); err != nil {
		return fmt.Errorf("%s:%d: %s: %s", name, value.Line, key.Value, wantedType(key.Value))
	}
	for _, page := range f.ExtraPages {
		if found && !beneath(filepath.Dir(name), page) {
			return fmt.Errorf("%s:%d: extra-pages: cannot read %q: want a file below the folder of these settings; with -config it may lie elsewhere", name, key.Line, page)
		}
	}
	options := analyzerOptions(f, filepath.Dir(name))
	if f.ExtraCodes == nil && f.Critical != nil {
		options.ExtraCodes = codes
	}
	if _, err := analyzer.New(options); err != nil {
		return fmt.Errorf("%s:%d: %s", name, key.Line, strings.TrimPrefix(err.Error(), analyzer.Name+": "))
	}
	if _, err := finding.ParseSeverities(f.Severity); err != nil {
		return fmt.Errorf("%s:%d: severity: %w", name, key.Line, err)
	}
	if err := f.Command.check(filepath.Dir(name), found); err != nil {
		return fmt.Errorf("%s:%d: %w", name, key.Line, err)
	}
	return nil
}

// beneath reports whether a name, seen through symbolic links, is that of a
// regular file below a folder.
func beneath(dir, name string) bool {
	if !filepath.IsLocal(name) {
		return false
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return false
	}
	defer root.Close()
	info, err := root.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

// analyzerOptions converts the file's form; pages are named relative to its folder.
func analyzerOptions(f file, dir string) analyzer.Options {
	f.ExtraPages = slices.Clone(f.ExtraPages)
	for i, page := range f.ExtraPages {
		if !filepath.IsAbs(page) {
			f.ExtraPages[i] = filepath.Join(dir, page)
		}
	}
	return f.Options
}

func wantedType(key string) string {
	for _, field := range reflect.VisibleFields(reflect.TypeFor[file]()) {
		if field.Anonymous || field.Tag.Get("yaml") != key {
			continue
		}
		switch field.Type.Kind() {
		case reflect.Slice:
			return "want a list of words"
		case reflect.Bool, reflect.Pointer:
			return "want true or false"
		}
	}
	return "want a word"
}

// secondDocument returns the line on which a second document begins; 0 if none
// does.
func secondDocument(data []byte) int {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var first, second yaml.Node
	if decoder.Decode(&first) != nil {
		return 0
	}
	if err := decoder.Decode(&second); errors.Is(err, io.EOF) {
		return 0
	}
	return max(second.Line, 1)
}

var yamlLine = regexp.MustCompile(`^(?:yaml: )?(?:unmarshal errors:\s*)?line (\d+): `)

// syntaxError puts the file and the line in front of an error of the decoder,
// which gives no line where it means the first, or a letter that it cannot read.
func syntaxError(name string, data []byte, err error) error {
	text := err.Error()
	line := strconv.Itoa(1 + bytes.Count(data[:max(0, bytes.IndexFunc(data, unreadable))], []byte("\n")))
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		line, text = m[1], text[len(m[0]):]
	}
	return fmt.Errorf("%s:%s: %s", name, line, strings.ReplaceAll(strings.TrimPrefix(text, "yaml: "), "\n", "; "))
}

func unreadable(r rune) bool {
	return r == utf8.RuneError || unicode.IsControl(r) && !strings.ContainsRune("\t\n\r\u0085", r)
}
