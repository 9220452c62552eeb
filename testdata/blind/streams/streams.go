// Package streams manages topics and users of ckafka.
package streams

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"
	"time"

	"example.com/blind/tcapi"
	ckafka "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/ckafka/v20190819"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Admin manages an instance.
type Admin struct {
	client   *ckafka.Client
	instance string
}

// AddUser adds a user.
func (a *Admin) AddUser(name, password string) error {
	request := ckafka.NewCreateUserRequest()
	request.InstanceId, request.Name, request.Password = &a.instance, &name, &password
	if _, err := a.client.CreateUser(request); err != nil { // WANT uncheckedstatus
		return tcapi.Wrap("create user", err)
	}
	return nil
}

// DeleteUser deletes a user and reads the message alone.
func (a *Admin) DeleteUser(name string) (string, error) {
	request := ckafka.NewDeleteUserRequest()
	request.InstanceId, request.Name = &a.instance, &name
	response, err := a.client.DeleteUser(request) // WANT uncheckedstatus
	if tcapi.Is(err, "ResourceNotFound") {
		return "was gone", nil
	}
	if err != nil {
		return "", err
	}
	return *response.Response.Result.ReturnMessage, nil
}

// DeleteTopic deletes by way of our retry.
func (a *Admin) DeleteTopic(ctx context.Context, topic string) error {
	request := ckafka.NewDeleteTopicRequest()
	request.InstanceId, request.TopicName = &a.instance, &topic
	return tcapi.Retry(ctx, 3, tcapi.Throttled, func() error {
		_, err := a.client.DeleteTopicWithContext(ctx, request) // WANT uncheckedstatus
		return err
	})
}

func result(r *ckafka.JgwOperateResponse, err error) error {
	if err != nil {
		return err
	}
	if r == nil || r.ReturnCode == nil || *r.ReturnCode != "0" {
		return errors.New("ckafka: the operation failed")
	}
	return nil
}

// AddPartition adds partitions.
func (a *Admin) AddPartition(request *ckafka.CreatePartitionRequest) error {
	response, err := a.client.CreatePartition(request)
	if err != nil {
		return err
	}
	return result(response.Response.Result, nil)
}

// AddAcl adds a rule.
func (a *Admin) AddAcl(request *ckafka.CreateAclRequest) error {
	response, err := a.client.CreateAcl(request)
	if err != nil {
		return err
	}
	if r := response.Response.Result; *r.ReturnCode != "0" {
		return fmt.Errorf("acl: %s: %s", *r.ReturnCode, *r.ReturnMessage)
	}
	return nil
}

// DropAcl forgets the result.
func (a *Admin) DropAcl(request *ckafka.DeleteAclRequest) {
	response, err := a.client.DeleteAcl(request) // WANT uncheckedstatus
	if err != nil {
		log.Printf("delete acl: %v", err)
		return
	}
	log.Printf("deleted acl, request %s", *response.Response.RequestId)
}

// AddTopic answers no code of its own.
func (a *Admin) AddTopic(request *ckafka.CreateTopicRequest) (string, error) {
	response, err := a.client.CreateTopic(request)
	if err != nil {
		return "", err
	}
	return *response.Response.Result.TopicId, nil
}

// Topics reads only.
func (a *Admin) Topics(request *ckafka.DescribeTopicRequest) (int, error) {
	response, err := a.client.DescribeTopic(request)
	if tcapi.Is(err, "InvalidParameterValue.InstanceNotExist") {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return len(response.Response.Result.TopicList), nil
}

// HasUser tells whether there is a user.
func (a *Admin) HasUser(request *ckafka.DescribeUserRequest) (bool, error) {
	response, err := a.client.DescribeUser(request)
	if tcapi.Is(err, "ResourceNotFound.UserNotExist") { // WANT wrongservice
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return len(response.Response.Result.Users) > 0, nil
}

// Instance reads an instance; a wrong name has a wrong letter.
func (a *Admin) Instance() (*ckafka.InstanceAttributesResponse, error) {
	request := ckafka.NewDescribeInstanceAttributesRequest()
	request.InstanceId = &a.instance
	response, err := a.client.DescribeInstanceAttributes(request)
	if err == nil {
		return response.Response.Result, nil
	}
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "InvalidParameterValue.InstanceNotExists" { // WANT unknowncode
		return nil, nil
	}
	return nil, err
}

// Lookup is Instance as it should be.
func (a *Admin) Lookup() (*ckafka.InstanceAttributesResponse, error) {
	request := ckafka.NewDescribeInstanceAttributesRequest()
	request.InstanceId = &a.instance
	response, err := a.client.DescribeInstanceAttributes(request)
	if err != nil {
		v, err := tcapi.Optional[*ckafka.InstanceAttributesResponse](nil, err, "InvalidParameterValue.InstanceNotExist", "ResourceNotFound")
		return v, err
	}
	return response.Response.Result, nil
}

// State of an instance.
type State struct {
	Ready  bool
	Reason string
	Err    error
}

// State maps codes to a state.
func (a *Admin) State() (s State) {
	request := ckafka.NewDescribeInstanceAttributesRequest()
	request.InstanceId = &a.instance
	_, err := a.client.DescribeInstanceAttributes(request)
	switch tcapi.Classify(err) {
	case tcapi.Fine:
		s.Ready = true
	case tcapi.Missing:
		s.Reason = "Missing"
	default:
		s.Reason, s.Err = "Failed", err
	}
	return s
}

// Reconcile is ready whatever happens but one thing.
func (a *Admin) Reconcile(ctx context.Context) (s State) {
	request := ckafka.NewDescribeInstanceAttributesRequest()
	request.InstanceId = &a.instance
	_, err := a.client.DescribeInstanceAttributesWithContext(ctx, request)
	if tcapi.Is(err, "ResourceNotFound") { // WANT missingcritical
		return State{Reason: "Missing"}
	}
	return State{Ready: true}
}

// Await polls; keys that are wrong stay wrong.
func (a *Admin) Await(ctx context.Context) error {
	request := ckafka.NewDescribeInstanceAttributesRequest()
	request.InstanceId = &a.instance
	ticker := time.NewTicker(5 * time.Second)
	defer ticker.Stop()
	for {
		_, err := a.client.DescribeInstanceAttributesWithContext(ctx, request)
		if err == nil {
			return nil
		}
		if code, ok := tcapi.Code(err); ok && code == "InvalidParameterValue.InstanceNotExist" { // WANT missingcritical
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
}

// AwaitGone polls and gives up when it may not look.
func (a *Admin) AwaitGone(ctx context.Context) error {
	request := ckafka.NewDescribeInstanceAttributesRequest()
	request.InstanceId = &a.instance
	ticker := time.NewTicker(5 * time.Second)
	defer ticker.Stop()
	for {
		_, err := a.client.DescribeInstanceAttributesWithContext(ctx, request)
		switch {
		case tcapi.Is(err, "InvalidParameterValue.InstanceNotExist"):
			return nil
		case tcapi.Denied(err):
			return err
		case err != nil:
			log.Printf("await: %v", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
}

// Offsets takes a missing right for success.
func (a *Admin) Offsets(request *ckafka.DescribeGroupOffsetsRequest) error {
	_, err := a.client.DescribeGroupOffsets(request)
	if code, ok := tcapi.Code(err); ok && strings.HasPrefix(code, "AuthFailure") { // WANT criticalsuccess
		return nil
	}
	return err
}

// Groups loses errors of the transport.
func (a *Admin) Groups(request *ckafka.DescribeConsumerGroupRequest) (n int, err error) {
	response, err := a.client.DescribeConsumerGroup(request)
	if err != nil {
		var e *tcerr.TencentCloudSDKError
		if errors.As(err, &e) { // WANT dropped
			if e.Code == "ResourceNotFound" {
				return 0, nil
			}
			return 0, err
		}
		return 0, nil
	}
	return int(*response.Response.Result.TotalCount), nil
}
