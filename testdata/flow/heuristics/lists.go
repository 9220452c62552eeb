package heuristics

import (
	"encoding/json"
	"errors"
	"log"
	"os"
	"slices"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/heuristics/lib"
	"example.com/flow/tc"
)

// A loop over a list compares with each member.

func (f *fleet) anyOf() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	for _, code := range []string{"InvalidInstanceId.NotFound", "InvalidInstanceId.Malformed"} {
		if tc.Code(err) == code { // want `missingcritical: .* swallowed`
			log.Print(code)
		}
	}
	return nil
}

func (f *fleet) oneOfTwo(first bool) error {
	code := "InvalidInstanceId.Malformed"
	if first {
		code = "InvalidInstanceId.NotFound"
	}
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if tc.Code(err) == code {
		log.Print(code)
	}
	return nil
}

// A code that a map of words lacks has the word "".

var words = map[string]string{"InvalidInstanceId.NotFound": "gone", "InvalidInstanceId.Malformed": "bad"}

func (f *fleet) worded() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if words[tc.Code(err)] == "" { // want `missingcritical: `
		return nil
	}
	return err
}

func (f *fleet) wordless() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if words[tc.Code(err)] == "gone" { // want `missingcritical: `
		log.Print("gone")
	}
	return nil
}

// What a map holds may be made where it stands.

var sentinels = map[string]error{
	"InvalidInstanceId.NotFound":  errors.New("no such instance"),
	"InvalidInstanceId.Malformed": errUpstream,
}

func (f *fleet) sentinel() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	known := sentinels[tc.Code(err)]
	if known != nil { // want `missingcritical: `
		return known
	}
	return nil
}

var actions = map[string]func() error{
	"InvalidInstanceId.NotFound":  func() error { return nil },
	"InvalidInstanceId.Malformed": nil,
}

func (f *fleet) action() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if do := actions[tc.Code(err)]; do != nil { // want `missingcritical: `
		return do()
	}
	return nil
}

// What a map holds that is not made there may be nil.

func (f *fleet) perhaps(known error) error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	sentinels := map[string]error{"InvalidInstanceId.NotFound": known}
	if known := sentinels[tc.Code(err)]; known != nil {
		return known
	}
	return nil
}

// What reflection compares is what it was made of.

func (f *fleet) held() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if lib.Holds([]string{"InvalidInstanceId.NotFound", "InvalidInstanceId.Malfromed"}, tc.Code(err)) { // want `unknowncode: `
		return nil
	}
	if lib.Holds(map[string]bool{"InvalidInstanceId.NotFond": true}, tc.Code(err)) { // want `unknowncode: `
		return nil
	}
	if lib.Holds("InvalidInstanceId.NotFuond", tc.Code(err)) { // want `swappedargs: `
		return nil
	}
	return err
}

// A list that others use serves errors of other services.

var Hosts = []string{"ResourceNotFound.CdnHostNotExists"}

var hosts = []string{"ResourceNotFound.CdnHostNotExists"} // want `wrongservice: `

func (f *fleet) host() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if slices.Contains(Hosts, tc.Code(err)) || slices.Contains(hosts, tc.Code(err)) {
		return nil
	}
	return err
}

// A field holds codes where all that fills it does.

type report struct{ code, kind string }

func newReport(err error) *report { return &report{code: tc.Code(err), kind: "stop"} }

func (r *report) gone() bool { return r.code == "InvalidInstanceId.NotFuond" } // want `unknowncode: `

func (r *report) stop() bool { return r.kind == "stpo" }

type note struct{ code string }

func newNote(code string) *note { return &note{code} }

func (f *fleet) noted() *note {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	return newNote(tc.Code(err))
}

func (n *note) gone(err error) bool {
	return tc.Gone(err) || n.code == "InvalidInstanceId.NotFuond" // want `unknowncode: `
}

type mark struct{ code string }

func newMark(code string) *mark { return &mark{code} }

func (f *fleet) marked() []*mark {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	return []*mark{newMark(tc.Code(err)), newMark(os.Getenv("STATE"))}
}

func (m *mark) gone(err error) bool {
	return tc.Gone(err) || m.code == "InvalidInstanceId.NotFuond"
}

// What prints a value fills no field of it; what decodes into it may.

type Failure struct{ Code string }

func newFailure(err error) *Failure {
	f := &Failure{tc.Code(err)}
	log.Print(f)
	return f
}

func (f *Failure) gone() bool { return f.Code == "InvalidInstanceId.NotFuond" } // want `unknowncode: `

type State struct{ Code string }

func newState(err error, data []byte) *State {
	s := &State{tc.Code(err)}
	if err == nil && json.Unmarshal(data, s) != nil {
		return nil
	}
	return s
}

func (s *State) gone() bool { return s.Code == "InvalidInstanceId.NotFuond" }

// What a function returns is no member of a list.

func fallback() string { return "InvalidInstanceId.NotFound" }

func (f *fleet) fallback() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if tc.Code(err) == fallback() {
		return nil
	}
	return err
}
