// Package report writes findings in the formats that people and programs read.
package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
)

// Input is what a report is made of.
type Input struct {
	Findings []finding.Finding
	Sources  *finding.Sources
	Version  string // of the tool
	Color    bool   // for text
}

// A Format writes a report.
type Format func(io.Writer, Input) error

var formats = map[string]Format{
	"text":    text,
	"oneline": oneline,
	"json":    jsonReport,
	"sarif":   sarifReport,
	"github":  github,
	"gitlab":  gitlab,

	"checkstyle": checkstyle,
	"junit":      junit,
}

// Names are the names of the formats.
var Names = []string{"text", "oneline", "json", "sarif", "github", "gitlab", "checkstyle", "junit"}

// Named returns the format of that name.
func Named(name string) (Format, error) {
	if !slices.Contains(Names, name) {
		return nil, fmt.Errorf("unknown format %q; the formats are %s", name, strings.Join(Names, ", "))
	}
	return formats[name], nil
}
