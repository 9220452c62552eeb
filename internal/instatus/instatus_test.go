package instatus_test

import (
	"go/types"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/instatus"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/ssatest"
)

// sms stands for a package of the SDK.
const sms = `package sms

type SendStatus struct {
	Code, Message, PhoneNumber *string
}

type SendSmsResponse struct {
	Response *struct {
		SendStatusSet []*SendStatus
		RequestId     *string
	}
}

type AddTaskResponse struct {
	Response *struct {
		Code   *int64
		TaskId *string
	}
}

type AddTemplateResponse struct {
	Response *struct {
		Code       *string
		TemplateId *string
	}
}

type Failure struct{ Code *string }

type ResetAppsResponse struct {
	Response *struct {
		Apps []*struct {
			Id    *string
			Error *Failure
		}
		FailedIds []*Failure
	}
}

type DescribeSmsResponse struct {
	Response *struct{ SendStatusSet []*SendStatus }
}

type Client struct{}

func (*Client) SendSms() (*SendSmsResponse, error)         { return nil, nil }
func (*Client) AddTask() (*AddTaskResponse, error)         { return nil, nil }
func (*Client) AddTemplate() (*AddTemplateResponse, error) { return nil, nil }
func (*Client) ResetApps() (*ResetAppsResponse, error)     { return nil, nil }
func (*Client) DescribeSms() (*DescribeSmsResponse, error) { return nil, nil }

func NewSendSmsResponse() *SendSmsResponse { return &SendSmsResponse{} }
`

// rows are what the catalog says of it.
var rows = []instatus.Row{
	{Action: "SendSms", Path: "SendStatusSet[].Code", Success: "Ok", Documented: true},
	{Action: "AddTask", Path: "Code"},
	{Action: "AddTemplate", Path: "Code", Success: "0", Documented: true},
	{Action: "ResetApps", Path: "Apps[].Error.Code"},
	{Action: "DescribeSms", Path: "SendStatusSet[].Code", Success: "Ok", Documented: true},
	{Action: "DescribeSms", Path: "SendStatusSet[].Code", Success: "Sent", Documented: true},
	{Action: "Gone", Path: "Code"},
}

func table(p *ssatest.Package) *instatus.Table {
	return instatus.NewTable(p.Pkg.Imports(),
		func(path string) (name, version string, ok bool) { return "sms", "v1", path == "example.com/sdk/sms" },
		func(name, version string) []instatus.Row { return rows })
}

// program sees the bodies of its package, and takes log for what prints.
type program struct{}

func (program) Body(call *ssa.CallCommon) *ssa.Function {
	if f := call.StaticCallee(); f != nil && len(f.Blocks) > 0 {
		return f
	}
	return nil
}

func (program) Leaves(*ssa.CallCommon, int) (instatus.Use, bool) { return 0, false }

func (program) Prints(call *ssa.CallCommon) bool {
	f := call.StaticCallee()
	return f != nil && f.Pkg != nil && f.Pkg.Pkg.Path() == "log"
}

// TestUnread holds which answers are asked for their code, and what becomes of
// the others.
func TestUnread(t *testing.T) {
	p := ssatest.Build(t, `package send

import (
	"encoding/json"
	"fmt"
	"log"

	"example.com/sdk/sms"
)

var client *sms.Client

func drops() { client.SendSms() }

func looks() { client.DescribeSms() }

func prints() {
	answer, _ := client.SendSms()
	log.Println(answer)
}

func printsJSON() {
	answer, _ := client.SendSms()
	text, _ := json.Marshal(answer)
	log.Println(string(text))
}

func printsCode() {
	answer, _ := client.SendSms()
	log.Println(fmt.Sprintf("code %s", *answer.Response.SendStatusSet[0].Code))
}

func returnsText() string {
	answer, _ := client.SendSms()
	return fmt.Sprint(*answer.Response.SendStatusSet[0].Code)
}

func usesOther() string {
	answer, _ := client.SendSms()
	return *answer.Response.RequestId
}

func asksWhetherItIsThere() bool {
	answer, _ := client.SendSms()
	return answer.Response.SendStatusSet[0].Code != nil
}

func compares() bool {
	answer, _ := client.SendSms()
	for _, status := range answer.Response.SendStatusSet {
		if *status.Code != "Ok" {
			return false
		}
	}
	return true
}

func counts(count func(string)) {
	answer, _ := client.SendSms()
	count(*answer.Response.SendStatusSet[0].Code)
}

func keeps(all map[string]*sms.SendStatus) {
	answer, _ := client.SendSms()
	for _, status := range answer.Response.SendStatusSet {
		all[*status.PhoneNumber] = status
	}
}

func isOk(status *sms.SendStatus) bool { return *status.Code == "Ok" }

func number(status *sms.SendStatus) string { return *status.PhoneNumber }

func asksHelper() bool {
	answer, _ := client.SendSms()
	return isOk(answer.Response.SendStatusSet[0])
}

func asksHelperForOther() string {
	answer, _ := client.SendSms()
	return number(answer.Response.SendStatusSet[0])
}

func captures(run func(func() bool)) {
	answer, _ := client.SendSms()
	run(func() bool { return *answer.Response.SendStatusSet[0].Code == "Ok" })
}

func makes() *sms.SendSmsResponse { return sms.NewSendSmsResponse() }

func makesAndDrops() { sms.NewSendSmsResponse() }

func dropsVague() { client.AddTask() }

func dropsCode() { client.AddTemplate() }

func asksFailure() bool {
	answer, _ := client.ResetApps()
	return answer.Response.Apps[0].Error != nil
}

func dropsFailures() *string {
	answer, _ := client.ResetApps()
	return answer.Response.Apps[0].Id
}
`, map[string]string{"example.com/sdk/sms": sms})
	table := table(p)
	for name, want := range map[string]string{
		"drops":                "dropped",
		"looks":                "", // it changes nothing
		"prints":               "printed",
		"printsJSON":           "printed",
		"printsCode":           "printed",
		"returnsText":          "",
		"usesOther":            "used",
		"asksWhetherItIsThere": "dropped",
		"compares":             "",
		"counts":               "",
		"keeps":                "",
		"asksHelper":           "",
		"asksHelperForOther":   "used",
		"captures":             "",
		"makes":                "",
		"makesAndDrops":        "",
		"dropsVague":           "", // nothing says what the code means
		"dropsCode":            "dropped",
		"asksFailure":          "",
		"dropsFailures":        "used",
	} {
		var got []string
		for _, u := range table.Unread(p.Func(name), program{}) {
			got = append(got, map[instatus.Use]string{instatus.Dropped: "dropped", instatus.Printed: "printed", instatus.Used: "used"}[u.Use])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestStatusesOfAField holds that a field which more than one row is about has
// each value that is documented as success once.
func TestStatusesOfAField(t *testing.T) {
	p := ssatest.Build(t, "package send\n\nimport \"example.com/sdk/sms\"\n\nfunc code(s *sms.SendStatus) *string { return s.Code }\n",
		map[string]string{"example.com/sdk/sms": sms})
	addr := ssatest.Instructions[*ssa.FieldAddr](p.Func("code"))[0]
	field := ir.Deref(addr.X.Type()).Underlying().(*types.Struct).Field(addr.Field)
	if got, want := table(p).Code(field).Successes, []string{"Ok", "Sent"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
