package main

import (
	"cmp"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"reflect"
	"strings"
	"text/tabwriter"

	"go.yaml.in/yaml/v3"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/settings"
)

// A setting is a key of the settings and its value in force.
type setting struct {
	Key   string `json:"key"`
	Value any    `json:"value"`
	From  string `json:"from"` // "default", or FILE:LINE
}

// runConfig prints the settings that are in force in the folder, and where each is
// from.
func runConfig(args []string, out, errs io.Writer) int {
	l := new(loadFlags)
	fs := flag.NewFlagSet("config", flag.ContinueOnError)
	fs.StringVar(&l.dir, "C", "", "change to `DIR` first")
	fs.StringVar(&l.config, "config", "", "settings `FILE`, as for the command")
	asJSON := fs.Bool("json", false, "print JSON")
	words, status, ok := parseWords(fs, args, "", out, errs)
	if !ok {
		return status
	}
	if len(words) > 0 {
		return fail(errs, fmt.Errorf("config takes no arguments, but got %q", words[0]))
	}
	wd, err := l.enter()
	if err != nil {
		return fail(errs, err)
	}
	file := l.config
	if file == "" {
		file = settings.Find(wd)
	} else if file == "none" {
		file = ""
	}
	if _, err := l.take(part{file: file}, analyzer.New); err != nil {
		return fail(errs, err)
	}
	list := inForce(&l.settings, wd)
	if *asJSON {
		if err := printJSON(out, list); err != nil {
			return fail(errs, err)
		}
		return exitClean
	}
	if l.settings.File == "" {
		fmt.Fprintf(out, "# no %s from here up to go.mod: all is as by default\n", settings.FileName)
	}
	for _, other := range otherSettings(wd) {
		fmt.Fprintf(out, "# %s counts for its own module\n", other)
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, s := range list {
		fmt.Fprintf(table, "%s:\t%s\t# %s\n", s.Key, flow(s.Value), s.From)
	}
	table.Flush()
	return exitClean
}

// defaults are the values of keys that are not the zero value of their type.
var defaults = map[string]any{"mode": "fate", "tests": true, "fail-on": "note"}

// inForce returns every key with its value, in the order of the schema.
func inForce(s *settings.Settings, wd string) []setting {
	var list []setting
	for key, value := range s.All() {
		from := "default"
		if line := s.Lines[key]; line > 0 {
			name := s.File
			if rel, err := filepath.Rel(wd, name); err == nil && filepath.IsLocal(rel) {
				name = filepath.ToSlash(rel)
			}
			from = fmt.Sprintf("%s:%d", name, line)
		} else if d, ok := defaults[key]; ok {
			value = d
		}
		list = append(list, setting{key, value, from})
	}
	return list
}

// flow returns a value as YAML in one line.
func flow(value any) string {
	if v := reflect.ValueOf(value); v.Kind() == reflect.Slice && v.Len() == 0 {
		return "[]"
	}
	var node yaml.Node
	if err := node.Encode(value); err != nil {
		return fmt.Sprint(value)
	}
	node.Style = yaml.FlowStyle
	text, err := yaml.Marshal(&node)
	if err != nil {
		return fmt.Sprint(value)
	}
	return cmp.Or(strings.Join(strings.Fields(string(text)), " "), `""`)
}
