package silent

import (
	"time"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/tc"
)

// The retry itself changes the field that decides.
type altered struct {
	err   error
	retry bool
}

func altering(f func() *altered) error {
	for tries := 0; ; tries++ {
		c := f()
		if c == nil {
			return nil
		}
		c.retry = c.retry && !tc.Gone(c.err)
		if !c.retry {
			return c.err
		}
		time.Sleep(time.Second)
	}
}

func alteredOne(client *cvm.Client, r *cvm.RebootInstancesRequest) error {
	return altering(func() *altered {
		_, err := client.RebootInstances(r)
		if err == nil {
			return nil
		}
		if tc.Code(err) == "InvalidParameterValue" {
			return &altered{err: err}
		}
		return &altered{err, true}
	})
}
