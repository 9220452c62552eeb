// Package practice holds what a stranger wrote to try the analysis.
package practice

import (
	"errors"
	"maps"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

func code(err error) string {
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// What one call of a constructor gives is not in what another call made.

type set map[string]struct{}

func setOf(list ...string) set {
	s := make(set, len(list))
	for _, c := range list {
		s[c] = struct{}{}
	}
	return s
}

func (s set) match(err error) bool {
	_, ok := s[code(err)]
	return ok
}

var (
	gone   = setOf("InvalidInstanceId.NotFound", "InvalidInstanceId.NotFond") // want `unknowncode: "InvalidInstanceId.NotFond"`
	failed = setOf("InternalServerError", "InternalError")
)

func setsInTurn(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	if err == nil {
		return "stopped", nil
	}
	if gone.match(err) {
		return "gone", nil
	}
	if failed.match(err) {
		return "failed", err
	}
	if setOf("UnauthorizedOperation").match(err) {
		return "denied", err
	}
	return "", err
}

func setAndTwin(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	if gone.match(err) {
		return "gone", nil
	}
	if code(err) == "InvalidInstanceId.NotFound" { // want `deadtest: "InvalidInstanceId.NotFound" never gets here`
		return "none", nil
	}
	return "", err
}

func setElsewhere(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if setOf("ResourceNotFound.CdnHostNotExists").match(err) { // want `wrongservice: no API of cvm answers "ResourceNotFound.CdnHostNotExists"`
		return nil
	}
	return err
}

// The constructor has another below it, and joins what two calls gave.

func withPublic(list ...string) set { return setOf(append(list, "RequestLimitExceeded")...) }

func either(a, b set) set {
	s := setOf()
	for c := range a {
		s[c] = struct{}{}
	}
	for c := range b {
		s[c] = struct{}{}
	}
	return s
}

var (
	busy  = withPublic("OperationDenied.InstanceOperationInProgress")
	ended = either(setOf("InvalidInstanceId.NotFound"), setOf("InvalidInstanceId.Malformed"))
)

func nested(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	if busy.match(err) {
		return "busy", err
	}
	if withPublic("InternalServerError").match(err) {
		return "failed", err
	}
	if ended.match(err) {
		return "ended", nil
	}
	if setOf("UnauthorizedOperation").match(err) {
		return "", errors.Join(errDenied, err)
	}
	if code(err) == "InvalidInstanceId.Malformed" { // want `deadtest: "InvalidInstanceId.Malformed" never gets here`
		return "odd", nil
	}
	return "", err
}

var errDenied = errors.New("denied")

// A map is filled through calls: of a function, of a method, of package maps.

func put(into map[string]bool, list ...string) {
	for _, c := range list {
		into[c] = true
	}
}

func (s set) add(list ...string) set {
	for _, c := range list {
		s[c] = struct{}{}
	}
	return s
}

var limits = setOf("InstancesQuotaLimitExceeded").add("InvalidFilterValue.LimitExceeded", "InvalidFilterValue.LimitExceded") // want `unknowncode: "InvalidFilterValue.LimitExceded"`

func filled(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	if limits.match(err) {
		return "limit", err
	}
	final := map[string]bool{}
	put(final, "InvalidInstanceId.NotFound", "InvalidInstanceId.NotFond") // want `unknowncode: "InvalidInstanceId.NotFond"`
	if final[code(err)] {
		return "final", err
	}
	all := map[string]bool{"InternalError": true}
	maps.Copy(all, map[string]bool{"InvalidInstanceId.Malformed": true, "InvalidInstanceId.Malformd": true}) // want `unknowncode: "InvalidInstanceId.Malformd"`
	if all[code(err)] {
		return "all", err
	}
	switch code(err) {
	case "InvalidInstanceId.NotFound": // want `deadtest: "InvalidInstanceId.NotFound" never gets here`
		return "gone", err
	case "InvalidInstanceId.Malformed": // want `deadtest: "InvalidInstanceId.Malformed" never gets here`
		return "odd", err
	case "UnauthorizedOperation":
		return "denied", err
	}
	return "", err
}
