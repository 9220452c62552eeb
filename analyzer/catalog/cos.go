package catalog

import (
	_ "embed" // the table
	"slices"
	"strconv"
	"strings"
)

//go:embed sources/cos.tsv
var cosTable string

// A COSCode is an error code of object storage, which has an SDK and codes of
// its own: they never are codes of the API, whatever their names.
type COSCode struct {
	Code   string // "NoSuchKey"
	Status []int  // HTTP statuses with which it is answered
}

// COSCodes returns the known codes of object storage, sorted. The public tables
// that they come from are not complete: a code that is not among them may be
// real.
func COSCodes() []COSCode {
	var list []COSCode
	for line := range strings.Lines(cosTable) {
		text, code, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		status, err := strconv.Atoi(text)
		if !ok || err != nil {
			continue
		}
		if n := len(list); n > 0 && list[n-1].Code == code {
			list[n-1].Status = append(list[n-1].Status, status)
			continue
		}
		list = append(list, COSCode{code, []int{status}})
	}
	return list
}

// LookupCOS finds a code of object storage, spelled exactly.
func LookupCOS(code string) (COSCode, bool) {
	list := COSCodes()
	i, ok := slices.BinarySearchFunc(list, code, func(c COSCode, code string) int { return strings.Compare(c.Code, code) })
	if !ok {
		return COSCode{}, false
	}
	return list[i], true
}

// SuggestCOS returns at most three codes of object storage that may have been
// meant by one that is not known, best first. It takes slips of the hand alone:
// the tables are not complete, so that a code which continues a known one may
// well be real.
func SuggestCOS(code string) []Suggestion {
	q := query{code: code, limit: min(maxGlobal, len(code)/4)}
	for _, c := range COSCodes() {
		q.try(c.Code, false)
	}
	q.found = slices.DeleteFunc(q.found, func(s Suggestion) bool { return !near(s) })
	return q.best(true)
}
