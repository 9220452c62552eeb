// Package places keeps errors in fields, maps, globals and contexts, and reads
// them again from there.
package places

import (
	"context"
	"errors"
	"fmt"
	"log"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

func code(err error) string {
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func gone(err error) bool { return code(err) == "InvalidInstanceId.NotFound" }

// job keeps the error of its last call.
type job struct {
	client *cvm.Client
	state  string
	last   struct {
		err   error
		tries int
	}
}

func (j *job) run(r *cvm.StopInstancesRequest) error {
	_, j.last.err = j.client.StopInstances(r)
	j.last.tries++
	switch code(j.last.err) {
	case "":
		j.state = "stopped"
	case "InvalidInstanceId.NotFound":
		j.state = "gone"
		return nil
	}
	if j.last.err != nil {
		return fmt.Errorf("try %d: %w", j.last.tries, j.last.err)
	}
	return nil
}

// finish reads what run left.
func (j *job) finish() (string, error) {
	if e, ok := j.last.err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
		return "gone", nil
	}
	if j.last.err == nil {
		return "done", nil
	}
	return "", j.last.err
}

// outcome travels from a worker by value.
type outcome struct {
	id  string
	err error
}

func collect(results <-chan outcome) (missing []string, err error) {
	for res := range results {
		if gone(res.err) {
			missing = append(missing, res.id)
			continue
		}
		if res.err != nil {
			return missing, res.err
		}
	}
	return missing, nil
}

func first(results []outcome) error {
	if gone(results[0].err) {
		return nil
	}
	if results[0].err != nil {
		return results[0].err
	}
	return nil
}

func each(results []outcome) (failed int) {
	for i := range results {
		if gone(results[i].err) {
			continue
		}
		if results[i].err != nil {
			log.Printf("%s: %v", results[i].id, results[i].err)
			failed++
		}
	}
	return failed
}

// by keeps one error for each instance.
func by(errs map[string]error, id string) error {
	if e, ok := errs[id].(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	if err, ok := errs[id]; ok {
		return err
	}
	return nil
}

var lastErr error

func check(c *cvm.Client, r *cvm.DescribeInstancesRequest) bool {
	_, lastErr = c.DescribeInstances(r)
	if gone(lastErr) {
		return false
	}
	return lastErr == nil
}

func why() error {
	if gone(lastErr) {
		return nil
	}
	if lastErr != nil {
		return lastErr
	}
	return nil
}

func pointed(err *error) error {
	if gone(*err) {
		*err = nil
		return nil
	}
	if *err != nil {
		return *err
	}
	return nil
}

func cancelled(ctx context.Context) error {
	if gone(context.Cause(ctx)) {
		return nil
	}
	if context.Cause(ctx) != nil {
		return context.Cause(ctx)
	}
	return nil
}

// event gives its error by a getter.
type event struct {
	name string
	err  error
}

func (e *event) Err() error { return e.err }

func handle(e *event) error {
	if gone(e.Err()) {
		return nil
	}
	if e.Err() != nil {
		return e.Err()
	}
	return nil
}

// source is anybody's.
type source interface{ Err() error }

func drain(s source) error {
	if gone(s.Err()) {
		return nil
	}
	if s.Err() != nil {
		return s.Err()
	}
	return nil
}

// A test on a place is a test like any other.
func (j *job) misspelled(r *cvm.StopInstancesRequest) error {
	_, j.last.err = j.client.StopInstances(r)
	if code(j.last.err) == "InvalidInstanceId.NotFond" { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return nil
	}
	return j.last.err
}

func foreign(c *cvm.Client, r *cvm.DescribeInstancesRequest) (o outcome) {
	_, o.err = c.DescribeInstances(r)
	if code(o.err) == "ResourceNotFound.CdnHostNotExists" { // want `wrongservice: no API of cvm`
		o.err = nil
	}
	return o
}

// The second test on the place is dead, for nobody wrote to it.
func twice(j *job) string {
	if gone(j.last.err) {
		return "gone"
	}
	if code(j.last.err) == "InvalidInstanceId.NotFound" { // want `deadtest: `
		return "missing"
	}
	return "there"
}

// Here somebody did.
func again(j *job, r *cvm.StopInstancesRequest) string {
	if gone(j.last.err) {
		return "gone"
	}
	_, j.last.err = j.client.StopInstances(r)
	if code(j.last.err) == "InvalidInstanceId.NotFound" {
		return "missing"
	}
	return "there"
}

func afterRun(j *job, r *cvm.StopInstancesRequest) string {
	if gone(j.last.err) {
		return "gone"
	}
	if err := j.run(r); err != nil {
		return err.Error()
	}
	if gone(j.last.err) {
		return "missing"
	}
	return "there"
}

// A local struct is a place of this function alone: what it loses is lost.
func local(c *cvm.Client, r *cvm.DescribeInstancesRequest) error {
	var res struct {
		out *cvm.DescribeInstancesResponse
		err error
	}
	res.out, res.err = c.DescribeInstances(r)
	if gone(res.err) { // want `missingcritical: .* are swallowed`
		return errors.New("gone")
	}
	return nil
}

func kept(c *cvm.Client, r *cvm.DescribeInstancesRequest) error {
	var res struct {
		out *cvm.DescribeInstancesResponse
		err error
	}
	res.out, res.err = c.DescribeInstances(r)
	if gone(res.err) {
		return errors.New("gone")
	}
	return res.err
}

// The entries are returned, whatever is taken out of them between.
func byID(c *cvm.Client, all map[string]*cvm.StopInstancesRequest) map[string]error {
	errs := map[string]error{}
	for id, r := range all {
		_, errs[id] = c.StopInstances(r)
		if gone(errs[id]) {
			delete(errs, id)
		}
		if code(errs[id]) == "OperationDenied.InstanceOperationInProgress" {
			errs[id] = errors.New("busy")
		}
	}
	return errs
}

// Nobody gets the entries.
func byIDLost(c *cvm.Client, all map[string]*cvm.StopInstancesRequest) (busy int) {
	errs := map[string]error{}
	for id, r := range all {
		_, errs[id] = c.StopInstances(r)
		if gone(errs[id]) {
			delete(errs, id)
		}
		if code(errs[id]) == "OperationDenied.InstanceOperationInProgress" { // want `missingcritical: .* are swallowed`
			busy++
		}
	}
	return busy
}
