// Package fake has clients that fail in the ways that tests want.
package fake

import (
	"context"
	"fmt"
	"sync"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	scf "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/scf/v20180416"
)

// Err makes an error of the API.
func Err(code string) error {
	return errors.NewTencentCloudSDKError(code, "made by a test", "11111111-2222-3333-4444-555555555555")
}

// Throttle is what a client gets that is too fast.
func Throttle() error { return Err("RequestLimitExceeded") }

// Functions is a fake of the functions API.
type Functions struct {
	mu    sync.Mutex
	Fail  []error
	Calls int
}

func (f *Functions) next() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.Calls++
	if len(f.Fail) == 0 {
		return nil
	}
	err := f.Fail[0]
	f.Fail = f.Fail[1:]
	return err
}

// GetFunctionWithContext fails as it was told.
func (f *Functions) GetFunctionWithContext(_ context.Context, request *scf.GetFunctionRequest) (*scf.GetFunctionResponse, error) {
	if err := f.next(); err != nil {
		return nil, err
	}
	if request.FunctionName == nil {
		return nil, &errors.TencentCloudSDKError{Code: "MissingParameter.NameOfFunction", Message: "no name"}
	}
	return scf.NewGetFunctionResponse(), nil
}

// DeleteFunctionWithContext fails as it was told.
func (f *Functions) DeleteFunctionWithContext(_ context.Context, request *scf.DeleteFunctionRequest) (*scf.DeleteFunctionResponse, error) {
	if err := f.next(); err != nil {
		return nil, fmt.Errorf("fake: %w", err)
	}
	return scf.NewDeleteFunctionResponse(), nil
}
