package settings

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

const schemaFile = "../../../../docs/tcerrlint.schema.json"

func TestKeysAreTheAnalyzersFlags(t *testing.T) {
	var flags []string
	analyzer.Analyzer.Flags.VisitAll(func(f *flag.Flag) { flags = append(flags, f.Name) })
	// The command's own.
	flags = append(flags, "severity", "tests", "tags", "baseline", "fail-on", "new-from", "exclusions", "overrides")
	keys := Keys()
	slices.Sort(flags)
	slices.Sort(keys)
	if !slices.Equal(keys, flags) {
		t.Errorf("keys  %v\nflags %v", keys, flags)
	}
}

func TestTheSchemaHasTheKeysAndTheirTypes(t *testing.T) {
	data, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		AdditionalProperties bool
		Properties           map[string]struct {
			Type string
			Ref  string `json:"$ref"`
		}
	}
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	if schema.AdditionalProperties {
		t.Error("the schema allows unknown keys")
	}
	types := map[reflect.Kind]string{reflect.Slice: "array", reflect.Bool: "boolean", reflect.Pointer: "boolean", reflect.String: "string"}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[file]()) {
		if field.Anonymous {
			continue
		}
		key := field.Tag.Get("yaml")
		property, ok := schema.Properties[key]
		if !ok {
			t.Errorf("the schema lacks %s", key)
		}
		if want := types[field.Type.Kind()]; property.Type != want && (property.Ref == "" || want != "array") {
			t.Errorf("%s has type %q, want %q", key, property.Type, want)
		}
		delete(schema.Properties, key)
	}
	for key := range schema.Properties {
		t.Errorf("the schema has %s, which is no key", key)
	}
}

// TestTheSchemaAndReadAgree holds settings to both.
func TestTheSchemaAndReadAgree(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	for text, right := range map[string]bool{
		"": true,
		"rules: [all, -unknowncode]\nmode: explicit\ngenerated: true": true,
		"critical: [InternalError=swallowed|retried, AuthFailure=]":   true,
		"critical: [AuthFailure]":                                     false,
		"critical: [AuthFailure=ignored]":                             false,
		"critical: [Auth.Failure=retried]":                            false,
		"extra-codes: [InternalError.Mine, Mine_1-a]":                 true,
		"extra-codes: [InternalError.]":                               false,
		"error-types: [example.com/sdk.Error]":                        true,
		"error-types: [Error]":                                        false,
		"retry: [example.com/sdk.Do=retried]":                         true,
		"retry: [example.com/sdk.Do=swallowed]":                       false,
		"severity: [unknowncode=note, directive=error]":               true,
		"severity: [unknowncode=fatal]":                               false,
		"severity: [unknowncode]":                                     false,
		"mode: strict":                                                false,
		"skip-tests: perhaps":                                         false,
		"rules: all":                                                  false,
		"rule: [all]":                                                 false,
		"[all]":                                                       false,
	} {
		name := filepath.Join(t.TempDir(), FileName)
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(name); (err == nil) != right {
			t.Errorf("%q: Read: %v", text, err)
		}
		var doc any
		if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); (err == nil) != right {
			t.Errorf("%q: the schema says %v", text, err)
		}
	}
}

func TestFindStopsAtTheRootOfTheModule(t *testing.T) {
	root := t.TempDir()
	inner := filepath.Join(root, "inner", "deep")
	if err := os.MkdirAll(inner, 0o777); err != nil {
		t.Fatal(err)
	}
	write := func(name string) {
		if err := os.WriteFile(filepath.Join(root, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write(FileName)
	if got := Find(inner); got != filepath.Join(root, FileName) {
		t.Errorf("without modules: %q", got)
	}
	write("inner/go.mod")
	if got := Find(inner); got != "" {
		t.Errorf("settings of another module: %q", got)
	}
	write("inner/" + FileName)
	if got := Find(inner); !strings.HasSuffix(got, filepath.Join("inner", FileName)) {
		t.Errorf("settings beside go.mod: %q", got)
	}
}

func TestPagesAreNamedRelativeToTheFile(t *testing.T) {
	dir := t.TempDir()
	page := "| 错误码 | 说明 |\n|--|--|\n| InternalError.Mine | 测试 |\n"
	if err := os.WriteFile(filepath.Join(dir, "page.md"), []byte(page), 0o666); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, FileName)
	if err := os.WriteFile(name, []byte("extra-pages: [page.md]\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	options, err := Read(name)
	if err != nil || !slices.Equal(options.ExtraPages, []string{filepath.Join(dir, "page.md")}) {
		t.Errorf("%v, %v", options.ExtraPages, err)
	}
}

// TestFoundSettingsNameNothingElsewhere: the file belongs to the program under
// analysis, and an error shows some of what it could not understand.
func TestFoundSettingsNameNothingElsewhere(t *testing.T) {
	outside := t.TempDir()
	const page = "| 错误码 | 说明 |\n|--|--|\n| InternalError.Mine | 测试 |\n"
	const secret = "| 错误码 | 说明 |\nPASSWORD=1\n"
	for name, text := range map[string]string{"page.md": page, "secret": secret} {
		if err := os.WriteFile(filepath.Join(outside, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{
		filepath.Join(outside, "secret"), filepath.Join(outside, "page.md"), "../secret", "link", "folder/secret", "folder", "/dev/zero", "absent.md",
	} {
		dir := t.TempDir()
		for link, to := range map[string]string{"link": filepath.Join(outside, "secret"), "folder": outside} {
			if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
				t.Skip(err)
			}
		}
		file := filepath.Join(dir, FileName)
		if err := os.WriteFile(file, []byte("mode: fate\nextra-pages: ["+name+"]\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		_, err := ReadFound(file)
		if err == nil || !strings.HasPrefix(err.Error(), file+":2: extra-pages: ") || strings.Contains(err.Error(), "PASSWORD") {
			t.Errorf("%s: %v", name, err)
		}
	}
	dir := t.TempDir()
	if err := os.Symlink(filepath.Join(outside, "secret"), filepath.Join(dir, FileName)); err != nil {
		t.Skip(err)
	}
	if _, err := ReadFound(filepath.Join(dir, FileName)); err == nil || strings.Contains(err.Error(), "PASSWORD") {
		t.Errorf("a link: %v", err)
	}
}

// FuzzRead holds that settings are read, or refused in lines that name file and
// line.
func FuzzRead(f *testing.F) {
	for _, text := range []string{
		"", "# nothing\n", "rules: [all, -unknowncode]\nmode: explicit\ngenerated: true", "critical: [InternalError=swallowed|retried]",
		"extra-pages: [/etc/passwd]", "extra-pages: [..]", "severity: [unknowncode=fatal]", "mode: strict", "skip-tests: perhaps", "[all]",
		"a: &a [*a]", "rules: &r [x]\nretry: *r", "rules: [\"a\\nb\\e[0m\"]", "\"a\\nb\": 1", "mode: fate\nmode: fate", "rules:\n- all\n- {}\n", "? [a]\n: b", "<<: {mode: fate}", "!!binary x: y",
		"--- a\n--- b\n", "\x00", "\xff\xfe", "a: 'b", "rules: !!set {all}", "%YAML 9.9\n---\nmode: fate", "retry: [a.b=retried]\n\tmode: x",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		name := filepath.Join(t.TempDir(), FileName)
		if err := os.WriteFile(name, text, 0o666); err != nil {
			t.Fatal(err)
		}
		s, err := ReadFound(name)
		if err == nil {
			if _, err := analyzer.New(s.Options); err != nil {
				t.Errorf("%q is read, and refused later: %v", text, err)
			}
			return
		}
		for line := range strings.Lines(err.Error()) {
			rest, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), name+":")
			number, rest, _ := strings.Cut(rest, ": ")
			if n, err := strconv.Atoi(number); !ok || err != nil || n < 1 || rest == "" {
				t.Errorf("%q: %q does not name file and line", text, line)
			}
		}
	})
}
