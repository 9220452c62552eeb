// Package fail has the errors of the program.
package fail

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

type Error struct {
	Op     string
	Code   string
	Status int
	Err    error
}

func (e *Error) Error() string { return e.Op + ": " + e.Err.Error() }
func (e *Error) Unwrap() error { return e.Err }
func (e *Error) NotFound() bool {
	return strings.HasSuffix(e.Code, ".NotFound") || e.Code == "ResourceNotFound"
}

func New(op string, err error) error {
	if err == nil {
		return nil
	}
	out := &Error{Op: op, Err: err}
	var e *tcerr.TencentCloudSDKError
	switch {
	case errors.As(err, &e):
		out.Code = e.Code
	case errors.Is(err, context.Canceled):
		out.Code = "Canceled"
	default:
		out.Code = "Unknown"
	}
	return out
}

func CodeOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

type Registry struct {
	byCode map[string]string
	sorted []string
}

func (r *Registry) Register(code, text string) {
	if r.byCode == nil {
		r.byCode = make(map[string]string)
	}
	r.byCode[code] = text
	r.sorted = append(r.sorted, code)
	sort.Strings(r.sorted)
}

func (r *Registry) Text(err error) string {
	if t, ok := r.byCode[CodeOf(err)]; ok {
		return t
	}
	return fmt.Sprint(err)
}

func (r *Registry) Known(err error) bool {
	i := sort.SearchStrings(r.sorted, CodeOf(err))
	return i < len(r.sorted) && r.sorted[i] == CodeOf(err)
}

type Class uint8

const (
	None Class = iota
	Retry
	Fatal
	Ignore
)

func (c Class) String() string { return [...]string{"none", "retry", "fatal", "ignore"}[c] }

func Classify(err error) Class {
	if err == nil {
		return None
	}
	code := CodeOf(err)
	if strings.HasPrefix(code, "InternalError") || strings.HasPrefix(code, "RequestLimitExceeded") {
		return Retry
	}
	if strings.HasSuffix(code, "NotFound") {
		return Ignore
	}
	return Fatal
}
