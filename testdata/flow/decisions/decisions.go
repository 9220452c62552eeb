// Package decisions has small programs of everyday form, each judged by one
// decision of the analysis that no other program needs, and their twins.
package decisions

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"strings"
	"time"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/tc"
)

// What an error is made into is returned: it is not swallowed.

func textLater(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if tc.Gone(err) {
		log.Print("gone")
	}
	text := fmt.Sprint(err)
	if strings.Contains(text, "quota") || len(text) > 100 {
		return errors.New("stop")
	}
	return nil
}

func counted(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if tc.Gone(err) {
		log.Print("gone")
	}
	if len(tc.Code(err))*2 > 1 {
		return err
	}
	return nil
}

// A literal that reads the error and is called uses it.

func usedByLiteral(c *cvm.Client, r *cvm.StopInstancesRequest, report func(error)) error {
	_, err := c.StopInstances(r)
	if tc.Gone(err) {
		return nil
	}
	if err != nil {
		func() { report(err) }()
	}
	return nil
}

func givenLiteral(c *cvm.Client, r *cvm.StopInstancesRequest, do func(func())) error {
	_, err := c.StopInstances(r)
	if tc.Gone(err) {
		return nil
	}
	if err != nil {
		do(func() { log.Print(err) })
	}
	return nil
}

// What success gets from the answer is zero beside a failure.

func number(c *cvm.Client, r *cvm.DescribeInstancesRequest) (int64, error) {
	answer, err := c.DescribeInstances(r)
	if tc.Gone(err) { // want `missingcritical: `
		return 0, nil
	}
	if err != nil {
		if answer == nil {
			return -1, nil
		}
	}
	return *answer.Response.TotalCount, nil
}

func answer(c *cvm.Client, r *cvm.DescribeInstancesRequest) (*cvm.DescribeInstancesResponse, error) {
	answer, err := c.DescribeInstances(r)
	if tc.Gone(err) { // want `missingcritical: `
		log.Print("gone")
	}
	return answer, nil
}

// A request that is another in each round is no retry.

type queue struct{ ids []string }

func (q *queue) next() string {
	id := q.ids[0]
	q.ids = q.ids[1:]
	return id
}

func drained(c *cvm.Client, q *queue) error {
	for len(q.ids) > 0 {
		r := cvm.NewStopInstancesRequest()
		id := q.next()
		r.InstanceIds = []*string{&id}
		if _, err := c.StopInstances(r); err != nil && !tc.Gone(err) {
			log.Print("stop failed")
		}
	}
	return nil
}

func scanned(c *cvm.Client, lines []json.RawMessage) error {
	i := 0
	for {
		if i >= len(lines) {
			return nil
		}
		r := cvm.NewStopInstancesRequest()
		if err := json.Unmarshal(lines[i], r); err != nil {
			return err
		}
		i++
		_, err := c.StopInstances(r)
		if tc.Gone(err) { // want `missingcritical: .* are swallowed`
			return nil
		}
	}
}

func renewed(c *cvm.Client, ids []string) error {
	r := cvm.NewStopInstancesRequest()
	for {
		_, err := c.StopInstances(r)
		if err == nil {
			return nil
		}
		if tc.Gone(err) {
			return nil
		}
		r = cvm.NewStopInstancesRequest()
		for i := range ids {
			r.InstanceIds = append(r.InstanceIds, &ids[i])
		}
		time.Sleep(time.Second)
	}
}

// A made test asks for the code that it was made with.

func is(code string) func(error) bool {
	return func(err error) bool { return tc.Code(err) == code }
}

func madeTwice(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if is("InvalidInstanceId.NotFond")(err) { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return nil
	}
	return err
}

func captures(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	matches := func(code string) bool { return tc.Code(err) == code }
	if matches("InvalidInstanceId.NotFond") { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return nil
	}
	return err
}

func capturesOne(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	gone := func() bool { return tc.Code(err) == "InvalidInstanceId.NotFond" } // want `unknowncode: "InvalidInstanceId.NotFond"`
	if gone() {
		return nil
	}
	return err
}

// A code that is compared with another error's is no constant.

func same(a, b error) bool {
	return tc.Code(a) == tc.Code(b)
}

func equalCodes(err error, known *tcerr.TencentCloudSDKError) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && e.Code == known.Code
}

func sameAs(c *cvm.Client, r *cvm.StopInstancesRequest, before error) error {
	_, err := c.StopInstances(r)
	if same(err, before) {
		return nil
	}
	return err
}

// Members of lists, of structs, and of structs in lists.

type rule struct {
	code  string
	fatal bool
}

func ruled(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	for _, each := range []rule{{"InvalidInstanceId.NotFond", false}, {"InvalidInstanceId.Malformed", true}} { // want `unknowncode: "InvalidInstanceId.NotFond"`
		if tc.Code(err) == each.code {
			return nil
		}
	}
	return err
}

func listed(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	for _, code := range [...]string{"InvalidInstanceId.NotFond", "InvalidInstanceId.Malformed"} { // want `unknowncode: "InvalidInstanceId.NotFond"`
		if tc.Code(err) == code {
			return nil
		}
	}
	return err
}

// What has a dot is a detailed code: nothing is named.

func shaped(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if strings.Contains(tc.Code(err), ".") {
		return err
	}
	if tc.Gone(err) {
		return nil
	}
	return err
}

func shapedWrong(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if strings.Contains(tc.Code(err), "_") {
		return err
	}
	return nil
}

// A deferred literal decides what is returned.

func deferredGone(c *cvm.Client, r *cvm.StopInstancesRequest) (err error) {
	defer func() {
		if tc.Gone(err) {
			err = nil
		}
	}()
	_, err = c.StopInstances(r)
	return err
}

func deferredLoss(c *cvm.Client, r *cvm.StopInstancesRequest) (err error) {
	defer func() {
		if tc.Code(err) != "UnauthorizedOperation" { // want `missingcritical: `
			err = nil
		}
	}()
	_, err = c.StopInstances(r)
	return err
}

// A classifier whose answers share a code.

func kindOf(err error) string {
	switch code := tc.Code(err); {
	case strings.HasPrefix(code, "InvalidInstanceId"):
		if code == "InvalidInstanceId.NotFound" {
			return "gone"
		}
		return "bad"
	case code == "InternalError":
		return "busy"
	}
	return ""
}

func byKind(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if kindOf(err) == "gone" {
		return nil
	}
	return err
}

func byKindWrong(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if kindOf(err) == "bad" { // want `missingcritical: `
		return err
	}
	return nil
}

// Two elements of one list are two errors.

func elements(c *cvm.Client, r *cvm.StopInstancesRequest, s *cvm.StartInstancesRequest) error {
	errs := make([]error, 2)
	_, errs[0] = c.StopInstances(r)
	_, errs[1] = c.StartInstances(s)
	if tc.Code(errs[0]) == "InvalidInstanceId.NotFond" { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return errs[1]
	}
	return errs[0]
}

func entries(c *cvm.Client, r *cvm.StopInstancesRequest, s *cvm.StartInstancesRequest) error {
	errs := map[string]error{}
	_, errs["stop"] = c.StopInstances(r)
	_, errs["start"] = c.StartInstances(s)
	if tc.Code(errs["stop"]) == "ResourceNotFound.CdnHostNotExists" { // want `wrongservice: `
		return errs["start"]
	}
	return errs["stop"]
}

// What only prints does not change what it is given.

func printed(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	errs := []error{nil}
	_, errs[0] = c.StopInstances(r)
	log.Println("stop", errs)
	if tc.Code(errs[0]) == "ResourceNotFound.CdnHostNotExists" { // want `wrongservice: `
		return nil
	}
	return errs[0]
}

func changed(c *cvm.Client, r *cvm.StopInstancesRequest, change func([]error)) error {
	errs := []error{nil}
	_, errs[0] = c.StopInstances(r)
	change(errs)
	if tc.Code(errs[0]) == "ResourceNotFound.CdnHostNotExists" {
		return nil
	}
	return errs[0]
}

// A recursion that success makes as well is no retry.

func walk(c *cvm.Client, r *cvm.StopInstancesRequest, n int) error {
	if n == 0 {
		return nil
	}
	_, err := c.StopInstances(r)
	if tc.Gone(err) {
		return nil
	}
	if err != nil {
		log.Print(err)
	}
	return walk(c, r, n-1)
}

// A helper that waits and answers is no pause.

type ticker interface {
	Tick(d time.Duration) int
	Pause(d time.Duration) error
}

func ticked(c *cvm.Client, r *cvm.StopInstancesRequest, t ticker) error {
	for t.Tick(time.Second) > 0 {
		_, err := c.StopInstances(r)
		if err == nil {
			return nil
		}
		if tc.Gone(err) {
			return err
		}
	}
	return nil
}
