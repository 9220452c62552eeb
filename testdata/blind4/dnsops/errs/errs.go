// Package errs answers questions about errors of the DNS products.
package errs

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	intlerr "github.com/tencentcloud/tencentcloud-sdk-go-intl-en/tencentcloud/common/errors"
	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Code returns the code of the API's error inside err, or "".
func Code(err error) string {
	var e *sdkerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.GetCode()
	}
	return ""
}

// IntlCode is Code for the international edition.
func IntlCode(err error) string {
	var e *intlerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// HasCode reports whether err has one of the codes.
func HasCode(err error, codes ...string) bool {
	code := Code(err)
	return code != "" && slices.Contains(codes, code)
}

// IntlHasCode is HasCode for the international edition.
func IntlHasCode(err error, codes ...string) bool {
	return slices.Contains(codes, IntlCode(err))
}

// IsNotFound reports whether a record or a domain is gone.
func IsNotFound(err error) bool {
	switch Code(err) {
	case "ResourceNotFound.NoDataOfRecord", "ResourceNotFound.NoDataOfDomain", "InvalidParameter.RecordIdInvalid":
		return true
	}
	return false
}

// IsDomainMissing reports whether the domain is not in the account.
func IsDomainMissing(err error) bool {
	return HasCode(err, "InvalidParameterValue.DomainNotExists", "ResourceNotFound.NoDataOfDomain")
}

// IsThrottled reports whether err tells to slow down.
func IsThrottled(err error) bool {
	return strings.HasPrefix(Code(err), "RequestLimitExceeded")
}

// IsDenied reports whether the key may not do what was asked.
func IsDenied(err error) bool {
	code := Code(err)
	return strings.HasPrefix(code, "AuthFailure") || strings.HasPrefix(code, "UnauthorizedOperation")
}

// PassesByItself reports whether a moment's patience mends err.
func PassesByItself(err error) bool {
	return IsThrottled(err) || HasCode(err, "FailedOperation.TemporaryError", "InternalError")
}

// IsBusy reports whether the domain is still being worked on.
func IsBusy(err error) bool {
	return HasCode(err, "InvalidParameter.DomainIsModifyingDns", "InvalidParameter.TaskNotCompleted")
}

// IsLocked reports whether the domain is locked by its registrar.
func IsLocked(err error) bool {
	code := Code(err)
	return code == "FailedOperation.DomainIsLocked" || code == "FailedOperation.DomainIsLock" // WANT unknowncode
}

// IsDatabaseBusy tells of an instance that has another task.
func IsDatabaseBusy(err error) bool {
	return HasCode(err, "OperationDenied.ActionInProcess", "FailedOperation.InstanceTaskConflictError")
}

// CodeContains reports whether the code of err has part in it.
func CodeContains(err error, part string) bool {
	return strings.Contains(Code(err), part)
}

// Has reports whether s has part in it, in any letter case.
func Has(s, part string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(part))
}

// Wrap tells which operation failed.
func Wrap(op string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("dns: %s: %w", op, err)
}
