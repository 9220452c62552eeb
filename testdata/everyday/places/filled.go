package places

import (
	"errors"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// step keeps the error of its last call as the SDK has it.
type step struct {
	client *cvm.Client
	last   *sdkerrors.TencentCloudSDKError
}

func (s *step) stop(r *cvm.StopInstancesRequest) error {
	s.last = nil
	_, err := s.client.StopInstances(r)
	if errors.As(err, &s.last) && s.last.Code == "InvalidInstanceId.NotFond" { // want `unknowncode: "InvalidInstanceId.NotFond" is not .* did you mean "InvalidInstanceId.NotFound"`
		return nil
	}
	return err
}

func (s *step) stopped(r *cvm.StopInstancesRequest) error {
	s.last = nil
	_, err := s.client.StopInstances(r)
	if errors.As(err, &s.last) && s.last.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	return err
}

// again asks for the code of the same error once more.
func (s *step) again(r *cvm.StopInstancesRequest) error {
	_, err := s.client.StopInstances(r)
	errors.As(err, &s.last)
	if s.last != nil && s.last.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	if code(err) == "UnsupportedOperation" {
		return nil
	}
	return err
}

// loses goes on as after success unless the code is the one that it asks for.
func (s *step) loses(r *cvm.StopInstancesRequest) error {
	_, err := s.client.StopInstances(r)
	if errors.As(err, &s.last) && s.last.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation of StopInstances are swallowed`
		return err
	}
	return nil
}
