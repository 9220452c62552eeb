package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/codespage"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/nearest"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/printable"
)

// runCatalog lists and searches the catalog; without arguments it tells how
// old and how large it is.
func runCatalog(args []string, out, errs io.Writer) int {
	if len(args) > 0 && args[0] == "import" {
		return importPages(args[1:], out, errs)
	}
	fs := flag.NewFlagSet("catalog", flag.ContinueOnError)
	serviceName := fs.String("service", "", "codes of this `SERVICE` only")
	asJSON := fs.Bool("json", false, "print JSON")
	format := fs.String("format", "", "`FORMAT` of the output: text, json, or html, a page to search offline")
	file := fs.String("o", "", "write to `FILE` instead of the standard output")
	words, status, ok := parseWords(fs, args, "[WORDS]", out, errs)
	if !ok {
		return status
	}
	switch *format {
	case "", "text":
	case "json":
		*asJSON = true
	case "html":
		if *asJSON || *serviceName != "" || len(words) > 0 {
			return fail(errs, errors.New("-format html writes the whole catalog, which is searched in the page; leave -service, -json and the words out"))
		}
	default:
		return fail(errs, fmt.Errorf("invalid value %q for flag -format: want text, json or html", *format))
	}
	print := func(w io.Writer) error {
		if *format == "html" {
			return codespage.Write(w, pageWords())
		}
		return printCatalog(w, *serviceName, *asJSON, words)
	}
	var err error
	if *file != "" {
		err = writeFile(*file, print)
	} else {
		err = print(out)
	}
	if err != nil {
		return fail(errs, err)
	}
	return exitClean
}

// printCatalog prints codes, or what the catalog is if none are asked for.
func printCatalog(out io.Writer, serviceName string, asJSON bool, words []string) error {
	query := codeQuery{words: words}
	if serviceName != "" {
		s, err := knownService(serviceName)
		if err != nil {
			return err
		}
		query.service = &s
	}
	switch {
	case query.service == nil && len(words) == 0 && asJSON:
		return printJSON(out, catalog.Info())
	case query.service == nil && len(words) == 0:
		printInfo(out)
	case asJSON:
		return printJSON(out, codeEntries(query.ids()))
	default:
		printCodes(out, query.ids())
	}
	return nil
}

// pageWords returns what the page says of categories.
func pageWords() codespage.Words {
	words := make(codespage.Words)
	for _, c := range categories {
		words[c.name] = codespage.Category{
			Meaning: codespage.Text{EN: c.en, ZH: c.zh},
			Advice:  codespage.Text{EN: c.advice.text("en"), ZH: c.advice.text("zh")},
		}
	}
	return words
}

func serviceNames() (names []string) {
	for i := range catalog.NumServices() {
		names = append(names, catalog.Service(i).Name())
	}
	return names
}

func knownService(name string) (catalog.Service, error) {
	s, ok := catalog.ServiceNamed(name)
	if !ok {
		return 0, fmt.Errorf("the catalog has no service %q%s", name, nearest.Question(name, serviceNames()))
	}
	if !s.Known() {
		return 0, fmt.Errorf("the catalog knows that service %s exists, but not its codes", s.Name())
	}
	return s, nil
}

// A codeQuery selects codes that hold every word, letter case apart.
type codeQuery struct {
	service *catalog.Service
	words   []string
}

func (q codeQuery) ids() []catalog.ID {
	var ids []catalog.ID
	take := func(id catalog.ID) {
		code := strings.ToLower(id.String())
		for _, word := range q.words {
			if !strings.Contains(code, strings.ToLower(word)) {
				return
			}
		}
		ids = append(ids, id)
	}
	if q.service != nil {
		for id := range q.service.Codes() {
			take(id)
		}
		return ids
	}
	for id := range catalog.ID(catalog.Len()) {
		take(id)
	}
	return ids
}

// A codeEntry is a code in JSON.
type codeEntry struct {
	Code     string         `json:"code"`
	Category string         `json:"category"`
	Kinds    []string       `json:"kinds"`
	Dropped  string         `json:"droppedAfter,omitempty"`
	Services []serviceEntry `json:"services,omitempty"`
}

type serviceEntry struct {
	Service  string   `json:"service"`
	Constant string   `json:"constant,omitempty"`
	Actions  []string `json:"actions,omitempty"`
}

func codeEntries(ids []catalog.ID) []codeEntry {
	entries := []codeEntry{}
	for _, id := range ids {
		entry := codeEntry{Code: id.String(), Category: catalog.Category(id.String()), Kinds: kindWords(id)}
		entry.Dropped, _ = catalog.Tombstone(id)
		for s := range catalog.Services(id) {
			entry.Services = append(entry.Services, serviceEntry{s.Name(), catalog.Constant(id, s), catalog.Actions(id, s)})
		}
		entries = append(entries, entry)
	}
	return entries
}

func kindWords(id catalog.ID) []string {
	words := []string{}
	for _, k := range []struct {
		kind catalog.Kind
		word string
	}{
		{catalog.KindPublic, "public"},
		{catalog.KindProduct, "product"},
		{catalog.KindClient, "client"},
		{catalog.KindTombstone, "tombstone"},
		{catalog.KindUndocumented, "undocumented"},
	} {
		if id.Kind()&k.kind != 0 {
			words = append(words, k.word)
		}
	}
	return words
}

func printCodes(out io.Writer, ids []catalog.ID) {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, id := range ids {
		var names []string
		for s := range catalog.Services(id) {
			names = append(names, s.Name())
		}
		services := strings.Join(names, " ")
		if len(names) > maxListed {
			services = fmt.Sprintf("%d services", len(names))
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", id, strings.Join(kindWords(id), ","), services)
	}
	table.Flush()
}

func printInfo(out io.Writer) {
	info := catalog.Info()
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	row := func(name, format string, args ...any) {
		fmt.Fprintf(table, "%s\t%s\n", name, fmt.Sprintf(format, args...))
	}
	row("date", "%s", info.Date)
	row("digest", "%s", info.Digest)
	row("codes", "%d (%d public, %d of products, %d client-side, %d undocumented, %d dropped)",
		info.Codes, info.Public, info.Product, info.Client, info.Undocumented, info.Tombstones)
	row("SDK", "%s as a whole, and %d newer or other modules", info.Release.Version, len(info.Modules))
	row("services", "%d", info.Services)
	row("actions", "%d", info.Actions)
	row("missing", "%d services whose codes are not known: %s", len(info.Missing), strings.Join(info.Missing, " "))
	table.Flush()
}

func printJSON(out io.Writer, v any) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// importPages checks saved official pages and shows what they add.
func importPages(files []string, out, errs io.Writer) int {
	if len(files) == 0 {
		return fail(errs, errors.New("catalog import needs files: official error-code pages saved as Markdown"))
	}
	status := exitClean
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			status = fail(errs, err)
			continue
		}
		page, err := catalog.ParsePage(file, data)
		if err != nil {
			status = fail(errs, err)
			continue
		}
		var added []string
		for _, c := range page.Codes {
			if _, ok := catalog.Lookup(c.Code); !ok {
				added = append(added, c.Code)
			}
		}
		slices.Sort(added)
		fmt.Fprintf(out, "%s: %d codes, %d not in the catalog\n", printable.Line(file), len(page.Codes), len(added))
		for _, code := range added {
			fmt.Fprintf(out, "+ %s\n", code)
		}
		if len(added) > 0 {
			fmt.Fprintf(out, "to accept them: -extra-pages=%s, or extra-pages in .tcerrlint.yml\n", printable.Line(file))
		}
	}
	return status
}
