package heuristics

import (
	"fmt"
	"log"
	"strings"
	"time"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/tc"
)

// A helper that decides by more than the code takes its codes only sometimes: a test
// after it may meet them all the same.

func soon(err error, try int) bool { return try < 3 && tc.Throttled(err) }

func (f *fleet) patiently() error {
	for try := 0; ; try++ {
		_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
		if soon(err, try) {
			time.Sleep(time.Second)
			continue
		}
		if tc.Throttled(err) {
			return errUpstream
		}
		return err
	}
}

func always(err error) bool { return tc.Throttled(err) }

func (f *fleet) impatiently() error {
	for try := 0; ; try++ {
		_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
		if always(err) {
			time.Sleep(time.Second)
			continue
		}
		if tc.Throttled(err) { // want `deadtest: .* never gets here`
			return errUpstream
		}
		return err
	}
}

func (f *fleet) late(err error) bool {
	if f.audit == nil {
		return false
	}
	return tc.Gone(err)
}

func (f *fleet) audits() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if f.late(err) {
		return nil
	}
	if tc.Gone(err) {
		return errUpstream
	}
	return err
}

func lastTry(err error, try int) bool {
	if tc.Gone(err) {
		if try > 3 {
			return true
		}
		log.Print("once more")
		return false
	}
	return false
}

func (f *fleet) atLast(try int) error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if lastTry(err, try) {
		return nil
	}
	if tc.Gone(err) {
		return errUpstream
	}
	return err
}

func notYet(err error, try int) bool {
	if try == 0 {
		return true
	}
	return !tc.Gone(err)
}

func (f *fleet) waited(try int) error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if !notYet(err, try) {
		return nil
	}
	if tc.Gone(err) {
		return errUpstream
	}
	return err
}

func oneOfThese(err error, strict bool, codes ...string) bool {
	if strict {
		return false
	}
	for _, code := range codes {
		if tc.Code(err) == code {
			return true
		}
	}
	return false
}

func (f *fleet) strictly(strict bool) error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if oneOfThese(err, strict, "InvalidInstanceId.NotFound", "InvalidInstanceId.Malformed") {
		return nil
	}
	if tc.Gone(err) {
		return errUpstream
	}
	return err
}

func listOf(err error, codes ...string) bool {
	for _, code := range codes {
		if tc.Code(err) == code {
			return true
		}
	}
	return false
}

func (f *fleet) ofList() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if listOf(err, "InvalidInstanceId.NotFound", "InvalidInstanceId.Malformed") {
		return nil
	}
	if tc.Gone(err) { // want `deadtest: .* never gets here`
		return errUpstream
	}
	return err
}

// A helper around one that decides by more is one itself.

func sooner(err error, try int) bool { return soon(err, try) }

func (f *fleet) around(try int) error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if sooner(err, try) {
		return fmt.Errorf("soon: %w", err)
	}
	if tc.Throttled(err) {
		return errUpstream
	}
	return err
}

// A classifier that decides by more than the code gives it two answers.

func ending(err error, late bool) string {
	if strings.HasPrefix(tc.Code(err), "InvalidInstanceId") {
		if late {
			return "gone"
		}
		return "early"
	}
	return ""
}

func (f *fleet) ends(late bool) error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	switch ending(err, late) {
	case "gone":
		return nil
	case "early":
		return errUpstream
	}
	return err
}

func kindAt(err error, late bool) string {
	if late {
		return "late"
	}
	if tc.Gone(err) {
		return "gone"
	}
	return "other"
}

func (f *fleet) kinds(late bool) error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if kindAt(err, late) == "gone" {
		return nil
	}
	if tc.Gone(err) {
		return errUpstream
	}
	return err
}

// The codes that it does not ask for are lost all the same.

func (f *fleet) lossy(try int) error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if soon(err, try) { // want `missingcritical: AuthFailure and UnauthorizedOperation`
		return err
	}
	return nil
}
