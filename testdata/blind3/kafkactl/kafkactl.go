// Package kafkactl keeps topics, users and ACLs of CKafka as a file says.
package kafkactl

import (
	"errors"
	"fmt"
	"log"
	"strings"
	"time"

	ckafka "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/ckafka/v20190819"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkErrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

type Ctl struct {
	c        *ckafka.Client
	instance string
	dry      bool
}

// ReturnError is what an operation answers in its result.
type ReturnError struct{ Code, Message string }

func (e ReturnError) Error() string { return "ckafka " + e.Code + ": " + e.Message }

func check(r *ckafka.JgwOperateResponse) error {
	if r == nil || r.ReturnCode == nil || *r.ReturnCode == "0" {
		return nil
	}
	re := ReturnError{Code: *r.ReturnCode}
	if r.ReturnMessage != nil {
		re.Message = *r.ReturnMessage
	}
	return re
}

func (k *Ctl) CreateUser(name, password string) error {
	req := ckafka.NewCreateUserRequest()
	req.InstanceId, req.Name, req.Password = &k.instance, &name, &password
	resp, err := k.c.CreateUser(req)
	if err != nil {
		if e, ok := err.(*sdkErrors.TencentCloudSDKError); ok && e.Code == "ResourceInUse" {
			return nil
		}
		return err
	}
	return check(resp.Response.Result)
}

func (k *Ctl) DeleteUser(name string) error {
	req := ckafka.NewDeleteUserRequest()
	req.InstanceId, req.Name = &k.instance, &name
	_, err := k.c.DeleteUser(req) // WANT uncheckedstatus
	if e, ok := err.(*sdkErrors.TencentCloudSDKError); ok && e.Code == "ResourceNotFound" {
		return nil
	}
	return err
}

func (k *Ctl) Password(name, was, now string) error {
	req := ckafka.NewModifyPasswordRequest()
	req.InstanceId, req.Name, req.Password, req.PasswordNew = &k.instance, &name, &was, &now
	resp, err := k.c.ModifyPassword(req)
	if err != nil {
		return fmt.Errorf("password of %s: %w", name, err)
	}
	if code := *resp.Response.Result.ReturnCode; code != "0" {
		return ReturnError{code, *resp.Response.Result.ReturnMessage}
	}
	return nil
}

func (k *Ctl) Allow(user, topic string) error {
	req := ckafka.NewCreateAclRequest()
	req.InstanceId = &k.instance
	req.ResourceType, req.ResourceName = common.Int64Ptr(2), &topic
	req.Operation, req.PermissionType = common.Int64Ptr(3), common.Int64Ptr(3)
	req.Principal = common.StringPtr("User:" + user)
	resp, err := k.c.CreateAcl(req) // WANT uncheckedstatus
	if err != nil {
		return err
	}
	log.Printf("acl for %s: request %s", user, *resp.Response.RequestId)
	return nil
}

func (k *Ctl) Deny(user, topic string) error {
	req := ckafka.NewDeleteAclRequest()
	req.InstanceId = &k.instance
	req.ResourceType, req.ResourceName = common.Int64Ptr(2), &topic
	req.Operation, req.PermissionType = common.Int64Ptr(3), common.Int64Ptr(3)
	resp, err := k.c.DeleteAcl(req)
	if err != nil {
		if e, ok := err.(*sdkErrors.TencentCloudSDKError); ok && e.Code == ckafka.RESOURCENOTFOUND {
			return nil
		}
		return err
	}
	return check(resp.Response.Result)
}

func (k *Ctl) CreateTopic(name string, partitions int64) error {
	req := ckafka.NewCreateTopicRequest()
	req.InstanceId, req.TopicName, req.PartitionNum = &k.instance, &name, &partitions
	_, err := k.c.CreateTopic(req)
	if e, ok := err.(*sdkErrors.TencentCloudSDKError); ok {
		switch e.Code {
		case "InvalidParameterValue.RepetitionValues": // WANT unknowncode
			return nil
		case "InvalidParameterValue.InstanceNotExist":
			return fmt.Errorf("no instance %s", k.instance)
		}
	}
	return err
}

func (k *Ctl) DeleteTopic(name string) error {
	req := ckafka.NewDeleteTopicRequest()
	req.InstanceId, req.TopicName = &k.instance, &name
	resp, err := k.c.DeleteTopic(req)
	if e, ok := err.(*sdkErrors.TencentCloudSDKError); ok && e.Code == "InvalidParameterValue.InstanceNotExit" { // WANT unknowncode
		return nil
	}
	if err != nil {
		return err
	}
	return check(resp.Response.Result)
}

func (k *Ctl) Retention(topic string, ms int64) error {
	req := ckafka.NewModifyTopicAttributesRequest()
	req.InstanceId, req.TopicName, req.RetentionMs = &k.instance, &topic, &ms
	for i := 0; i < 4; i++ {
		resp, err := k.c.ModifyTopicAttributes(req)
		if err == nil {
			return check(resp.Response.Result)
		}
		var e *sdkErrors.TencentCloudSDKError
		if !errors.As(err, &e) || !(strings.HasPrefix(e.Code, "RequestLimitExceeded") || e.Code == "ResourceUnavailable") {
			return err
		}
		time.Sleep(time.Second << i)
	}
	return errors.New("retention: still busy")
}

func (k *Ctl) Partitions(topic string, n int64) error {
	req := ckafka.NewCreatePartitionRequest()
	req.InstanceId, req.TopicName, req.PartitionNum = &k.instance, &topic, &n
	for i := 0; i < 4; i++ {
		resp, err := k.c.CreatePartition(req)
		if err == nil {
			return check(resp.Response.Result)
		}
		e, ok := err.(*sdkErrors.TencentCloudSDKError)
		if !ok || (e.Code != "OperationDenied" && e.Code != "ResourceUnavailable") { // WANT missingcritical
			return err
		}
		time.Sleep(time.Second << i)
	}
	return errors.New("partitions: still busy")
}

// Offsets moves a group.
func (k *Ctl) Offsets(group string) error {
	req := ckafka.NewModifyGroupOffsetsRequest()
	req.InstanceId, req.Group, req.Strategy = &k.instance, &group, common.Int64Ptr(2)
	resp, err := k.c.ModifyGroupOffsets(req)
	if err != nil {
		return err
	}
	return check(resp.Response.Result)
}

// Attributes renames the instance.
func (k *Ctl) Attributes(name string) error {
	req := ckafka.NewModifyInstanceAttributesRequest()
	req.InstanceId, req.InstanceName = &k.instance, &name
	if _, err := k.c.ModifyInstanceAttributes(req); err != nil { // WANT uncheckedstatus
		return fmt.Errorf("rename: %w", err)
	}
	return nil
}

// Users reads, so there is no more to ask than the error.
func (k *Ctl) Users() ([]string, error) {
	req := ckafka.NewDescribeUserRequest()
	req.InstanceId = &k.instance
	resp, err := k.c.DescribeUser(req)
	if e, ok := err.(*sdkErrors.TencentCloudSDKError); ok && e.Code == "ResourceNotFound" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var names []string
	for _, u := range resp.Response.Result.Users {
		names = append(names, *u.Name)
	}
	return names, nil
}

func (k *Ctl) topicExists(name string) (bool, error) {
	req := ckafka.NewDescribeTopicAttributesRequest()
	req.InstanceId, req.TopicName = &k.instance, &name
	_, err := k.c.DescribeTopicAttributes(req)
	if e, ok := err.(*sdkErrors.TencentCloudSDKError); ok && (e.Code == "ResourceNotFound" || e.Code == "InvalidParameterValue.InstanceNotExist") {
		return false, nil
	}
	return err == nil, err
}

// Rate is written by the cron job; a throttled call is tried in the next minute.
func (k *Ctl) Rate(topic string) error {
	req := ckafka.NewDescribeTopicDetailRequest()
	req.InstanceId, req.SearchWord = &k.instance, &topic
	_, err := k.c.DescribeTopicDetail(req)
	if e, ok := err.(*sdkErrors.TencentCloudSDKError); ok && strings.HasPrefix(e.Code, "RequestLimitExceeded") { // WANT criticalsuccess
		return nil
	}
	return err
}

// Apply does what the file says.
func (k *Ctl) Apply(topics map[string]int64) error {
	for name, n := range topics {
		ok, err := k.topicExists(name)
		switch {
		case err != nil:
			return err
		case ok:
			continue
		case k.dry:
			log.Printf("would create %s", name)
			continue
		}
		if err := k.CreateTopic(name, n); err != nil {
			var re ReturnError
			if errors.As(err, &re) && re.Code == "4000" {
				log.Printf("%s: %s", name, re.Message)
				continue
			}
			return err
		}
	}
	return nil
}

// Groups lists the consumers.
func (k *Ctl) Groups() (int, error) {
	req := ckafka.NewDescribeGroupRequest()
	req.InstanceId = &k.instance
	resp, err := k.c.DescribeGroup(req)
	if e, ok := err.(*sdkErrors.TencentCloudSDKError); ok {
		if strings.Contains(e.Error(), "ResourceNotFound") { // WANT textmatch
			return 0, nil
		}
		return 0, e
	}
	if err != nil {
		return 0, err
	}
	return len(resp.Response.Result.GroupList), nil
}
