package recorded

import (
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/tc"
)

// A run is what is told of a job when it ends.
type run struct {
	id     string
	failed bool
}

// told tells by a literal that reads a part of the record.
func told(client *cvm.Client, id string, metrics func(id string, failed bool)) {
	var r run
	r.id = id
	defer func() { metrics(r.id, r.failed) }()
	if _, err := client.StopInstances(stopRequest(id)); err != nil {
		if tc.Code(err) == "InvalidInstanceId.NotFound" {
			return
		}
		r.failed = true
	}
}

// untold sets a part that the literal does not read.
func untold(client *cvm.Client, id string, metrics func(id string)) {
	var r struct{ id, reason string }
	r.id = id
	defer func() { metrics(id) }()
	if _, err := client.StopInstances(stopRequest(id)); err != nil {
		if tc.Code(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: .*swallowed`
			return
		}
		r.reason = "stop"
	}
}

// handedOn tells by a literal that hands the error's address on.
func handedOn(client *cvm.Client, id string, report func(*error)) {
	var err error
	defer func() { report(&err) }()
	if _, err = client.StopInstances(stopRequest(id)); tc.Code(err) == "InvalidInstanceId.NotFound" {
		err = nil
	}
}
