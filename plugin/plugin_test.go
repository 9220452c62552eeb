package plugin

import (
	"os"
	"strings"
	"testing"

	"github.com/golangci/plugin-module-register/register"
	"go.yaml.in/yaml/v3"
	"golang.org/x/tools/go/analysis"
)

func TestTheImportRegistersTheLinter(t *testing.T) {
	create, err := register.GetPlugin("tcerrlint")
	if err != nil || !registered {
		t.Fatal(err)
	}
	linter, err := create(nil)
	if err != nil {
		t.Fatal(err)
	}
	if mode := linter.GetLoadMode(); mode != register.LoadModeTypesInfo {
		t.Errorf("load mode %q", mode)
	}
	analyzers, err := linter.BuildAnalyzers()
	if err != nil || len(analyzers) != 1 || analyzers[0].Name != "tcerrlint" {
		t.Errorf("analyzers %v, %v", analyzers, err)
	}
}

func TestSettingsAreTheAnalyzersOptions(t *testing.T) {
	linter, err := New(map[string]any{
		"rules":       []any{"all", "-deadtest"},
		"mode":        "explicit",
		"extra-codes": []any{"InternalError.Mine"},
		"skip-tests":  true,
	})
	if err != nil {
		t.Fatal(err)
	}
	analyzers, _ := linter.BuildAnalyzers()
	flags := &analyzers[0].Flags
	for name, want := range map[string]string{
		"rules":       "all,-deadtest",
		"mode":        "explicit",
		"extra-codes": "InternalError.Mine",
		"skip-tests":  "true",
		"generated":   "false",
	} {
		if got := flags.Lookup(name).Value.String(); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
}

func TestWrongSettingsAreRefused(t *testing.T) {
	for _, test := range []struct {
		name string
		raw  any
		want string
	}{
		{"unknown key", map[string]any{"rule": []any{"all"}}, `unknown field "rule"`},
		{"flag name with underscore", map[string]any{"extra_codes": []any{"A.B"}}, `unknown field "extra_codes"`},
		{"unknown rule", map[string]any{"rules": []any{"nope"}}, `rules: unknown rule "nope"`},
		{"wrong mode", map[string]any{"mode": "strict"}, `mode: "strict"`},
		{"wrong type", map[string]any{"skip-tests": "yes"}, "skip-tests"},
		{"wrong pin", map[string]any{"catalog": "0123"}, `catalog: pinned to "0123"`},
		{"missing page", map[string]any{"extra-pages": []any{"no-such-page.md"}}, "extra-pages: cannot read no-such-page.md"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := New(test.raw)
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "tcerrlint: settings: ") {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("more than one line: %v", err)
			}
		})
	}
}

func TestTheExampleSettingsAreRightAndComplete(t *testing.T) {
	data, err := os.ReadFile("../.golangci.example.yml")
	if err != nil {
		t.Fatal(err)
	}
	var config struct {
		Linters struct {
			Enable   []string
			Settings struct {
				Custom map[string]struct {
					Type     string
					Settings map[string]any
				}
			}
		}
	}
	if err := yaml.Unmarshal(data, &config); err != nil {
		t.Fatal(err)
	}
	custom := config.Linters.Settings.Custom["tcerrlint"]
	if custom.Type != "module" || len(config.Linters.Enable) != 1 || config.Linters.Enable[0] != "tcerrlint" {
		t.Errorf("%+v", config)
	}
	if _, err := New(custom.Settings); err != nil {
		t.Error(err)
	}
	linter, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	analyzers, _ := linter.BuildAnalyzers()
	for name := range custom.Settings {
		if analyzers[0].Flags.Lookup(name) == nil {
			t.Errorf("%s is no flag of the analyzer", name)
		}
	}
}

func TestRelatedPositionsAreNotReported(t *testing.T) {
	reported := 0
	a := withoutRelated(&analysis.Analyzer{Run: func(pass *analysis.Pass) (any, error) {
		pass.Report(analysis.Diagnostic{Message: "m", Related: []analysis.RelatedInformation{{Message: "r"}}})
		return nil, nil
	}})
	pass := &analysis.Pass{Report: func(d analysis.Diagnostic) { reported += 1 + len(d.Related) }}
	if _, err := a.Run(pass); err != nil || reported != 1 {
		t.Errorf("%v, %d reported", err, reported)
	}
}
