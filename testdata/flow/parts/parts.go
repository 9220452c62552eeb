// Package parts asks for parts of the codes of all services: a message names those that
// the service called answers.
package parts

import (
	"errors"
	"log"
	"slices"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/parts/kinds"
)

func word(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if kinds.Of(err) == "bad" { // want `any code but "InvalidInstanceId.Malformed" ends in success`
		return err
	}
	return nil
}

func words(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if slices.Contains([]string{"gone", "bad"}, kinds.Of(err)) { // want `any code but "InvalidInstanceId.NotFound" and "InvalidInstanceId.Malformed" ends in success`
		log.Print("gone")
	}
	return nil
}

func number(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	switch kinds.KindOf(err) {
	case kinds.Bad: // want `any code but "InvalidInstanceId.Malformed" ends in success`
		return err
	}
	return nil
}

func sentinel(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if errors.Is(kinds.Sorted(err), kinds.ErrBad) { // want `any code but "InvalidInstanceId.Malformed" ends in success`
		return err
	}
	return nil
}

func field(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if v := kinds.Judge(err); v.Kind == kinds.Bad { // want `any code but "InvalidInstanceId.Malformed" ends in success`
		return err
	}
	return nil
}

func list(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if kinds.IsGone(err) { // want `any code but "InvalidInstanceId.NotFound" ends in success`
		return err
	}
	return nil
}

func twoOfThem(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if kinds.IsGone(err) {
		return nil
	}
	if kinds.Of(err) == "gone" { // want `deadtest: "InvalidInstanceId.NotFound", which Of looks for, never gets here`
		return nil
	}
	return err
}

// Which service is called is not known: all are named.

func any(do func() error) error {
	err := do()
	if kinds.IsGone(err) { // want `any code but "InvalidInstanceId.AlreadyBindEip", "ResourceNotFound.CdnHostNotExists", "ResourceNotFound.ClusterNotFound" and others ends in success`
		return err
	}
	return nil
}

// None of the codes is one of the service: what is asked for is named all the same.

func none(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if kinds.Foreign(err) { // want `any code but "ResourceNotFound.CdnHostNotExists" ends in success` `wrongservice: no API of cvm answers "ResourceNotFound.CdnHostNotExists", which Foreign looks for: it is a code of cdn`
		return err
	}
	return nil
}

// From here on: correct.

func wordRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if kinds.Of(err) == "bad" {
		return nil
	}
	return err
}

func numberRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if kinds.KindOf(err) == kinds.Gone {
		return nil
	}
	return err
}

func listRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if kinds.IsGone(err) {
		return nil
	}
	return err
}
