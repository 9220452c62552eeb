// Package made makes lists for others.
package made

import (
	"errors"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Code returns the code of an error.
func Code(err error) string {
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// A Set is a set of codes.
type Set map[string]bool

// Has looks for the code of an error.
func (s Set) Has(err error) bool { return s[Code(err)] }

// Of makes a set.
func Of(list ...string) Set {
	s := Set{}
	for _, c := range list {
		s[c] = true
	}
	return s
}

// With makes a set, perhaps an empty one.
func With(yes bool, list ...string) Set {
	s := Set{}
	for _, c := range list {
		if yes {
			s[c] = true
		}
	}
	return s
}

// Pick makes one of two lists.
func Pick(yes bool, a, b string) []string {
	if yes {
		return []string{a}
	}
	return []string{b}
}
