package catalog

import (
	_ "embed" // the table
	"iter"
	"sort"
	"strings"
)

//go:embed sources/inanswer.tsv
var inAnswers string

// An InAnswer is a field of an answer that tells of a failure although
// Response.Error is absent: SendSms answers a code for each number.
type InAnswer struct {
	Service string // folder of the service in the SDK: "sms"
	Version string // folder of the API version: "v20210111"
	Action  string // "SendSms"
	Path    string // below Response, names of Go and JSON alike: "SendStatusSet[].Code"
	Type    string // of the field, without the pointer: "string", "int64", "[]uint64"

	// Success is the value documented as success, "" for an empty or absent
	// field; Documented is false where the documents name none.
	Success    string
	Documented bool
}

// InAnswers returns the fields of one API version of a service, by action and
// path. Source: the models of the SDK.
func InAnswers(service, version string) iter.Seq[InAnswer] {
	return inAnswersFrom(service + "\t" + version + "\t")
}

// InAnswersOf returns the fields of all versions of a service; those of every
// service for "".
func InAnswersOf(service string) iter.Seq[InAnswer] {
	if service == "" {
		return inAnswersFrom("")
	}
	return inAnswersFrom(service + "\t")
}

// inAnswersFrom returns the lines that begin with a prefix. They are sorted, so
// the first is found by bisection.
func inAnswersFrom(prefix string) iter.Seq[InAnswer] {
	return func(yield func(InAnswer) bool) {
		at := sort.Search(len(inAnswers), func(i int) bool {
			line := lineAt(inAnswers, i)
			return line == "" || line[0] != '#' && line >= prefix
		})
		for rest := lineStart(inAnswers, at); rest != ""; {
			var line string
			line, rest, _ = strings.Cut(rest, "\n")
			if line == "" || line[0] == '#' {
				continue
			}
			if !strings.HasPrefix(line, prefix) {
				return
			}
			f := strings.Split(line, "\t")
			success, documented := strings.CutPrefix(f[5], "=")
			if !yield(InAnswer{f[0], f[1], f[2], f[3], f[4], success, documented}) {
				return
			}
		}
	}
}

// lineAt returns the line around an offset, "" at the end of the text.
func lineAt(text string, i int) string {
	line, _, _ := strings.Cut(lineStart(text, i), "\n")
	return line
}

// lineStart returns the text from the beginning of the line around an offset.
func lineStart(text string, i int) string {
	if i >= len(text) {
		return ""
	}
	return text[strings.LastIndexByte(text[:i], '\n')+1:]
}
