// Package oddities has what is rare in the language, around tests on codes.
package oddities

import (
	"errors"
	"iter"
	. "strings"
	"unsafe"

	. "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/rules/lib"
)

type (
	Alias               = TencentCloudSDKError
	AliasOfPointer      = *TencentCloudSDKError
	Generic[T any]      struct{ value T }
	GenericAlias[T any] = Generic[T]
	Named               string
	Embedded            struct{ *TencentCloudSDKError }
)

func dotImported(err error) bool {
	e, ok := err.(*TencentCloudSDKError)
	return ok && HasPrefix(e.Code, "AuthFalure") // want `unknowncode: "AuthFalure" begins no`
}

func aliased(err error) bool {
	if e, ok := err.(*Alias); ok && e.Code == "ResourceNotFuond" { // want `unknowncode: "ResourceNotFuond"`
		return true
	}
	e, ok := err.(AliasOfPointer)
	return ok && e.GetCode() == "ResourceNotFuond" // want `unknowncode: "ResourceNotFuond"`
}

func embedded(e Embedded) bool {
	return e.Code == "ResourceNotFuond" || e.GetCode() == "ResourceNotFuond" // want `unknowncode: "ResourceNotFuond"` `unknowncode: "ResourceNotFuond"`
}

func converted(e *TencentCloudSDKError) bool {
	return Named(e.Code) == "ResourceNotFuond" // want `unknowncode: "ResourceNotFuond"`
}

func (g Generic[T]) is(err error) bool {
	var e *TencentCloudSDKError
	return errors.As(err, &e) && e.Code == "ResourceNotFuond" // want `unknowncode: "ResourceNotFuond"`
}

func as[E error](err error) (e E, ok bool) {
	ok = errors.As(err, &e)
	return
}

func generic(err error) bool {
	e, ok := as[*TencentCloudSDKError](err)
	return ok && e.Code == "ResourceNotFound"
}

type coder interface {
	error
	*TencentCloudSDKError
	GetCode() string
}

func constrained[E coder](e E) bool { return e.GetCode() == "ResourceNotFound" }

func sequence(errs iter.Seq[error]) (gone int) {
	for err := range errs {
		if e, ok := err.(*TencentCloudSDKError); ok && e.Code == "ResourceNotFuond" { // want `unknowncode: "ResourceNotFuond"`
			gone++
		}
	}
	return gone
}

func pages(client *cvm.Client) iter.Seq2[*cvm.Instance, error] {
	var failed error
	defer func() { _ = failed }()
	return func(yield func(*cvm.Instance, error) bool) {
		for range 3 {
			response, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
			if err != nil {
				if lib.Is(err, "InternalError.CdnDbError") { // want `wrongservice: no API of cvm`
					yield(nil, errors.New("cdn"))
					return
				}
				failed = err
				return
			}
			for _, instance := range response.Response.InstanceSet {
				if !yield(instance, nil) {
					return
				}
			}
		}
	}
}

func overPages(client *cvm.Client) (n int, err error) {
	for _, err := range pages(client) {
		if lib.Is(err, "ResourceNotFuond") { // want `unknowncode: "ResourceNotFuond"`
			continue
		}
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func labels(errs []error) int {
outer:
	for i, err := range errs {
		switch e := err.(type) {
		case nil:
			continue outer
		case *TencentCloudSDKError:
			if e.Code != "ResourceNotFuond" { // want `unknowncode: "ResourceNotFuond"`
				break outer
			}
			goto found
		}
		continue
	found:
		return i
	}
	return -1
}

func unsafely(e *TencentCloudSDKError) bool {
	p := (*struct{ Code string })(unsafe.Pointer(e))
	return p.Code == "ResourceNotFuond"
}

func recursive(err error, depth int) bool {
	if depth == 0 {
		return lib.Is(err, "ResourceNotFuond") // want `unknowncode: "ResourceNotFuond"`
	}
	return recursive(errors.Unwrap(err), depth-1)
}

func mutual(code string) bool  { return code == "ResourceInUse" || mutual2(code) }
func mutual2(code string) bool { return mutual(code) && mutual2(code) }

func (_ *Embedded) blank(_ error, _ ...string) (_ bool) { return }

var _, _ = func() (bool, error) {
	err := errors.New("")
	return lib.Is(err, "ResourceNotFound"), err
}()

func init() {
	var e *TencentCloudSDKError
	if errors.As(nil, &e) && mutual(e.Code) && constrained(e) {
		_ = [...]func(error) bool{generic, dotImported}[0](e)
	}
}

func noBody(err error) bool

func complexConditions(err error, n int, ready <-chan bool) bool {
	e, ok := err.(*TencentCloudSDKError)
	return (n > 1 && ok || <-ready) != (ok && (e.Code == "ResourceNotFound") == (n < 3))
}
