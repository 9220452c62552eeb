// Package lib is what the programs beside it import.
package lib

import (
	"errors"
	"reflect"
	"strings"

	cdn "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn/v20180606"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// Client calls the API of two services with requests of one.
type Client struct {
	CVM *cvm.Client
	CDN *cdn.Client
}

// StopInstances stops instances, after their domains.
func (c *Client) StopInstances(r *cvm.StopInstancesRequest) (*cvm.StopInstancesResponse, error) {
	if _, err := c.CDN.StopCdnDomain(cdn.NewStopCdnDomainRequest()); err != nil {
		return nil, err
	}
	return c.CVM.StopInstances(r)
}

// Code returns the code of an error.
func Code(err error) string {
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// Holds reports whether a list, a map or a text holds a value, as many programs
// have it.
func Holds(all, value any) bool {
	in := reflect.ValueOf(all)
	if in.Kind() == reflect.Pointer {
		in = in.Elem()
	}
	switch in.Kind() {
	case reflect.Slice:
		for i := 0; i < in.Len(); i++ {
			if reflect.DeepEqual(value, in.Index(i).Interface()) {
				return true
			}
		}
	case reflect.Map:
		keys := in.MapKeys()
		for i := 0; i < len(keys); i++ {
			if reflect.DeepEqual(value, keys[i].Interface()) {
				return true
			}
		}
	case reflect.String:
		text := reflect.ValueOf(value)
		return text.Kind() == reflect.String && strings.Contains(in.String(), text.String())
	}
	return false
}

// Tolerate returns the error, nil if its code is one of those.
//
//tcerrlint:codes codes
func Tolerate(err error, codes ...string) error { return tolerate(err, codes) }

// OneOf reports whether the code of the error is one of those.
//
//tcerrlint:codes codes
func OneOf(err error, codes []string) bool { return oneOf(err, codes) }

var (
	tolerate func(err error, codes []string) error
	oneOf    func(err error, codes []string) bool
)
