// Package results tells failure by a result that is no error: a bool, a number,
// a text, a struct.
package results

import (
	"errors"
	"fmt"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/tc"
)

func health(client *cvm.Client, r *cvm.DescribeInstancesRequest) string {
	_, err := client.DescribeInstances(r)
	if tc.Code(err) == "ResourceInsufficient.SpecifiedInstanceType" {
		return "full"
	}
	if err != nil {
		return "unhealthy"
	}
	return "healthy"
}

func healthLossy(client *cvm.Client, r *cvm.DescribeInstancesRequest) string {
	_, err := client.DescribeInstances(r)
	if tc.Code(err) == "ResourceInsufficient.SpecifiedInstanceType" { // want `missingcritical: .*swallowed`
		return "full"
	}
	return "healthy"
}

func exitCode(client *cvm.Client, r *cvm.DescribeInstancesRequest) int {
	_, err := client.DescribeInstances(r)
	switch {
	case tc.Gone(err):
		return 1
	case err != nil:
		return 2
	}
	return 0
}

func exitCodeLossy(client *cvm.Client, r *cvm.DescribeInstancesRequest) int {
	_, err := client.DescribeInstances(r)
	switch {
	case tc.Gone(err): // want `missingcritical: .*swallowed`
		return 1
	case err != nil:
		return 0
	}
	return 0
}

func stopped(client *cvm.Client, r *cvm.StopInstancesRequest) bool {
	_, err := client.StopInstances(r)
	if tc.Gone(err) {
		return true
	}
	return err == nil
}

func stoppedLossy(client *cvm.Client, r *cvm.StopInstancesRequest) bool {
	_, err := client.StopInstances(r)
	if tc.Gone(err) { // want `missingcritical: .*swallowed`
		return false
	}
	return true
}

func stoppedLossyToo(client *cvm.Client, r *cvm.StopInstancesRequest) bool {
	_, err := client.StopInstances(r)
	return !tc.Gone(err) // want `missingcritical: .*swallowed`
}

// Is it gone? No is the answer for whatever else happens.
func gone(client *cvm.Client, r *cvm.StopInstancesRequest) bool {
	_, err := client.StopInstances(r)
	return tc.Gone(err)
}

type probe struct {
	Up     bool
	Reason string
}

func probed(client *cvm.Client, r *cvm.DescribeInstancesRequest) probe {
	_, err := client.DescribeInstances(r)
	if tc.Gone(err) {
		return probe{Reason: "gone"}
	}
	if err != nil {
		return probe{Reason: "cannot tell"}
	}
	return probe{Up: true}
}

func probedLossy(client *cvm.Client, r *cvm.DescribeInstancesRequest) probe {
	_, err := client.DescribeInstances(r)
	if tc.Gone(err) { // want `missingcritical: .*swallowed`
		return probe{Reason: "gone"}
	}
	return probe{Up: true}
}

func probedField(client *cvm.Client, r *cvm.DescribeInstancesRequest) (p probe) {
	_, err := client.DescribeInstances(r)
	p.Up = err == nil
	if tc.Gone(err) {
		p.Reason = "gone"
	}
	return p
}

func probedPointer(client *cvm.Client, r *cvm.DescribeInstancesRequest) *probe {
	_, err := client.DescribeInstances(r)
	if tc.Gone(err) {
		return &probe{Reason: "gone"}
	}
	if err != nil {
		return nil
	}
	return &probe{Up: true}
}

func total(client *cvm.Client, r *cvm.DescribeInstancesRequest) int64 {
	resp, err := client.DescribeInstances(r)
	if tc.Gone(err) {
		return 0
	}
	if err != nil {
		return -1
	}
	return *resp.Response.TotalCount
}

// found answers what was asked: not there is no failure, and any other is told.
func found(client *cvm.Client, r *cvm.DescribeInstancesRequest) (bool, error) {
	resp, err := client.DescribeInstances(r)
	if tc.Code(err) == "UnauthorizedOperation" {
		return false, nil // ours is what we may see
	}
	if err != nil {
		return false, err
	}
	return *resp.Response.TotalCount > 0, nil
}

// Both codes are answers by name, not failures by mistake.
func allowed(client *cvm.Client, r *cvm.DescribeInstancesRequest) (allowed bool, err error) {
	_, err = client.DescribeInstances(r)
	switch tc.Code(err) {
	case "UnauthorizedOperation", "AuthFailure.UnauthorizedOperation":
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("probe: %w", err)
	}
	return true, nil
}

func dropped(client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	_, err := client.TerminateInstances(r)
	if tc.Code(err) == "UnauthorizedOperation" { // want `criticalsuccess: "UnauthorizedOperation"`
		return nil
	}
	return err
}

// Some of the codes are joined, the others are lost.
func joinedSome(client *cvm.Client, ids []string) error {
	var errs error
	for _, id := range ids {
		r := cvm.NewStopInstancesRequest()
		r.InstanceIds = []*string{&id}
		_, err := client.StopInstances(r)
		if tc.Code(err) == "UnsupportedOperation" { // want `missingcritical: .*swallowed`
			errs = errors.Join(errs, err)
		}
	}
	return errs
}

func joinedAll(client *cvm.Client, ids []string) error {
	var errs error
	for _, id := range ids {
		r := cvm.NewStopInstancesRequest()
		r.InstanceIds = []*string{&id}
		_, err := client.StopInstances(r)
		if tc.Gone(err) {
			continue
		}
		errs = errors.Join(errs, err)
	}
	return errs
}

func listedSome(client *cvm.Client, ids []string) error {
	var list []error
	for _, id := range ids {
		r := cvm.NewStopInstancesRequest()
		r.InstanceIds = []*string{&id}
		_, err := client.StopInstances(r)
		if tc.Code(err) == "UnsupportedOperation" { // want `missingcritical: .*swallowed`
			list = append(list, fmt.Errorf("%s: %w", id, err))
		}
	}
	return errors.Join(list...)
}

func listedAll(client *cvm.Client, ids []string) error {
	var list []error
	for _, id := range ids {
		r := cvm.NewStopInstancesRequest()
		r.InstanceIds = []*string{&id}
		_, err := client.StopInstances(r)
		if err != nil && !tc.Gone(err) {
			list = append(list, fmt.Errorf("%s: %w", id, err))
		}
	}
	return errors.Join(list...)
}

// What success adds to the answer, the caller misses.
func marks(client *cvm.Client, ids []string) []bool {
	stopped := make([]bool, len(ids))
	for i, id := range ids {
		r := cvm.NewStopInstancesRequest()
		r.InstanceIds = []*string{&id}
		_, err := client.StopInstances(r)
		if tc.Gone(err) {
			continue
		}
		if err == nil {
			stopped[i] = true
		}
	}
	return stopped
}

type tally struct{ Stopped, Gone int }

func tallied(client *cvm.Client, ids []string) (t tally) {
	for _, id := range ids {
		r := cvm.NewStopInstancesRequest()
		r.InstanceIds = []*string{&id}
		switch _, err := client.StopInstances(r); {
		case err == nil:
			t.Stopped++
		case tc.Gone(err):
			t.Gone++
		}
	}
	return t
}

func mapped(client *cvm.Client, ids []string) map[string]string {
	state := make(map[string]string)
	for _, id := range ids {
		r := cvm.NewStopInstancesRequest()
		r.InstanceIds = []*string{&id}
		_, err := client.StopInstances(r)
		if err == nil {
			state[id] = "stopped"
		} else if tc.Gone(err) {
			state[id] = "gone"
		}
	}
	return state
}

// Are the keys good? Whatever else fails says nothing against them.
func authentic(client *cvm.Client, r *cvm.DescribeInstancesRequest) bool {
	_, err := client.DescribeInstances(r)
	switch tc.Code(err) {
	case "AuthFailure.SecretIdNotFound", "AuthFailure.SignatureFailure", "AuthFailure.TokenFailure":
		return false
	}
	return true
}
