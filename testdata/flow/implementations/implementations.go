// Package implementations calls the API by way of interfaces of its own, and reads the
// codes of whatever error has one.
package implementations

import (
	"errors"
	"fmt"
	"strings"
	"time"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

type coded interface {
	error
	GetCode() string
}

func codeOf(err error) string {
	var c coded
	if errors.As(err, &c) {
		return c.GetCode()
	}
	return ""
}

type machine interface {
	stop() error
	state() (string, error)
}

type real struct{ client *cvm.Client }

func (r real) stop() error {
	_, err := r.client.StopInstances(cvm.NewStopInstancesRequest())
	return err
}

func (r *real) state() (string, error) {
	resp, err := r.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if err != nil {
		return "", fmt.Errorf("state: %w", err)
	}
	return *resp.Response.InstanceSet[0].InstanceState, nil
}

type fake struct{ err error }

func (f *fake) stop() error            { return f.err }
func (f *fake) state() (string, error) { return "", f.err }

func stop(m machine) error {
	for tries := 5; ; tries-- {
		err := m.stop()
		if err == nil || tries == 0 {
			return err
		}
		switch code := codeOf(err); {
		case code == "":
			return err
		case strings.HasPrefix(code, "Invalid"), strings.HasPrefix(code, "LimitExceeded"): // want `missingcritical: AuthFailure and UnauthorizedOperation are retried until`
			return err
		}
		time.Sleep(time.Second)
	}
}

func stopRight(m machine) error {
	for tries := 5; ; tries-- {
		err := m.stop()
		if err == nil || tries == 0 || !strings.HasPrefix(codeOf(err), "RequestLimitExceeded") {
			return err
		}
		time.Sleep(time.Second)
	}
}

func state(m machine) (string, error) {
	s, err := m.state()
	if codeOf(err) == "InvalidInstanceId.NotFond" { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return "gone", nil
	}
	return s, err
}

func stateLost(m machine) (string, error) {
	s, err := m.state()
	if codeOf(err) == "InternalServerError" { // want `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation of state are swallowed`
		return "", err
	}
	return s, nil
}

type stopper struct{ machines map[string]machine }

func (s stopper) one(name string) error {
	err := s.machines[name].stop()
	if codeOf(err) == "UnauthorizedOperation" { // want `criticalsuccess: "UnauthorizedOperation" says`
		return nil
	}
	return err
}

func (s stopper) allRight() (failed []error) {
	for name, m := range s.machines {
		err := m.stop()
		if codeOf(err) == "InvalidInstanceId.NotFound" {
			continue
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", name, err))
		}
	}
	return failed
}

// What no method in sight takes from the API may be of another cloud.

type other interface{ start() error }

type elsewhere struct{}

type refusal struct{}

func (refusal) Error() string   { return "no" }
func (refusal) GetCode() string { return "No" }

func (elsewhere) start() error { return refusal{} }

func start(o other) error {
	err := o.start()
	if codeOf(err) == "InvalidInstanceId.NotFond" {
		return nil
	}
	return err
}

func startLost(o other) error {
	for tries := 5; ; tries-- {
		err := o.start()
		if err == nil || tries == 0 || codeOf(err) == "No" {
			return err
		}
		time.Sleep(time.Second)
	}
}
