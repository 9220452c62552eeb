package lists

import (
	"errors"
	"os"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/util/sets"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

var waits = map[string]time.Duration{
	"InternalServerError": time.Second,
	"ResourceInUze":       time.Minute, // want `unknowncode: "ResourceInUze"`
}

func pauseByMap(err error) time.Duration { return waits[code(err)] }

func waitFor(err error) bool {
	if waits[code(err)] != 0 {
		time.Sleep(waits[code(err)])
		return true
	}
	return false
}

var messages = map[string]string{
	"ResourceInsufficient.SpecifiedInstanceType": "sold out",
	"InvalidInstanceId.Malformd":                 "bad id", // want `unknowncode: "InvalidInstanceId.Malformd"`
}

func explain(c *cvm.Client, r *cvm.RunInstancesRequest) error {
	_, err := c.RunInstances(r)
	if text := messages[code(err)]; text != "" {
		return errors.New(text)
	}
	return err
}

var sentinels = map[string]error{
	"InvalidInstanceId.NotFond": os.ErrNotExist, // want `unknowncode: "InvalidInstanceId.NotFond"`
	"UnauthorizedOperation":     os.ErrPermission,
}

func translate(err error) error {
	if to := sentinels[code(err)]; to != nil {
		return errors.Join(to, err)
	}
	return err
}

var gone = sets.New("InvalidInstanceId.NotFound", "InvalidInstanceId.NotFond") // want `unknowncode: "InvalidInstanceId.NotFond"`

var goneToo = sets.NewString("InvalidInstanceId.NotFoud") // want `unknowncode: "InvalidInstanceId.NotFoud"`

func missing(err error) bool { return gone.Has(code(err)) || goneToo.Has(code(err)) }

// is makes a matcher.
func is(want ...string) func(error) bool {
	return func(err error) bool { return slices.Contains(want, code(err)) }
}

var absent = is("InvalidInstanceId.NotFound", "InvalidInstanceId.NotFond") // want `unknowncode: "InvalidInstanceId.NotFond"`

func find(c *cvm.Client, r *cvm.DescribeInstancesRequest) (bool, error) {
	_, err := c.DescribeInstances(r)
	if absent(err) || is("InvalidInstanceId.Malformd")(err) { // want `unknowncode: "InvalidInstanceId.Malformd"`
		return false, nil
	}
	return err == nil, err
}

// call runs a request and forgives some codes.
func call[Q, A any](f func(Q) (A, error), request Q, forgive ...string) (answer A, err error) {
	answer, err = f(request)
	if slices.Contains(forgive, code(err)) {
		return answer, nil
	}
	return answer, err
}

func forgiving(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := call(c.StopInstances, r, "InvalidInstanceId.NotFond", // want `unknowncode: "InvalidInstanceId.NotFond"`
		"ResourceNotFound.CdnHostNotExists") // want `wrongservice: no API of cvm`
	return err
}
