package uses

import (
	"maps"
	"slices"

	mapset "github.com/deckarep/golang-set/v2"
	"github.com/samber/lo"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	expmaps "golang.org/x/exp/maps"
	expslices "golang.org/x/exp/slices"
)

// A copy of a list has its codes.

func cloned(err error) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && slices.Contains(slices.Clone([]string{"InvalidInstanceId.NotFond", "InternalError"}), e.Code) // want `unknowncode: "InvalidInstanceId.NotFond"`
}

func clipped(err error) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && slices.Contains(slices.Clip([]string{"InvalidInstanceId.NotFond", "InternalError"}), e.Code) // want `unknowncode: "InvalidInstanceId.NotFond"`
}

func compacted(err error) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && slices.Contains(slices.Compact([]string{"InvalidInstanceId.NotFond", "InternalError"}), e.Code) // want `unknowncode: "InvalidInstanceId.NotFond"`
}

func mapCloned(err error) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && maps.Clone(map[string]bool{"InvalidInstanceId.NotFond": true, "InternalError": true})[e.Code] // want `unknowncode: "InvalidInstanceId.NotFond"`
}

func expCloned(err error) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && slices.Contains(expslices.Clone([]string{"InvalidInstanceId.NotFond", "InternalError"}), e.Code) // want `unknowncode: "InvalidInstanceId.NotFond"`
}

func expMapCloned(err error) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && expmaps.Clone(map[string]bool{"InvalidInstanceId.NotFond": true, "InternalError": true})[e.Code] // want `unknowncode: "InvalidInstanceId.NotFond"`
}

func unique(err error) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && slices.Contains(lo.Uniq([]string{"InvalidInstanceId.NotFond", "InternalError"}), e.Code) // want `unknowncode: "InvalidInstanceId.NotFond"`
}

// A set of a library has the codes that it is made of.

var fatalCodes = mapset.NewSet("InvalidInstanceId.NotFond", "UnauthorizedOperation") // want `unknowncode: "InvalidInstanceId.NotFond"`

func inSet(err error) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && fatalCodes.Contains(e.Code)
}

func inUnsafeSet(err error) bool {
	fatal := mapset.NewThreadUnsafeSet("InvalidInstanceId.NotFond", "UnauthorizedOperation") // want `unknowncode: "InvalidInstanceId.NotFond"`
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && fatal.ContainsOne(e.Code)
}

// Whether it has one of two strings says nothing for certain of the code.
func inSetWithAnother(err error, word string) bool {
	words := mapset.NewSet("InvalidInstanceId.NotFond", "UnauthorizedOperation")
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && words.Contains(e.Code, word)
}
