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

// A blindProgram was written and marked before any run, by somebody who knew the
// documents alone; its FIRST-RUN.md has the rates of that run.
type blindProgram struct {
	dir    string
	rules  string
	missed map[string]string // marks that are not found today, with the reason
	beside map[string]bool   // findings beside the marks: a second code at a mark, or a true one that nobody planted
}

var blindPrograms = []blindProgram{
	{
		dir:   "../../testdata/blind",
		rules: "-rules=all,-retryall",
		missed: map[string]string{
			"fleet/fleet.go:344 missingcritical": "the loop asks again after a success too, which by the rule's page is no retry",
		},
		beside: map[string]bool{"cdnops/cdnops.go:262 criticalsuccess": true},
	},
	{
		dir:   "../../testdata/blind2",
		rules: "-rules=all",
		missed: map[string]string{
			"anyapi/anyapi.go:222 retryall":                "service and action are parameters of a generic wrapper",
			"blockstore/blockstore.go:287 criticalsuccess": "the error is made a status, and the status is tested",
			"dbadmin/dbadmin.go:350 missingcritical":       "a filter that returns nil for most codes is given the error",
			"lightbox/lightbox.go:307 unknowncode":         "a sentinel with an Is method of its own",
			"tcwire/loose.go:96 uncheckedresponse":         "struct{ Response map[string]any }",
			"tcwire/loose.go:110 uncheckedresponse":        "the error is asked for in one branch only",
			"tcwire/loose.go:178 uncheckedresponse":        "the JSON is a parameter",
		},
		beside: map[string]bool{
			"anyapi/anyapi.go:251 textmatch":           true,
			"dbadmin/dbadmin.go:326 criticalsuccess":   true,
			"edgecert/edgecert.go:300 missingcritical": true,
			"kubeops/kubeops.go:334 criticalsuccess":   true,
			"lightbox/lightbox.go:325 deadtest":        true,
			"rbac/rbac.go:342 deadtest":                true,
		},
	},
	{
		dir:   "../../testdata/blind3",
		rules: "-rules=all",
		missed: map[string]string{
			"fleet/fleet.go:250 missingcritical":         "the poll asks again after a success too, which by the rule's page is no retry",
			"iam/iam.go:277 partialcategory":             "the log line is a trace",
			"metadata/metadata.go:109 uncheckedresponse": "others in the package look into the answer",
			"metadata/metadata.go:160 uncheckedresponse": "others in the package look into the answer",
			"rpc/rpc.go:189 missingcritical":             "the loop ranges over the channel of a ticker",
			"tcctl/tcctl.go:225 missingcritical":         "any code but a suffix answers true, nil",
		},
		beside: map[string]bool{
			"cosup/cosup.go:54 missingcritical": true,
			"nightly/nightly.go:351 dropped":    true,
		},
	},
	{
		dir:   "../../testdata/blind4",
		rules: "-rules=all",
		missed: map[string]string{
			"dnsops/records.go:283 swappedargs":                 "the helper looks in any letter case",
			"loadbal/balancer.go:118 missingcritical":           "the retry is given a method of a set",
			"network/retryable/retryable.go:63 missingcritical": "it is told where a retry is given the predicate",
			"rawcall/calls.go:178 uncheckedresponse":            "the Error that is looked at is embedded and hidden, so that nothing fills it",
		},
		beside: map[string]bool{
			"dnsops/snapshots.go:100 criticalsuccess":  true,
			"network/reconcile.go:129 missingcritical": true,
			"texter/send.go:175 unknowncode":           true,
		},
	},
}

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
	for _, p := range blindPrograms {
		t.Run(filepath.Base(p.dir), p.check)
	}
}

func (p blindProgram) check(t *testing.T) {
	r := lintIn(t, p.dir, p.rules, "-generated", "-format=json", "./...").want(t, exitFindings)
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
	marks := readMarks(t, p.dir)
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
		why, known := p.missed[place]
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
		if place := placeOf(f.Range.File, f.Range.Line, f.Rule); !taken[i] && !p.beside[place] {
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
func readMarks(t *testing.T, dir string) []blindMark {
	t.Helper()
	var marks []blindMark
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".go") {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		file, err := filepath.Rel(dir, name)
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
