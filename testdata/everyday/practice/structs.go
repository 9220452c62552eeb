package practice

import (
	"errors"
	"slices"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// The list is a slice, or in a struct.

func listOf(codes ...string) []string { return slices.Clone(codes) }

type group struct {
	name  string
	codes []string
}

func groupOf(name string, codes ...string) group { return group{name, codes} }

func (g group) has(err error) bool { return slices.Contains(g.codes, code(err)) }

func (g *group) holds(err error) bool {
	for _, c := range g.codes {
		if c == code(err) {
			return true
		}
	}
	return false
}

var stopping = groupOf("stopping", "UnsupportedOperation.InstanceStateStopping")

func slicesAndStructs(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	if slices.Contains(listOf("InternalServerError"), code(err)) {
		return "failed", err
	}
	if slices.Contains(listOf("InvalidInstanceId.NotFound"), code(err)) {
		return "gone", nil
	}
	if stopping.has(err) || stopping.holds(err) {
		return stopping.name, nil
	}
	if groupOf("denied", "UnauthorizedOperation").has(err) {
		return "denied", err
	}
	return "", err
}

// Which list it is depends: nothing that one of them has is taken from what comes
// after, and none of it leads to success for certain.

var byKind = map[string][]string{
	"stop":  {"InvalidInstanceId.NotFound"},
	"start": {"UnauthorizedOperation", "InvalidInstanceId.NotFond"}, // want `unknowncode: "InvalidInstanceId.NotFond"`
}

func byMap(c *cvm.Client, r *cvm.StopInstancesRequest, kind string) (string, error) {
	_, err := c.StopInstances(r)
	if slices.Contains(byKind[kind], code(err)) {
		return kind, nil
	}
	if code(err) == "InvalidInstanceId.NotFound" {
		return "gone", nil
	}
	return "", err
}

func byBranch(c *cvm.Client, r *cvm.StopInstancesRequest, strict bool) (string, error) {
	_, err := c.StopInstances(r)
	final := []string{"InvalidInstanceId.NotFound"}
	if strict {
		final = []string{"UnauthorizedOperation", "InternalServerError"}
	}
	if slices.Contains(final, code(err)) {
		return "final", nil
	}
	if code(err) == "InternalServerError" {
		return "failed", err
	}
	return "", err
}

func byVariable(c *cvm.Client, r *cvm.StopInstancesRequest, strict bool) (string, error) {
	_, err := c.StopInstances(r)
	final := []string{"InvalidInstanceId.NotFound"}
	if strict {
		final = []string{"InternalServerError"}
	}
	is := func() bool { return slices.Contains(final, code(err)) }
	if is() || slices.Contains(final, code(err)) {
		return "final", nil
	}
	if code(err) == "InternalServerError" {
		return "failed", err
	}
	return "", err
}

var ignored = []string{"InvalidInstanceId.NotFound"}

func setStrict() { ignored = []string{"InternalServerError"} }

func byGlobal(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	if slices.Contains(ignored, code(err)) {
		return "final", nil
	}
	if code(err) == "InternalServerError" {
		return "failed", err
	}
	return "", err
}

type options struct{ ignore []string }

func (o *options) stop(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if slices.Contains(o.ignore, code(err)) {
		return nil
	}
	if code(err) == "InternalServerError" {
		return errors.Join(errDenied, err)
	}
	return err
}

func lenient(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	o := &options{ignore: []string{"InvalidInstanceId.NotFound", "InternalServerError"}}
	return o.stop(c, r)
}

func severe(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	o := &options{}
	o.ignore = []string{"InvalidInstanceId.Malformd"} // want `unknowncode: "InvalidInstanceId.Malformd"`
	return o.stop(c, r)
}

func stopIgnoring(c *cvm.Client, r *cvm.StopInstancesRequest, list []string) error {
	_, err := c.StopInstances(r)
	quiet := func() bool {
		for _, code := range list {
			if has(err, code) {
				return true
			}
		}
		return false
	}
	if quiet() {
		return nil
	}
	return err
}

func has(err error, c string) bool { return code(err) == c }

// Where there is one list alone, what it has is taken.

type single struct{ ignore []string }

func (s *single) stop(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if slices.Contains(s.ignore, code(err)) { // want `criticalsuccess: "InternalError"`
		return nil
	}
	if code(err) == "InternalError" { // want `deadtest: "InternalError" never gets here`
		return errors.Join(errDenied, err)
	}
	return err
}

func onlySingle(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	s := &single{ignore: []string{
		"InvalidInstanceId.NotFound",
		"InternalError",
	}}
	return s.stop(c, r)
}

func grown(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	var list []string
	for _, s := range []string{"InvalidInstanceId.NotFound", "InternalError"} {
		list = append(list, s)
	}
	if slices.Contains(list, code(err)) { // want `criticalsuccess: "InternalError"`
		return nil
	}
	if code(err) == "InternalError" { // want `deadtest: "InternalError" never gets here`
		return errors.Join(errDenied, err)
	}
	return err
}
