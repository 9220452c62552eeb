package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
)

// action explains an action of the API, of one service or, for "", of all that have
// it: the codes documented for it, and the codes inside its successful answer. It
// reports whether some service has it.
func (e explainer) action(of, name string) bool {
	found := false
	for s := range catalog.Service(catalog.NumServices()) {
		if of != "" && s.Name() != of {
			continue
		}
		ids, ok := s.CodesOfAction(name)
		answers := inAnswersOf(s.Name(), name)
		if !ok && len(answers) == 0 {
			continue
		}
		if !found {
			fmt.Fprintf(e.out, "%s %s\n", pick(e.lang, "action", "接口"), name)
		}
		found = true
		var codes []string
		for _, id := range ids {
			codes = append(codes, id.String())
		}
		listed := pick(e.lang, "no codes are documented for it", "文档没有列出错误码")
		if len(codes) > 0 {
			listed = strconv.Itoa(len(codes)) + ": " + strings.Join(codes, ", ")
		}
		e.line(s.Name(), s.Name(), "%s", listed)
		for _, a := range answers {
			e.line("in its answer", "响应中", "%s (%s, %s)%s", a.Path, a.Version, a.Type, e.success(a))
		}
	}
	return found
}

// success tells the value of a field that is documented as success.
func (e explainer) success(a catalog.InAnswer) string {
	switch {
	case !a.Documented:
		return pick(e.lang, ": tells of a failure; the documents name no value for success", "：文档没有写明表示成功的值")
	case a.Success == "":
		return pick(e.lang, ": empty on success, even where no error is returned", "：成功时为空；失败时接口可能并不返回错误")
	}
	return fmt.Sprintf(pick(e.lang, ": %q is success, even where no error is returned", "：成功时为 %q；失败时接口可能并不返回错误"), a.Success)
}

func inAnswersOf(service, action string) []catalog.InAnswer {
	var list []catalog.InAnswer
	for a := range catalog.InAnswersOf(service) {
		if a.Action == action {
			list = append(list, a)
		}
	}
	return list
}

// cos explains a code of object storage. It reports whether there is one.
func (e explainer) cos(code string) bool {
	c, ok := catalog.LookupCOS(code)
	if !ok {
		return false
	}
	fmt.Fprintln(e.out, c.Code)
	var status []string
	for _, s := range c.Status {
		status = append(status, strconv.Itoa(s))
	}
	e.line("service", "服务", "%s", pick(e.lang, "COS, object storage: a code of *cos.ErrorResponse, never of the cloud API", "对象存储 COS：*cos.ErrorResponse 的错误码，云 API 不会返回"))
	e.line("HTTP status", "HTTP 状态码", "%s", strings.Join(status, ", "))
	e.line("page", "页面", "%s", "https://cloud.tencent.com/document/product/436/7730")
	return true
}
