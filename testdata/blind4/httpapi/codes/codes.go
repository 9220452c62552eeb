// Package codes maps codes of the cloud to statuses of HTTP.
package codes

import (
	"errors"
	"net/http"
	"strings"

	sdk "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Exact are codes with a status of their own.
var Exact = map[string]int{
	"ResourceNotFound.CdbInstanceNotFoundError": http.StatusNotFound,
	"ResourceNotFound.InstanceNotFoundError":    http.StatusNotFound,
	"ResourceNotFound.InstanceIdNotFound":       http.StatusNotFound,
	"ResourceNotFound.InstanceNotExists":        http.StatusNotFound,
	"InvalidParameter.InstanceNotFound":         http.StatusNotFound,
	"OperationDenied.WrongStatuss":              http.StatusConflict, // WANT unknowncode
	"FailedOperation.StatusConflict":            http.StatusConflict,
	"ResourceUnavailable.InstanceLockedError":   http.StatusLocked,
}

// Row is a line of the table of categories.
type Row struct {
	Category string
	Status   int
	Retry    bool
}

// Categories are tried in this order.
var Categories = []Row{
	{"AuthFailure", http.StatusUnauthorized, false},
	{"UnauthorizedOperation", http.StatusForbidden, false},
	{"RequestLimitExceeded", http.StatusTooManyRequests, true},
	{"ResourceNotFound", http.StatusNotFound, false},
	{"ResourceInUse", http.StatusConflict, false},
	{"InvalidParameter", http.StatusBadRequest, false},
	{"MissingParameter", http.StatusBadRequest, false},
	{"LimitExceeded", http.StatusUnprocessableEntity, false},
	{"InternalError", http.StatusBadGateway, true},
	{"ClientError", http.StatusBadGateway, true},
}

// Status gives the status for an error.
func Status(err error) int {
	code := Of(err)
	if code == "" {
		return http.StatusInternalServerError
	}
	if status, ok := Exact[code]; ok {
		return status
	}
	for _, row := range Categories {
		if strings.HasPrefix(code, row.Category) {
			return row.Status
		}
	}
	return http.StatusInternalServerError
}

// Of gives the code of an error, or "".
func Of(err error) string {
	var e *sdk.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// Has says whether the error has the code.
func Has(err error, code string) bool { return Of(err) == code }

// In says whether the code is in a category.
func In(err error, category string) bool {
	code := Of(err)
	return code == category || strings.HasPrefix(code, category+".")
}

// Later says whether the client of the server should come again.
func Later(err error) bool {
	for _, row := range Categories {
		if row.Retry && strings.HasPrefix(Of(err), row.Category) {
			return true
		}
	}
	return false
}

// RedisGone is true for a redis that was cleaned up.
func RedisGone(err error) bool {
	return Has(err, "ResourceNotFound.InstanceNotExists") || Has(err, "ResourceUnavailable.InstanceDeleted")
}

// Message is what a user may read.
func Message(err error) string {
	var e *sdk.TencentCloudSDKError
	if !errors.As(err, &e) {
		return "internal error"
	}
	switch {
	case strings.HasPrefix(e.Code, "UnauthorizedOperation."): // WANT partialcategory
		return "the server lacks a permission"
	case strings.HasPrefix(e.Code, "OperationDenied"):
		return "not possible in this state"
	default:
		return e.Message
	}
}
