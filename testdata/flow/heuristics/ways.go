package heuristics

import (
	"errors"
	"log"
	"sync"
	"time"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/tc"
)

// A literal that is called on every way uses the error only if it reads it.

func (f *fleet) reported(report func(error)) error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if tc.Gone(err) {
		log.Print("gone")
	}
	func() { report(err) }()
	return nil
}

func (f *fleet) unlocked(mu *sync.Mutex) error {
	mu.Lock()
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if tc.Gone(err) { // want `missingcritical: .* swallowed`
		log.Print("gone")
	}
	func() { mu.Unlock() }()
	return nil
}

// What is made of the error that this one was taken from may be this one.

func (f *fleet) taken(pick func(error) error, report func(error) error) error {
	_, all := f.client.StopInstances(cvm.NewStopInstancesRequest())
	err := pick(all)
	if tc.Gone(err) {
		return nil
	}
	return report(all)
}

func (f *fleet) notTaken(pick func(error) error, report func(string) error) error {
	_, all := f.client.StopInstances(cvm.NewStopInstancesRequest())
	err := pick(all)
	if tc.Gone(err) { // want `missingcritical: .* swallowed`
		return nil
	}
	return report("stopped")
}

// A word that success does not say is an answer.

func (f *fleet) state() (string, error) {
	_, err := f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if tc.Gone(err) {
		return "gone", nil
	}
	if err != nil {
		return "unreachable", nil
	}
	return "running", nil
}

func (f *fleet) stateless() (string, error) {
	_, err := f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if tc.Gone(err) { // want `missingcritical: .* swallowed`
		return "gone", nil
	}
	if err != nil {
		return "", nil
	}
	return "running", nil
}

// The answer that is nil beside a failure tells of it.

func (f *fleet) found() *cvm.DescribeInstancesResponse {
	answer, err := f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if tc.Gone(err) {
		log.Print("gone")
	}
	return answer
}

func (f *fleet) given(answer *cvm.DescribeInstancesResponse) *cvm.DescribeInstancesResponse {
	_, err := f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if tc.Gone(err) { // want `missingcritical: .* swallowed`
		log.Print("gone")
	}
	return answer
}

// An error that is compared with one which may be any is known no better after it.

type watch struct{ last error }

func (f *fleet) repeated(w *watch) error {
	_, err := f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if err == w.last {
		return err
	}
	if tc.Gone(err) {
		log.Print("gone")
	}
	return nil
}

func (f *fleet) upstream() error {
	_, err := f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if err == errUpstream {
		return err
	}
	if tc.Gone(err) { // want `missingcritical: .* swallowed`
		log.Print("gone")
	}
	return nil
}

// A list that grows and that nobody reads is no record.

func (f *fleet) unread(ids []string) error {
	var failed []string
	for _, id := range ids {
		r := cvm.NewStopInstancesRequest()
		r.InstanceIds = []*string{&id}
		_, err := f.client.StopInstances(r)
		if tc.Gone(err) { // want `missingcritical: .* swallowed`
			log.Print("gone")
		}
		if err != nil {
			failed = append(failed, id)
		}
	}
	return nil
}

func (f *fleet) read(ids []string) error {
	var failed []string
	for _, id := range ids {
		r := cvm.NewStopInstancesRequest()
		r.InstanceIds = []*string{&id}
		_, err := f.client.StopInstances(r)
		if tc.Gone(err) {
			log.Print("gone")
		}
		if err != nil {
			failed = append(failed, id)
		}
	}
	if len(failed) > 0 {
		return errors.New("some run still")
	}
	return nil
}

// The next round of a loop is no record of the failure.

func (f *fleet) insist(ids []string) error {
	for _, id := range ids {
		r := cvm.NewStopInstancesRequest()
		r.InstanceIds = []*string{&id}
		for try := 0; try < 3; try++ {
			_, err := f.client.StopInstances(r)
			if err == nil {
				break
			}
			if tc.Throttled(err) { // want `missingcritical: .* swallowed` `criticalsuccess: `
				time.Sleep(time.Second)
				continue
			}
		}
	}
	return nil
}

// Another place is asked, not the same again.

type places struct{ names []string }

func (p *places) next() *string {
	name := p.names[0]
	p.names = p.names[1:]
	return &name
}

func (f *fleet) elsewhere(all *places) error {
	for {
		r := cvm.NewRunInstancesRequest()
		r.InstanceName = all.next()
		_, err := f.client.RunInstances(r)
		if err == nil {
			return nil
		}
		if tc.Gone(err) {
			return err
		}
		time.Sleep(time.Second)
	}
}

func (f *fleet) sameAgain(all *places) error {
	r := cvm.NewRunInstancesRequest()
	r.InstanceName = all.next()
	for {
		_, err := f.client.RunInstances(r)
		if err == nil {
			return nil
		}
		if tc.Gone(err) { // want `missingcritical: .* retried`
			return err
		}
		time.Sleep(time.Second)
	}
}

func (f *fleet) second(first, second string) error {
	for try := 0; ; try++ {
		name := first
		if try > 0 {
			name = second
		}
		_, err := f.client.RunInstances(named(name))
		if err == nil {
			return nil
		}
		if tc.Gone(err) {
			return err
		}
		time.Sleep(time.Second)
	}
}

func named(name string) *cvm.RunInstancesRequest {
	r := cvm.NewRunInstancesRequest()
	r.InstanceName = &name
	return r
}

func (f *fleet) inRegion() error {
	for {
		r := cvm.NewRunInstancesRequest()
		region := f.client.GetRegion()
		r.InstanceName = &region
		_, err := f.client.RunInstances(r)
		if err == nil {
			return nil
		}
		if tc.Gone(err) { // want `missingcritical: .* retried`
			return err
		}
		time.Sleep(time.Second)
	}
}

// A loop that goes round at once and for one code does not make the others final.

func (f *fleet) atOnce() error {
	for {
		_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
		if tc.Code(err) == "InternalServerError" {
			continue
		}
		return err
	}
}

func nextOf(p *places) *string {
	name := p.names[0]
	p.names = p.names[1:]
	return &name
}

func (f *fleet) elsewhereToo(all *places) error {
	for {
		r := cvm.NewRunInstancesRequest()
		r.InstanceName = nextOf(all)
		_, err := f.client.RunInstances(r)
		if err == nil {
			return nil
		}
		if tc.Gone(err) {
			return err
		}
		time.Sleep(time.Second)
	}
}
