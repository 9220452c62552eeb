// Package plugin makes tcerrlint a module plugin of golangci-lint. Import it
// for its side effect: it registers the linter "tcerrlint".
package plugin

import (
	"fmt"
	"strings"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

// registered makes the import register the linter. The function that
// golangci-lint calls is New.
var registered = registerLinter()

func registerLinter() bool {
	register.Plugin(analyzer.Name, New)
	return true
}

// New returns the linter with these settings. An unknown key and a wrong value
// are refused.
func New(raw any) (register.LinterPlugin, error) {
	var options analyzer.Options // linters.settings.custom.tcerrlint.settings
	if raw != nil {
		var err error
		if options, err = register.DecodeSettings[analyzer.Options](raw); err != nil {
			return nil, refuse(err)
		}
	}
	a, err := analyzer.New(options)
	if err != nil {
		return nil, refuse(err)
	}
	return linter{withoutRelated(a)}, nil
}

// withoutRelated returns the analyzer without related positions: golangci-lint makes an
// issue of its own of each.
func withoutRelated(a *analysis.Analyzer) *analysis.Analyzer {
	copied := *a
	copied.Run = func(pass *analysis.Pass) (any, error) {
		mine := *pass
		mine.Report = func(d analysis.Diagnostic) {
			d.Related = nil
			pass.Report(d)
		}
		return a.Run(&mine)
	}
	return &copied
}

// refuse says whose settings are wrong.
func refuse(err error) error {
	text := strings.TrimPrefix(err.Error(), analyzer.Name+": ")
	text = strings.TrimPrefix(text, "decoding settings: json: ")
	return fmt.Errorf("%s: settings: %s", analyzer.Name, text)
}

// linter is the plugin's face to golangci-lint.
type linter struct{ analyzer *analysis.Analyzer }

// BuildAnalyzers returns the analyzer.
func (l linter) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	return []*analysis.Analyzer{l.analyzer}, nil
}

// GetLoadMode tells that the analyzer needs types.
func (l linter) GetLoadMode() string { return register.LoadModeTypesInfo }
