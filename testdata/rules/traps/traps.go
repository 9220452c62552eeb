// Package traps looks like tests on Tencent Cloud error codes, and nothing of
// it is one: the analyzer must not find anything here.
package traps

import (
	"errors"
	"fmt"
	"log"
	"strings"
	"testing"

	pkgerrors "github.com/pkg/errors"
	cdn "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn/v20180606"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/rules/traps/aws"
	othererrors "example.com/rules/traps/common/errors"
	"example.com/rules/traps/cos"
)

// Types of others, with the same names and codes that are none of Tencent's.

func objectStorage() error {
	err := cos.Get("name")
	if e, ok := err.(*cos.ErrorResponse); ok && e.Code == "NoSuchKey" {
		return nil
	}
	var e *cos.ErrorResponse
	if errors.As(err, &e) && e.Code == "RequestLimitExceded" {
		return nil
	}
	return nil
}

func anotherCloud(err error) bool {
	if e, ok := err.(aws.Error); ok {
		switch e.Code() {
		case "RequestLimitExceeded", "ThrottlingException", "RequestLimitExceded":
			return true
		}
		return e.GetCode() == "AuthFailure.SignatureExpired"
	}
	if e, ok := err.(*aws.TencentCloudSDKError); ok && e.GetCode() == "AuthFailure.SignatureExpired" {
		return true
	}
	var e *othererrors.TencentCloudSDKError
	return errors.As(err, &e) && (e.Code == "AuthFailure.SignatureExpired" || e.GetCode() == "ResourceNotFuond")
}

type ownError struct {
	Code    string
	Message string
}

func (e *ownError) Error() string   { return e.Code }
func (e *ownError) GetCode() string { return e.Code }

func ownType(err error) bool {
	var e *ownError
	return errors.As(err, &e) && (e.Code == "ResourceNotFuond" || e.GetCode() == "ResourceNotFuond")
}

type coded interface{ GetCode() string }

func ownInterface(err error) bool {
	e, ok := err.(coded)
	return ok && e.GetCode() == "ResourceNotFuond"
}

// Words beside a code.

type response struct {
	Success  struct{ Code *string }
	Status   []struct{ Code *string }
	CodeDesc string `json:"codeDesc"`
}

func answers(r response) error {
	if *r.Success.Code != "Success" {
		return errors.New("failed")
	}
	for _, status := range r.Status {
		if *status.Code != "Ok" {
			return errors.New("failed")
		}
	}
	if r.CodeDesc != "Succes" {
		return errors.New("failed")
	}
	return nil
}

func labels(client *cdn.Client) error {
	response, err := client.DescribeDomains(cdn.NewDescribeDomainsRequest())
	if err != nil {
		return pkgerrors.Wrap(err, "Unmarshal.TotalCount")
	}
	if *response.Response.TotalNumber == 0 {
		return fmt.Errorf("%s: %w", "ResourceNotFuond.Domain", err)
	}
	report(err, "ResourceNotFuond.Domain")
	return nil
}

func report(err error, label string) {
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		log.Printf("%s: %s", label, e.Code)
	}
}

func messages(client *cdn.Client) error {
	_, err := client.DescribeDomains(cdn.NewDescribeDomainsRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		if e.Message == "ResourceNotFuond" || e.GetMessage() == "the domain is gone" || strings.Contains(e.Message, "not exists") {
			return nil
		}
		if e.RequestId == "ResourceNotFuond" || e.GetRequestId() == "x" {
			return nil
		}
	}
	return err
}

func fakes(t *testing.T) {
	for _, err := range []error{
		&sdkerrors.TencentCloudSDKError{Code: "ResourceNotFuond"},
		sdkerrors.NewTencentCloudSDKError("AuthFailure.SignatureExpired", "message", "id"),
	} {
		if err == nil {
			t.Fatal("no error")
		}
	}
}

func setter(e *sdkerrors.TencentCloudSDKError) {
	e.Code = "Own.Code"
}

// The error is a parameter: its caller has it too.

func hook(err error) error {
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
		log.Print("gone")
	}
	return nil
}

func classify(err error) bool {
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		switch e.Code {
		case "ResourceNotFound", "InvalidInstanceId.NotFound":
			return true
		}
	}
	return false
}

type kind int

const (
	permanent kind = iota
	temporary
	gone
)

func kindOf(err error) kind {
	var e *sdkerrors.TencentCloudSDKError
	if !errors.As(err, &e) {
		return permanent
	}
	switch e.Code {
	case "InternalError":
		return temporary
	case "ResourceNotFound":
		return gone
	}
	return permanent
}

func exists(client *cvm.Client) bool {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: .*swallowed`
		return false
	}
	return true
}

// The error, or what is known of it, is used later.

func flagged(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	isGone := false
	if err != nil {
		e, ok := err.(*sdkerrors.TencentCloudSDKError)
		if ok && e.Code == "InvalidInstanceId.NotFound" {
			isGone = true
		}
	}
	if err != nil && !isGone {
		return err
	}
	return nil
}

func logged(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	if err != nil {
		log.Printf("describe: %v", err)
	}
	return nil
}

func collected(client *cvm.Client) []error {
	var all []error
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	all = append(all, err)
	return all
}

func sent(client *cvm.Client, failures chan<- error) {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
		return
	}
	failures <- err
}

func panics(client *cvm.Client) {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
		return
	}
	if err != nil {
		panic(err)
	}
}

func named(client *cvm.Client) (err error) {
	_, err = client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
		err = nil
	}
	return
}

type server struct{ last error }

func (s *server) stored(client *cvm.Client) {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
		return
	}
	s.last = err
}

// A test on the message narrows the match.

func narrowed(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		if e.Code == "AuthFailure.UnauthorizedOperation" && strings.Contains(e.Message, "is being created") {
			return nil
		}
	}
	return err
}

func aText(err error) bool {
	code := "ResourceNotFuond"
	return fmt.Sprint(err) == code
}

var _ = common.NewCredential
