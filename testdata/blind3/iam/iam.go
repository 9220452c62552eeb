// Package iam makes users and roles for new colleagues, at home and in the
// international edition.
package iam

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"
	"time"

	intlcam "github.com/tencentcloud/tencentcloud-sdk-go-intl-en/tencentcloud/cam/v20190116"
	intlerr "github.com/tencentcloud/tencentcloud-sdk-go-intl-en/tencentcloud/common/errors"
	cam "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cam/v20190116"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	sts "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sts/v20180813"
)

type Admin struct {
	home *cam.Client
	intl *intlcam.Client
	sts  *sts.Client
}

func (a *Admin) addUser(ctx context.Context, name string) (uint64, error) {
	req := cam.NewAddUserRequest()
	req.Name = &name
	resp, err := a.home.AddUserWithContext(ctx, req)
	if err != nil {
		e := new(sdkerr.TencentCloudSDKError)
		if errors.As(err, &e) && e.Code == "InvalidParameter.SubUserNameInUse" {
			return a.uin(ctx, name)
		}
		return 0, err
	}
	return *resp.Response.Uin, nil
}

func (a *Admin) uin(ctx context.Context, name string) (uint64, error) {
	req := cam.NewGetUserRequest()
	req.Name = &name
	resp, err := a.home.GetUserWithContext(ctx, req)
	if err != nil {
		return 0, fmt.Errorf("user %s: %w", name, err)
	}
	return *resp.Response.Uin, nil
}

// hasUser asks by way of uin.
func (a *Admin) hasUser(ctx context.Context, name string) (bool, error) {
	_, err := a.uin(ctx, name)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.UserNotExist" { // WANT deadassert
		return false, nil
	}
	return err == nil, err
}

// knowsUser asks by way of uin, too.
func (a *Admin) knowsUser(ctx context.Context, name string) (bool, error) {
	_, err := a.uin(ctx, name)
	var e *sdkerr.TencentCloudSDKError
	if errors.As(err, &e) && (e.Code == "ResourceNotFound.UserNotExist" || e.Code == "ResourceNotFound.UserNotExists") {
		return false, nil
	}
	return err == nil, err
}

func (a *Admin) addUserIntl(ctx context.Context, name string) error {
	req := intlcam.NewAddUserRequest()
	req.Name = &name
	_, err := a.intl.AddUserWithContext(ctx, req)
	var e *intlerr.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "InvalidParameter.SubUserNameInUse" {
		return nil
	}
	return err
}

func (a *Admin) deleteUserIntl(ctx context.Context, name string) error {
	req := intlcam.NewDeleteUserRequest()
	req.Name = &name
	_, err := a.intl.DeleteUserWithContext(ctx, req)
	var e *sdkerr.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "ResourceNotFound.UserNotExist" { // WANT deadassert
		return nil
	}
	return err
}

func (a *Admin) groupIntl(ctx context.Context, name string) error {
	req := intlcam.NewCreateGroupRequest()
	req.GroupName = &name
	_, err := a.intl.CreateGroupWithContext(ctx, req)
	if e, ok := err.(*intlerr.TencentCloudSDKError); ok && e.Code == "InvalidParameter.GroupNameUsed" { // WANT unknowncode
		return nil
	}
	return err
}

func (a *Admin) deleteUser(ctx context.Context, name string) error {
	req := cam.NewDeleteUserRequest()
	req.Name = &name
	_, err := a.home.DeleteUserWithContext(ctx, req)
	if errors.Is(err, &sdkerr.TencentCloudSDKError{Code: "ResourceNotFound.UserNotExist"}) { // WANT deadassert
		return nil
	}
	return err
}

func (a *Admin) deleteUserForce(ctx context.Context, name string) error {
	req := cam.NewDeleteUserRequest()
	req.Name, req.Force = &name, common.Uint64Ptr(1)
	_, err := a.home.DeleteUserWithContext(ctx, req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok {
		if e.Code == "OperationDenied.HaveKeys" {
			return fmt.Errorf("%s has keys, which --force does not delete", name)
		}
		if e.Code == "ResourceNotFound.UserNotExist" {
			return nil
		}
	}
	return err
}

func (a *Admin) role(ctx context.Context, name, policy string) error {
	req := cam.NewCreateRoleRequest()
	req.RoleName, req.PolicyDocument = &name, &policy
	_, err := a.home.CreateRoleWithContext(ctx, req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && e.Code == "InvalidParameter.RoleNameUsed" { // WANT unknowncode
		return a.trust(ctx, name, policy)
	}
	return err
}

func (a *Admin) trust(ctx context.Context, name, policy string) error {
	req := cam.NewUpdateAssumeRolePolicyRequest()
	req.RoleName, req.PolicyDocument = &name, &policy
	_, err := a.home.UpdateAssumeRolePolicyWithContext(ctx, req)
	var e *sdkerr.TencentCloudSDKError
	if errors.As(err, &e) && strings.HasPrefix(e.Code, "InvalidParameter.Principal") {
		return fmt.Errorf("the policy names somebody who does not exist: %w", err)
	}
	return err
}

func (a *Admin) dropRole(ctx context.Context, name string) error {
	req := cam.NewDeleteRoleRequest()
	req.RoleName = &name
	_, err := a.home.DeleteRoleWithContext(ctx, req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.RoleNotFound" { // WANT wrongservice
		return nil
	}
	return err
}

func (a *Admin) roleExists(ctx context.Context, name string) (bool, error) {
	req := cam.NewGetRoleRequest()
	req.RoleName = &name
	_, err := a.home.GetRoleWithContext(ctx, req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok {
		switch e.Code {
		case cam.INVALIDPARAMETER_ROLENOTEXIST:
			return false, nil
		default:
			return false, err
		}
	}
	return err == nil, err
}

// attach binds a policy; what is bound already is fine, the API says so by success.
func (a *Admin) attach(ctx context.Context, policy, uin uint64) error {
	req := cam.NewAttachUserPolicyRequest()
	req.PolicyId, req.AttachUin = &policy, &uin
	for try := 1; ; try++ {
		_, err := a.home.AttachUserPolicyWithContext(ctx, req)
		e, ok := err.(*sdkerr.TencentCloudSDKError)
		if !ok {
			return err
		}
		if try == 5 || !(strings.HasPrefix(e.Code, "RequestLimitExceeded") || strings.HasPrefix(e.Code, "InternalError")) {
			return err
		}
		time.Sleep(time.Duration(try) * time.Second)
	}
}

func (a *Admin) detach(ctx context.Context, policy, uin uint64) error {
	req := cam.NewDetachUserPolicyRequest()
	req.PolicyId, req.DetachUin = &policy, &uin
	for try := 1; ; try++ {
		_, err := a.home.DetachUserPolicyWithContext(ctx, req)
		e, ok := err.(*sdkerr.TencentCloudSDKError)
		if !ok {
			return err
		}
		if try == 5 || e.Code != "RequestLimitExceeded" { // WANT partialcategory
			return err
		}
		time.Sleep(time.Duration(try) * time.Second)
	}
}

func (a *Admin) policy(ctx context.Context, name, doc string) (uint64, error) {
	req := cam.NewCreatePolicyRequest()
	req.PolicyName, req.PolicyDocument = &name, &doc
	resp, err := a.home.CreatePolicyWithContext(ctx, req)
	if err != nil {
		if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && e.Code == "FailedOperation.PolicyNameInUsed" { // WANT unknowncode
			return 0, fmt.Errorf("policy %s exists", name)
		}
		return 0, err
	}
	return *resp.Response.PolicyId, nil
}

func (a *Admin) dropPolicy(ctx context.Context, id uint64) error {
	req := cam.NewDeletePolicyRequest()
	req.PolicyId = []*uint64{&id}
	_, err := a.home.DeletePolicyWithContext(ctx, req)
	var e *sdkerr.TencentCloudSDKError
	if errors.As(err, &e) && (e.Code == "InvalidParameter.PolicyIdNotExist" || e.Code == "ResourceNotFound.PolicyIdNotFound") {
		return nil
	}
	return err
}

// Session is what a login gives.
type Session struct {
	ID, Key, Token string
	Until          time.Time
}

// Assume logs in by a role.
func (a *Admin) Assume(ctx context.Context, arn string) (*Session, error) {
	req := sts.NewAssumeRoleRequest()
	req.RoleArn, req.RoleSessionName = &arn, common.StringPtr("iam")
	resp, err := a.sts.AssumeRoleWithContext(ctx, req)
	if err != nil {
		var e *sdkerr.TencentCloudSDKError
		if !errors.As(err, &e) {
			return nil, err
		}
		switch e.Code {
		case "ResourceNotFound.RoleNotFound", "InternalError.GetRoleError":
			return nil, fmt.Errorf("no role %s: %w", arn, err)
		case "AuthFailure.AccessKeyIllegal":
			return nil, fmt.Errorf("the key is not one: %w", err)
		case "InvalidParameter.AccessKeyNotSupported": // WANT unknowncode
			return nil, errors.New("use a key of a sub-user")
		default:
			return nil, fmt.Errorf("assume %s: %w", arn, err)
		}
	}
	c := resp.Response.Credentials
	return &Session{*c.TmpSecretId, *c.TmpSecretKey, *c.Token, time.Unix(*resp.Response.ExpiredTime, 0)}, nil
}

// Whoami is nil where the key is not valid.
func (a *Admin) Whoami(ctx context.Context) (*string, error) {
	resp, err := a.sts.GetCallerIdentityWithContext(ctx, sts.NewGetCallerIdentityRequest())
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && strings.HasPrefix(e.Code, "AuthFailure") {
		log.Printf("whoami: %s", e.Code)
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return resp.Response.Arn, nil
}

// Valid checks a key before it is stored.
func (a *Admin) Valid(ctx context.Context) error {
	_, err := a.sts.GetCallerIdentityWithContext(ctx, sts.NewGetCallerIdentityRequest())
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && strings.HasPrefix(e.Code, "AuthFailure.") { // WANT partialcategory
		return errors.New("the key is wrong")
	} else if ok {
		log.Printf("cannot tell: %s", e.Code)
		return nil
	}
	return err
}

// Federate gives a token with less rights.
func (a *Admin) Federate(ctx context.Context, name, policy string) (*sts.Credentials, error) {
	req := sts.NewGetFederationTokenRequest()
	req.Name, req.Policy = &name, &policy
	resp, err := a.sts.GetFederationTokenWithContext(ctx, req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && strings.HasPrefix(e.Code, "InvalidParameter.Strategy") {
		return nil, fmt.Errorf("policy: %s", e.Message)
	}
	if err != nil {
		return nil, err
	}
	return resp.Response.Credentials, nil
}

// either works on errors of both editions.
func either(err error) (code, message string) {
	var home *sdkerr.TencentCloudSDKError
	var intl *intlerr.TencentCloudSDKError
	switch {
	case errors.As(err, &home):
		return home.Code, home.Message
	case errors.As(err, &intl):
		return intl.Code, intl.Message
	}
	return "", ""
}

// Onboard makes a user in both editions.
func (a *Admin) Onboard(ctx context.Context, name string) error {
	_, err := a.addUser(ctx, name)
	if err == nil {
		err = a.addUserIntl(ctx, name)
	}
	switch c, m := either(err); {
	case c == "InvalidParameter.UserNameIllegal":
		return fmt.Errorf("%q: %s", name, m)
	case c == "RequestLimitExceeded.CreateUser":
		return errors.New("enough new colleagues for today")
	}
	return err
}

// Retire is the opposite.
func (a *Admin) Retire(ctx context.Context, name string) error {
	if err := a.deleteUserForce(ctx, name); err != nil {
		e, ok := err.(*sdkerr.TencentCloudSDKError)
		if ok && e.Code == "OperationDenied.SubUin" {
			log.Printf("%s belongs to another account, left alone", name)
			return nil
		}
		return err
	}
	return nil
}
