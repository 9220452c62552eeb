package analyzer

import (
	"fmt"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/rules"
)

// Name is the analyzer's name, under which drivers list and configure it.
const Name = "tcerrlint"

// Home is the address of the manual; the page of a rule lies beneath it.
const Home = "https://github.com/tcerrlint/tcerrlint"

// Analyzer is the analyzer with default options, for drivers that take a
// variable, such as Bazel nogo. Its flags still change the options.
var Analyzer = newAnalyzer(Options{})

// New returns an analyzer with these options, or an error that names the
// option and the value at fault. Analyzers are independent of each other.
func New(options Options) (*analysis.Analyzer, error) {
	if _, err := options.config(); err != nil {
		return nil, fmt.Errorf("%s: %w", Name, err)
	}
	return newAnalyzer(options), nil
}

func newAnalyzer(options Options) *analysis.Analyzer {
	// Flags may change the options until the first package is analyzed.
	compile := sync.OnceValues(func() (*program.Config, error) { return options.config() })
	a := &analysis.Analyzer{
		Name:      Name,
		Doc:       doc(),
		URL:       Home,
		FactTypes: facts.FactTypes(),
		Run: func(pass *analysis.Pass) (any, error) {
			config, err := compile()
			if err != nil {
				return nil, err
			}
			return nil, rules.Run(pass, config)
		},
	}
	bindFlags(&a.Flags, &options)
	return a
}

// A Rule describes one rule.
type Rule = rules.Doc

// Rules describes every rule, in the order of the manual.
func Rules() []Rule { return rules.All() }

// Documents describes everything that has a page: every rule, and "directive",
// under which wrong comments are reported.
func Documents() []Rule { return rules.Documents() }

// RuleURL returns the address of the page of a rule, or of "directive".
func RuleURL(id string) string { return rules.URL(id) }
