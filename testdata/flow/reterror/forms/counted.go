package forms

import (
	"time"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/tc"
)

// A retry writes to a struct of its own.
type outcome struct {
	err   error
	retry bool
}

type counter struct {
	rounds int
	late   bool
}

func (c *counter) run(f func() *outcome) error {
	for {
		o := f()
		if o == nil {
			return nil
		}
		c.rounds++
		c.late = c.rounds > 3
		if !o.retry {
			return o.err
		}
		time.Sleep(time.Second)
	}
}

// Constructors call each other.
func wanted(err error) *outcome {
	if err == nil {
		return nil
	}
	return because2(err)
}

func because2(err error) *outcome {
	if err == nil {
		return nil
	}
	return because3(err)
}

func because3(err error) *outcome {
	if err == nil {
		return nil
	}
	return &outcome{err, true}
}

func counted(client *cvm.Client, r *cvm.RebootInstancesRequest) error {
	c := new(counter)
	return c.run(func() *outcome {
		_, err := client.RebootInstances(r)
		if tc.Code(err) == "InvalidParameterValue" { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried`
			return &outcome{err: err}
		}
		return wanted(err)
	})
}

// What is asked before is whether there is an error in it.
type stage struct {
	err   error
	retry bool
}

func stages(f func() stage) error {
	for {
		s := f()
		if s.err == nil {
			return nil
		}
		if !s.retry {
			return s.err
		}
		time.Sleep(time.Second)
	}
}

func staged(client *cvm.Client, r *cvm.RebootInstancesRequest) error {
	return stages(func() stage {
		_, err := client.RebootInstances(r)
		if tc.Code(err) == "InternalError" { // want `criticalsuccess: `
			return stage{retry: true}
		}
		return stage{err: err}
	})
}
