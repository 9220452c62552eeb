package analyzer

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/internal/engine"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/rules"
)

// Options configure an analyzer made by [New]. The zero value is the default
// of every option. Each option is also a flag of the analyzer, and a key of
// settings: the tags are the names of both.
type Options struct {
	// Rules turns rules on and off, from left to right, starting from the
	// default set: "ID" turns a rule on, "-ID" turns it off, "all" and "none"
	// do so for every rule.
	Rules []string `json:"rules" yaml:"rules"`
	// Critical changes the policy: "CATEGORY=FATE|FATE" forbids these fates
	// (swallowed, logged, retried, stopped) for the category, "CATEGORY=" forbids none.
	Critical []string `json:"critical" yaml:"critical"`
	// Mode is "fate" (default: a critical category must not meet a forbidden
	// fate) or "explicit" (every switch or chain on a code must cover each
	// critical category by a test or a default of its own).
	Mode string `json:"mode" yaml:"mode"`
	// ExtraCodes are codes that are valid although no catalog has them.
	ExtraCodes []string `json:"extra-codes" yaml:"extra-codes"`
	// ExtraPages are official error-code pages, saved as Markdown, whose codes
	// are valid too. Absolute names work under every driver: go vet runs the
	// tool in each package's folder.
	ExtraPages []string `json:"extra-pages" yaml:"extra-pages"`
	// ErrorTypes are more types that carry a code in a field Code or a method
	// GetCode, as "import/path.Type": forks of the SDK.
	ErrorTypes []string `json:"error-types" yaml:"error-types"`
	// Retry adds retry constructs, as "import/path.Func=retried" or
	// "import/path.Func=stopped": what a call of Func with an error does to it.
	Retry []string `json:"retry" yaml:"retry"`
	// Generated also reports findings in generated files.
	Generated bool `json:"generated" yaml:"generated"`
	// SkipTests reports no findings in _test.go files.
	SkipTests bool `json:"skip-tests" yaml:"skip-tests"`
	// Catalog pins the catalog to the digest that "tcerrlint catalog" prints;
	// with any other catalog the analyzer refuses to run.
	Catalog string `json:"catalog" yaml:"catalog"`
	// Debug reports where the analysis could not follow an error and was
	// silent, as findings of the pseudo-rule "debug".
	Debug bool `json:"debug" yaml:"debug"`
}

// config validates the options and compiles them for the engine. The error
// names the option and the value at fault.
func (o Options) config() (*program.Config, error) {
	enabled, err := enabledRules(o.Rules)
	if err != nil {
		return nil, err
	}
	if err := checkMode(o.Mode); err != nil {
		return nil, err
	}
	if err := checkCodes(o.ExtraCodes); err != nil {
		return nil, err
	}
	if err := checkNames("error-types", o.ErrorTypes); err != nil {
		return nil, err
	}
	retry, err := retryFuncs(o.Retry)
	if err != nil {
		return nil, err
	}
	if err := checkCatalog(o.Catalog); err != nil {
		return nil, err
	}
	extra := slices.Clone(o.ExtraCodes)
	for _, file := range o.ExtraPages {
		codes, err := pageCodes(file)
		if err != nil {
			return nil, err
		}
		extra = append(extra, codes...)
	}
	critical, err := policy(o.Critical, extra)
	if err != nil {
		return nil, err
	}
	return &program.Config{
		Rules:      enabled,
		Critical:   critical,
		Map:        enabled["retryall"],
		Explicit:   o.Mode == "explicit",
		ExtraCodes: extra,
		ErrorTypes: o.ErrorTypes,
		Retry:      retry,
		Generated:  o.Generated,
		SkipTests:  o.SkipTests,
		Debug:      o.Debug,
	}, nil
}

// enabledRules applies the words of the option rules to the default set.
func enabledRules(words []string) (map[string]bool, error) {
	enabled := make(map[string]bool)
	var ids []string
	for _, doc := range rules.All() {
		ids = append(ids, doc.ID)
		enabled[doc.ID] = !doc.Optional
	}
	for _, word := range words {
		id, off := strings.CutPrefix(word, "-")
		switch {
		case id == "all" || id == "none" && !off:
			for _, each := range ids {
				enabled[each] = id == "all" && !off
			}
		case slices.Contains(ids, id):
			enabled[id] = !off
		default:
			return nil, fmt.Errorf("rules: unknown rule %q; the rules are %s", id, strings.Join(ids, ", "))
		}
	}
	return enabled, nil
}

// policy applies the entries of the option critical to the default policy. A
// category that no code has, of the catalog or of the user, would guard nothing.
func policy(entries, extra []string) (map[string][]program.Fate, error) {
	critical := maps.Clone(engine.DefaultPolicy())
	for _, entry := range entries {
		category, fates, ok := strings.Cut(entry, "=")
		if !ok || category == "" || strings.Contains(category, ".") {
			return nil, fmt.Errorf("critical: %q is not of the form CATEGORY=FATE|FATE", entry)
		}
		if !catalog.IsCategory(category) && !slices.ContainsFunc(extra, func(code string) bool { return catalog.Category(code) == category }) {
			return nil, unknownCategory(category)
		}
		critical[category] = nil
		for _, name := range strings.FieldsFunc(fates, func(r rune) bool { return r == '|' }) {
			fate, ok := program.ForbiddableFate(name)
			if !ok {
				return nil, fmt.Errorf("critical: %q: unknown fate %q; the fates are swallowed, logged, retried, stopped", entry, name)
			}
			critical[category] = append(critical[category], fate)
		}
	}
	return critical, nil
}

func unknownCategory(name string) error {
	message := fmt.Sprintf("critical: no code has the category %q", name)
	for i, s := range catalog.SuggestCategory(name) {
		message += [...]string{"; did you mean ", ", ", ", "}[i] + fmt.Sprintf("%q", s.Code)
		if i == 2 {
			break
		}
	}
	return errors.New(message)
}

func checkMode(mode string) error {
	switch mode {
	case "", "fate", "explicit":
		return nil
	}
	return fmt.Errorf("mode: %q is neither \"fate\" nor \"explicit\"", mode)
}

// checkCodes accepts what the API could answer: dotted words of letters,
// digits, '_' and '-'.
func checkCodes(codes []string) error {
	for _, code := range codes {
		for _, word := range strings.Split(code, ".") {
			if word == "" || strings.ContainsFunc(word, func(r rune) bool {
				return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_' || r == '-')
			}) {
				return fmt.Errorf("extra-codes: %q is not of the form Category or Category.Detail", code)
			}
		}
	}
	return nil
}

func checkNames(option string, names []string) error {
	for _, name := range names {
		if dot := strings.LastIndexByte(name, '.'); dot <= strings.LastIndexByte(name, '/')+1 || dot == len(name)-1 {
			return fmt.Errorf("%s: %q is not of the form import/path.Name", option, name)
		}
	}
	return nil
}

func retryFuncs(entries []string) (map[string]program.Fate, error) {
	funcs := make(map[string]program.Fate)
	for _, entry := range entries {
		name, word, _ := strings.Cut(entry, "=")
		fate, ok := program.ForbiddableFate(word)
		if !ok || fate != program.Retried && fate != program.Stopped {
			return nil, fmt.Errorf("retry: %q does not end in =retried or =stopped", entry)
		}
		if err := checkNames("retry", []string{name}); err != nil {
			return nil, err
		}
		funcs[name] = fate
	}
	return funcs, nil
}

func checkCatalog(pin string) error {
	if pin == "" {
		return nil
	}
	if have := catalog.Info().Digest; pin != have {
		return fmt.Errorf("catalog: pinned to %q, but this tool has %q; update the pin or the tool", pin, have)
	}
	return nil
}

// pageCodes reads the codes of one saved official page.
func pageCodes(file string) ([]string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		var path *os.PathError
		if errors.As(err, &path) {
			err = path.Err
		}
		return nil, fmt.Errorf("extra-pages: cannot read %s: %v", file, err)
	}
	page, err := catalog.ParsePage(file, data)
	if err != nil {
		return nil, fmt.Errorf("extra-pages: %w", err)
	}
	var codes []string
	for _, code := range page.Codes {
		codes = append(codes, code.Code)
	}
	return codes, nil
}
