package logtool

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"

	"example.org/blind4/logtool/codeset"
	"example.org/blind4/logtool/fake"
)

func newTool(fail ...error) *Tool {
	return &Tool{
		api:   &fake.Functions{Fail: fail},
		log:   slog.New(slog.DiscardHandler),
		count: func(action, code string) {},
	}
}

func TestFunctionGone(t *testing.T) {
	tool := newTool(fake.Err("ResourceNotFound.Function"))
	if _, err := tool.Function(context.Background(), "ship"); !errors.Is(err, ErrNoFunction) {
		t.Fatalf("got %v", err)
	}
}

func TestDeleteThrottled(t *testing.T) {
	tool := newTool(fake.Throttle())
	err := tool.Delete(context.Background(), "ship")
	if !codeset.Limited(err) {
		t.Fatalf("got %v", err)
	}
	if tool.failed.Load() != 1 {
		t.Error("the failure was not counted")
	}
}

func TestLabel(t *testing.T) {
	for _, test := range []struct {
		err  error
		want string
	}{
		{nil, "ok"},
		{errors.New("x"), "other"},
		{fake.Err("FailedOperation.Function"), "FailedOperation.Function"},
	} {
		if got := codeset.Label(test.err); got != test.want {
			t.Errorf("Label(%v) = %q, want %q", test.err, got, test.want)
		}
	}
}

func TestFakeKeepsCode(t *testing.T) {
	var e *tcerr.TencentCloudSDKError
	if err := fake.Throttle(); !errors.As(err, &e) || e.Code != "RequestLimitExceeded" {
		t.Fatalf("got %v", err)
	}
}
