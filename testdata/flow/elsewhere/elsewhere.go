// Package elsewhere asks functions of another package whether to retry: what they say
// is known of them there, and that a retry asks them is known here alone.
package elsewhere

import (
	"context"
	"time"

	avast "github.com/avast/retry-go/v4"
	"github.com/failsafe-go/failsafe-go/retrypolicy"
	clientretry "k8s.io/client-go/util/retry"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/elsewhere/codes"
	"example.com/flow/ownretry/again"
)

type api struct {
	client  *cvm.Client
	request *cvm.RunInstancesRequest
}

func (a *api) run() error {
	_, err := a.client.RunInstances(a.request)
	return err
}

// The program's own retry, in this package.

func retry(tries int, hook func(error) bool, f func() error) (err error) {
	for i := range tries {
		if err = f(); err == nil || !hook(err) {
			return err
		}
		time.Sleep(time.Second << i)
	}
	return err
}

func retryTwice(hook func(error) bool, f func() error) error { return retry(2, hook, f) }

func here(a *api) error {
	return retry(5, codes.Running, a.run) // want `missingcritical: RequestLimitExceeded is final while "MutexOperation.TaskRunning" is retried`
}

func herePartly(a *api) error {
	return retry(5, codes.Busy, func() error { // want `partialcategory: "RequestLimitExceeded" is one code of its category`
		_, err := a.client.RunInstances(a.request)
		return err
	})
}

func hereAnyBut(a *api) error {
	return retryTwice(codes.AnyBut, a.run) // want `missingcritical: AuthFailure and UnauthorizedOperation are retried until the retry gives up: any code but "InvalidParameterValue"`
}

func running(err error) bool { return codes.Running(err) }

func hereByName(a *api) error {
	err := retry(5, running, a.run) // want `missingcritical: RequestLimitExceeded is final`
	if err != nil && a.client != nil {
		return err
	}
	return nil
}

func hereInVariable(a *api) error {
	hook := codes.Running
	return retry(5, hook, a.run) // want `missingcritical: RequestLimitExceeded is final`
}

func hereSome(a *api) error { return retry(5, codes.Passes, a.run) }

func hereNetwork(a *api) error { return retry(5, codes.Network, a.run) }

func hereText(a *api) error { return retry(5, codes.RunningOrText, a.run) }

func hereExtra(a *api) error { return retry(5, codes.RunningOrExtra, a.run) }

func herePatient(a *api) error { return retry(5, codes.Patient, a.run) }

// What is retried on the way already need not be retried here.
func hereAround(a *api) error {
	return retry(5, codes.Running, func() error { return hereSome(a) })
}

// So is what the literal retries itself.
func hereNested(a *api) error {
	return retry(5, codes.Running, func() error { return again.If(codes.Passes, a.run) })
}

// Another function is asked, too.
func hereBoth(a *api) error { return retryBoth(codes.Running, codes.Passes, a.run) }

func hereBothFinal(a *api) error { return retryUnless(codes.AnyBut, codes.Denied, a.run) }

func hereBothLiteral(a *api) error {
	return retryUnless(func(err error) bool { return !codes.Invalid(err) }, codes.Denied, a.run)
}

func retryBoth(hook, other func(error) bool, f func() error) (err error) {
	for range 5 {
		if err = f(); err == nil || !hook(err) && !other(err) {
			return err
		}
		time.Sleep(time.Second)
	}
	return err
}

func retryUnless(hook, fatal func(error) bool, f func() error) (err error) {
	for range 5 {
		if err = f(); err == nil || !hook(err) || fatal(err) {
			return err
		}
		time.Sleep(time.Second)
	}
	return err
}

// A literal of this package is a test here.
func hereLiteral(a *api) error {
	return retry(5, func(err error) bool { return codes.Running(err) || codes.Passes(err) }, a.run)
}

// The program's own retry, in another package.

func there(a *api) error {
	return again.If(codes.Running, a.run) // want `missingcritical: RequestLimitExceeded is final`
}

func thereUnless(ctx context.Context, a *api) error {
	return again.Unless(ctx, func(context.Context) error { return a.run() },
		codes.Invalid) // want `missingcritical: AuthFailure and UnauthorizedOperation are retried`
}

func thereUnlessSome(ctx context.Context, a *api) error {
	return again.Unless(ctx, func(context.Context) error { return a.run() }, codes.Final)
}

func thereDenied(a *api) error { return again.If(codes.NotDenied, a.run) }

func thereUnlessDenied(ctx context.Context, a *api) error {
	return again.Unless(ctx, func(context.Context) error { return a.run() }, codes.Denied)
}

func thereNew(a *api) error {
	return again.New(codes.Invalid).Run(a.run) // want `missingcritical: AuthFailure and UnauthorizedOperation are retried`
}

func thereOption(a *api) error {
	return again.New(codes.Final, again.Fatal(codes.Invalid)).Run(a.run) // want `missingcritical: AuthFailure and UnauthorizedOperation are retried`
}

func thereSome(a *api) error { return again.New(codes.Final).Run(a.run) }

// What asks for nothing but the name is no retry.
func first(a *api) (string, error) { return again.First(codes.Running, a.run) }

// Libraries.

func avastIf(a *api) error {
	return avast.Do(a.run, avast.Attempts(5), avast.RetryIf(codes.AnyBut)) // want `missingcritical: AuthFailure and UnauthorizedOperation`
}

func avastIfSome(a *api) error { return avast.Do(a.run, avast.RetryIf(codes.Passes)) }

func onError(a *api) error {
	return clientretry.OnError(clientretry.DefaultBackoff, codes.Busy, a.run) // want `partialcategory: "RequestLimitExceeded" is one code`
}

func onErrorSome(a *api) error {
	return clientretry.OnError(clientretry.DefaultBackoff, codes.Passes, a.run)
}

func failsafed() retrypolicy.RetryPolicy[any] {
	return retrypolicy.NewBuilder[any]().HandleIf(func(_ any, err error) bool { return codes.Passes(err) }).Build()
}

// A field of this package's.

type policy struct {
	tries     int
	retryable func(error) bool
}

func (p policy) do(f func() error) (err error) {
	for range p.tries {
		if err = f(); err == nil || !p.retryable(err) {
			return err
		}
		time.Sleep(time.Second)
	}
	return err
}

func field(a *api) error {
	return policy{tries: 3, retryable: codes.Running}.do(a.run) // want `missingcritical: RequestLimitExceeded is final`
}

func fieldAssigned(a *api) error {
	p := policy{tries: 3}
	p.retryable = codes.AnyBut // want `missingcritical: AuthFailure and UnauthorizedOperation`
	return p.do(a.run)
}

func fieldSome(a *api) error {
	p := policy{3, codes.Passes}
	return p.do(a.run)
}

// A method of the other package's.

func method(a *api) error {
	var p codes.Policy
	return again.If(p.Retryable, a.run) // want `missingcritical: RequestLimitExceeded is final`
}

func methodSome(a *api) error {
	p := &codes.Policy{Tries: 3}
	return retry(p.Tries, p.Passing, a.run)
}

// It is asked elsewhere as well, and there it decides no retry.

func counted(a *api) (n int, err error) {
	err = again.If(codes.Busy, a.run) // want `partialcategory: "RequestLimitExceeded" is one code`
	if codes.Busy(err) {
		n++
	}
	return n + codes.Severe(err), err
}

func told(a *api, tell func(func(error) bool)) error {
	tell(codes.Running)
	return a.run()
}

// A variable of the package holds it.

var hook = codes.Running

func held(a *api) error {
	return again.If(hook, a.run) // want `missingcritical: RequestLimitExceeded is final`
}

// What hands on to a retry is where it is decided what that asks.

func patiently(f func() error) error {
	return again.If(codes.Running, f) // want `missingcritical: RequestLimitExceeded is final`
}

func byPatiently(a *api) error { return patiently(a.run) }

// A literal hands it over.
func inLiteral(a *api) func() error {
	return func() error {
		return again.If(codes.Busy, a.run) // want `partialcategory: "RequestLimitExceeded" is one code`
	}
}
