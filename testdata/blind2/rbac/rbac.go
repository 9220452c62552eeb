// Package rbac reconciles users, roles and policies, and hands out temporary keys.
package rbac

import (
	"encoding/json"
	stdErrors "errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/pkg/errors"
	cam "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cam/v20190116"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tc "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	sts "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sts/v20180813"
)

// codeOf sees through the wrappers of pkg/errors.
func codeOf(err error) (code string) {
	if e, ok := errors.Cause(err).(*tc.TencentCloudSDKError); ok {
		code = e.Code
	}
	return
}

func oneOf(err error, codes ...string) bool {
	c := codeOf(err)
	for i := range codes {
		if codes[i] == c {
			return true
		}
	}
	return false
}

type base struct{ client *cam.Client }

func (b base) wrap(err error, what string) error { return errors.Wrapf(err, "rbac: %s", what) }

func (b base) absent(err error) bool {
	return oneOf(err, "ResourceNotFound.UserNotExist", "ResourceNotFound.GroupNotExist", "ResourceNotFound.PolicyIdNotFound", "InvalidParameter.RoleNotExist")
}

// Users, Roles and Policies share what base has.
type (
	Users    struct{ base }
	Roles    struct{ *base }
	Policies struct {
		base
		cache sync.Map
	}
)

// Get answers nil for a user that does not exist.
func (u Users) Get(name string) (*cam.GetUserResponseParams, error) {
	req := cam.NewGetUserRequest()
	req.Name = &name
	resp, err := u.client.GetUser(req)
	if err != nil {
		if u.absent(err) {
			return nil, nil
		}
		return nil, u.wrap(err, "get user "+name)
	}
	return resp.Response, nil
}

// Ensure creates a user; one who is there is fine.
func (u Users) Ensure(name string) error {
	have, err := u.Get(name)
	if err != nil || have != nil {
		return err
	}
	req := cam.NewAddUserRequest()
	req.Name = &name
	_, err = u.client.AddUser(req)
	if codeOf(err) == "InvalidParameter.SubUserNameInUse" {
		return nil
	}
	return u.wrap(err, "add user "+name)
}

// Delete insists.
func (u Users) Delete(name string) error {
	req := cam.NewDeleteUserRequest()
	req.Name, req.Force = &name, common.Uint64Ptr(1)
	_, err := u.client.DeleteUser(req)
	switch {
	case err == nil, u.absent(err):
		return nil
	case codeOf(err) == cam.OPERATIONDENIED_HAVEKEYS:
		return u.wrap(err, name+" still has keys")
	}
	return u.wrap(err, "delete user "+name)
}

// Exists is true, false or a failure.
func (r Roles) Exists(name string) (bool, error) {
	req := cam.NewGetRoleRequest()
	req.RoleName = &name
	if _, err := r.client.GetRole(req); r.absent(err) {
		return false, nil
	} else if err != nil {
		return false, r.wrap(err, "get role")
	}
	return true, nil
}

// Detach is idempotent too.
func (p *Policies) Detach(id uint64, role string) error {
	req := cam.NewDetachRolePolicyRequest()
	req.PolicyId, req.DetachRoleName = &id, &role
	_, err := p.client.DetachRolePolicy(req)
	if err != nil && !p.absent(err) {
		return errors.WithMessage(err, "detach")
	}
	p.cache.Delete(id)
	return nil
}

// Document is cached, and a failure is not.
func (p *Policies) Document(id uint64) (doc string, err error) {
	if v, ok := p.cache.Load(id); ok {
		return v.(string), nil
	}
	req := cam.NewGetPolicyRequest()
	req.PolicyId = &id
	resp, err := p.client.GetPolicy(req)
	if err != nil {
		return "", errors.WithStack(err)
	}
	doc = *resp.Response.PolicyDocument
	p.cache.Store(id, doc)
	return doc, nil
}

// Keys assumes a role and keeps the keys until they run out.
type Keys struct {
	client *sts.Client
	arn    string
	mu     sync.Mutex
	cred   *common.Credential
	until  time.Time
}

// Token is called before every request of others.
func (k *Keys) Token() (*common.Credential, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if time.Until(k.until) > time.Minute {
		return k.cred, nil
	}
	req := sts.NewAssumeRoleRequest()
	req.RoleArn, req.RoleSessionName = &k.arn, common.StringPtr("rbac")
	resp, err := k.client.AssumeRole(req)
	if err != nil {
		switch code := codeOf(err); {
		case code == sts.RESOURCENOTFOUND_ROLENOTFOUND:
			return nil, errors.Errorf("role %s does not exist", k.arn)
		case strings.HasPrefix(code, "InternalError.") && time.Now().Before(k.until):
			return k.cred, nil // the old one is good for some seconds
		}
		return nil, err
	}
	c := resp.Response.Credentials
	k.cred = common.NewTokenCredential(*c.TmpSecretId, *c.TmpSecretKey, *c.Token)
	k.until = time.Unix(*resp.Response.ExpiredTime, 0)
	return k.cred, nil
}

// Invalid says whether a key was refused; then the caller throws it away.
func (k *Keys) Invalid(err error) bool {
	code := codeOf(err)
	return code == "AuthFailure" || strings.HasPrefix(code, "AuthFailure.")
}

// Whoami is the first call of every command.
func (k *Keys) Whoami() (arn string, err error) {
	resp, err := k.client.GetCallerIdentity(sts.NewGetCallerIdentityRequest())
	if k.Invalid(err) {
		k.mu.Lock()
		k.until = time.Time{}
		k.mu.Unlock()
		return "", errors.Wrap(err, "key refused")
	}
	if err != nil {
		return "", err
	}
	return *resp.Response.Arn, nil
}

// MarshalError is what the audit log gets.
func MarshalError(err error) ([]byte, error) {
	type record struct {
		Code    string `json:"code,omitempty"`
		Request string `json:"request,omitempty"`
		Text    string `json:"text"`
	}
	var e *tc.TencentCloudSDKError
	if stdErrors.As(err, &e) {
		return json.Marshal(record{e.Code, e.RequestId, e.Message})
	}
	return json.Marshal(record{Text: err.Error()})
}

// Groups walks the groups of a user; a user without any is no failure.
func (u Users) Groups(uin uint64) (names []string, err error) {
	req := cam.NewListGroupsForUserRequest()
	req.Uid = &uin
	resp, err := u.client.ListGroupsForUser(req)
	switch codeOf(err) {
	case "ResourceNotFound.UserNotExist", "InvalidParameter.UserNotExist":
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, g := range resp.Response.GroupInfo {
		names = append(names, *g.GroupName)
	}
	return names, nil
}

// Twice tries a second time after the throttle, no more.
func (u Users) Twice(req *cam.UpdateUserRequest) error {
	_, err := u.client.UpdateUser(req)
	if c := codeOf(err); c == "RequestLimitExceeded" || strings.HasPrefix(c, "RequestLimitExceeded.") {
		time.Sleep(time.Second)
		_, err = u.client.UpdateUser(req)
	}
	return err
}

// Collaborators: the type of the wrapper hides the SDK's.
func (u Users) Collaborators() (int, error) {
	resp, err := u.client.ListCollaborators(cam.NewListCollaboratorsRequest())
	if err != nil {
		err = fmt.Errorf("list: %w", err)
		if e, ok := err.(*tc.TencentCloudSDKError); ok && e.Code == cam.RESOURCENOTFOUND_USERNOTEXIST { // WANT deadassert
			return 0, nil
		}
		return 0, err
	}
	return len(resp.Response.Data), nil
}

// Key deletes an access key.
func (u Users) Key(id string) error {
	req := cam.NewDeleteAccessKeyRequest()
	req.AccessKeyId = &id
	_, err := u.client.DeleteAccessKey(req)
	if stdErrors.Is(err, &tc.TencentCloudSDKError{Code: "ResourceNotFound.SecretNotExist"}) { // WANT deadassert
		return nil
	}
	return err
}

// Rename: the code was copied from the console's error message.
func (r Roles) Rename(req *cam.UpdateRoleDescriptionRequest) error {
	_, err := r.client.UpdateRoleDescription(req)
	if oneOf(err, "InvalidParameter.RoleNotExist", "InvalidParameter.RoleNameNotExist") { // WANT unknowncode
		return nil
	}
	return err
}

// Untag is best effort where the tag is not there.
func (r Roles) Untag(req *cam.UntagRoleRequest) error {
	_, err := r.client.UntagRole(req)
	switch codeOf(err) {
	case "InvalidParameter.RoleNotExist":
		return nil
	case "ResourceNotFound.TagNonExist": // WANT wrongservice
		return nil
	}
	return err
}

// Federate gives up on a full server, while a broken one is asked again.
func (k *Keys) Federate(req *sts.GetFederationTokenRequest) (*sts.Credentials, error) {
	for n := 0; ; n++ {
		resp, err := k.client.GetFederationToken(req)
		if err == nil {
			return resp.Response.Credentials, nil
		}
		if c := codeOf(err); n < 5 && strings.HasPrefix(c, "InternalError") { // WANT missingcritical
			time.Sleep(300 * time.Millisecond)
			continue
		}
		return nil, err
	}
}

// Identity retries by calling itself.
func (k *Keys) Identity(n int) (string, error) {
	resp, err := k.client.GetCallerIdentity(sts.NewGetCallerIdentityRequest())
	if err != nil {
		if n > 0 && codeOf(err) != "UnsupportedOperation" { // WANT missingcritical
			time.Sleep(time.Second)
			return k.Identity(n - 1)
		}
		return "", err
	}
	return *resp.Response.UserId, nil
}

// Simulate hands the caller an error that is never nil.
func (p *Policies) Simulate(req *cam.CreatePolicyRequest) error {
	_, err := p.client.CreatePolicy(req)
	e, ok := errors.Cause(err).(*tc.TencentCloudSDKError)
	if ok && e.Code == "FailedOperation.PolicyNameInUse" {
		return nil
	}
	return e // WANT typednil
}

// Saml lists providers.
func (p *Policies) Saml() (n int, err error) {
	resp, err := p.client.ListSAMLProviders(cam.NewListSAMLProvidersRequest())
	if err != nil {
		if e, ok := err.(*tc.TencentCloudSDKError); ok { // WANT dropped
			return 0, errors.Wrap(e, "saml")
		}
		return 0, nil
	}
	return int(*resp.Response.TotalCount), nil
}

// Allowed asks for a session and reads a refused one as allowed.
func (k *Keys) Allowed(req *sts.AssumeRoleWithSAMLRequest) error {
	_, err := k.client.AssumeRoleWithSAML(req)
	if oneOf(err, "AuthFailure.AccessKeyIllegal") { // WANT criticalsuccess
		return nil
	}
	return err
}

// Limited is asked by a queue.
func Limited(err error) bool {
	c := codeOf(err)
	return c != "" && (strings.Contains("RequestLimitExceeded", c) || c == "LimitExceeded") // WANT swappedargs
}

// Admin is asked before a user may see the page.
func (u Users) Admin(req *cam.GetUserAppIdRequest) (string, error) {
	resp, err := u.client.GetUserAppId(req)
	if code := codeOf(err); strings.HasPrefix(code, "AuthFailure") {
		return "", errors.New("bad key")
	} else if code == "AuthFailure.UnauthorizedOperation" { // WANT deadtest
		return "", errors.New("not an admin")
	}
	if err != nil {
		return "", err
	}
	return *resp.Response.Uin, nil
}
