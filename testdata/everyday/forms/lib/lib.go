// Package lib tells codes to the programs around it.
package lib

import (
	"errors"
	"net/http"

	"google.golang.org/grpc/codes"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

type Code string

const (
	Gone   Code = "InvalidInstanceId.NotFound"
	Absent Code = "InvalidInstanceId.NotFond"
)

func (c Code) In(err error) bool { got, ok := Get(err); return ok && got == string(c) }

func Get(err error) (code string, ok bool) {
	if e := new(tcerr.TencentCloudSDKError); errors.As(err, &e) {
		return e.Code, true
	}
	return
}

type Info struct {
	Code    string
	Message string
	OK      bool
}

func Describe(err error) Info {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	if !ok {
		return Info{}
	}
	return Info{Code: e.GetCode(), Message: e.GetMessage(), OK: true}
}

func (i Info) Is(code string) bool { return i.Code == code }

func GRPC(err error) codes.Code {
	code, ok := Get(err)
	if !ok {
		return codes.Unknown
	}
	switch code {
	case "UnauthorizedOperation":
		return codes.PermissionDenied
	case "InvalidInstanceId.NotFound":
		return codes.NotFound
	default:
		return codes.Internal
	}
}

var statuses = map[string]int{
	"UnauthorizedOperation":      http.StatusForbidden,
	"InvalidInstanceId.NotFound": http.StatusNotFound,
}

func Status(err error) int {
	code, _ := Get(err)
	if s, ok := statuses[code]; ok {
		return s
	}
	return http.StatusInternalServerError
}

var ErrGone = errors.New("gone")

func Wrap(err error) error {
	if code, ok := Get(err); ok && code == "InvalidInstanceId.NotFound" {
		return ErrGone
	}
	return err
}

type Set map[string]struct{}

func NewSet(codes ...string) Set {
	s := make(Set, len(codes))
	for _, c := range codes {
		s[c] = struct{}{}
	}
	return s
}

func (s Set) Has(err error) bool {
	code, ok := Get(err)
	if !ok {
		return false
	}
	_, in := s[code]
	return in
}

type Policy struct{ retry []string }

func NewPolicy(codes []string) *Policy { return &Policy{retry: codes} }

func (p *Policy) Retry(err error) bool {
	code, _ := Get(err)
	for _, c := range p.retry {
		if c == code {
			return true
		}
	}
	return false
}
