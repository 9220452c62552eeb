package main

import (
	"errors"
	"os"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/gopls/internal/settings"

	tcerrlint "github.com/tcerrlint/tcerrlint/cmd/tcerrlint/settings"
)

// linked returns tcerrlint as an analyzer of gopls, with the settings of the
// module that contains dir; empty: the folder of the process.
func linked(dir string) (*settings.Analyzer, error) {
	if dir == "" {
		var err error
		if dir, err = os.Getwd(); err != nil {
			return nil, err
		}
	}
	a, digest, err := tcerrlint.Analyzer(dir)
	if err != nil {
		return nil, err
	}
	fresh := *a
	fresh.Requires = append(slices.Clone(a.Requires), marker(digest))
	return wrap(&fresh)
}

// marker returns an analyzer that does nothing. gopls caches results by the
// names of analyzers, required ones too, and knows nothing of settings: so the
// name tells them.
func marker(digest string) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name: "tcerrlint_settings_" + digest,
		Doc:  "tells gopls that the settings of tcerrlint changed",
		Run:  func(*analysis.Pass) (any, error) { return nil, nil },
	}
}

// wrap makes the analyzer one of gopls, which has no function for it and does
// not export the field: a warning that is on by default.
func wrap(a *analysis.Analyzer) (*settings.Analyzer, error) {
	wrapped := new(settings.Analyzer)
	field := reflect.ValueOf(wrapped).Elem().FieldByName("analyzer")
	if !field.IsValid() || field.Type() != reflect.TypeOf(a) {
		return nil, errors.New("this version of gopls keeps analyzers in another way")
	}
	reflect.NewAt(field.Type(), field.Addr().UnsafePointer()).Elem().Set(reflect.ValueOf(a))
	if wrapped.Analyzer() != a {
		return nil, errors.New("this version of gopls keeps analyzers in another way")
	}
	return wrapped, nil
}
