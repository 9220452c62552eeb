package docs

import (
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
)

// A shown command is one that a page tells its readers to type.
type shown struct {
	page   string
	line   int // of its block
	text   string
	output string // what the page shows below it
	whole  bool   // it shows the output
}

var trailingComment = regexp.MustCompile(`\s+# .*$`)

// commands returns the commands of a page: the lines of blocks "sh", and those
// that begin with "$ " in blocks "console", where their output follows.
func commands(p *page) []shown {
	var list []shown
	for _, b := range p.blocks {
		for line := range strings.Lines(b.text) {
			line = strings.TrimSuffix(line, "\n")
			typed, isTyped := strings.CutPrefix(line, "$ ")
			switch {
			case b.lang == "sh" && strings.TrimSpace(line) != "" && line[0] != '#':
				list = append(list, shown{page: p.name, line: b.line, text: trailingComment.ReplaceAllString(line, "")})
			case b.lang == "console" && isTyped:
				list = append(list, shown{page: p.name, line: b.line, text: typed, whole: true})
			case b.lang == "console":
				list[len(list)-1].output += line + "\n"
			}
		}
	}
	return list
}

// commandPages are the pages in the order in which a new user reads them.
func commandPages(t *testing.T) []string {
	names := []string{"README.md", "README.zh-CN.md", "CONTRIBUTING.md"}
	for _, name := range pages(t, "docs") {
		if !strings.HasPrefix(name, "docs/rules/") {
			names = append(names, name)
		}
	}
	return names
}

// TestCommandsDoWhatIsShown runs each command that the pages show, once, in
// the order of the pages. The table in howTo says where, and which cannot be
// run here, and why. With TCERRLINT_LONG=1 those that take minutes run too.
func TestCommandsDoWhatIsShown(t *testing.T) {
	long := os.Getenv("TCERRLINT_LONG") != ""
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash")
	}
	sources, err := programtest.Sources("../cmd/tcerrlint")
	if err == nil {
		err = programtest.Open(sources)
	}
	if err != nil {
		t.Fatal(err)
	}
	places := newPlaces(t, long)
	table := howTo()
	seen := make(map[string]bool)
	ran, skipped := 0, 0
	for _, name := range commandPages(t) {
		for _, c := range commands(readPage(t, name)) {
			how, ok := table[c.text]
			if !ok {
				t.Errorf("%s:%d shows %q: say in howTo how it is run, or why not", c.page, c.line, c.text)
				continue
			}
			if seen[c.text] {
				continue
			}
			seen[c.text] = true
			if how.not != "" || how.long && !long {
				skipped++
				continue
			}
			ran++
			start := time.Now()
			runShown(t, bash, places, c, how)
			t.Logf("%5.1f s  %s", time.Since(start).Seconds(), c.text)
		}
	}
	for text := range table {
		if !seen[text] {
			t.Errorf("no page shows %q", text)
		}
	}
	t.Logf("%d commands run, %d not", ran, skipped)
}

// runShown runs one command and checks its status and what it prints.
func runShown(t *testing.T, bash string, places *places, c shown, how how) {
	t.Helper()
	dir := places.dir(t, how)
	if how.before != "" {
		if out, status := places.run(t, dir, bash, "-ec", how.before); status != 0 {
			t.Fatalf("before %s:%d %q: status %d\n%s", c.page, c.line, c.text, status, out)
		}
	}
	out, status := places.run(t, dir, bash, "-c", c.text)
	if status != how.status {
		t.Errorf("%s:%d: %q has the exit status %d, want %d\n%s", c.page, c.line, c.text, status, how.status, out)
		return
	}
	if c.whole && out != c.output {
		t.Errorf("%s:%d: %q prints\n%s\nbut the page shows\n%s", c.page, c.line, c.text, out, c.output)
	}
	for _, text := range how.says {
		if !strings.Contains(out, text) {
			t.Errorf("%s:%d: %q prints no %q but\n%s", c.page, c.line, c.text, text, out)
		}
	}
	if how.after != "" {
		if out, status := places.run(t, dir, bash, "-ec", how.after); status != 0 {
			t.Errorf("after %s:%d %q: %q has the exit status %d\n%s", c.page, c.line, c.text, how.after, status, out)
		}
	}
}

// run runs a program in a folder and returns all that it prints.
func (p *places) run(t *testing.T, dir, program string, args ...string) (string, int) {
	t.Helper()
	env := p.env
	if dir == p.module {
		env = slices.Concat(p.env, p.published)
	}
	out, errs, status := programtest.Run(t, dir, env, program, args...)
	return out + errs, status
}
