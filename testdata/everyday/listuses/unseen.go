package listuses

import (
	"encoding/json"
	"os"
	"slices"
	"strings"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	ssm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/ssm/v20190923"
)

// The correct twins: each list has another use, for secrets, that is not understood. A
// code that does not exist is wrong for any.

var codeOf func(error) string

func init() { codeOf = code }

var byVariable = map[string]bool{
	"InvalidInstanceId.NotFound":      true,
	"ResourceNotFound.SecretNotExist": true,
	"ResourceNotFound.SecretNotExits": true, // want `unknowncode: "ResourceNotFound.SecretNotExits"`
}

func variableStop(c *cvm.Client) error {
	if err := stop(c); !byVariable[code(err)] {
		return err
	}
	return nil
}

func variableSecret(c *ssm.Client) error {
	if err := secret(c); !byVariable[codeOf(err)] {
		return err
	}
	return nil
}

// Codes from elsewhere.

var fromChannel = []string{"InvalidInstanceId.NotFound", "ResourceNotFound.SecretNotExist"}

func channelStop(c *cvm.Client) error {
	if err := stop(c); !slices.Contains(fromChannel, code(err)) {
		return err
	}
	return nil
}

func count(codes <-chan string) (n int) {
	for one := range codes {
		if slices.Contains(fromChannel, one) {
			n++
		}
	}
	return n
}

// An exported function tests, lists or hands on.

var forOthers = map[string]bool{"InvalidInstanceId.NotFound": true, "ResourceNotFound.SecretNotExist": true}

func othersStop(c *cvm.Client) error {
	if err := stop(c); !forOthers[code(err)] {
		return err
	}
	return nil
}

func IsGone(code string) bool { return forOthers[code] }

var listed = map[string]bool{"InvalidInstanceId.NotFound": true, "ResourceNotFound.SecretNotExist": true}

func listedStop(c *cvm.Client) error {
	if err := stop(c); !listed[code(err)] {
		return err
	}
	return nil
}

func Gone() map[string]bool { return listed }

var visited = []string{"InvalidInstanceId.NotFound", "ResourceNotFound.SecretNotExist"}

func visitedStop(c *cvm.Client) error {
	if err := stop(c); !slices.Contains(visited, code(err)) {
		return err
	}
	return nil
}

func EachGone(visit func(code string)) {
	for _, one := range visited {
		visit(one)
	}
}

var encoded = []string{"InvalidInstanceId.NotFound", "ResourceNotFound.SecretNotExist"}

func encodedStop(c *cvm.Client) error {
	if err := stop(c); !slices.Contains(encoded, code(err)) {
		return err
	}
	return nil
}

func save() error { return json.NewEncoder(os.Stdout).Encode(encoded) }

// A method that an interface names.

type matcher interface {
	match(err error, codes ...string) bool
}

var matched = []string{"InvalidInstanceId.NotFound", "ResourceNotFound.SecretNotExist"}

func matchedStop(c *cvm.Client) error {
	if err := stop(c); !slices.Contains(matched, code(err)) {
		return err
	}
	return nil
}

func matchedSecret(c *ssm.Client, m matcher) error {
	if err := secret(c); !m.match(err, matched...) {
		return err
	}
	return nil
}

// A part of a list, a key of one, and an element that goes to a variable.

var matches = func(err error, text string) bool { return err != nil && code(err) == text }

var ranged = map[string]bool{"InvalidInstanceId.NotFound": true, "ResourceNotFound.SecretNotExist": true}

func rangedStop(c *cvm.Client) error {
	if err := stop(c); !ranged[code(err)] {
		return err
	}
	return nil
}

func rangedSecret(c *ssm.Client) error {
	err := secret(c)
	for one := range ranged {
		if matches(err, one) {
			return nil
		}
	}
	return err
}

// Another list holds the list, or is asked with its elements.

var part = []string{"InvalidInstanceId.NotFound", "ResourceNotFound.SecretNotExist"}

var all = append([]string{"InvalidInstanceId.Malformed"}, part...)

func partStop(c *cvm.Client) error {
	if err := stop(c); !slices.Contains(part, code(err)) {
		return err
	}
	return nil
}

func has(one string) bool { return slices.Contains(all, one) }

var asked = []string{"InvalidInstanceId.NotFound", "ResourceNotFound.SecretNotExist"}

func askedStop(c *cvm.Client) error {
	if err := stop(c); !slices.Contains(asked, code(err)) {
		return err
	}
	return nil
}

func askedSecrets(cs []*ssm.Client) bool {
	seen := make(map[string]bool)
	for _, c := range cs {
		seen[codeOf(secret(c))] = true
	}
	for _, one := range asked {
		if seen[one] {
			return true
		}
	}
	return false
}

// The field of an exported struct.

type Policy struct{ Gone []string }

func NewPolicy() *Policy {
	return &Policy{Gone: []string{"InvalidInstanceId.NotFound", "ResourceNotFound.SecretNotExist"}}
}

func (p *Policy) stop(c *cvm.Client) error {
	if err := stop(c); !slices.Contains(p.Gone, code(err)) {
		return err
	}
	return nil
}

// A field of which another function, that has to do with no error, asks.

type rules struct{ gone map[string]bool }

var defaults = &rules{map[string]bool{"InvalidInstanceId.NotFound": true, "ResourceNotFound.SecretNotExist": true}}

func (r *rules) stop(c *cvm.Client) error {
	if err := stop(c); !r.gone[code(err)] {
		return err
	}
	return nil
}

func (r *rules) skip(line struct{ Code string }) bool { return r.gone[line.Code] }

// A method as a value.

type set map[string]bool

func (s set) has(one string) bool { return s[one] }

var bound = set{"InvalidInstanceId.NotFound": true, "ResourceNotFound.SecretNotExist": true}

func boundStop(c *cvm.Client) error {
	if err := stop(c); !bound[code(err)] {
		return err
	}
	return nil
}

func boundFilter(report func(func(code string) bool)) { report(bound.has) }

// A mention in a function that has to do with no error.

var lines = []string{"InvalidInstanceId.NotFound", "ResourceNotFound.SecretNotExist"}

func linesStop(c *cvm.Client) error {
	if err := stop(c); !slices.Contains(lines, code(err)) {
		return err
	}
	return nil
}

func write(f *os.File) {
	for _, one := range lines {
		f.WriteString(one)
	}
}

// Another program is told.

var told = []string{"InvalidInstanceId.NotFound", "ResourceNotFound.SecretNotExist"}

func toldStop(c *cvm.Client) error {
	os.Setenv("GONE", strings.Join(told, ","))
	if err := stop(c); !slices.Contains(told, code(err)) {
		return err
	}
	return nil
}

func local(c *cvm.Client, report func(codes []string)) error {
	gone := []string{"InvalidInstanceId.NotFound", "ResourceNotFound.SecretNotExist"}
	report(gone)
	if err := stop(c); !slices.Contains(gone, code(err)) {
		return err
	}
	return nil
}
