package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"go/format"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"github.com/tcerrlint/tcerrlint/internal/rules"
)

// Paths in the repository, with the id of the rule for %s.
const (
	ruleFile   = "internal/rules/%s.go"
	listFile   = "internal/rules/rule.go"
	manualFile = "analyzer/doc.go"
	dataFile   = "testdata/rules/%[1]s/%[1]s.go"
	pageFile   = "docs/rules/%s.md"
	pageFileZH = "docs/rules/%s.zh-CN.md"
	indexFile  = "docs/rules/README.md"
	indexZH    = "docs/rules/README.zh-CN.md"
	changeFile = "CHANGELOG.md"
)

//go:embed rule.go.tmpl
var ruleTemplate string

//go:embed testdata.go.tmpl
var dataTemplate string

// scaffold writes the files of a new rule into the repository at root and
// returns their names. When something is wrong it has written nothing.
func scaffold(root, id string) ([]string, error) {
	if err := checkID(root, id); err != nil {
		return nil, err
	}
	doc := skeleton(id)
	contents := map[string][]byte{
		fmt.Sprintf(pageFile, id):   []byte(doc.Page("en")),
		fmt.Sprintf(pageFileZH, id): []byte(doc.Page("zh")),
		indexFile:                   []byte(rules.Index(withNew(doc), "en")),
		indexZH:                     []byte(rules.Index(withNew(doc), "zh")),
	}
	for file, text := range map[string]string{ruleFile: ruleTemplate, dataFile: dataTemplate} {
		source, err := execute(text, doc)
		if err != nil {
			return nil, err
		}
		contents[fmt.Sprintf(file, id)] = source
	}
	for _, in := range []insertion{
		{listFile, "\t\ttextMatch,\n", "\t\t" + variable(id) + ",\n"},
		{manualFile, "\ttextmatch ", fmt.Sprintf("\t%-18s %s\n", id, doc.Title)},
		{changeFile, "## Unreleased\n\n", fmt.Sprintf("- The rule `%s`: %s\n", id, doc.Title)},
	} {
		edited, err := in.apply(root)
		if err != nil {
			return nil, err
		}
		contents[in.file] = edited
	}
	var files []string
	for file, content := range contents {
		name := filepath.Join(root, filepath.FromSlash(file))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(name, content, 0o644); err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	slices.Sort(files)
	return files, nil
}

// checkID says what is wrong with the id of a new rule.
func checkID(root, id string) error {
	var taken []string
	for _, doc := range rules.All() {
		taken = append(taken, doc.ID)
	}
	switch {
	case !regexp.MustCompile(`^[a-z]{3,}$`).MatchString(id):
		return fmt.Errorf("%q is not one word of three or more lower-case letters", id)
	case slices.Contains(taken, id):
		return fmt.Errorf("%q is the id of a rule", id)
	case slices.Contains(rules.Reserved(), id):
		return fmt.Errorf("%q has another meaning, or was the id of a rule that is gone; ids are never used again", id)
	case token.IsKeyword(id):
		return fmt.Errorf("%q is a keyword of Go", id)
	}
	for _, file := range []string{ruleFile, dataFile, pageFile} {
		name := fmt.Sprintf(file, id)
		if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(name))); err == nil {
			return fmt.Errorf("%q: there is a file %s already", id, name)
		}
	}
	return nil
}

// skeleton returns a document in which everything is still to be written.
// Words after TODO tell the author what; a test finds them.
func skeleton(id string) rules.Doc {
	return rules.Doc{
		ID:       id,
		Severity: rules.Warning,
		Since:    "TODO",
		Text: rules.Text{
			Title:  "TODO: what it finds, in a line without a full stop",
			What:   "TODO: what it does.",
			Why:    "TODO: why the code that it finds is bad.",
			Fix:    "TODO: what the suggested fix does, or By hand: what to do.",
			Limits: "TODO: what it does not see.",
			Seen:   "TODO: where it was seen in real code.",
		},
		Chinese: rules.Text{
			Title:  "TODO：一行，检查什么",
			What:   "TODO：检查什么。",
			Why:    "TODO：为什么有问题。",
			Fix:    "TODO：自动修复做什么，或者如何手工修改。",
			Limits: "TODO：有哪些局限。",
			Seen:   "TODO：在哪个项目中见过。",
		},
		Bad: `func bad(err error) bool {
	e, ok := err.(*errors.TencentCloudSDKError)
	return ok && e.Code == "ResourceNotFound" // TODO: code with exactly one finding
}`,
		Found: "bad.go:3:22: " + id + ": TODO: the finding of Bad, as the test prints it",
		Good: `func good(err error) bool {
	e, ok := err.(*errors.TencentCloudSDKError)
	return ok && e.Code == "ResourceNotFound" // TODO: the same code, right
}`,
	}
}

// withNew returns the documents with a new one where the list gets it.
func withNew(doc rules.Doc) []rules.Doc {
	all := rules.Documents()
	at := slices.IndexFunc(all, func(d rules.Doc) bool { return d.ID == "textmatch" })
	return slices.Insert(all, at, doc)
}

// variable returns the name of the rule's variable.
func variable(id string) string { return id + "Rule" }

// execute makes Go source of a template.
func execute(text string, doc rules.Doc) ([]byte, error) {
	t, err := template.New("").Funcs(template.FuncMap{"variable": variable}).Parse(text)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, doc); err != nil {
		return nil, err
	}
	return format.Source(b.Bytes())
}

// An insertion puts text into a file: before a mark that is the begin of a
// line, or after one that ends a paragraph.
type insertion struct{ file, mark, text string }

func (in insertion) apply(root string) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(in.file)))
	if err != nil {
		return nil, fmt.Errorf("run this in the root of the repository: %w", err)
	}
	before, after, ok := strings.Cut(string(data), in.mark)
	if !ok {
		return nil, fmt.Errorf("%s has no %q, where the rule belongs", in.file, strings.TrimSpace(in.mark))
	}
	if strings.HasSuffix(in.mark, "\n\n") {
		return []byte(before + in.mark + in.text + after), nil
	}
	return []byte(before + in.text + in.mark + after), nil
}
