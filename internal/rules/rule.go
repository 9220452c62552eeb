// Package rules holds the rules of tcerrlint, one file each. A rule asks
// questions of what the engine found (tests on codes, their sets, where an
// error came from, what becomes of it); none of them looks at syntax again.
//
// To add one: make rule ID=word writes its files and lists it in all.
package rules

import "github.com/tcerrlint/tcerrlint/internal/program"

// Severity says how sure and how grave the findings of a rule are.
type Severity string

// The severities, from the gravest to the lightest.
const (
	Error   Severity = "error"   // no known false finding
	Warning Severity = "warning" // worth acting on nine times in ten
	Note    Severity = "note"    // worth a look
)

// Doc is the document of one rule. It feeds "tcerrlint explain", the rule's
// page in both languages, SARIF help and the address of every finding.
type Doc struct {
	ID       string   // a word, never reused
	Severity Severity // of its findings
	Optional bool     // off unless asked for
	Since    string   // first version that has it
	Options  []string // names of the options that change it
	Text              // in English
	Chinese  Text
	Bad      string // Go code with exactly one finding
	Found    string // that finding, as a driver prints it: bad.go:LINE:COLUMN: ID: MESSAGE
	Good     string // the same code, right: what the fix makes of it, where there is one
}

// Text is what a document says in one language.
type Text struct {
	Title  string // one line: what it finds
	What   string // what it does
	Why    string // why the code that it finds is bad
	Fix    string // what the suggested fix does, or what to do by hand
	Safety string // how safe the suggested fix is; "" when there is none
	Limits string // what it does not see
	Seen   string // where it was seen in real code
}

// In returns the text in a language: Chinese for "zh", English for all others.
func (d Doc) In(lang string) Text {
	if lang == "zh" {
		return d.Chinese
	}
	return d.Text
}

// A rule is a document and a check of one package.
type rule struct {
	doc   Doc
	check func(*reporter, *program.Package)
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
		typedNil,
		deadAssert,
		uncheckedResponse,
		uncheckedStatus,
		retryAll,
		textMatch,
	}
}

// Documents returns the documents of the rules and that of "directive", under
// which wrong comments are reported.
func Documents() []Doc { return append(All(), directiveDoc) }

// Reserved returns the words that no new rule may have as its id: those with
// another meaning, and the ids of rules that are gone. Add that of a rule which
// you remove.
func Reserved() []string { return []string{"all", "none", "debug", directiveDoc.ID} }

// All returns the documents of the rules, in the order of the manual.
func All() []Doc {
	var docs []Doc
	for _, r := range all() {
		docs = append(docs, r.doc)
	}
	return docs
}
