package analyzer_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

// The test of this file writes the same right and wrong programs in every form
// that the manual promises to understand, and wants the same findings of all.
//
// A program asks for an instance (source), takes the code from the error
// (access), compares it (comparison) with a value (value), and branches on the
// outcome (shape); what it compares and what it does then is its story. The
// parts are in formparts_test.go. In the templates, $N is a number of the program's own, $C the code, $V the value,
// $L the value as a literal, $G what guards the access, $T the comparison,
// $MATCH and $MISS what the story does.

// A program is one form of a story.
type program struct {
	story   *story
	form    string // its name, with what it is composed of
	written string // the value as the program has it
	text    string
	marks   []string // its parts that are marked with a bug that concerns the story
}

// compose writes a program.
func compose(n int, s *story, a access, c comparison, value, source, shape int) program {
	code, written := s.code, s.code
	if c.segment {
		code, written = s.category, s.category
	}
	if c.written != nil {
		written = c.written(code)
	}
	form := shapes[shape]
	switch {
	case strings.Contains(c.text, "$MATCH"):
		form.name, form.bugs, form.text = "tag", "", "if $G {\n$T\n}\n$MISS"
	case c.pre != "" && a.guard != "": // the code may be read under the guard only
		form.name, form.bugs, form.text = "guarded block", "", "if $G {\n$PRE\nif $T {\n$MATCH\n}\n}\n$MISS"
	case c.pre != "":
		form.text = "$PRE\n" + form.text
	}
	if a.guard == "" {
		form.text = strings.NewReplacer("$G && ", "", "!($G) || ", "", "if $G {\n", "{\n").Replace(form.text)
	}
	text := c.text
	if strings.ContainsAny(text, "{|") && !strings.Contains(text, "$MATCH") {
		text = "(" + text + ")"
	}
	body := a.pre + "\n" + form.text + "\n"
	if a.open != "" {
		body = a.pre + "\n" + a.open + form.text + "\n" + a.close + "$MISS\n"
	}
	body = strings.NewReplacer("$T", text, "$PRE", c.pre).Replace(body)
	replace := strings.NewReplacer("$C", a.code, "$V", values[value].of(s, code), "$L", strconv.Quote(written), "$G", a.guard,
		"$N", strconv.Itoa(n), "$MATCH", s.match, "$MISS", s.miss)
	body = sources[source].text + "\nif err == nil {\nreturn nil\n}\n" + s.before + "\n" + replace.Replace(body)
	if s.retries {
		body = "return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {\n" + body + "})\n"
	}
	return program{
		story: s, written: written,
		form:  strings.Join([]string{sources[source].name, a.name, c.name, values[value].name, form.name}, " / "),
		text:  fmt.Sprintf("%s\n\nfunc f%d(client *cvm.Client, request *cvm.DescribeInstancesRequest) error {\n%s}\n", replace.Replace(c.decls), n, body),
		marks: marks(s, map[string]string{a.name: a.bugs, c.name: c.bugs, form.name: form.bugs}),
	}
}

// marks returns the parts whose bugs concern the story.
func marks(s *story, bugs map[string]string) []string {
	var list []string
	for part, stories := range bugs {
		names := strings.Split(stories, ",")
		if slices.Contains(names, "*") && !strings.HasSuffix(s.name, "right") || slices.Contains(names, s.name) {
			list = append(list, s.name+": "+part)
		}
	}
	return list
}

var categories = []string{"AuthFailure", "RequestLimitExceeded", "UnauthorizedOperation"}

// verdict is what a form must not change of a finding.
func verdict(f finding, p program) string {
	rule, message, _ := strings.Cut(f.Message, ": ")
	words := []string{rule}
	if rule == "missingcritical" {
		// What the message names before it explains.
		about, _, _ := strings.Cut(message, "any code but")
		about, _, _ = strings.Cut(about, "while")
		for _, category := range categories {
			if strings.Contains(about, category) {
				words = append(words, category)
			}
		}
	} else if strings.Contains(message, strconv.Quote(p.written)) {
		words = append(words, p.written)
	}
	return strings.Join(words, " ")
}

// writePrograms writes each story in every access and every comparison, each as
// often as there are rounds, with random other parts; the programs of a file
// are in its order.
func writePrograms(rounds int) (files map[string]string, programs map[string][]program) {
	rng := rand.New(rand.NewPCG(1, 2))
	files, programs = make(map[string]string), make(map[string][]program)
	constants := "package values\n\nconst (\nLetterA = \"A\"\nLetterI = \"I\"\nLetterR = \"R\"\n)\n"
	for i := range stories {
		s := &stories[i]
		var b strings.Builder
		name := strings.ReplaceAll(s.name, " ", "")
		b.WriteString(strings.Replace(formsHead, "PACKAGE", name, 1))
		declared := make(map[string]bool)
		for _, code := range []string{s.code, s.category} {
			line := fmt.Sprintf("const %s = %q\n", constantName(s, code), code)
			if !declared[line] {
				declared[line] = true
				constants += line
				b.WriteString(line)
			}
		}
		file := "forms/" + name + "/f.go"
		add := func(a access, c comparison) {
			for range rounds {
				p := compose(len(programs[file]), s, a, c, rng.IntN(len(values)), rng.IntN(len(sources)), rng.IntN(len(shapes)))
				b.WriteString("\n// " + p.form + "\n" + p.text)
				programs[file] = append(programs[file], p)
			}
		}
		for _, c := range slices.Concat(comparisons, tagged) {
			if c.onError {
				for range 6 {
					add(access{name: "error"}, c)
				}
				continue
			}
			for _, a := range accesses {
				add(a, c)
			}
		}
		files[file] = b.String()
	}
	files["forms/values/values.go"] = constants
	return files, programs
}

func TestEveryFormGivesTheSameFindings(t *testing.T) {
	rounds := 1
	if os.Getenv("TCERRLINT_LONG") != "" {
		rounds = 4
	}
	files, programs := writePrograms(rounds)
	found := make(map[string]map[int]map[string]bool)
	for _, f := range run(t, analyzer.Analyzer, mustLoad(t, files, "./forms/...")) {
		name := f.at.Filename
		n := strings.Count(files[name][:f.at.Offset], "\n// ") - strings.Count(formsHead, "\n// ") - 1
		if n < 0 {
			t.Errorf("%s", f)
			continue
		}
		if found[name] == nil {
			found[name] = make(map[int]map[string]bool)
		}
		if found[name][n] == nil {
			found[name][n] = make(map[string]bool)
		}
		found[name][n][verdict(f, programs[name][n])] = true
	}
	total, known := 0, 0
	stillWrong := make(map[string]int) // by mark
	for _, name := range slices.Sorted(maps.Keys(programs)) {
		for n, p := range programs[name] {
			total++
			for _, mark := range p.marks {
				stillWrong[mark] += 0
			}
			want := make(map[string]bool)
			for _, each := range p.story.want(p.written) {
				want[each] = true
			}
			got := found[name][n]
			delete(got, extra[p.story.name])
			if lines(got) == lines(want) {
				continue
			}
			if len(p.marks) > 0 {
				known++
				for _, mark := range p.marks {
					stillWrong[mark]++
				}
				continue
			}
			t.Errorf("%s: %s:\n got %s\nwant %s\n%s", p.story.name, p.form, lines(got), lines(want), p.text)
		}
	}
	for _, mark := range slices.Sorted(maps.Keys(stillWrong)) {
		if stillWrong[mark] == 0 {
			t.Logf("no bug any more: %s", mark)
		}
	}
	t.Logf("%d programs, %d of them wrong by known bugs", total, known)
}
