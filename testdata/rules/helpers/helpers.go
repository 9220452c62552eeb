// Package helpers tests codes through functions.
package helpers

import (
	"context"
	"errors"
	"log"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/retry"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"

	"example.com/rules/lib"
)

func samePackage(err error) bool {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	return ok && (isRetryable(e.Code) ||
		equal(e.Code, "ResourceNotFuond") || // want `unknowncode: "ResourceNotFuond"`
		hasPrefix(e.Code, "AuthFalure") || // want `unknowncode: "AuthFalure" begins no`
		oneOf(e.Code, "ResourceNotFound", "ResourceInUze") || // want `unknowncode: "ResourceInUze"`
		inList(e.Code, []string{"ResourceNotFuond"}) || // want `unknowncode: "ResourceNotFuond"`
		inSet(map[string]bool{"ResourceNotFuond": true}, e.Code) || // want `unknowncode: "ResourceNotFuond"`
		matcher{}.is(e, "ResourceNotFuond")) // want `unknowncode: "ResourceNotFuond"`
}

func isRetryable(code string) bool {
	switch code {
	case "InternalError",
		"RequestLimitExceded", // want `unknowncode: "RequestLimitExceded"`
		"ResourceUnavailable":
		return true
	}
	return false
}

func equal(code, want string) bool       { return code == want }
func hasPrefix(code, prefix string) bool { return strings.HasPrefix(code, prefix) }
func oneOf(code string, codes ...string) bool {
	return inList(code, codes)
}

func inList(code string, codes []string) bool {
	for _, each := range codes {
		if strings.EqualFold(code, each) {
			return true
		}
	}
	return false
}

func inSet(set map[string]bool, s string) bool { return set[s] }

type matcher struct{}

func (matcher) is(e *sdkerrors.TencentCloudSDKError, code string) bool { return e.GetCode() == code }

func otherPackage(err error) bool {
	return lib.Is(err, "ResourceNotFuond") || // want `unknowncode: "ResourceNotFuond"`
		lib.IsAny(err, "ResourceNotFound", "ResourceInUze") || // want `unknowncode: "ResourceInUze"`
		lib.IsIn(err, []string{
			"ResourceNotFound",
			"ResourceNotFuond", // want `unknowncode: "ResourceNotFuond"`
		}) ||
		lib.HasPrefix(err, "AuthFalure") || // want `unknowncode: "AuthFalure" begins no`
		lib.IsNot(err, "ResourceNotFuond") || // want `unknowncode: "ResourceNotFuond"`
		new(lib.Matcher).Is(err, "ResourceNotFuond") || // want `unknowncode: "ResourceNotFuond"`
		lib.CodeOf(err) == "ResourceNotFuond" || // want `unknowncode: "ResourceNotFuond"`
		lib.SDKError(err).Code == "ResourceNotFuond" || // want `unknowncode: "ResourceNotFuond"`
		lib.Contains([]string{"ResourceNotFuond"}, lib.CodeOf(err)) || // want `unknowncode: "ResourceNotFuond"`
		lib.In([]string{"ResourceNotFuond"}, lib.CodeOf(err)) // want `unknowncode: "ResourceNotFuond"`
}

// A list that is built in steps.
func appended(err error, more []string) bool {
	codes := []string{"ResourceNotFound"}
	codes = append(codes, "ResourceInUze") // want `unknowncode: "ResourceInUze"`
	codes = append(codes, more...)
	return lib.IsAny(err, codes...)
}

var classify = func(err error) bool {
	return lib.Is(err, "ResourceNotFuond") // want `unknowncode: "ResourceNotFuond"`
}

// What is only passed on, or compared with something else, is no code.
func passedOn(err error) {
	logged(err, "ResourceNotFuond")
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		e.Message = joined(e.Code, "ResourceNotFuond")
	}
	if lib.Contains([]string{"ResourceNotFuond"}, "a word") || lib.In([]string{"ResourceNotFuond"}, err.Error()) {
		log.Print(err)
	}
	if equal("a word", "another") {
		log.Print(err)
	}
}

func logged(err error, label string) bool {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if ok {
		log.Printf("%s: %s", label, e.Code)
	}
	return ok && e.Code == "ResourceNotFound"
}

func joined(code, text string) string { return code + text }

// The error's own Is.
type wrapper struct{ error }

func (w wrapper) Is(target error) bool { return errors.Is(w.error, target) }

func wrapped(client *cvm.Client) error {
	err := lib.Describe(client)
	if lib.Is(wrapper{err}, "ResourceNotFuond") { // want `unknowncode: "ResourceNotFuond"`
		return nil
	}
	return err
}

// A helper that retries the codes that it is given.
func retried(client *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		err := lib.Describe(client)
		if err != nil {
			return lib.RetryError(err, "ResourceUnavailable", "ResourceInUze") // want `unknowncode: "ResourceInUze"`
		}
		return nil
	})
}

func foreign(client *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		if err := lib.Describe(client); err != nil {
			return lib.RetryError(err, "InternalError.CdnDbError") // want `wrongservice: no API of cvm answers "InternalError.CdnDbError"`
		}
		return nil
	})
}

// What a comment declares, where the analysis cannot see.
//
//tcerrlint:codes code
func reflected(err error, code string) bool { return hidden(err, code) }

var hidden func(err error, code string) bool

func declared(err error) bool {
	return reflected(err, "ResourceNotFuond") // want `unknowncode: "ResourceNotFuond"`
}

func segments(err error) bool {
	return category(lib.CodeOf(err)) == "AuthFalure" // want `unknowncode: "AuthFalure"`
}

func category(code string) string { return strings.Split(code, ".")[0] }

// A helper around a helper, each with the code as a parameter: what either
// compares may be an error's code or a code itself.
func isCode(err error, code string) bool {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	return ok && e.Code == code
}

func isCodeToo(err error, code string) bool { return isCode(err, code) }

func isCodeAsWell(err error, code string) bool { return isCodeToo(err, code) }

func around(err error) bool {
	return isCodeAsWell(err, "ResourceNotFuond") || // want `unknowncode: "ResourceNotFuond"`
		isCodeAsWell(err, "ResourceNotFound")
}
