package getters

import (
	"fmt"
	"strings"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// A report keeps the code in a field, and a method gives it.
type report struct {
	action string
	code   string
}

func (r *report) reason() string {
	if r == nil {
		return ""
	}
	return r.code
}

func (r report) what() string { return r.action }

func reportOf(action string, err error) *report {
	r := &report{action: action}
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		r.code = e.Code
	}
	return r
}

func byMethod(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if reportOf("stop", err).reason() == "InvalidInstanceId.NotFond" { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return nil
	}
	return err
}

func bySwitch(c *cvm.Client, r *cvm.StopInstancesRequest) string {
	_, err := c.StopInstances(r)
	switch why := reportOf("stop", err); why.reason() {
	case "InvalidInstanceId.NotFound":
		return "gone"
	case "ResourceNotFound.CdnHostNotExists": // want `wrongservice: no API of cvm`
		return "no host"
	}
	return ""
}

func byPrefix(reports []*report) (n int) {
	for _, r := range reports {
		if strings.HasPrefix(r.reason(), "AuthFailur.") { // want `unknowncode: "AuthFailur." begins no`
			n++
		}
	}
	return n
}

func byMap(r *report) bool {
	return map[string]bool{"RequestLimitExceeded": true, "LimitExceded": true}[r.reason()] // want `unknowncode: "LimitExceded"`
}

func byAction(r *report) bool { return r.what() == "InvalidInstanceId.NotFond" }

// A field that others fill is no code.
type label struct{ text string }

func (l *label) get() string { return l.text }

func labelled(err error, texts []string) (labels []*label) {
	for _, t := range texts {
		labels = append(labels, &label{t})
	}
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		labels = append(labels, &label{e.Code})
	}
	return labels
}

func byLabel(l *label) bool { return l.get() == "InvalidInstanceId.NotFond" }

// Two fields, of which one is no code.
type either struct {
	code, name string
	named      bool
}

func (e *either) get() string {
	if e.named {
		return e.name
	}
	return e.code
}

func eitherOf(err error, name string) either {
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		return either{code: e.Code}
	}
	return either{name: fmt.Sprint(name), named: true}
}

func byEither(e either) bool { return e.get() == "InvalidInstanceId.NotFond" }

// A function gives the field, too.
func whyOf(r *report) string { return r.code }

func byFunction(r *report) bool {
	return whyOf(r) == "InvalidInstanceId.NotFond" // want `unknowncode: "InvalidInstanceId.NotFond"`
}

func byFunctionRight(r *report) bool { return whyOf(r) == "InvalidInstanceId.NotFound" }
