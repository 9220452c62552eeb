// Package lettercase compares codes whose letters were changed, and parts of
// codes.
package lettercase

import (
	"errors"
	"log"
	"slices"
	"strings"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

func code(err error) string {
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func lowered(err error) bool {
	return strings.ToLower(code(err)) == "AuthFailure.SignatureExpire" // want `unknowncode: .*lower-case`
}

func loweredRight(err error) bool {
	return strings.ToLower(code(err)) == "authfailure.signatureexpire"
}

func raised(err error) bool {
	return strings.ToUpper(code(err)) == "InternalError" // want `unknowncode: .*upper-case`
}

func raisedRight(err error) bool { return strings.ToUpper(code(err)) == "INTERNALERROR" }

func prefixed(err error) bool {
	return strings.HasPrefix(strings.ToLower(code(err)), "AuthFailure") // want `unknowncode: .*lower-case`
}

func contained(err error) bool {
	return strings.Contains(strings.ToLower(code(err)), "limitExceeded") // want `unknowncode: .*lower-case`
}

func onlyCase(c *cvm.Client, r *cvm.RunInstancesRequest) error {
	_, err := c.RunInstances(r)
	if code(err) == "InternalServererror" { // want `unknowncode: .*letter case`
		return errors.New("busy")
	}
	return err
}

func segment(err error) bool {
	return strings.Split(code(err), ".")[0] == "AuthFailure.SignatureExpire" // want `unknowncode: .*first segment`
}

func segmentRight(err error) bool { return strings.Split(code(err), ".")[0] == "AuthFailure" }

// One list for two tests has no dead element.

var passing = []string{"InternalError", "RequestLimitExceeded", "ResourceInUse"}

func passes(err error) bool {
	c := code(err)
	if slices.Contains(passing, c) {
		return true
	}
	first, _, _ := strings.Cut(c, ".")
	return slices.Contains(passing, first)
}

var fatal = map[string]bool{"AuthFailure": true, "UnauthorizedOperation": true}

func isFatal(err error) bool {
	return fatal[code(err)] || fatal[strings.Split(code(err), ".")[0]]
}

func either(err error) bool {
	for _, p := range passing {
		if c := code(err); c == p || strings.HasPrefix(c, p+".") {
			return true
		}
	}
	return false
}

// The text of an error has its code.

func text(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if err != nil && strings.Contains(err.Error(), "InvalidInstanceId.NotFond") { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return nil
	}
	return err
}

func textRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if err != nil && (strings.Contains(err.Error(), "InvalidInstanceId.NotFound") || strings.Contains(err.Error(), "connection refused")) {
		log.Print(err)
		return nil
	}
	return err
}

func textOf(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if err != nil {
		switch text := err.Error(); {
		case strings.Contains(text, "Code=InvalidInstanceId.NotFond"): // want `unknowncode: "InvalidInstanceId.NotFond"`
			return nil
		case strings.Contains(text, "i/o timeout"), strings.Contains(text, "cvm.tencentcloudapi.com"):
			return errors.New("network")
		}
	}
	return err
}
