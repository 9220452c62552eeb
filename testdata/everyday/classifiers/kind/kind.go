// Package kind says what the codes of instances mean to the program.
package kind

import (
	"errors"
	"fmt"
	"net/http"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Kind is a kind of failure.
type Kind int

// The kinds.
const (
	Other Kind = iota
	Absent
	Busy
	Denied
)

func code(err error) string {
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// Of returns the kind of an error.
func Of(err error) Kind {
	switch code(err) {
	case "InvalidInstanceId.NotFound":
		return Absent
	case "MutexOperation.TaskRunning", "MutexOperation.TaskRuning": // want `unknowncode: "MutexOperation.TaskRuning"`
		return Busy
	case "UnauthorizedOperation":
		return Denied
	}
	return Other
}

// Name is a kind in words.
func Name(err error) string {
	switch code(err) {
	case "InvalidInstanceId.NotFound":
		return "absent"
	case "MutexOperation.TaskRunning":
		return "busy"
	}
	return "other"
}

// Status is a kind as an HTTP status.
func Status(err error) int {
	if err == nil {
		return http.StatusOK
	}
	switch code(err) {
	case "InvalidInstanceId.NotFound":
		return http.StatusNotFound
	case "UnauthorizedOperation":
		return http.StatusForbidden
	}
	return http.StatusBadGateway
}

// The sentinels that Translate answers.
var (
	ErrAbsent = errors.New("absent")
	ErrDenied = errors.New("denied")
)

// Translate makes sentinels of codes.
func Translate(err error) error {
	switch code(err) {
	case "InvalidInstanceId.NotFound":
		return ErrAbsent
	case "UnauthorizedOperation", "UnauthorizedOperatin": // want `unknowncode: "UnauthorizedOperatin"`
		return fmt.Errorf("%w: %w", ErrDenied, err)
	}
	return err
}

// Kinds is Of as a map.
var Kinds = map[string]Kind{
	"InvalidInstanceId.NotFound": Absent,
	"MutexOperation.TaskRunning": Busy,
	"UnauthorizedOperation":      Denied,
}

// Look is Of by a map.
func Look(err error) Kind { return Kinds[code(err)] }
