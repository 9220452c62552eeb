// Package listuses keeps codes in lists which it uses in more places than one. A code of
// another service is wrong only where all that is done with the list is in sight: any
// other use may be for the service that answers it.
package listuses

import (
	"errors"
	"fmt"
	"log"
	"maps"
	"slices"
	"strings"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	ssm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/ssm/v20190923"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

func code(err error) string {
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func stop(c *cvm.Client) error {
	_, err := c.StopInstances(cvm.NewStopInstancesRequest())
	return err
}

func secret(c *ssm.Client) error {
	_, err := c.DescribeSecret(ssm.NewDescribeSecretRequest())
	return err
}

// One use.

var once = map[string]bool{
	"InvalidInstanceId.NotFound":      true,
	"ResourceNotFound.SecretNotExist": true, // want `wrongservice: no API of cvm answers "ResourceNotFound.SecretNotExist"`
}

func onlyStop(c *cvm.Client) error {
	if err := stop(c); !once[code(err)] {
		return err
	}
	return nil
}

// Two, both in sight.

var both = map[string]bool{
	"InvalidInstanceId.NotFound":      true,
	"ResourceNotFound.SecretNotExist": true,
}

func bothStop(c *cvm.Client) error {
	if err := stop(c); !both[code(err)] {
		return err
	}
	return nil
}

func bothSecret(c *ssm.Client) error {
	if err := secret(c); !both[code(err)] {
		return err
	}
	return nil
}

// What is no test: its length, its text for people, a copy that is printed, a fill.

var shown = []string{
	"InvalidInstanceId.NotFound",
	"ResourceNotFound.SecretNotExist", // want `wrongservice: no API of cvm answers "ResourceNotFound.SecretNotExist"`
}

func shownStop(c *cvm.Client) error {
	err := stop(c)
	if shown != nil && slices.Contains(shown, code(err)) {
		return nil
	}
	slices.Sort(shown)
	log.Println("none of", len(shown), shown, strings.Join(shown, ", "))
	for i, one := range shown {
		if one != "" {
			log.Printf("%d: %s", i, one)
		}
	}
	if err != nil {
		return fmt.Errorf("none of %v: %w", slices.Sorted(slices.Values(shown)), err)
	}
	return nil
}

func size() int { return len(shown) }

func more() { shown = append([]string{"InvalidInstanceId.Malformed"}, shown...) }

// Copies, keys and parts, each with a test in sight.

var kept = map[string][]string{
	"stop": {
		"InvalidInstanceId.NotFound",
		"ResourceNotFound.SecretNotExist", // want `wrongservice: no API of cvm answers "ResourceNotFound.SecretNotExist"`
	},
}

func keptStop(c *cvm.Client) error {
	err := stop(c)
	list := slices.Clone(kept["stop"])
	for _, one := range list {
		if code(err) == one {
			return nil
		}
	}
	return err
}

var keyed = map[string]string{
	"InvalidInstanceId.NotFound":      "gone",
	"ResourceNotFound.SecretNotExist": "gone", // want `wrongservice: no API of cvm answers "ResourceNotFound.SecretNotExist"`
}

func keyedStop(c *cvm.Client) error {
	err := stop(c)
	for _, one := range slices.Collect(maps.Keys(keyed)) {
		if code(err) == one {
			return nil
		}
	}
	return err
}

// Helpers that are given the list.

var given = []string{
	"InvalidInstanceId.NotFound",
	"ResourceNotFound.SecretNotExist", // want `wrongservice: no API of cvm answers "ResourceNotFound.SecretNotExist"`
}

func isIn(err error, list []string) bool { return slices.Contains(list, code(err)) }

func givenStop(c *cvm.Client) error {
	if err := stop(c); !isIn(err, given) {
		return err
	}
	return nil
}

// A field of a struct of this package.

type deleter struct{ gone map[string]bool }

func newDeleter() *deleter {
	return &deleter{gone: map[string]bool{
		"InvalidInstanceId.NotFound":      true,
		"ResourceNotFound.SecretNotExist": true, // want `wrongservice: no API of cvm answers "ResourceNotFound.SecretNotExist"`
	}}
}

func (d *deleter) stop(c *cvm.Client) error {
	if err := stop(c); !d.gone[code(err)] {
		return err
	}
	return nil
}

// Filled by init, and captured.

var filled map[string]bool

func init() {
	filled = map[string]bool{
		"InvalidInstanceId.NotFound":      true,
		"ResourceNotFound.SecretNotExist": true, // want `wrongservice: no API of cvm answers "ResourceNotFound.SecretNotExist"`
	}
}

func filledStop(c *cvm.Client) error {
	err := stop(c)
	if filled[code(err)] {
		return nil
	}
	return err
}

func captured(c *cvm.Client) error {
	gone := []string{"InvalidInstanceId.NotFound"}
	gone = append(gone, "ResourceNotFound.SecretNotExist") // want `wrongservice: no API of cvm answers "ResourceNotFound.SecretNotExist"`
	err := stop(c)
	if slices.ContainsFunc(gone, func(one string) bool { return one == code(err) }) {
		return nil
	}
	return err
}

// What a function of this package returns.

func goneCodes() []string {
	return []string{
		"InvalidInstanceId.NotFound",
		"ResourceNotFound.SecretNotExist", // want `wrongservice: no API of cvm answers "ResourceNotFound.SecretNotExist"`
	}
}

func returnedStop(c *cvm.Client) error {
	if err := stop(c); !slices.Contains(goneCodes(), code(err)) {
		return err
	}
	return nil
}
