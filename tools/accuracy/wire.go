package main

import (
	"maps"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/seed"
)

// wireTables are the shares of the faults in programs that speak to the API
// without the SDK, by rule.
type wireTables struct {
	shapes map[string]table // of the answer, as the repository has it
	forms  map[string]table // of decoding, or of the test on the code
}

func newWireTables() wireTables {
	return wireTables{make(map[string]table), make(map[string]table)}
}

func (w wireTables) add(m *seed.Mutant) {
	for name, tables := range map[string]map[string]table{m.Shape: w.shapes, m.Form: w.forms} {
		if tables[name] == nil {
			tables[name] = make(table)
		}
		tables[name].add(m.Operator, m.Found)
	}
}

func (w wireTables) markdown(b *strings.Builder) {
	if len(w.shapes) == 0 {
		return
	}
	b.WriteString("### Without the SDK\n\nFaults at places that decode an answer of the API themselves, look at its Error and go on to success: the look removed, made on one way only, or made dead; or a test on the code put where there is an Error. The JSON must be used for nothing else there, and after the look the data on plain statements that ask nothing of it.\n\nBy the shape of the answer, as the repositories have it:\n\n")
	writeForms(b, "shape", slices.Sorted(maps.Keys(w.shapes)), w.shapes)
	b.WriteString("\nBy the way in which the answer is decoded (uncheckedresponse) or the code is tested:\n\n")
	var rows []string
	for _, name := range slices.Concat(seed.DecodingNames(), seed.FormNames()[1:], seed.OwnFormNames()) {
		if w.forms[name] != nil {
			rows = append(rows, name)
		}
	}
	writeForms(b, "form", rows, w.forms)
	b.WriteString("\n")
}
