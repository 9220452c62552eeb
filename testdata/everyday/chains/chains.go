// Package chains fills lists by functions and methods that return what they filled.
package chains

import (
	"errors"
	"slices"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/everyday/chains/made"
)

func code(err error) string {
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

type set map[string]struct{}

func setOf(list ...string) set {
	s := make(set, len(list))
	for _, c := range list {
		s[c] = struct{}{}
	}
	return s
}

func (s set) has(err error) bool {
	_, ok := s[code(err)]
	return ok
}

// A function does the work, a method names it, and the other way round.

func add(s set, list ...string) set {
	for _, c := range list {
		s[c] = struct{}{}
	}
	return s
}

func (s set) add(list ...string) set { return add(s, list...) }

func (s set) with(list ...string) set {
	for _, c := range list {
		s[c] = struct{}{}
	}
	return s
}

func with(s set, list ...string) set { return s.with(list...) }

func withAll(list []string, s set) set { return s.with(list...) }

var (
	byFunction = add(setOf("InternalServerError"), "InvalidInstanceId.NotFound", "InvalidInstanceId.NotFond")             // want `unknowncode: "InvalidInstanceId.NotFond"`
	byMethod   = setOf("InternalServerError").add("InvalidInstanceId.NotFound", "InvalidInstanceId.NotFoud")              // want `unknowncode: "InvalidInstanceId.NotFoud"`
	forwarded  = with(setOf("InternalServerError"), "InvalidInstanceId.NotFound", "InvalidInstanceId.NotFund")            // want `unknowncode: "InvalidInstanceId.NotFund"`
	whole      = withAll([]string{"InvalidInstanceId.NotFound", "InvalidInstanceId.NotFnd"}, setOf("InternalError"))      // want `unknowncode: "InvalidInstanceId.NotFnd"`
	nested     = add(add(add(setOf(), "InternalServerError"), "InvalidInstanceId.Malformed"), "InvalidInstanceId.Malfor") // want `unknowncode: "InvalidInstanceId.Malfor"`
	chain      = setOf().add("InternalServerError").with("InvalidInstanceId.Malformed").add("InvalidInstanceId.Malform")  // want `unknowncode: "InvalidInstanceId.Malform"`
)

func isByFunctionOf(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	if byFunction.has(err) {
		return "it", nil
	}
	return "", err
}

func isByMethodOf(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	if byMethod.has(err) {
		return "it", nil
	}
	return "", err
}

func isForwardedOf(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	if forwarded.has(err) {
		return "it", nil
	}
	return "", err
}

func isWholeOf(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	if whole.has(err) {
		return "it", nil
	}
	return "", err
}

func isNestedOf(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	if nested.has(err) {
		return "it", nil
	}
	return "", err
}

func isChainOf(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	if chain.has(err) {
		return "it", nil
	}
	return "", err
}

func dead(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	if add(setOf("InvalidInstanceId.Malformed"), "InvalidInstanceId.NotFound").has(err) {
		return "gone", nil
	}
	switch code(err) {
	case "InvalidInstanceId.NotFound": // want `deadtest: "InvalidInstanceId.NotFound" never gets here`
		return "never", nil
	case "InvalidInstanceId.Malformed": // want `deadtest: "InvalidInstanceId.Malformed" never gets here`
		return "never", nil
	}
	return "", err
}

// A function that returns the pointer that it is given.

type table struct {
	final map[string]bool
	all   []string
}

func newTable() *table { return &table{final: map[string]bool{}} }

func end(t *table, list ...string) *table {
	for _, c := range list {
		t.final[c] = true
	}
	return t
}

func (t *table) end(list ...string) *table { return end(t, list...) }

func also(t *table, list ...string) *table {
	t.all = append(t.all, list...)
	return t
}

func (t *table) also(list ...string) *table { return also(t, list...) }

var (
	ends  = newTable().end("InvalidInstanceId.NotFound", "InvalidInstanceId.NotThere")   // want `unknowncode: "InvalidInstanceId.NotThere"`
	alsos = also(newTable(), "InvalidInstanceId.NotFound", "InvalidInstanceId.NotHere")  // want `unknowncode: "InvalidInstanceId.NotHere"`
	both  = newTable().also("InvalidInstanceId.Malformed").also("InvalidInstanceId.Mal") // want `unknowncode: "InvalidInstanceId.Mal"`
)

func byTable(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	if ends.final[code(err)] {
		return "1", nil
	}
	if slices.Contains(alsos.all, code(err)) || slices.Contains(both.all, code(err)) {
		return "2", nil
	}
	return "", err
}

// A slice goes through functions that add to it.

func plus(list []string, more ...string) []string { return append(list, more...) }

type codes []string

func (c codes) plus(more ...string) codes { return append(c, more...) }

func plusOf(c codes, more ...string) codes { return c.plus(more...) }

func bySlices(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	if slices.Contains(plus([]string{"InternalServerError"}, "InvalidInstanceId.NotFound", "InvalidInstanceId.NotF"), code(err)) { // want `unknowncode: "InvalidInstanceId.NotF"`
		return "1", nil
	}
	return "", err
}

func bySliceMethod(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	if slices.Contains(plusOf(codes{"InternalServerError"}, "InvalidInstanceId.NotFound", "InvalidInstanceId.NotG"), code(err)) { // want `unknowncode: "InvalidInstanceId.NotG"`
		return "2", nil
	}
	return "", err
}

// What is put there on every way is there.

func logs(s marks, verbose bool, list ...string) marks {
	for _, c := range list {
		if verbose {
			println(c)
		}
		s[c] = true
	}
	return s
}

func logged(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	if logs(marks{}, true, "InvalidInstanceId.NotFound")[code(err)] {
		return "odd", nil
	}
	if code(err) == "InvalidInstanceId.NotFound" { // want `deadtest: "InvalidInstanceId.NotFound" never gets here`
		return "gone", nil
	}
	return "", err
}

func madeElsewhere(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	if made.Of("InvalidInstanceId.NotFound").Has(err) {
		return "odd", nil
	}
	if made.Code(err) == "InvalidInstanceId.NotFound" { // want `deadtest: "InvalidInstanceId.NotFound" never gets here`
		return "gone", nil
	}
	return "", err
}

// From here on: correct.

var (
	one   = setOf("InvalidInstanceId.NotFound")
	other = add(setOf("InvalidInstanceId.Malformed"), "InternalServerError")
	third = setOf().add("UnauthorizedOperation").with("AuthFailure")
)

func apart(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	if one.has(err) {
		return "gone", nil
	}
	if other.has(err) {
		return "odd", nil
	}
	if third.has(err) {
		return "denied", err
	}
	return "", err
}

func instead(s set, list ...string) set { return setOf(list...) }

func notKept(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	if instead(setOf("InvalidInstanceId.NotFound"), "InvalidInstanceId.Malformed").has(err) {
		return "odd", nil
	}
	if code(err) == "InvalidInstanceId.NotFound" {
		return "gone", nil
	}
	return "", err
}

func some(s set, yes bool, list ...string) set {
	if yes {
		return add(s, list...)
	}
	return s
}

func perhaps(c *cvm.Client, r *cvm.StopInstancesRequest, yes bool) (string, error) {
	_, err := c.StopInstances(r)
	if some(setOf("InvalidInstanceId.Malformed"), yes, "InvalidInstanceId.NotFound").has(err) {
		return "odd", nil
	}
	if code(err) == "InvalidInstanceId.NotFound" {
		return "gone", nil
	}
	return "", err
}

// What a map may hold, and what it held once, is not taken for certain.

func asked(c *cvm.Client, r *cvm.StopInstancesRequest, yes bool) (string, error) {
	_, err := c.StopInstances(r)
	m := map[string]bool{"InvalidInstanceId.Malformed": true}
	if yes {
		m["InvalidInstanceId.NotFound"] = true
	}
	if m[code(err)] {
		return "odd", nil
	}
	if code(err) == "InvalidInstanceId.NotFound" {
		return "gone", nil
	}
	return "", err
}

type marks map[string]bool

func (s marks) some(yes bool, list ...string) marks {
	if yes {
		for _, c := range list {
			s[c] = true
		}
	}
	return s
}

func byCondition(c *cvm.Client, r *cvm.StopInstancesRequest, yes bool) (string, error) {
	_, err := c.StopInstances(r)
	m := marks{"InvalidInstanceId.Malformed": true}
	if m.some(yes, "InvalidInstanceId.NotFound")[code(err)] {
		return "odd", nil
	}
	if code(err) == "InvalidInstanceId.NotFound" {
		return "gone", nil
	}
	return "", err
}

func put(s marks, yes bool, c string) {
	if !yes {
		return
	}
	s[c] = true
}

func returnsEarly(c *cvm.Client, r *cvm.StopInstancesRequest, yes bool) (string, error) {
	_, err := c.StopInstances(r)
	m := marks{"InvalidInstanceId.Malformed": true}
	put(m, yes, "InvalidInstanceId.NotFound")
	if m[code(err)] {
		return "odd", nil
	}
	if code(err) == "InvalidInstanceId.NotFound" {
		return "gone", nil
	}
	return "", err
}

func appended(c *cvm.Client, r *cvm.StopInstancesRequest, yes bool) (string, error) {
	_, err := c.StopInstances(r)
	list := []string{"InvalidInstanceId.Malformed"}
	if yes {
		list = append(list, "InvalidInstanceId.NotFound")
	}
	for _, one := range list {
		if code(err) == one {
			return "odd", nil
		}
	}
	if code(err) == "InvalidInstanceId.NotFound" {
		return "gone", nil
	}
	return "", err
}

func deleted(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	m := map[string]bool{"InvalidInstanceId.Malformed": true, "InvalidInstanceId.NotFound": true}
	delete(m, "InvalidInstanceId.NotFound")
	if m[code(err)] {
		return "odd", nil
	}
	if code(err) == "InvalidInstanceId.NotFound" {
		return "gone", nil
	}
	return "", err
}

func after(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	m := map[string]bool{"InvalidInstanceId.Malformed": true}
	if m[code(err)] {
		return "odd", nil
	}
	m["InvalidInstanceId.NotFound"] = true
	if code(err) == "InvalidInstanceId.NotFound" {
		return "gone", nil
	}
	return "", err
}

func picked(list ...string) marks {
	s := marks{}
	for _, c := range list {
		if len(c) > 10 {
			continue
		}
		s[c] = true
	}
	return s
}

func filtered(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	if picked("InvalidInstanceId.NotFound")[code(err)] {
		return "odd", nil
	}
	if code(err) == "InvalidInstanceId.NotFound" {
		return "gone", nil
	}
	return "", err
}

func until(stop string, list ...string) marks {
	s := marks{}
	for _, c := range list {
		if c == stop {
			break
		}
		s[c] = true
	}
	return s
}

func cutShort(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	if until("InvalidInstanceId.Malformed", "InvalidInstanceId.Malformed", "InvalidInstanceId.NotFound")[code(err)] {
		return "odd", nil
	}
	if code(err) == "InvalidInstanceId.NotFound" {
		return "gone", nil
	}
	return "", err
}

func pick(yes bool) []string {
	if yes {
		return []string{"InvalidInstanceId.NotFound"}
	}
	return []string{"InvalidInstanceId.Malformed"}
}

func oneOfTwo(c *cvm.Client, r *cvm.StopInstancesRequest, yes bool) (string, error) {
	_, err := c.StopInstances(r)
	if slices.Contains(pick(yes), made.Code(err)) {
		return "odd", nil
	}
	if made.Code(err) == "InvalidInstanceId.NotFound" {
		return "gone", nil
	}
	return "", err
}

func madePerhaps(c *cvm.Client, r *cvm.StopInstancesRequest, yes bool) (string, error) {
	_, err := c.StopInstances(r)
	if made.With(yes, "InvalidInstanceId.NotFound").Has(err) {
		return "odd", nil
	}
	if made.Code(err) == "InvalidInstanceId.NotFound" {
		return "gone", nil
	}
	return "", err
}

func madeOneOfTwo(c *cvm.Client, r *cvm.StopInstancesRequest, yes bool) (string, error) {
	_, err := c.StopInstances(r)
	if slices.Contains(made.Pick(yes, "InvalidInstanceId.NotFound", "InvalidInstanceId.Malformed"), made.Code(err)) {
		return "odd", nil
	}
	if made.Code(err) == "InvalidInstanceId.NotFound" {
		return "gone", nil
	}
	return "", err
}
