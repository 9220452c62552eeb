package load

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// goFailure is how go/packages introduces what the go command complained of.
var goFailure = regexp.MustCompile(`^(?:err: )?exit status \d+: stderr: `)

// quoted matches lines that repeat what stands elsewhere: the package that cgo
// was at, the source that the C compiler shows, and that it stopped.
var quoted = regexp.MustCompile(`^(# .*|\d* *\|.*|compilation terminated\.)$`)

// Sentences makes of what the go command complained of a sentence for each error:
// a line that begins with "go: " begins one, others continue it. Folders are told
// relative to the current one.
func Sentences(complaint string) []string {
	wd, _ := os.Getwd()
	complaint = goFailure.ReplaceAllString(strings.TrimSpace(complaint), "")
	complaint = strings.ReplaceAll(complaint, wd+string(filepath.Separator), "")
	var sentences []string
	last := -1
	for line := range strings.Lines(complaint) {
		line = strings.TrimSpace(line)
		text, begins := strings.CutPrefix(line, "go: ")
		switch {
		case line == "" || quoted.MatchString(line):
		case begins || last < 0:
			sentences = append(sentences, text)
			last++
		default:
			sentences[last] = continued(sentences[last], line)
		}
	}
	for i, s := range sentences {
		sentences[i] = strings.TrimRight(s, ".:;")
	}
	return sentences
}

// continued joins a line of an error to what stands before it.
func continued(text, line string) string {
	switch {
	case strings.HasSuffix(text, ":"), strings.HasPrefix(line, "imports "), strings.HasSuffix(text, " requires"): // one sentence
		return text + " " + line
	case strings.HasSuffix(text, "."):
		return strings.TrimSuffix(text, ".") + "; " + line
	}
	return text + "; " + line
}

// complaints returns the errors of a go command that listed nothing.
func complaints(text string, env environment) Errors {
	errs := Errors(Sentences(text))
	for i, e := range errs {
		errs[i] = plain(e, env)
	}
	return errs
}

// sentence is [Sentences] where there is room for one.
func sentence(complaint string) string {
	return strings.Join(Sentences(complaint), "; ")
}

var (
	noModule = regexp.MustCompile(`directory prefix \S+ does not contain (main module|modules listed in go\.work)`)
	cycle    = regexp.MustCompile(`import cycle not allowed: import stack: \[([^\]]*)\]`)
	absent   = regexp.MustCompile(`^no required module provides package `)
)

// plain says in the words of the one who reads it what the go command says in
// those of its own.
func plain(text string, env environment) string {
	switch match := noModule.FindStringSubmatch(text); {
	case match == nil:
	case match[1] != "main module":
		return env.work + " uses no module in this folder; name modules that it uses, such as ./a/..., or add this one with go work use ."
	case env.mod == "" || env.mod == os.DevNull:
		return "there is no go.mod in this folder or above it; run tcerrlint in a module, or with -C DIR"
	}
	return cycle.ReplaceAllStringFunc(text, func(s string) string {
		stack := strings.Fields(cycle.FindStringSubmatch(s)[1])
		return "import cycle not allowed: " + strings.Join(stack, " imports ")
	})
}
