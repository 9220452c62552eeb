package analyzer_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestPagesOfOptionsAreCurrent compares docs/options.md, and the page in
// Chinese, with what the comments of the fields of Options give.
func TestPagesOfOptionsAreCurrent(t *testing.T) {
	english, chinese := strings.Builder{}, strings.Builder{}
	english.WriteString(`# Options

[中文](options.zh-CN.md)

The same options everywhere: as fields of ` + "`analyzer.Options`" + `, as flags of the
command and of ` + "`go vet -vettool`" + ` (` + "`-extra-codes=A,B`" + `), as keys of ` + "`.tcerrlint.yml`" + ` and as
settings of the golangci-lint plugin. Lists are comma-separated in flags. What only the
command has, ` + "`tcerrlint -h`" + ` lists.
`)
	chinese.WriteString(`# 选项

[English](options.md)

在哪里运行，选项都相同：` + "`analyzer.Options`" + ` 的字段、命令和 ` + "`go vet -vettool`" + ` 的参数（` + "`-extra-codes=A,B`" + `）、` + "`.tcerrlint.yml`" + ` 的键，以及 golangci-lint 插件的设置。参数中的列表用逗号分隔。命令独有的参数见 ` + "`tcerrlint -h`" + `。
`)
	fields := optionFields(t)
	for _, field := range fields {
		name := field.Names[0].Name
		form, formInChinese := "A list.", "列表。"
		switch fmt.Sprint(field.Type) {
		case "bool":
			form, formInChinese = "True or false.", "布尔值。"
		case "string":
			form, formInChinese = "A word.", "单个值。"
		}
		text := strings.Replace(strings.TrimSpace(field.Doc.Text()), name, "`"+kebab(name)+"`", 1)
		fmt.Fprintf(&english, "\n## `%s`\n\n%s %s\n", kebab(name), form, text)
		translated, ok := optionsInChinese[name]
		if !ok {
			t.Errorf("optionsInChinese has nothing about %s", name)
		}
		fmt.Fprintf(&chinese, "\n## `%s`\n\n%s%s\n", kebab(name), formInChinese, translated)
	}
	if len(fields) < 10 || len(optionsInChinese) != len(fields) {
		t.Errorf("%d options, %d of them in Chinese", len(fields), len(optionsInChinese))
	}
	checkPage(t, "options.md", english.String())
	checkPage(t, "options.zh-CN.md", chinese.String())
}

// optionFields returns the fields of Options, with their comments.
func optionFields(t *testing.T) []*ast.Field {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "options.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var fields []*ast.Field
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.TypeSpec); ok && spec.Name.Name == "Options" {
			fields = spec.Type.(*ast.StructType).Fields.List
		}
		return fields == nil
	})
	return fields
}

// checkPage compares a page in the folder docs with what it should be, or
// writes it with -update.
func checkPage(t *testing.T, name, want string) {
	t.Helper()
	page := filepath.Join("..", "docs", filepath.FromSlash(name))
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(page); err != nil || string(got) != want {
		t.Errorf("%s is not current; run go test ./analyzer -run Pages -update", page)
	}
}

// kebab returns the name of an option: ExtraCodes is extra-codes.
func kebab(field string) string {
	return strings.ToLower(regexp.MustCompile(`(.)([A-Z])`).ReplaceAllString(field, "$1-$2"))
}

// optionsInChinese holds the comments of the fields of Options in Chinese.
var optionsInChinese = map[string]string{
	"Rules":      "从左到右依次打开和关闭规则，以默认的规则为起点：写 \"ID\" 打开一条规则，写 \"-ID\" 关闭一条规则，\"all\" 和 \"none\" 对全部规则生效。",
	"Critical":   "修改策略：\"大类=去向|去向\" 禁止该大类的错误有这些去向（swallowed 被吞掉、logged 仅记录日志、retried 被重试、stopped 被终止），\"大类=\" 则什么都不禁止。",
	"Mode":       "\"fate\"（默认）：关键大类的去向不得为策略所禁止；\"explicit\"：每个判断错误码的 switch 或 if 链，都必须用判断或自己的默认分支覆盖每个关键大类。",
	"ExtraCodes": "错误码库中没有、但视为有效的错误码。",
	"ExtraPages": "保存为 Markdown 的官方错误码页面，其中的错误码也视为有效。请使用绝对路径，这样在任何运行方式下都有效：go vet 会在每个包的目录中启动工具。",
	"ErrorTypes": "其他带有 Code 字段或 GetCode 方法的错误类型，写作 \"导入路径.类型名\"：用于 SDK 的分支版本。",
	"Retry":      "补充重试结构，写作 \"导入路径.函数名=retried\" 或 \"导入路径.函数名=stopped\"：以错误为参数调用该函数，会使错误被重试还是被终止。",
	"Generated":  "也报告生成文件中的问题。",
	"SkipTests":  "不报告 _test.go 文件中的问题。",
	"Catalog":    "把错误码库固定为 tcerrlint catalog 所显示的摘要；如果错误码库不同，则拒绝运行。",
	"Debug":      "报告分析器在何处因无法跟踪错误而没有作出判断，以伪规则 \"debug\" 的形式显示。",
}
