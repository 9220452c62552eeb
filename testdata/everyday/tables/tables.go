// Package tables decides by what tables answer that loops go over.
package tables

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

func code(err error) string {
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

type class int

const (
	unknown class = iota
	passing
	refused
	missing
	mine
)

var classes = []struct {
	prefix string
	class  class
}{
	{"RequestLimitExceeded", passing},
	{"InternalError", passing},
	{"AuthFailure", refused},
	{"UnauthorizedOperation", refused},
	{"InvalidInstanceId.NotFound", missing},
	{"InvalidInstanceId", mine},
	{"InvalidParametre", mine}, // want `unknowncode: "InvalidParametre" begins no`
}

func classify(err error) class {
	c := code(err)
	if c == "" {
		return unknown
	}
	for _, row := range classes {
		if strings.HasPrefix(c, row.prefix) {
			return row.class
		}
	}
	return unknown
}

func byClass(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if err != nil {
		switch classify(err) {
		case passing: // want `missingcritical: AuthFailure and UnauthorizedOperation of StopInstances are swallowed`
			return err
		}
		return nil
	}
	return nil
}

func byClassElse(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if err != nil {
		switch classify(err) {
		case passing, unknown: // want `missingcritical: AuthFailure and UnauthorizedOperation of StopInstances are swallowed: any code but "RequestLimitExceeded" and "InternalError"`
			return err
		}
		return nil
	}
	return nil
}

func byClassRest(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if word(err) == "other" { // want `missingcritical: AuthFailure and RequestLimitExceeded of StopInstances are swallowed: any code but "UnauthorizedOperation", "MutexOperation.TaskRunning" and "InvalidInstanceId.NotFound"`
		return nil
	}
	return err
}

func byClassRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if err != nil {
		switch classify(err) {
		case passing, refused, unknown:
			return err
		}
		return nil
	}
	return nil
}

func byClassRefused(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	switch classify(err) {
	case missing, refused: // want `criticalsuccess: "AuthFailure" says` `criticalsuccess: "UnauthorizedOperation" says`
		return nil
	}
	return err
}

// The same with rows that are pointers, and a result.

type rule struct {
	code   string
	answer string
}

var rules = []*rule{
	{code: "UnauthorizedOperation", answer: "denied"},
	{code: "MutexOperation.TaskRunning", answer: "busy"},
	{answer: "gone", code: "InvalidInstanceId.NotFound"},
}

func word(err error) string {
	answer := "other"
	for i := range rules {
		if rules[i].code == code(err) {
			answer = rules[i].answer
			break
		}
	}
	return answer
}

func byWord(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if w := word(err); w == "busy" { // want `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation of StopInstances are swallowed`
		return err
	}
	return nil
}

func byWordRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if word(err) == "gone" {
		return nil
	}
	return err
}

// Sentinels in a table that the function makes.

var (
	errGone   = errors.New("gone")
	errDenied = errors.New("denied")
)

func sentinel(err error) error {
	table := []struct {
		prefixes string
		is       error
	}{
		{"InvalidInstanceId", errGone},
		{"UnauthorizedOperation", errDenied},
	}
	for _, row := range table {
		if strings.HasPrefix(code(err), row.prefixes) {
			return row.is
		}
	}
	return err
}

func bySentinel(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if errors.Is(sentinel(err), errDenied) { // want `criticalsuccess: "UnauthorizedOperation" says`
		return nil
	}
	return err
}

func bySentinelRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if errors.Is(sentinel(err), errGone) {
		return nil
	}
	return err
}

// A map that is gone over.

var kinds = map[string]class{
	"RequestLimitExceeded":  passing,
	"UnauthorizedOperation": refused,
	"AuthFailure":           refused,
}

func kindOf(err error) class {
	for prefix, k := range kinds {
		if strings.HasPrefix(code(err), prefix) {
			return k
		}
	}
	return unknown
}

func byKind(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	switch kindOf(err) {
	case passing: // want `missingcritical: AuthFailure and UnauthorizedOperation of StopInstances are swallowed`
		return err
	}
	return nil
}

func byKindRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	switch kindOf(err) {
	case passing:
		return fmt.Errorf("later: %w", err)
	}
	return err
}

// The table has more than one answer for a code, and the loop takes the first that
// fits.

var first = []struct {
	part  string
	class class
}{
	{"UnauthorizedOperation.MFA", mine},
	{"UnauthorizedOperation", refused},
	{"InvalidInstanceId", missing},
}

func firstOf(err error) class {
	for _, row := range first {
		if strings.Contains(code(err), row.part) {
			return row.class
		}
	}
	return unknown
}

func byFirst(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if firstOf(err) == mine { // want `criticalsuccess: "UnauthorizedOperation.MFAExpired" says`
		return nil
	}
	return err
}

func byFirstRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if firstOf(err) == missing {
		return nil
	}
	return err
}

// The last row that fits has the say.
func lastOf(err error) class {
	answer := unknown
	for _, row := range first {
		if strings.HasPrefix(code(err), row.part) {
			answer = row.class
		}
	}
	return answer
}

func byLast(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if lastOf(err) == mine {
		return nil
	}
	return err
}

// A table that somebody may add to is not known.

var open = []struct {
	prefix string
	class  class
}{
	{"RequestLimitExceeded", passing},
}

func learn(prefix string, as class) {
	open = append(open, struct {
		prefix string
		class  class
	}{prefix, as})
}

func openOf(err error) class {
	for _, row := range open {
		if strings.HasPrefix(code(err), row.prefix) {
			return row.class
		}
	}
	return unknown
}

func byOpen(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if openOf(err) == passing {
		return err
	}
	return nil
}

// Rows with several strings each.

var groups = []struct {
	class    class
	prefixes []string
}{
	{passing, []string{"RequestLimitExceeded", "InternalError"}},
	{refused, []string{"AuthFailure", "UnauthorizedOperation"}},
	{missing, []string{"InvalidInstanceId.NotFound", "InvalidInstanceId.NotFond"}}, // want `unknowncode: .*"InvalidInstanceId.NotFond"`
}

func groupOf(err error) class {
	for _, g := range groups {
		for _, p := range g.prefixes {
			if strings.HasPrefix(code(err), p) {
				return g.class
			}
		}
	}
	return unknown
}

func byGroup(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	switch groupOf(err) {
	case missing, refused: // want `criticalsuccess: "AuthFailure" says` `criticalsuccess: "UnauthorizedOperation" says`
		return nil
	}
	return err
}

func byGroupRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	switch groupOf(err) {
	case missing:
		return nil
	}
	return err
}

func groupHas(err error) class {
	for _, g := range groups {
		if slices.Contains(g.prefixes, code(err)) {
			return g.class
		}
	}
	return unknown
}

func byGroupHas(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if groupHas(err) == passing { // want `missingcritical: AuthFailure and UnauthorizedOperation of StopInstances are swallowed`
		return err
	}
	return nil
}

var byClassOf = map[class][]string{
	passing: {"RequestLimitExceeded", "InternalServerError"},
	refused: {"UnauthorizedOperation", "AuthFailure.SignatureFailure"},
	missing: {"InvalidInstanceId.NotFound"},
}

func mapped(err error) class {
	for k, codes := range byClassOf {
		if slices.Contains(codes, code(err)) {
			return k
		}
	}
	return unknown
}

func byMapped(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	switch mapped(err) {
	case missing, refused: // want `criticalsuccess: "UnauthorizedOperation" says` `criticalsuccess: "AuthFailure.SignatureFailure" says`
		return nil
	}
	return err
}

func byMappedRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	switch mapped(err) {
	case missing:
		return nil
	}
	return err
}

func nested(err error) class {
	for k, codes := range byClassOf {
		for _, one := range codes {
			if one == code(err) {
				return k
			}
		}
	}
	return unknown
}

func byNested(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if nested(err) == passing { // want `missingcritical: AuthFailure and UnauthorizedOperation of StopInstances are swallowed`
		return err
	}
	return nil
}
