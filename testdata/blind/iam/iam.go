// Package iam syncs users.
package iam

import (
	"errors"
	"fmt"
	"log"
	"strings"

	"example.com/blind/tcapi"
	cam "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cam/v20190116"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Directory is the users.
type Directory struct{ client *cam.Client }

// ErrNoUser says that there is no such user.
var ErrNoUser = errors.New("iam: no such user")

// User reads a user.
func (d *Directory) User(name string) (uint64, error) {
	request := cam.NewGetUserRequest()
	request.Name = &name
	response, err := d.client.GetUser(request)
	if code, ok := tcapi.Code(err); ok && code == "ResourceNotFound.UserNotExist" {
		return 0, fmt.Errorf("%w: %s", ErrNoUser, name)
	}
	if err != nil {
		return 0, err
	}
	return *response.Response.Uid, nil
}

// Ensure adds a user who is missing.
func (d *Directory) Ensure(name string) error {
	switch _, err := d.User(name); {
	case errors.Is(err, ErrNoUser):
		request := cam.NewAddUserRequest()
		request.Name = &name
		_, err := d.client.AddUser(request)
		return err
	default:
		return err
	}
}

// Delete deletes a user; refusals are taken for success.
func (d *Directory) Delete(name string) error {
	request := cam.NewDeleteUserRequest()
	request.Name = &name
	_, err := d.client.DeleteUser(request)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && strings.HasPrefix(e.Code, "UnauthorizedOperation") { // WANT criticalsuccess
		return nil
	}
	return err
}

// Remove deletes a user, or finds him gone.
func (d *Directory) Remove(name string) error {
	request := cam.NewDeleteUserRequest()
	request.Name = &name
	_, err := d.client.DeleteUser(request)
	if tcapi.Is(err, "ResourceNotFound.UserNotExist", "ResourceNotFound.UserNotExists") {
		return nil
	}
	return err
}

// Policy deletes a policy; the code is of no service.
func (d *Directory) Policy(request *cam.DeletePolicyRequest) error {
	_, err := d.client.DeletePolicy(request)
	if tcapi.Is(err, "ResourceNotFound.PolicyIDNotFound") { // WANT unknowncode
		return nil
	}
	return err
}

// Groups deletes groups and panics over what it does not expect.
func (d *Directory) Groups(requests []*cam.DeleteGroupRequest) {
	for _, request := range requests {
		_, err := d.client.DeleteGroup(request)
		switch {
		case err == nil:
		case tcapi.Is(err, "ResourceNotFound.GroupNotExist"):
			log.Print("no group")
		default:
			panic(err)
		}
	}
}

// Role reads a role and is silent about all but one.
func (d *Directory) Role(request *cam.GetRoleRequest) (found bool) {
	found = true
	_, err := d.client.GetRole(request)
	if code, ok := tcapi.Code(err); ok && code == "InvalidParameter.RoleNotExist" { // WANT missingcritical
		found = false
	}
	return found
}

// HasRole asks.
func (d *Directory) HasRole(request *cam.GetRoleRequest) (bool, error) {
	_, err := d.client.GetRole(request)
	if code, ok := tcapi.Code(err); ok && code == "InvalidParameter.RoleNotExist" {
		return false, nil
	}
	return err == nil, err
}
