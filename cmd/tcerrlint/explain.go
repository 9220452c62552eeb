package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/printable"
)

// maxListed is how many services, actions or codes are worth reading at once.
const maxListed = 12

// maxDetailed is up to how many services each gets a line of its own.
const maxDetailed = 3

// runExplain explains codes, categories and rules. The exit status is 1 for
// what nobody knows.
func runExplain(args []string, out, errs io.Writer) int {
	fs := flag.NewFlagSet("explain", flag.ContinueOnError)
	lang := fs.String("lang", localeLang(), "`LANGUAGE` of the explanations: en or zh")
	words, status, ok := parseWords(fs, args, "CODE|CATEGORY|RULE", out, errs)
	if !ok {
		return status
	}
	if *lang != "en" && *lang != "zh" {
		return fail(errs, fmt.Errorf("invalid value %q for flag -lang: want en or zh", *lang))
	}
	if len(words) == 0 {
		return fail(errs, errors.New("explain needs a word: a code, a category or a rule"))
	}
	e := explainer{out: out, lang: *lang}
	for i, word := range words {
		if i > 0 {
			fmt.Fprintln(out)
		}
		status = max(status, e.explain(word))
	}
	return status
}

// localeLang returns the language of the user's locale.
func localeLang() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := os.Getenv(name); value != "" {
			if strings.HasPrefix(value, "zh") {
				return "zh"
			}
			break
		}
	}
	return "en"
}

// parseWords parses flags and words in any order. When ok is false the command
// is over.
func parseWords(fs *flag.FlagSet, args []string, usage string, out, errs io.Writer) (words []string, status int, ok bool) {
	fs.SetOutput(io.Discard)
	for {
		err := fs.Parse(args)
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprintf(out, "Usage: tcerrlint %s [flags] %s\n", fs.Name(), usage)
			fs.SetOutput(out)
			fs.PrintDefaults()
			return nil, exitClean, false
		}
		if err != nil {
			return nil, fail(errs, flagError(fs, err)), false
		}
		if fs.NArg() == 0 {
			return words, exitClean, true
		}
		words = append(words, fs.Arg(0))
		args = fs.Args()[1:]
	}
}

type explainer struct {
	out  io.Writer
	lang string
}

func (e explainer) line(label, labelZH, format string, args ...any) {
	label = pick(e.lang, fmt.Sprintf("%-13s", label+":"), labelZH+"：")
	fmt.Fprintf(e.out, "  %s%s\n", label, fmt.Sprintf(format, args...))
}

func (e explainer) explain(word string) int {
	if e.known(word) {
		return exitClean
	}
	return e.nearest(word)
}

// known explains a word and reports whether it is a rule, a code, a category or
// an action.
func (e explainer) known(word string) bool {
	for _, rule := range analyzer.Documents() {
		if rule.ID == word {
			e.rule(rule)
			return true
		}
	}
	ofCOS := e.cos(word)
	id, isCode := catalog.Lookup(word)
	if isCode {
		if ofCOS {
			fmt.Fprintln(e.out)
		}
		e.code(id)
	}
	lo, hi := catalog.Prefix(word + ".")
	_, known := categoryNamed(word)
	if !strings.Contains(word, ".") && (lo < hi || known) {
		e.category(word, lo, hi, isCode)
		return true
	}
	return isCode || ofCOS || e.action("", word)
}

func (e explainer) code(id catalog.ID) {
	code := id.String()
	fmt.Fprintln(e.out, code)
	e.line("kind", "类别", "%s", e.kinds(id))
	if c, ok := categoryNamed(catalog.Category(code)); ok {
		e.line("category", "大类", "%s%s%s", c.name, pick(e.lang, ": ", "："), pick(e.lang, c.en, c.zh))
		e.line("advice", "建议", "%s", c.advice.text(e.lang))
	}
	if zh, ok := catalog.OfficialText(code); ok {
		e.line("official", "官方说明", "%s", zh)
	}
	services := slices.Collect(catalog.Services(id))
	if len(services) > maxDetailed {
		var names []string
		for _, s := range services {
			names = append(names, s.Name())
		}
		e.line("services", "服务", "%d: %s (tcerrlint catalog -json %s)", len(names), e.list(names), code)
	} else {
		for _, s := range services {
			e.line("service", "服务", "%s%s", s.Name(), e.documented(id, s))
		}
	}
	for _, address := range addresses(id, services) {
		e.line("page", "页面", "%s", address)
	}
}

// documented tells the Go constant and the actions of one service.
func (e explainer) documented(id catalog.ID, s catalog.Service) string {
	var text string
	if constant := catalog.Constant(id, s); constant != "" {
		text += ", " + s.Name() + "." + constant
	}
	if actions := catalog.Actions(id, s); len(actions) > 0 {
		text += pick(e.lang, "; documented by ", "；见于接口 ") + e.list(actions)
	}
	return text
}

func (e explainer) list(words []string) string {
	if len(words) > maxListed {
		more := fmt.Sprintf(pick(e.lang, " and %d more", " 等，另有 %d 个"), len(words)-maxListed)
		return strings.Join(words[:maxListed], ", ") + more
	}
	return strings.Join(words, ", ")
}

func (e explainer) kinds(id catalog.ID) string {
	var words []string
	for _, k := range []struct {
		kind   catalog.Kind
		en, zh string
	}{
		{catalog.KindPublic, "public: any API may answer it", "公共错误码：任何接口都可能返回"},
		{catalog.KindProduct, "product: documented by a service", "业务错误码：见于某个服务的列表"},
		{catalog.KindClient, "client-side: made by the SDK itself", "客户端错误码：由 SDK 产生"},
		{catalog.KindUndocumented, "undocumented, but answered", "未见于文档，但确会返回"},
	} {
		if id.Kind()&k.kind != 0 {
			words = append(words, pick(e.lang, k.en, k.zh))
		}
	}
	if last, ok := catalog.Tombstone(id); ok {
		words = append(words, fmt.Sprintf(pick(e.lang, "dropped: last in SDK version %s", "已移除：最后见于 SDK %s"), last))
	}
	return strings.Join(words, pick(e.lang, "; ", "；"))
}

// addresses returns pages that tell more: the API Explorer of each service.
func addresses(id catalog.ID, services []catalog.Service) []string {
	if id.Kind()&catalog.KindPublic != 0 || len(services) == 0 || len(services) > maxDetailed {
		return []string{"https://cloud.tencent.com/document/api"}
	}
	var list []string
	for _, s := range services {
		address := "https://console.cloud.tencent.com/api/explorer?Product=" + s.Name()
		if versions := s.Versions(); len(versions) > 0 {
			address += "&Version=" + date(versions[len(versions)-1])
		}
		list = append(list, address)
	}
	return list
}

// date turns an API version of the SDK, v20180606, into that of the API, 2018-06-06.
func date(version string) string {
	if len(version) != len("v20180606") {
		return version
	}
	return version[1:5] + "-" + version[5:7] + "-" + version[7:]
}

// category explains a category and lists the codes lo to hi, which are beneath
// it. What it means was explained already if it is a code as well.
func (e explainer) category(name string, lo, hi catalog.ID, explained bool) {
	fmt.Fprintf(e.out, "%s %s\n", pick(e.lang, "category", "大类"), name)
	if c, ok := categoryNamed(name); ok && !explained {
		e.line("meaning", "含义", "%s", pick(e.lang, c.en, c.zh))
		e.line("advice", "建议", "%s", c.advice.text(e.lang))
	}
	var public, others []string
	for id := lo; id < hi; id++ {
		if id.Kind()&catalog.KindPublic != 0 {
			public = append(public, id.String())
		} else if id.Kind() != catalog.KindTombstone {
			others = append(others, id.String())
		}
	}
	if len(public) > 0 {
		e.line("public", "公共", "%s", strings.Join(public, ", "))
	}
	if len(others) > 0 {
		e.line("others", "其他", "%d: %s", len(others), e.list(others))
	}
}

func (e explainer) nearest(word string) int {
	suggestions := catalog.Suggest(word, catalog.Scope{})
	if len(suggestions) == 0 {
		fmt.Fprintf(e.out, pick(e.lang, "%s is no code, category or rule, and no code is near\n", "%s 不是错误码、大类或规则，也没有相近的错误码\n"), printable.Line(word))
		return exitFindings
	}
	fmt.Fprintf(e.out, pick(e.lang, "%s is no code, category or rule; nearest:\n", "%s 不是错误码、大类或规则；相近的有：\n"), printable.Line(word))
	for _, s := range suggestions {
		fmt.Fprintln(e.out)
		if id, ok := catalog.Lookup(s.Code); ok {
			e.code(id)
		} else {
			fmt.Fprintln(e.out, s.Code)
		}
	}
	return exitFindings
}
