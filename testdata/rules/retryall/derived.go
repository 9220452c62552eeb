package retryall

import (
	"errors"
	"log"
	"time"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// codeOf is the code of an error, and whether it has one.
func codeOf(err error) (string, bool) {
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code, true
	}
	return "", false
}

// A policy decides by what is made of the error.
type policy struct{ retry func(code string) bool }

func (p policy) do(call func() error) error {
	for {
		err := call()
		if err == nil {
			return nil
		}
		code, ok := codeOf(err)
		if !ok || !p.retry(code) {
			return err
		}
		time.Sleep(time.Second)
	}
}

func (p policy) stop(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return p.do(func() error {
		_, err := c.StopInstances(r)
		return err
	})
}

// patience asks how long the text is.
type patience struct{ limit int }

func (p patience) do(call func() error) error {
	for {
		err := call()
		if err == nil {
			return nil
		}
		text := err.Error()
		if len(text) > p.limit {
			return err
		}
		time.Sleep(time.Second)
	}
}

func (p patience) stop(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return p.do(func() error {
		_, err := c.StopInstances(r)
		return err
	})
}

// stubborn only tells what it makes of the error.
type stubborn struct{ tries int }

func (s stubborn) do(call func() error) (err error) {
	for range s.tries {
		if err = call(); err == nil {
			return nil
		}
		code, ok := codeOf(err)
		if ok {
			log.Print(code)
		}
		time.Sleep(time.Second)
	}
	return err
}

func (s stubborn) stop(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return s.do(func() error {
		_, err := c.StopInstances(r) // want `retryall: `
		return err
	})
}
