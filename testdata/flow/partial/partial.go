// Package partial tests a critical category and covers a part of it.
package partial

import (
	"time"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	dnspod "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/dnspod/v20210323"

	"example.com/flow/tc"
)

// A helper tests, and its caller decides.
func limited(err error) bool { return tc.Code(err) == "RequestLimitExceeded" } // want `partialcategory: "RequestLimitExceeded" is one code of its category`

func records(client *dnspod.Client, r *dnspod.DescribeRecordListRequest) error {
	for {
		_, err := client.DescribeRecordList(r)
		if limited(err) {
			time.Sleep(time.Second)
			continue
		}
		return err
	}
}

func slowDown(code string) bool {
	switch code {
	case "RequestLimitExceeded", "InternalError": // want `partialcategory: "RequestLimitExceeded" is one code of its category`
		return true
	}
	return false
}

func domains(client *dnspod.Client, r *dnspod.DescribeDomainListRequest) (err error) {
	for range 5 {
		if _, err = client.DescribeDomainList(r); !slowDown(tc.Code(err)) {
			return err
		}
		time.Sleep(time.Second)
	}
	return err
}

// The helper is asked for something else than a retry.
func isLimit(err error) bool { return tc.Code(err) == "RequestLimitExceeded" }

func told(client *cvm.Client, r *cvm.StopInstancesRequest, tell func(string)) error {
	_, err := client.StopInstances(r)
	if isLimit(err) {
		tell("slow down")
	}
	return err
}

// Miss and the end of the loop share a return.
func shared(client *cvm.Client, r *cvm.StopInstancesRequest) (err error) {
	for i := 0; i < 5; i++ {
		_, err = client.StopInstances(r)
		if tc.Code(err) != "RequestLimitExceeded" { // want `partialcategory: "RequestLimitExceeded" is one code of its category`
			break
		}
		time.Sleep(time.Second)
	}
	return err
}

func sharedGoto(client *cvm.Client, r *cvm.StopInstancesRequest) error {
	tries := 0
again:
	_, err := client.StopInstances(r)
	if tc.Code(err) == "RequestLimitExceeded" && tries < 5 { // want `partialcategory: "RequestLimitExceeded" is one code of its category`
		tries++
		time.Sleep(time.Second)
		goto again
	}
	return err
}

func sharedWhole(client *cvm.Client, r *cvm.StopInstancesRequest) (err error) {
	for i := 0; i < 5; i++ {
		_, err = client.StopInstances(r)
		if !tc.Throttled(err) {
			break
		}
		time.Sleep(time.Second)
	}
	return err
}

// What the test leaves out is waited for as well, longer.
func longer(client *cvm.Client, r *cvm.StopInstancesRequest) (err error) {
	for i := 0; i < 5; i++ {
		if _, err = client.StopInstances(r); err == nil {
			return nil
		}
		switch {
		case tc.Code(err) == "RequestLimitExceeded":
			time.Sleep(time.Second)
		case tc.Throttled(err):
			time.Sleep(time.Minute)
		default:
			return err
		}
	}
	return err
}
