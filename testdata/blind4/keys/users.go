package keys

import (
	"context"
	"errors"
	"fmt"
	"strings"

	cam "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cam/v20190116"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"

	"example.org/blind4/keys/kerr"
)

// userGone are the answers for a user that was removed.
var userGone = map[string]bool{
	cam.RESOURCENOTFOUND_USERNOTEXIST: true,
	"InvalidParameter.UserNotExist":   true,
	"ResourceNotFound.UserNotExists":  true,
	"ResourceNotFound.UserNotExits":   true, // WANT unknowncode
}

// DeleteUser removes a user.
func (s *Store) DeleteUser(ctx context.Context, name string) error {
	request := cam.NewDeleteUserRequest()
	request.Name = common.StringPtr(name)
	request.Force = common.Uint64Ptr(1)
	_, err := s.cam.DeleteUserWithContext(ctx, request)
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) && userGone[e.Code] {
		return nil
	}
	return err
}

// EnsureRole makes a role that may be there.
func (s *Store) EnsureRole(ctx context.Context, name, document string) error {
	request := cam.NewCreateRoleRequest()
	request.RoleName = common.StringPtr(name)
	request.PolicyDocument = common.StringPtr(document)
	_, err := s.cam.CreateRoleWithContext(ctx, request)
	e, ok := err.(*tcerr.TencentCloudSDKError)
	if !ok {
		return err
	}
	switch e.Code {
	case "InvalidParameter.RoleNameInUse":
		return nil
	case "InvalidParameter.RoleFull":
		return fmt.Errorf("too many roles: %w", err)
	}
	return err
}

// DeleteRole removes a role.
func (s *Store) DeleteRole(ctx context.Context, name string) error {
	request := cam.NewDeleteRoleRequest()
	request.RoleName = common.StringPtr(name)
	if _, err := s.cam.DeleteRoleWithContext(ctx, request); err != nil && !kerr.Exactly(err, "InvalidParameter.RoleNotExist") {
		return kerr.From("delete role", err)
	}
	return nil
}

// Attach gives a role a policy.
func (s *Store) Attach(ctx context.Context, request *cam.AttachRolePolicyRequest) error {
	_, err := s.cam.AttachRolePolicyWithContext(ctx, request)
	if err == nil {
		return nil
	}
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) && strings.Contains("PolicyFull", e.Code) { // WANT swappedargs
		return fmt.Errorf("the role has too many policies: %w", err)
	}
	return err
}

// Detach takes a policy from a role.
func (s *Store) Detach(ctx context.Context, request *cam.DetachRolePolicyRequest) error {
	_, err := s.cam.DetachRolePolicyWithContext(ctx, request)
	if err == nil || kerr.Exactly(err, "InvalidParameter.PolicyIdNotExist") || kerr.Is(err, kerr.NotFound) {
		return nil
	}
	return kerr.From("detach", err)
}

// RemoveKeys deletes access keys of a user, and says which ones could not be removed.
func (s *Store) RemoveKeys(ctx context.Context, uin uint64, ids []string) map[string]error {
	failed := map[string]error{}
	for _, id := range ids {
		request := cam.NewDeleteAccessKeyRequest()
		request.AccessKeyId = common.StringPtr(id)
		request.TargetUin = common.Uint64Ptr(uin)
		_, err := s.cam.DeleteAccessKeyWithContext(ctx, request)
		if err != nil && !kerr.Exactly(err, "ResourceNotFound.SecretNotExist") {
			failed[id] = err
		}
	}
	return failed
}

// Login says what a user is told when the key does not work.
func Login(err error) string {
	var e *tcerr.TencentCloudSDKError
	switch {
	case !errors.As(err, &e):
		return "try again later"
	case strings.HasPrefix(e.Code, "AuthFailure"):
		return "the key is wrong"
	case e.Code == "AuthFailure.TokenFailure": // WANT deadtest
		return "the session is over"
	case strings.HasPrefix(e.Code, "UnauthorizedOperation"):
		return "ask the owner of the account"
	}
	return e.Message
}
