package settings

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"go.yaml.in/yaml/v3"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/nearest"
)

// A Command is what the file says to the command alone; its flags win over it.
type Command struct {
	Tests      *bool       `yaml:"tests"` // nil: not said
	Tags       []string    `yaml:"tags"`
	Baseline   string      `yaml:"baseline"` // beside the file
	FailOn     string      `yaml:"fail-on"`
	NewFrom    string      `yaml:"new-from"`
	Exclusions []Exclusion `yaml:"exclusions"`
	Overrides  []Override  `yaml:"overrides"`
}

// An Exclusion hides the findings that meet all that it says.
type Exclusion struct {
	Path string `yaml:"path"` // pattern of files, relative to the folder of the settings; ** is any folders
	Rule string `yaml:"rule"`
	Text string `yaml:"text"` // that the message has
}

// An Override changes rules below some paths.
type Override struct {
	Path     string   `yaml:"path"`     // as in an exclusion
	Rules    []string `yaml:"rules"`    // -ID: the rule reports nothing there
	Severity []string `yaml:"severity"` // RULE=SEVERITY
}

// check says what is wrong with the values. found tells that the file was found,
// and can name no file but those beside and below it.
func (c *Command) check(dir string, found bool) error {
	if c.FailOn != "" && c.FailOn != "never" && !slices.Contains(finding.Severities, c.FailOn) {
		return fmt.Errorf("fail-on: %q: want %s or never", c.FailOn, strings.Join(finding.Severities, ", "))
	}
	if strings.HasPrefix(c.NewFrom, "-") {
		return fmt.Errorf("new-from: %q is no revision: it begins with -", c.NewFrom)
	}
	for _, tag := range c.Tags {
		if tag == "" || strings.ContainsAny(tag, " ,-") {
			return fmt.Errorf("tags: %q is no build tag", tag)
		}
	}
	if found && c.Baseline != "" && !filepath.IsLocal(c.Baseline) {
		return fmt.Errorf("baseline: %q: want a file below the folder of these settings; with -config it may lie elsewhere", c.Baseline)
	}
	for _, e := range c.Exclusions {
		if e == (Exclusion{}) {
			return errors.New("exclusions: one says nothing, and would hide every finding; give path, rule or text")
		}
		if err := errors.Join(checkPath("exclusions", e.Path), checkRule("exclusions", e.Rule)); err != nil {
			return err
		}
	}
	for _, o := range c.Overrides {
		if o.Path == "" {
			return errors.New("overrides: one has no path")
		}
		if err := checkPath("overrides", o.Path); err != nil {
			return err
		}
		if _, err := finding.ParseSeverities(o.Severity); err != nil {
			return fmt.Errorf("overrides: severity: %w", err)
		}
		for _, word := range o.Rules {
			id, off := strings.CutPrefix(word, "-")
			if !off {
				return fmt.Errorf("overrides: rules: %q: want -RULE, a rule that reports nothing there", word)
			}
			if err := checkRule("overrides: rules", id); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkPath(key, pattern string) error {
	if pattern != "" && (!doublestar.ValidatePattern(pattern) || strings.HasPrefix(pattern, "/") || strings.HasPrefix(pattern, "../")) {
		return fmt.Errorf("%s: %q is no pattern of files below the folder of these settings", key, pattern)
	}
	return nil
}

func checkRule(key, id string) error {
	if id == "" || slices.ContainsFunc(analyzer.Documents(), func(r analyzer.Rule) bool { return r.ID == id }) {
		return nil
	}
	var ids []string
	for _, r := range analyzer.Documents() {
		ids = append(ids, r.ID)
	}
	return fmt.Errorf("%s: unknown rule %q%s", key, id, nearest.Question(id, ids))
}

// Apply drops the findings that exclusions hide and gives the others the severity
// of the last override that says one.
func (s *Settings) Apply(findings []finding.Finding) []finding.Finding {
	var left []finding.Finding
	for _, f := range findings {
		name := f.Pos.Filename
		if rel, err := filepath.Rel(s.Dir, name); err == nil {
			name = filepath.ToSlash(rel)
		}
		hides := func(e Exclusion) bool {
			return (e.Path == "" || below(e.Path, name)) && (e.Rule == "" || e.Rule == f.Rule) && strings.Contains(f.Message, e.Text)
		}
		if slices.ContainsFunc(s.Exclusions, hides) {
			continue
		}
		off := false
		for _, o := range s.Overrides {
			if below(o.Path, name) {
				off = off || slices.Contains(o.Rules, "-"+f.Rule)
				severities, _ := finding.ParseSeverities(o.Severity) // checked when read
				f.Severity = cmp.Or(severities[f.Rule], f.Severity)
			}
		}
		if !off {
			left = append(left, f)
		}
	}
	return left
}

// below reports whether a file matches a pattern, or lies in a folder that does.
func below(pattern, name string) bool {
	pattern = strings.TrimSuffix(pattern, "/")
	return doublestar.MatchUnvalidated(pattern, name) || doublestar.MatchUnvalidated(pattern+"/**", name)
}

// All yields every key with its value, in the order of the file's form.
func (s *Settings) All() iter.Seq2[string, any] {
	f := file{Options: s.Options, Severity: s.Severity, Command: s.Command}
	v := reflect.ValueOf(f)
	return func(yield func(string, any) bool) {
		for _, field := range reflect.VisibleFields(v.Type()) {
			if field.Anonymous {
				continue
			}
			value := v.FieldByIndex(field.Index)
			if value.Kind() == reflect.Pointer && !value.IsNil() {
				value = value.Elem()
			}
			if !yield(field.Tag.Get("yaml"), value.Interface()) {
				return
			}
		}
	}
}

// lines returns the line on which each key stands.
func lines(root *yaml.Node) map[string]int {
	at := make(map[string]int)
	for i := 0; i+1 < len(root.Content); i += 2 {
		at[root.Content[i].Value] = root.Content[i].Line
	}
	return at
}
