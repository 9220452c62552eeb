package getters

import (
	"errors"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// told is what a getter tells of an error, as a struct.
type told struct{ Code, Message string }

func tell(err error) (told, bool) {
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return told{}, false
	}
	return told{Code: e.Code, Message: e.Message}, true
}

// What the getter told is kept or handed on: the error is not swallowed.

func keptCode(c *cvm.Client, r *cvm.StopInstancesRequest, last map[string]string) {
	_, err := c.StopInstances(r)
	t, _ := tell(err)
	switch t.Code {
	case "InvalidInstanceId.NotFound":
	default:
		last["stop"] = t.Code
	}
}

func saidMessage(c *cvm.Client, r *cvm.StopInstancesRequest, say func(string)) {
	_, err := c.StopInstances(r)
	if t, _ := tell(err); t.Code != "InvalidInstanceId.NotFound" {
		say(t.Message)
	}
}

func sentWhole(c *cvm.Client, r *cvm.StopInstancesRequest, out chan<- told) {
	_, err := c.StopInstances(r)
	if t, _ := tell(err); t.Code != "InvalidInstanceId.NotFound" {
		out <- t
	}
}

// Only the code that is known is handed on: the others are lost.
func onlyKnown(c *cvm.Client, r *cvm.StopInstancesRequest, say func(string)) {
	_, err := c.StopInstances(r)
	t, _ := tell(err)
	if t.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation of StopInstances are swallowed`
		say(t.Message)
	}
}
