package lightbox

import (
	"errors"
	"io"
	"log/slog"
	"testing"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	lighthouse "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/lighthouse/v20200324"
)

type fake struct {
	Machines
	errs []error
	n    int
}

func (f *fake) next() (err error) {
	if f.n < len(f.errs) {
		err = f.errs[f.n]
	}
	f.n++
	return err
}

func (f *fake) TerminateInstances(*lighthouse.TerminateInstancesRequest) (*lighthouse.TerminateInstancesResponse, error) {
	return nil, f.next()
}

func (f *fake) DeleteSnapshots(*lighthouse.DeleteSnapshotsRequest) (*lighthouse.DeleteSnapshotsResponse, error) {
	return nil, f.next()
}

func api(code string) error { return tcerr.NewTencentCloudSDKError(code, "fake", "0") }

func box(errs ...error) (*Box, *fake) {
	f := &fake{errs: errs}
	return &Box{ID: "lhins-1", api: f, log: slog.New(slog.NewTextHandler(io.Discard, nil))}, f
}

func TestRemove(t *testing.T) {
	for _, tt := range []struct {
		err error
		ok  bool
	}{
		{nil, true},
		{api("ResourceNotFound.InstanceIdNotFound"), true},
		{api("UnauthorizedOperation.NoPermission"), false},
		{api("RequestLimitExceeded"), false},
		{io.ErrUnexpectedEOF, false},
	} {
		b, _ := box(tt.err)
		err := b.Remove()
		if (err == nil) != tt.ok {
			t.Errorf("%v: %v", tt.err, err)
		}
		if e, is := err.(Failure); is && e.Code != tt.err.(*tcerr.TencentCloudSDKError).Code {
			t.Error(e.Code)
		}
	}
}

func TestSnapshots(t *testing.T) {
	b, f := box(api("UnsupportedOperation.SnapshotBusy"), nil, api("ResourceNotFound.SnapshotNotFound"), api("AuthFailure"), nil)
	busy, err := b.Snapshots([]string{"a", "b", "c", "d", "e"})
	var e *tcerr.TencentCloudSDKError
	if len(busy) != 1 || f.n != 4 || !errors.As(err, &e) || e.Code != "AuthFailure" {
		t.Fatal(busy, f.n, err)
	}
}

func TestFailure(t *testing.T) {
	err := fail("x", api("LimitExceeded"))
	if !errors.Is(err, Codes("LimitExceeded")) || errors.Is(err, Codes("AuthFailure")) {
		t.Fatal(err)
	}
	if err := fail("x", nil); err != nil {
		t.Fatal(err)
	}
}
