/*
Package analyzer finds mistakes in Go code that tests Tencent Cloud error codes.

# Analyzer tcerrlint

tcerrlint: check tests on Tencent Cloud error codes

A Tencent Cloud API call that fails answers a code such as
"AuthFailure.SignatureFailure", and the SDK for Go hands it on in the field Code,
a plain string, of *errors.TencentCloudSDKError. Nothing checks the strings that
programs compare it with. tcerrlint does: it knows the codes of each service,
follows an error back to the call that it came from, and what becomes of the codes
that no test names.

# What a test is

Types decide what is a code: the field Code or the method GetCode of an error
type of the SDK, wherever the SDK lives, reached by an assertion, a type switch,
errors.As, a variable, a parameter or a helper. Every condition on a code is a
test, and means the set of codes that satisfy it: ==, !=, switch, prefixes,
suffixes, fragments, letter case, the first segment, regular expressions,
membership in lists and maps, and helpers that do one of these, in this package
or another. A string that nobody is known to fill with a code is never judged.

Programs that speak to the API without the SDK decode its answers themselves: a
struct of any name whose JSON is {"Response": {"Error": {"Code": …}}}, a map, or a
path of gjson. The code in it is a code, and so is that of an error type of the
program's own that is filled from one. The service is known where a host such as
cdn.tencentcloudapi.com says it.

# Rules

	unknowncode        a test that no Tencent Cloud error code can satisfy
	wrongservice       the code exists, but no API of the called service answers it
	swappedargs        needle and haystack exchanged around a code
	missingcritical    a critical category meets a fate that the policy forbids
	partialcategory    a test meant for a critical category covers only part of it
	criticalsuccess    a code of a critical category leads to success
	deadtest           a test that cannot be true or that changes nothing
	dropped            an error that is not the SDK's is dropped
	typednil           the nil of a failed assertion is returned as an error
	deadassert         an assertion to the SDK's error that cannot hold
	uncheckedresponse  an answer is used, but its Error is never looked at
	uncheckedstatus    an answer that can tell of a failure is not asked
	retryall           a retry names no code, so what no retry mends is retried too (optional)
	textmatch          a code is looked for in the text of an error (optional)

Each message begins with the rule. "tcerrlint explain RULE" tells more.

# Codes

The codes are those of an embedded catalog (the error-code lists of both editions
of the SDK, the public codes of the official pages, the codes that the SDK itself
makes), the constants of every SDK package that the analyzed package imports, and
your additions. So a new version of the SDK never makes a correct program wrong.
About services whose full list the catalog does not have, nothing is claimed.

# Fates

What no test names still goes somewhere. It can be surfaced (returned, wrapped,
stored, passed on), swallowed (the function goes on to success and never uses the
error again), logged (the same, but a line in a log tells of it), retried (given
to an unconditional retry), or stopped (final, inside a construct that retries
named codes). The policy forbids

	AuthFailure            swallowed, retried
	UnauthorizedOperation  swallowed, retried
	RequestLimitExceeded   swallowed, stopped

and the option critical changes it: AuthFailure=swallowed|logged is for a program
whose logs nobody reads. Known retry constructs are those of the
Terraform plugin SDK, k8s.io/apimachinery/pkg/util/wait, cenkalti/backoff,
avast/retry-go and loops that sleep; the option retry adds your own.

# Options

	rules        ID,-ID                 rules to turn on and off; all and none for every rule
	critical     CATEGORY=FATE|FATE     fates that are forbidden for a category; none after the = lifts them
	mode         fate or explicit       explicit: every switch on a code covers each critical category itself
	extra-codes  CODE,CODE              codes that are valid although no catalog has them
	extra-pages  FILE,FILE              official error-code pages saved as Markdown whose codes are valid
	error-types  PATH.TYPE              more types that carry a code: forks of the SDK
	retry        PATH.FUNC=FATE         functions that retry (=retried) or end (=stopped) what they are given
	generated    true or false          report in generated files too
	skip-tests   true or false          report nothing in _test.go files
	catalog      DIGEST                 refuse to run with any other catalog
	debug        true or false          report where the analysis was silent because it was not sure

# Comments

A comment on the line of a finding, or on the line above, hides findings of the
rules that it names. It must say why:

	//tcerrlint:ignore RULE[,RULE] reason

Above a function,

	//tcerrlint:codes PARAM

declares what the analysis cannot see: that the strings in PARAM are compared with
the code of the error that the function is given.

A comment without a reason, with an unknown rule, or that hides nothing is itself
reported, as "directive".
*/
package analyzer

import (
	_ "embed"
	"strings"
)

//go:embed doc.go
var manual string

// doc returns the manual above, as help prints it: from the line that begins
// with the analyzer's name. What pkg.go.dev shows and what help prints is one
// text.
func doc() string {
	const begin = "\n" + Name + ": "
	_, text, _ := strings.Cut(manual, begin)
	text, _, _ = strings.Cut(text, "*/")
	return text
}
