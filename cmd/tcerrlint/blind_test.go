package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// blindModule holds programs that were written and marked before any run, by
// somebody who knew the documents alone; FIRST-RUN.md has the rates of that run.
const blindModule = "../../testdata/blind"

// missed are the marks that are not found today, with the reason.
var missed = map[string]string{
	"fleet/fleet.go:344 missingcritical": "the loop asks again after a success too, which by the rule's page is no retry",
}

// beside are findings beside the marks: one mark stands for two codes.
var beside = map[string]bool{"cdnops/cdnops.go:262 criticalsuccess": true}

var mark = regexp.MustCompile(`// WANT (.+)$`)

// A blindMark is a mistake that somebody planted.
type blindMark struct {
	file string
	line int
	rule string
}

// TestBlindProgramsFindWhatTheyFound holds what is found in the blind programs: no
// mark is lost that was found once, and nothing is reported beside the marks.
func TestBlindProgramsFindWhatTheyFound(t *testing.T) {
	r := lintIn(t, blindModule, "-rules=all,-retryall", "-generated", "-format=json", "./...").want(t, exitFindings)
	var doc struct {
		Findings []struct {
			Rule  string
			Range struct {
				File string
				Line int
			}
		}
	}
	if err := json.Unmarshal([]byte(r.out), &doc); err != nil {
		t.Fatal(err)
	}
	marks := readMarks(t)
	taken := make([]bool, len(doc.Findings))
	found := 0
	for _, m := range marks {
		best := -1
		for i, f := range doc.Findings {
			near := max(f.Range.Line-m.line, m.line-f.Range.Line)
			if !taken[i] && f.Rule == m.rule && f.Range.File == m.file && near <= 4 &&
				(best < 0 || near < max(doc.Findings[best].Range.Line-m.line, m.line-doc.Findings[best].Range.Line)) {
				best = i
			}
		}
		place := placeOf(m.file, m.line, m.rule)
		why, known := missed[place]
		switch {
		case best >= 0:
			taken[best] = true
			found++
			if known {
				t.Errorf("%s is found now: take it off the list", place)
			}
		case !known:
			t.Errorf("%s is not found any more", place)
		default:
			t.Logf("%s is missed: %s", place, why)
		}
	}
	for i, f := range doc.Findings {
		if place := placeOf(f.Range.File, f.Range.Line, f.Rule); !taken[i] && !beside[place] {
			t.Errorf("%s is reported, and no mark is there", place)
		}
	}
	t.Logf("%d of %d marks found", found, len(marks))
}

func placeOf(file string, line int, rule string) string {
	data, _ := json.Marshal(line)
	return file + ":" + string(data) + " " + rule
}

// readMarks returns the marks of the blind programs.
func readMarks(t *testing.T) []blindMark {
	t.Helper()
	var marks []blindMark
	err := filepath.WalkDir(blindModule, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".go") {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		file, err := filepath.Rel(blindModule, name)
		for i, line := range strings.Split(string(data), "\n") {
			if m := mark.FindStringSubmatch(line); m != nil {
				for _, rule := range strings.Fields(strings.ReplaceAll(m[1], ",", " ")) {
					marks = append(marks, blindMark{filepath.ToSlash(file), i + 1, rule})
				}
			}
		}
		return err
	})
	if err != nil || len(marks) < 100 {
		t.Fatalf("%d marks, %v", len(marks), err)
	}
	return marks
}
