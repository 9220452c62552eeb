package rules

import (
	"fmt"
	"go/token"

	"github.com/tcerrlint/tcerrlint/analyzer/internal/engine"
)

var uncheckedResponse = rule{
	doc: Doc{
		ID:       "uncheckedresponse",
		Title:    "an answer is used, but its Error is never looked at",
		Severity: Warning,
		What: `Reports a value of the shape of an answer (a struct with Response.Error.Code)
that is decoded from JSON and then read, while on some path to success nothing has
looked at its Error: not here, and not in a function that it was handed to. The value
may be decoded here or by a helper of any package, at once or its Response in a second
step; in a package that names a host of the API it may be a map too, or text that is
read by paths of gjson. To compare Error with nil or Code with "", to call a method that
does, to log the answer or to return it all count as a look; to take the Error and ask
nothing of it does not.`,
		Why: `The API answers HTTP status 200 when a call fails. Without a look at
Response.Error an expired key, a missing permission or a throttled request reads as
an empty list.`,
		Bad: `type zones struct {
	Response struct {
		Error *struct {
			Code, Message string
		}
		TotalCount int
		RequestId  string
	}
}

func count(resp *http.Response) (int, error) {
	var answer zones
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return 0, err
	}
	return answer.Response.TotalCount, nil
}`,
		Good: `type zones struct {
	Response struct {
		Error *struct {
			Code, Message string
		}
		TotalCount int
		RequestId  string
	}
}

func count(resp *http.Response) (int, error) {
	var answer zones
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return 0, err
	}
	if e := answer.Response.Error; e != nil {
		return 0, fmt.Errorf("%s: %s", e.Code, e.Message)
	}
	return answer.Response.TotalCount, nil
}`,
		Limits: `Only types that have a place for the Error, since others may well be decoded
after a check. Silent where the JSON comes from, or is also given to, a function that
is not in sight, and where the answer is stored or handed to one. A path that the
zero values of a failed answer cannot take is no path: after
"if answer.Response.Status != "SUCCESS" { return err }" all is well. What the SDK's common
client hands on, the SDK has looked at.`,
		Since: "0.2.0",
		Seen:  `libdns/tencentcloud: a failed DescribeRecordList reads as a zone without records.`,
	},
	check: func(r *reporter, pkg *engine.Package) {
		for s := range subjects(pkg) {
			if s.Answer != nil {
				checkAnswer(r, pkg, s)
			}
		}
	},
}

// checkAnswer reports, once, that an answer is used unchecked.
func checkAnswer(r *reporter, pkg *engine.Package, s *engine.Subject) {
	for i := range s.Outcomes {
		o := &s.Outcomes[i]
		if o.Kind != engine.Succeeded && !o.Unasked || !o.Used || o.Looked || o.Tested || o.Matched != nil || o.Surfaced || o.Narrowed ||
			!o.Codes.Meets(pkg.Universe.Codes()) {
			continue
		}
		name := "the answer"
		if s.Answer.Name != "" {
			name = fmt.Sprintf("%q", s.Answer.Name)
		}
		r.report(at(s.Answer.Pos), name+" is used, but nothing looks at its Response.Error: a call that failed reads as success",
			related(o.Pos, "success here"))
		return
	}
}

// at is a place in the source.
type at token.Pos

func (p at) Pos() token.Pos { return token.Pos(p) }
func (p at) End() token.Pos { return token.Pos(p) }
