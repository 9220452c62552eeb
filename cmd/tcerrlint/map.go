package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/driver"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/errmap"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/progress"
)

// mapFlags are what "tcerrlint map" takes.
type mapFlags struct {
	loadFlags
	format, file, link string
}

// runMap draws what becomes of every error of the API.
func runMap(args []string, out, errs io.Writer) int {
	m := new(mapFlags)
	err := m.parse(args, out)
	if errors.Is(err, flag.ErrHelp) {
		return exitClean
	}
	if err == nil {
		err = m.draw(out, errs)
	}
	if err != nil {
		return fail(errs, err)
	}
	return exitClean
}

// mapFormats are the formats of the map.
var mapFormats = []string{"html", "json"}

func (m *mapFlags) parse(args []string, out io.Writer) error {
	fs := flag.NewFlagSet("map", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.Usage = func() {}
	// The others are about findings.
	options := []string{"critical", "extra-codes", "extra-pages", "error-types", "retry", "catalog"}
	m.register(fs, func(name string) bool { return slices.Contains(options, name) })
	fs.BoolVar(&m.load.Tests, "tests", false, "calls in test files too")
	fs.StringVar(&m.format, "format", "", "`FORMAT` of the output: html or json (default: as the name of the file ends, else html)")
	fs.StringVar(&m.file, "o", "", "write to `FILE` instead of the standard output")
	fs.StringVar(&m.link, "link", "", "address of a place in the source, such as https://host/repo/blob/REV/{file}#L{line} or vscode://file/{abs}:{line}")
	if err := fs.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(out, "Usage: tcerrlint map [flags] [packages]")
			fs.SetOutput(out)
			fs.PrintDefaults()
		}
		return flagError(fs, err)
	}
	if m.format == "" {
		m.format = "html"
		if strings.HasSuffix(m.file, ".json") {
			m.format = "json"
		}
	}
	if !slices.Contains(mapFormats, m.format) {
		return fmt.Errorf("invalid value %q for flag -format: want %s", m.format, strings.Join(mapFormats, ", "))
	}
	if err := checkLink(m.link); err != nil {
		return fmt.Errorf("invalid value %q for flag -link: %w", m.link, err)
	}
	return m.takePatterns(fs.Args())
}

// checkLink checks a template of addresses: it must not run anything, and its
// placeholders must be known.
func checkLink(template string) error {
	if template == "" {
		return nil
	}
	scheme, _, ok := strings.Cut(template, "://")
	if !ok || !regexp.MustCompile(`^[a-z][a-z0-9+.-]*$`).MatchString(scheme) || scheme == "javascript" {
		return errors.New("want an address that begins with a scheme and ://")
	}
	for _, placeholder := range regexp.MustCompile(`\{[^}]*\}`).FindAllString(template, -1) {
		if !slices.Contains(errmap.Placeholders, placeholder) {
			return fmt.Errorf("%s is none of %s", placeholder, strings.Join(errmap.Placeholders, ", "))
		}
	}
	return nil
}

// draw analyzes the packages and writes the map.
func (m *mapFlags) draw(out, errs io.Writer) error {
	dir, err := m.enter()
	if err != nil {
		return err
	}
	parts, err := m.parts(dir)
	if err != nil {
		return err
	}
	if isTerminal(errs) {
		m.load.Progress = progress.New(errs)
		defer m.load.Progress.Close()
	}
	var results []*driver.Result
	for _, p := range parts {
		part := m.loadFlags
		a, err := part.take(p, analyzer.NewMap)
		if err != nil {
			return err
		}
		part.load.Tags = cmp.Or(part.load.Tags, strings.Join(part.settings.Tags, ","))
		found, err := analyze(a, part.load, part.patterns, cacheOff)
		if err != nil {
			return err
		}
		results = append(results, found...)
	}
	doc := errmap.New(results, finding.NewSources(dir, m.files.ReadSource), version())
	write := func(w io.Writer) error {
		if m.format == "json" {
			return printJSON(w, doc)
		}
		return doc.WritePage(w, m.link, dir)
	}
	if m.file == "" {
		return write(out)
	}
	return writeFile(m.file, write)
}
