// Package logged is judged by a policy that forbids errors which only a log tells
// of: AuthFailure=swallowed|logged.
package logged

import (
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net/http"
	"os"
	"strings"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

func codeOf(err error) string {
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func printed(c *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	if _, err := c.TerminateInstances(r); err != nil {
		if codeOf(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: AuthFailure of TerminateInstances is only logged: any code but "InvalidInstanceId\.NotFound" ends as success does; return it`
			return nil
		}
		log.Printf("terminate: %v", err)
	}
	return nil
}

func structured(c *cvm.Client, r *cvm.TerminateInstancesRequest) {
	_, err := c.TerminateInstances(r)
	if err == nil || codeOf(err) == "InvalidInstanceId.NotFound" { // want `AuthFailure of TerminateInstances is only logged`
		return
	}
	slog.Error("terminate", "err", err)
}

// A line that does not even name the error.
func silent(c *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	_, err := c.TerminateInstances(r)
	if err == nil {
		return nil
	}
	switch codeOf(err) {
	case "InvalidInstanceId.NotFound": // want `AuthFailure of TerminateInstances is only logged`
		return err
	}
	log.Print("something went wrong")
	return nil
}

func onTerminal(c *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	_, err := c.TerminateInstances(r)
	if strings.HasPrefix(codeOf(err), "InvalidInstanceId.") { // want `AuthFailure of TerminateInstances is only logged`
		return err
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "cannot terminate:", err)
	}
	return nil
}

// From here on: more than a log tells of it.

func counted(c *cvm.Client, rs []*cvm.TerminateInstancesRequest) (failed int) {
	for _, r := range rs {
		_, err := c.TerminateInstances(r)
		if err == nil || codeOf(err) == "InvalidInstanceId.NotFound" {
			continue
		}
		log.Printf("terminate: %v", err)
		failed++
	}
	return failed
}

func returned(c *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	_, err := c.TerminateInstances(r)
	if codeOf(err) == "InvalidInstanceId.NotFound" {
		return nil
	}
	if err != nil {
		log.Printf("terminate: %v", err)
	}
	return err
}

func answered(c *cvm.Client, r *cvm.TerminateInstancesRequest) bool {
	_, err := c.TerminateInstances(r)
	if codeOf(err) == "InvalidInstanceId.NotFound" {
		return true
	}
	if err != nil {
		log.Printf("terminate: %v", err)
		return false
	}
	return true
}

func ended(c *cvm.Client, r *cvm.TerminateInstancesRequest) {
	_, err := c.TerminateInstances(r)
	if codeOf(err) == "InvalidInstanceId.NotFound" {
		return
	}
	if err != nil {
		log.Fatalf("terminate: %v", err)
	}
}

// Throttling may be logged: the policy names AuthFailure alone.
func named(c *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	_, err := c.TerminateInstances(r)
	if code := codeOf(err); strings.HasPrefix(code, "AuthFailure") {
		return err
	}
	if err != nil {
		log.Printf("terminate: %v", err)
	}
	return nil
}

// What a server answers is no log.
func served(w http.ResponseWriter, c *cvm.Client, r *cvm.TerminateInstancesRequest) {
	_, err := c.TerminateInstances(r)
	if err == nil || codeOf(err) == "InvalidInstanceId.NotFound" {
		return
	}
	fmt.Fprintf(w, "terminate: %v", err)
}
