// Package decisions decides by the fields of what classifiers return.
package decisions

import (
	"errors"
	"fmt"
	"strings"
	"time"

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

type decision struct {
	again bool
	after time.Duration
	kind  string
	err   error
}

func decide(err error) decision {
	switch c := code(err); {
	case c == "":
		return decision{}
	case strings.HasPrefix(c, "RequestLimitExceeded"), c == "InternalServerError":
		return decision{again: true, after: time.Second}
	case strings.HasPrefix(c, "UnauthorizedOperation"):
		return decision{kind: "refused", err: err}
	}
	return decision{kind: "other", err: err}
}

func byBool(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if err != nil && decide(err).again { // want `missingcritical: AuthFailure and UnauthorizedOperation of StopInstances are swallowed`
		return err
	}
	return nil
}

func byBoolRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if err != nil && decide(err).again {
		return fmt.Errorf("later: %w", err)
	}
	return err
}

func byWord(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	d := decide(err)
	if d.kind == "refused" { // want `criticalsuccess: "UnauthorizedOperation" says`
		return nil
	}
	return err
}

func byWordRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	d := decide(err)
	switch d.kind {
	case "refused":
		return fmt.Errorf("keys: %w", err)
	}
	return err
}

func waits(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	for {
		_, err := c.StopInstances(r)
		if err == nil {
			return nil
		}
		d := judge(err) // want `missingcritical: AuthFailure is retried without end`
		if d.fatal {
			return err
		}
		time.Sleep(d.after)
	}
}

func waitsRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	for {
		_, err := c.StopInstances(r)
		d := decide(err)
		if !d.again {
			return err
		}
		time.Sleep(d.after)
	}
}

// A map of structs.

type verdict struct {
	fatal bool
	after time.Duration
}

var verdicts = map[string]verdict{
	"RequestLimitExceeded":  {after: time.Second},
	"InternalServerError":   {after: 3 * time.Second},
	"UnauthorizedOperation": {fatal: true},
	"InvalidInstanceId":     {fatal: true},
}

func judge(err error) verdict {
	head, _, _ := strings.Cut(code(err), ".")
	return verdicts[head]
}

// With another result, and more than one way to the same field.

func sort(err error) (d decision, ok bool) {
	c := code(err)
	if c == "" {
		return d, false
	}
	if c == "InvalidInstanceId.NotFound" {
		d.kind = "gone"
		return d, true
	}
	d.kind = "other"
	return d, true
}

func bySort(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if d, ok := sort(err); ok && d.kind == "gone" {
		return nil
	}
	return err
}

// What is changed after the classifier answered is not known.

func changed(c *cvm.Client, r *cvm.StopInstancesRequest, hard bool) error {
	_, err := c.StopInstances(r)
	d := decide(err)
	if hard {
		d.again = true
	}
	if d.again {
		return err
	}
	return nil
}
