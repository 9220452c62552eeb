// Package found has one mistake a function, in forms that people write.
package found

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"google.golang.org/grpc/codes"

	"example.com/everyday/forms/lib"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

func a1(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if lib.Absent.In(err) { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return nil
	}
	return err
}

func a2(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if lib.Describe(err).Is("InvalidInstanceId.NotFond") { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return nil
	}
	return err
}

func a3(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if info := lib.Describe(err); info.OK && info.Code == "InvalidInstanceId.NotFond" { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return nil
	}
	return err
}

func a4(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	switch lib.GRPC(err) {
	case codes.NotFound: // want `missingcritical: `
		return err
	}
	return nil
}

func a5(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if lib.Status(err) == http.StatusForbidden { // want `missingcritical: `
		return err
	}
	return nil
}

func a6(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if errors.Is(lib.Wrap(err), lib.ErrGone) { // want `missingcritical: `
		return fmt.Errorf("gone: %w", err)
	}
	return nil
}

var set = lib.NewSet("InvalidInstanceId.NotFound", "InvalidInstanceId.NotFond") // want `unknowncode: "InvalidInstanceId.NotFond"`

func a7(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if set.Has(err) {
		return nil
	}
	return err
}

var policy = lib.NewPolicy([]string{"InternalServerEror"}) // want `unknowncode: "InternalServerEror"`

func a8(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if policy.Retry(err) {
		_, err = c.StopInstances(r)
	}
	return err
}

type rule struct {
	match func(string) bool
	hint  string
}

var rules = []rule{
	{func(code string) bool { return code == "InvalidInstanceId.NotFond" }, "look"},   // want `unknowncode: "InvalidInstanceId.NotFond"`
	{func(code string) bool { return strings.HasPrefix(code, "AuthFalure") }, "sign"}, // want `unknowncode: "AuthFalure"`
}

func a9(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	code, _ := lib.Get(err)
	for _, rule := range rules {
		if rule.match(code) {
			return fmt.Errorf("%s: %w", rule.hint, err)
		}
	}
	return err
}

type state struct {
	mu  sync.Mutex
	err error
}

func (s *state) stop(c *cvm.Client, r *cvm.StopInstancesRequest) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, s.err = c.StopInstances(r)
	if code, ok := lib.Get(s.err); ok && code == "InvalidInstanceId.NotFond" { // want `unknowncode: "InvalidInstanceId.NotFond"`
		s.err = nil
	}
}

func a10(c *cvm.Client, ids []string) (gone int) {
	errs := make([]error, len(ids))
	for i := range ids {
		_, errs[i] = c.StopInstances(cvm.NewStopInstancesRequest())
	}
	for _, err := range errs {
		if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.CdnHostNotExists" { // want `wrongservice: `
			gone++
		}
	}
	return gone
}

func a11(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	errc := make(chan error, 1)
	go func() { _, err := c.StopInstances(r); errc <- err }()
	err := <-errc
	if code, _ := lib.Get(err); code == "InvalidInstanceId.NotFond" { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return nil
	}
	return err
}

func a12(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		if i := slices.Index([]string{"InvalidInstanceId.NotFound", "InvalidInstanceId.NotFond"}, e.Code); i >= 0 { // want `unknowncode: "InvalidInstanceId.NotFond"`
			return nil
		}
		if slices.ContainsFunc([]string{"InvalidInstanceId.Malformd"}, func(c string) bool { return e.Code == c }) { // want `unknowncode: "InvalidInstanceId.Malformd"`
			return nil
		}
		if strings.Compare(e.Code, "InvalidInstanceId.NotFoun") == 0 { // want `unknowncode: "InvalidInstanceId.NotFoun"`
			return nil
		}
		if idx, found := slices.BinarySearch([]string{"InvalidInstanceId.NotFod"}, e.Code); found { // want `unknowncode: "InvalidInstanceId.NotFod"`
			return fmt.Errorf("%d", idx)
		}
		if strings.Index(e.Code, "NotFuond") >= 0 { // want `unknowncode: "NotFuond"`
			return nil
		}
	}
	return err
}

type apiErr struct {
	*tcerr.TencentCloudSDKError
	op string
}

func a13(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		w := apiErr{e, "stop"}
		if w.Code == "InvalidInstanceId.NotFond" { // want `unknowncode: "InvalidInstanceId.NotFond"`
			return nil
		}
	}
	return err
}

func must[T any](v T, err error) T {
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "AuthFailure.SignatureExpired" { // want `unknowncode: "AuthFailure.SignatureExpired"`
		panic("clock")
	}
	return v
}

func a14(c *cvm.Client, r *cvm.StopInstancesRequest) { must(c.StopInstances(r)) }

type step struct {
	run    func() error
	ignore []string
}

func a15(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	steps := []step{
		{run: func() error { _, err := c.StopInstances(r); return err }, ignore: []string{"InvalidInstanceId.NotFond"}}, // want `unknowncode: "InvalidInstanceId.NotFond"`
	}
	for _, s := range steps {
		err := s.run()
		if code, ok := lib.Get(err); ok && slices.Contains(s.ignore, code) {
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func a16(c *cvm.Client, r *cvm.StopInstancesRequest) (err error) {
	_, err = c.StopInstances(r)
	code, ok := lib.Get(err)
	if ok {
		switch parts := strings.SplitN(code, ".", 2); parts[0] {
		case "AuthFalure": // want `unknowncode: "AuthFalure"`
			return errors.New("keys")
		}
	}
	return err
}

var handlers = map[string]func(error) error{
	"InvalidInstanceId.NotFond": func(error) error { return nil }, // want `unknowncode: "InvalidInstanceId.NotFond"`
	"UnauthorizedOperation":     func(err error) error { return fmt.Errorf("rights: %w", err) },
}

func a17(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	code, _ := lib.Get(err)
	if h := handlers[code]; h != nil {
		return h(err)
	}
	return err
}

func a18(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	code, _ := lib.Get(err)
	if h, ok := handlers[code]; ok {
		return h(err)
	}
	const gone, absent = "InvalidInstanceId.NotFound", "InvalidInstanceId.NotFnd"
	for _, want := range [...]string{gone, absent} { // want `unknowncode: "InvalidInstanceId.NotFnd"`
		if code == want {
			return nil
		}
	}
	return err
}

type client struct {
	*cvm.Client
	onCode map[string]func()
}

func (k *client) handle(code string, f func()) { k.onCode[code] = f }

func (k *client) setup() {
	k.handle("InvalidInstanceId.NotFond", func() {}) // want `unknowncode: "InvalidInstanceId.NotFond"`
}

func (k *client) a19(r *cvm.StopInstancesRequest) error {
	_, err := k.StopInstances(r)
	code, _ := lib.Get(err)
	if f, ok := k.onCode[code]; ok {
		f()
	}
	return err
}
