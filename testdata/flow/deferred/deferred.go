// Package deferred decides on the way out what becomes of the error.
package deferred

import (
	"fmt"
	"log"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/tc"
)

func lossy(client *cvm.Client, r *cvm.TerminateInstancesRequest) (err error) {
	defer func() {
		if tc.Code(err) != "InvalidInstanceId.NotFound" { // want `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation of TerminateInstances are swallowed`
			err = nil
		}
	}()
	_, err = client.TerminateInstances(r)
	return err
}

func lossyElse(client *cvm.Client, r *cvm.TerminateInstancesRequest) (id string, err error) {
	defer func() {
		if tc.Code(err) == "UnsupportedOperation" { // want `missingcritical: .*swallowed`
			err = fmt.Errorf("not now: %w", err)
		} else {
			err = nil
		}
	}()
	resp, err := client.TerminateInstances(r)
	if err != nil {
		return "", err
	}
	return *resp.Response.RequestId, nil
}

func lossySwitch(client *cvm.Client, r *cvm.TerminateInstancesRequest) (err error) {
	defer func() {
		switch tc.Code(err) {
		case "UnsupportedOperation": // want `missingcritical: .*swallowed`
			return
		}
		err = nil
	}()
	_, err = client.TerminateInstances(r)
	return
}

func right(client *cvm.Client, r *cvm.TerminateInstancesRequest) (err error) {
	defer func() {
		if tc.Gone(err) {
			err = nil
		}
	}()
	_, err = client.TerminateInstances(r)
	return err
}

func rightLogged(client *cvm.Client, r *cvm.TerminateInstancesRequest) (err error) {
	defer func() {
		if !tc.Gone(err) {
			log.Printf("terminate: %v", err)
			err = nil
		}
	}()
	_, err = client.TerminateInstances(r)
	return err
}

func rightWrapped(client *cvm.Client, r *cvm.TerminateInstancesRequest) (err error) {
	defer func() {
		switch {
		case tc.Gone(err):
			err = nil
		case err != nil:
			err = fmt.Errorf("terminate: %w", err)
		}
	}()
	_, err = client.TerminateInstances(r)
	return err
}

// The variable is no result: what the function returns was read before.
func notAResult(client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	var err error
	defer func() {
		if !tc.Gone(err) {
			err = nil
		}
	}()
	_, err = client.TerminateInstances(r)
	return err
}

// A literal that is called on the way, not at the end.
func onTheWay(client *cvm.Client, r *cvm.TerminateInstancesRequest) (err error) {
	forget := func() {
		if !tc.Gone(err) {
			err = nil
		}
	}
	_, err = client.TerminateInstances(r)
	if err != nil {
		log.Print(err)
	}
	forget()
	return err
}
