package matrix

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
)

// TestTheActionRuns runs the steps of the action as a runner does.
func TestTheActionRuns(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash")
	}
	var action struct {
		Inputs map[string]struct{ Default string }
		Runs   struct {
			Steps []struct {
				Name, Run string
				Dir       string `yaml:"working-directory"`
				Env       map[string]string
			}
		}
	}
	if err := yaml.Unmarshal([]byte(programtest.ReadFile(t, "../../.github/actions/tcerrlint/action.yml")), &action); err != nil {
		t.Fatal(err)
	}
	dir := programtest.CopyTree(t, examples["example"])
	values := map[string]string{"github.action_path": absolute(t, "../../.github/actions/tcerrlint")}
	for name, input := range action.Inputs {
		values["inputs."+name] = input.Default
	}
	values["inputs.working-directory"] = dir
	values["inputs.args"] = "-rules none,unknowncode -fail-on=never"
	values["inputs.sarif"] = "out.sarif"
	expression := regexp.MustCompile(`\$\{\{ *([^ }]+) *\}\}`)
	expand := func(s string) string {
		return expression.ReplaceAllStringFunc(s, func(e string) string {
			value, ok := values[expression.FindStringSubmatch(e)[1]]
			if !ok {
				t.Errorf("unknown expression %s", e)
			}
			return value
		})
	}
	temp := t.TempDir()
	t.Setenv("RUNNER_TEMP", temp)
	t.Setenv("GITHUB_PATH", filepath.Join(temp, "path"))
	var out string
	for _, step := range action.Runs.Steps {
		for name, value := range step.Env {
			t.Setenv(name, expand(value))
		}
		in := temp
		if step.Dir != "" {
			in = expand(step.Dir)
		}
		out += start(t, in, bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", expand(step.Run)).want(t, 0).out
		if added, err := os.ReadFile(filepath.Join(temp, "path")); err == nil {
			t.Setenv("PATH", strings.TrimSpace(string(added))+string(os.PathListSeparator)+os.Getenv("PATH"))
		}
	}
	if strings.Count(out, "\n") != 1 || !strings.HasPrefix(out, "::error file=purge.go,line=28,") {
		t.Errorf("prints\n%s", out)
	}
	if sarif := programtest.ReadFile(t, filepath.Join(dir, "out.sarif")); !strings.Contains(sarif, `"unknowncode"`) {
		t.Errorf("SARIF\n%s", sarif)
	}
}

func TestTheProblemMatcherMatchesEveryFinding(t *testing.T) {
	var file struct {
		ProblemMatcher []struct {
			Pattern []struct {
				Regexp                            string
				File, Line, Column, Message, Code int
			}
		}
	}
	if err := json.Unmarshal([]byte(programtest.ReadFile(t, "../../.github/problem-matcher.json")), &file); err != nil {
		t.Fatal(err)
	}
	pattern := file.ProblemMatcher[0].Pattern[0]
	matcher := regexp.MustCompile(pattern.Regexp)
	for _, dir := range examples {
		matched := 0
		for line := range strings.Lines(start(t, dir, tcerrlint).want(t, 1).out) {
			m := matcher.FindStringSubmatch(strings.TrimRight(line, "\n"))
			if m == nil {
				continue
			}
			matched++
			if !strings.HasPrefix(m[pattern.Message], m[pattern.Code]+": ") || !strings.HasSuffix(m[pattern.File], ".go") || m[pattern.Line] == "" || m[pattern.Column] == "" {
				t.Errorf("%q", m)
			}
		}
		if want := len(findCommand(t, dir)); matched != want {
			t.Errorf("%s: %d findings matched, want %d", dir, matched, want)
		}
	}
}

// TestPreCommitRunsTheHook needs pre-commit, which CI has.
func TestPreCommitRunsTheHook(t *testing.T) {
	program, err := exec.LookPath("pre-commit")
	if err != nil {
		t.Skip("no pre-commit")
	}
	t.Setenv("PRE_COMMIT_HOME", t.TempDir())
	dir := programtest.CopyTree(t, examples["example"])
	for _, args := range [][]string{{"init", "-q"}, {"add", "."}} {
		start(t, dir, "git", args...).want(t, 0)
	}
	r := start(t, dir, program, "try-repo", absolute(t, "../.."), "tcerrlint", "--all-files").want(t, 1)
	if !strings.Contains(r.out, "purge.go:28:8: unknowncode: ") {
		t.Errorf("%s%s", r.out, r.errs)
	}
}

// TestTheGitLabJobRuns runs what the job does after it installed the command.
func TestTheGitLabJobRuns(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash")
	}
	var file map[string]struct {
		Variables map[string]string
		Script    []string
		Artifacts struct{ Reports map[string]string }
	}
	if err := yaml.Unmarshal([]byte(programtest.ReadFile(t, "../../.gitlab/tcerrlint.yml")), &file); err != nil {
		t.Fatal(err)
	}
	job := file["tcerrlint"]
	gopath := t.TempDir()
	if err := os.MkdirAll(filepath.Join(gopath, "bin"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(tcerrlint, filepath.Join(gopath, "bin", "tcerrlint")); err != nil {
		t.Skip(err)
	}
	modules := strings.TrimSpace(start(t, ".", "go", "env", "GOMODCACHE").want(t, 0).out)
	for name, value := range job.Variables {
		t.Setenv(name, value)
	}
	t.Setenv("GOPATH", gopath)
	t.Setenv("GOMODCACHE", modules)
	dir := programtest.CopyTree(t, examples["example"])
	start(t, dir, bash, "-ec", job.Script[len(job.Script)-1]).want(t, 1)
	var issues []struct{ Fingerprint string }
	report := programtest.ReadFile(t, filepath.Join(dir, job.Artifacts.Reports["codequality"]))
	if err := json.Unmarshal([]byte(report), &issues); err != nil || len(issues) < 4 {
		t.Errorf("%v\n%s", err, report)
	}
}
