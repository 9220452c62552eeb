package facts

import (
	"fmt"
	"strings"
)

// A Header is where a request says which API it calls.
type Header uint8

const (
	NoHeader Header = iota
	ActionHeader
	VersionHeader
	SignedScope // the service in what is signed: date/service/tc3_request
	NumHeaders
)

// HeaderValues is what a function puts in a place.
type HeaderValues struct {
	Texts  []string // constants, sorted
	Params []int    // parameters of the function, the receiver not counted
	Open   bool     // or something else
}

// Empty reports whether the function puts nothing there.
func (v *HeaderValues) Empty() bool { return len(v.Texts)+len(v.Params) == 0 && !v.Open }

// A Request is what a function says of the requests to the API that it makes or signs.
type Request struct {
	Headers [NumHeaders]HeaderValues
	Pending bool // which service it calls is for its callers to say
}

// A Sender is the fact of a function that makes requests to the API, or signs them,
// for other packages, or that sends any request and hands on what came.
type Sender struct {
	Request
	Origin Origin // the services that it calls, whoever calls it
	Raw    bool   // nothing has looked into what it returns first
}

// AFact marks a fact.
func (*Sender) AFact() {}

func (s *Sender) String() string {
	var parts []string
	if !s.Origin.None() {
		parts = append(parts, s.Origin.String())
	}
	for at, name := range [NumHeaders]string{ActionHeader: "action", VersionHeader: "version", SignedScope: "scope"} {
		v := &s.Headers[at]
		if v.Empty() {
			continue
		}
		for _, text := range v.Texts {
			name += " " + text
		}
		for _, i := range v.Params {
			name += fmt.Sprintf(" #%d", i)
		}
		if v.Open {
			name += " ?"
		}
		parts = append(parts, name)
	}
	if s.Pending {
		parts = append(parts, "pending")
	}
	if s.Raw {
		parts = append(parts, "raw")
	}
	return "sender(" + strings.Join(parts, ", ") + ")"
}

// Says reports whether the function says anything of requests to the API.
func (s *Sender) Says() bool {
	for at := range s.Headers {
		if !s.Headers[at].Empty() {
			return true
		}
	}
	return s.Pending || !s.Origin.None()
}

// OnlySigns reports whether all that the function says is the service that it signs for.
func (s *Sender) OnlySigns() bool {
	return !s.Headers[SignedScope].Empty() && s.Headers[ActionHeader].Empty() && s.Headers[VersionHeader].Empty() && !s.Raw
}

// MaxTexts bounds the constants of a place that a fact carries.
const MaxTexts = 8

// Bounded returns a request that is no larger than a fact may be.
func (r Request) Bounded() Request {
	for at := range r.Headers {
		if v := &r.Headers[at]; len(v.Texts) > MaxTexts {
			v.Texts, v.Open = nil, true
		}
	}
	return r
}
