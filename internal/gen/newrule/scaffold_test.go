package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/internal/rules"
	"github.com/tcerrlint/tcerrlint/internal/testfiles"
)

const repository = "../../.."

// repositoryWith returns a folder with the files of the repository that a new
// rule changes. That what newrule makes builds, and which tests then fail, the
// tests in the folder docs check: they run the command in a whole copy.
func repositoryWith(t *testing.T, files ...string) string {
	t.Helper()
	root := t.TempDir()
	for _, file := range files {
		testfiles.Write(t, root, map[string]string{file: testfiles.Read(t, repository, file)})
	}
	return root
}

func TestANewRuleIsWhereEachPlaceWantsIt(t *testing.T) {
	root := repositoryWith(t, listFile, manualFile, changeFile)
	files, err := scaffold(root, "newword")
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{
		"internal/rules/newword.go":         "var newwordRule = rule{",
		listFile:                            "\t\tnewwordRule,\n\t\ttextMatch,\n",
		manualFile:                          "\n\tnewword            TODO: ",
		"testdata/rules/newword/newword.go": "// want `newword: TODO",
		"docs/rules/newword.md":             "# newword\n\n[中文](newword.zh-CN.md)",
		"docs/rules/newword.zh-CN.md":       "# newword\n\n[English](newword.md)",
		indexFile:                           "| [newword](newword.md) |",
		indexZH:                             "| [newword](newword.zh-CN.md) |",
		changeFile:                          "## Unreleased\n\n- The rule `newword`: TODO",
	} {
		if !slices.Contains(files, file) {
			t.Errorf("%s is not among the files named: %q", file, files)
		}
		if !strings.Contains(testfiles.Read(t, root, file), want) {
			t.Errorf("%s lacks %q", file, want)
		}
	}
}

func TestBadIDsAreRefusedWithOneErrorAndNothingIsWritten(t *testing.T) {
	ids := map[string]string{
		"":         "lower-case",
		"ab":       "three or more",
		"NewWord":  "lower-case",
		"new-word": "lower-case",
		"new1":     "lower-case",
		"../evil":  "lower-case",
		"switch":   "keyword",
		"page":     "there is a file internal/rules/page.go already",
	}
	for _, doc := range rules.All() {
		ids[doc.ID] = "is the id of a rule"
	}
	for _, word := range rules.Reserved() {
		ids[word] = "another meaning"
	}
	root := repositoryWith(t, listFile, manualFile, changeFile, "internal/rules/page.go")
	before := testfiles.Read(t, root, listFile)
	for id, want := range ids {
		files, err := scaffold(root, id)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: error %v, want one line with %q", id, err, want)
		}
		if files != nil || testfiles.Read(t, root, listFile) != before {
			t.Errorf("%q: something was written", id)
		}
	}
}

func TestOutsideOfTheRepositoryNothingIsWritten(t *testing.T) {
	root := t.TempDir()
	if _, err := scaffold(root, "newword"); err == nil || !strings.Contains(err.Error(), "root of the repository") {
		t.Errorf("error %v", err)
	}
	if entries, err := os.ReadDir(root); err != nil || len(entries) > 0 {
		t.Errorf("%v, %v", entries, err)
	}
}
