// Package rules holds the rules of tcerrlint, one file each. A rule asks
// questions of what the engine found (tests on codes, their sets, where an
// error came from, what becomes of it); none of them looks at syntax again.
//
// To add one: write its file with a rule value, and list it in all.
package rules

import "github.com/tcerrlint/tcerrlint/analyzer/internal/engine"

// Severity says how sure and how grave the findings of a rule are.
type Severity string

// The severities, from the gravest to the lightest.
const (
	Error   Severity = "error"   // no known false finding
	Warning Severity = "warning" // worth acting on nine times in ten
	Note    Severity = "note"    // worth a look
)

// Doc is the document of one rule. It feeds "tcerrlint explain", the rule's
// page, SARIF help and the address of every finding.
type Doc struct {
	ID       string   // a word, never reused
	Title    string   // one line: what it finds
	Severity Severity // of its findings
	Optional bool     // off unless asked for
	What     string   // what it does
	Why      string   // why the code that it finds is bad
	Bad      string   // Go code with exactly one finding
	Good     string   // the same code, right
	Fix      string   // what the suggested fix does and how safe it is; "" when there is none
	Limits   string   // what it does not see
	Options  []string // names of the options that change it
	Since    string   // first version that has it
	Seen     string   // where it was seen in real code
}

// A rule is a document and a check of one package.
type rule struct {
	doc   Doc
	check func(*reporter, *engine.Package)
}

// all lists the rules in the order of the manual.
func all() []rule {
	return []rule{
		unknownCode,
		wrongService,
		swappedArgs,
		missingCritical,
		partialCategory,
		criticalSuccess,
		deadTest,
		dropped,
		uncheckedResponse,
		textMatch,
	}
}

// All returns the documents of the rules, in the order of the manual.
func All() []Doc {
	var docs []Doc
	for _, r := range all() {
		docs = append(docs, r.doc)
	}
	return docs
}
