// Package deep calls the API; what it answers is known in the packages above.
package deep

import (
	"errors"
	"fmt"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// Stop says what it did.
func Stop(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	if _, err := c.StopInstances(r); err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	return nil
}

// Start drops the error.
func Start(c *cvm.Client, r *cvm.StartInstancesRequest) error {
	if _, err := c.StartInstances(r); err != nil {
		return errors.New("start: " + err.Error())
	}
	return nil
}

// Plain returns the error as it is.
func Plain(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	return err
}
