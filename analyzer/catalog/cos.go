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
