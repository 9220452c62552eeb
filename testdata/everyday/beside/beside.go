// Package beside uses functions of a package beside: which fill maps, compute, or do
// something that others see.
package beside

import (
	"maps"
	"slices"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/everyday/beside/tools"
)

func filled(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	gone := map[string]bool{}
	tools.Put(gone, "InvalidInstanceId.NotFound", "InvalidInstanceId.NotFond") // want `unknowncode: "InvalidInstanceId.NotFond"`
	if gone[tools.Code(err)] {
		return nil
	}
	return err
}

func filledTwice(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	known := map[string]bool{"InternalError": true}
	tools.PutBoth(known, "InvalidInstanceId.NotFound", "InvalidInstanceId.Malformd") // want `unknowncode: "InvalidInstanceId.Malformd"`
	if !known[tools.Code(err)] {                                                     // want `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation of StopInstances are swallowed`
		return nil
	}
	return err
}

func computes(c *cvm.Client, r *cvm.StopInstancesRequest) (text string, err error) {
	_, err = c.StopInstances(r)
	if err == nil {
		return "stopped", nil
	}
	if tools.Code(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation of StopInstances are swallowed`
		return "", err
	}
	tools.Nothing(tools.Text("stopped", 1))
	return "stopped", nil
}

// Who only looks at a map changes nothing of what is in it.
func lookedAt(c *cvm.Client, r *cvm.StopInstancesRequest) (names []string, err error) {
	_, err = c.StopInstances(r)
	known := map[string]bool{"InternalError": true}
	names = slices.Sorted(maps.Keys(known))
	if err != nil && !known[tools.Code(err)] { // want `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation of StopInstances are swallowed`
		return names, nil
	}
	return names, err
}

func put(into map[string]bool, code string) { into[code] = true }

func putTwice(into map[string]bool, code string) {
	put(into, code)
	put(into, code+".More")
}

func look(at map[string]bool) int {
	n := 0
	for range at {
		n++
	}
	return n
}

// One call after another puts something in.
func filledByCalls(c *cvm.Client, r *cvm.StopInstancesRequest, strict bool) (bool, error) {
	_, err := c.StopInstances(r)
	gone := map[string]bool{}
	put(gone, "InvalidInstanceId.Malformed")
	put(gone, "InvalidInstanceId.NotFound")
	if strict {
		look(gone)
	}
	switch code := tools.Code(err); {
	case gone[code]:
		return true, nil
	case code == "InvalidInstanceId.NotFound": // want `deadtest: "InvalidInstanceId.NotFound" never gets here`
		return false, nil
	}
	return false, err
}

// What follows is right.

func keptElsewhere(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	known := map[string]bool{"InternalError": true}
	tools.Keep(known)
	if err != nil && !known[tools.Code(err)] {
		return nil
	}
	return err
}

func filledByCallIf(c *cvm.Client, r *cvm.StopInstancesRequest, strict bool) (bool, error) {
	_, err := c.StopInstances(r)
	gone := map[string]bool{"InvalidInstanceId.Malformed": true}
	if strict {
		putTwice(gone, "InvalidInstanceId.NotFound")
	}
	switch code := tools.Code(err); {
	case gone[code]:
		return true, nil
	case code == "InvalidInstanceId.NotFound":
		return false, nil
	}
	return false, err
}

func filledBesideIf(c *cvm.Client, r *cvm.StopInstancesRequest, strict bool) (bool, error) {
	_, err := c.StopInstances(r)
	gone := map[string]bool{"InvalidInstanceId.Malformed": true}
	if strict {
		tools.Put(gone, "InvalidInstanceId.NotFound")
	}
	switch code := tools.Code(err); {
	case gone[code]:
		return true, nil
	case code == "InvalidInstanceId.NotFound":
		return false, nil
	}
	return false, err
}

func has(in map[string]bool, code string) bool { return in[code] }

func filledAfterwards(c *cvm.Client, r *cvm.StopInstancesRequest) (bool, error) {
	_, err := c.StopInstances(r)
	gone := map[string]bool{"InvalidInstanceId.Malformed": true}
	code := tools.Code(err)
	if has(gone, code) {
		return true, nil
	}
	gone["InvalidInstanceId.NotFound"] = true
	if code == "InvalidInstanceId.NotFound" {
		return false, nil
	}
	return false, err
}

func filledRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	gone := map[string]bool{}
	tools.Put(gone, "InvalidInstanceId.NotFound", "InvalidInstanceId.Malformed")
	if gone[tools.Code(err)] {
		return nil
	}
	return err
}

// Which codes are put in is not known.
func filledWithAny(c *cvm.Client, r *cvm.StopInstancesRequest, all map[string]string) error {
	_, err := c.StopInstances(r)
	final := map[string]bool{"AuthFailure": true}
	tools.PutSome(final, all)
	if err != nil && !final[tools.Code(err)] {
		return nil
	}
	return err
}

// It may be put in or not.
func filledPerhaps(c *cvm.Client, r *cvm.StopInstancesRequest) (bool, error) {
	_, err := c.StopInstances(r)
	gone := map[string]bool{}
	tools.PutOne(gone, "InvalidInstanceId.NotFound")
	switch code := tools.Code(err); {
	case gone[code]:
		return true, nil
	case code == "InvalidInstanceId.NotFound":
		return false, nil
	}
	return false, err
}

func counts(c *cvm.Client, r *cvm.StopInstancesRequest) (text string, err error) {
	_, err = c.StopInstances(r)
	if err == nil {
		return "stopped", nil
	}
	if tools.Code(err) == "InvalidInstanceId.NotFound" {
		return "", err
	}
	tools.Count("stopped")
	return "stopped", nil
}

// A condition decides whether it is in.
func filledIf(c *cvm.Client, r *cvm.StopInstancesRequest, strict bool) (bool, error) {
	_, err := c.StopInstances(r)
	gone := map[string]bool{"InvalidInstanceId.Malformed": true}
	if !strict {
		gone["InvalidInstanceId.NotFound"] = true
	}
	switch code := tools.Code(err); {
	case gone[code]:
		return true, nil
	case code == "InvalidInstanceId.NotFound":
		return false, nil
	case code == "InvalidInstanceId.Malformed": // it may be in: what a list may have is not told apart
		return false, nil
	}
	return false, err
}

func takenOut(c *cvm.Client, r *cvm.StopInstancesRequest, strict bool) (bool, error) {
	_, err := c.StopInstances(r)
	gone := map[string]bool{"InvalidInstanceId.NotFound": true, "InvalidInstanceId.Malformed": true}
	if strict {
		delete(gone, "InvalidInstanceId.NotFound")
	}
	switch code := tools.Code(err); {
	case gone[code]:
		return true, nil
	case code == "InvalidInstanceId.NotFound":
		return false, nil
	}
	return false, err
}

// In a loop every code is put in.
func filledInLoop(c *cvm.Client, r *cvm.StopInstancesRequest) (bool, error) {
	_, err := c.StopInstances(r)
	gone := make(map[string]bool)
	for _, code := range []string{"InvalidInstanceId.NotFound", "InvalidInstanceId.Malformed"} {
		gone[code] = true
	}
	switch code := tools.Code(err); {
	case gone[code]:
		return true, nil
	case code == "InvalidInstanceId.NotFound": // want `deadtest: "InvalidInstanceId.NotFound" never gets here`
		return false, nil
	}
	return false, err
}
