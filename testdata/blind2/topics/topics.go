package topics

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"
	"time"

	"example.com/blind2/sdkerr"
	ckafka "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/ckafka/v20190819"
	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// result is what every write of ckafka answers.
func result(r *ckafka.JgwOperateResponse) error {
	switch {
	case r == nil:
		return errors.New("no result")
	case *r.ReturnCode != "0":
		return fmt.Errorf("ckafka: %s: %s", *r.ReturnCode, *r.ReturnMessage)
	}
	return nil
}

type store struct {
	c        *ckafka.Client
	instance string
}

func (s store) addUser(name, password string) error {
	req := ckafka.NewCreateUserRequest()
	req.InstanceId, req.Name, req.Password = &s.instance, &name, &password
	resp, err := s.c.CreateUser(req)
	if err != nil {
		return err
	}
	return result(resp.Response.Result)
}

func (s store) dropUser(name string) error {
	req := ckafka.NewDeleteUserRequest()
	req.InstanceId, req.Name = &s.instance, &name
	resp, err := s.c.DeleteUser(req)
	if err != nil {
		return sdkerr.Ignore(err, ckafka.RESOURCENOTFOUND)
	}
	if code := *resp.Response.Result.ReturnCode; code != "0" {
		return fmt.Errorf("drop %s: %s", name, code)
	}
	return nil
}

func (s store) dropTopic(ctx context.Context, name string) error {
	req := ckafka.NewDeleteTopicRequest()
	req.InstanceId, req.TopicName = &s.instance, &name
	resp, err := sdkerr.Get(ctx, func(context.Context) (*ckafka.DeleteTopicResponse, error) { return s.c.DeleteTopic(req) })
	if err != nil {
		return sdkerr.Wrap("delete topic", name, err)
	}
	return result(resp.Response.Result)
}

func (s store) topics() (names []string, err error) {
	req := ckafka.NewDescribeTopicRequest()
	req.InstanceId = &s.instance
	resp, err := s.c.DescribeTopic(req)
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "ResourceNotFound" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, t := range resp.Response.Result.TopicList {
		names = append(names, *t.TopicName)
	}
	return names, nil
}

// password keeps the answer for later.
func (s store) password(name, old, fresh string) (*ckafka.JgwOperateResponse, error) {
	req := ckafka.NewModifyPasswordRequest()
	req.InstanceId, req.Name, req.Password, req.PasswordNew = &s.instance, &name, &old, &fresh
	resp, err := s.c.ModifyPassword(req)
	if err != nil {
		return nil, err
	}
	return resp.Response.Result, nil
}

func (s store) rotate(users map[string][2]string) (errs map[string]error) {
	errs = map[string]error{}
	for u, p := range users {
		r, err := s.password(u, p[0], p[1])
		if err == nil {
			err = result(r)
		}
		if err != nil {
			errs[u] = err
		}
	}
	return errs
}

// acl is given to a queue, whose reader checks.
func (s store) acl(req *ckafka.CreateAclRequest, out chan<- *ckafka.CreateAclResponse) error {
	resp, err := s.c.CreateAcl(req)
	if err == nil {
		out <- resp
	}
	return err
}

func (s store) createTopic(name string, partitions int64) error {
	req := ckafka.NewCreateTopicRequest()
	req.InstanceId, req.TopicName, req.PartitionNum = &s.instance, &name, &partitions
	_, err := s.c.CreateTopic(req)
	if sdkerr.Is(err, "ResourceInUse") {
		return nil
	}
	return err
}

func (s store) waitTopic(name string) error {
	deadline := time.Now().Add(time.Minute)
	for {
		names, err := s.topics()
		if err != nil && !sdkerr.Throttled(err) {
			return err
		}
		for _, n := range names {
			if n == name {
				return nil
			}
		}
		if time.Now().After(deadline) {
			return errors.Join(fmt.Errorf("no topic %s", name), err)
		}
		time.Sleep(2 * time.Second)
	}
}

func (s store) whitelist(name string, ips []*string) error {
	req := ckafka.NewCreateTopicIpWhiteListRequest()
	req.InstanceId, req.TopicName, req.IpWhiteList = &s.instance, &name, ips
	_, err := s.c.CreateTopicIpWhiteList(req) // WANT uncheckedstatus
	return err
}

func (s store) partitions(name string, n int64) error {
	req := ckafka.NewCreatePartitionRequest()
	req.InstanceId, req.TopicName, req.PartitionNum = &s.instance, &name, &n
	resp, err := s.c.CreatePartition(req) // WANT uncheckedstatus
	if err != nil {
		return sdkerr.Wrap("partitions", name, err)
	}
	log.Printf("partitions of %s: request %s", name, *resp.Response.RequestId)
	return nil
}

func (s store) retention(name string, ms int64) (message string, err error) {
	req := ckafka.NewModifyTopicAttributesRequest()
	req.InstanceId, req.TopicName, req.RetentionMs = &s.instance, &name, &ms
	resp, err := s.c.ModifyTopicAttributes(req) // WANT uncheckedstatus
	if err != nil {
		return "", err
	}
	return *resp.Response.Result.ReturnMessage, nil
}

func (s store) groups() (n int64, err error) {
	req := ckafka.NewDescribeGroupRequest()
	req.InstanceId = &s.instance
	resp, err := s.c.DescribeGroup(req)
	if err != nil {
		switch sdkerr.Classify(err) { // WANT missingcritical
		case sdkerr.Passing, sdkerr.Unknown:
			return 0, err
		}
		return 0, nil
	}
	return *resp.Response.Result.TotalCount, nil
}

func (s store) offsets(req *ckafka.ModifyGroupOffsetsRequest) error {
	resp, err := s.c.ModifyGroupOffsets(req)
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	switch {
	case ok && strings.HasPrefix(e.Code, "ResourceNotFound.Group"): // WANT wrongservice
		return nil
	case err != nil:
		return err
	}
	return result(resp.Response.Result)
}

func (s store) zone() (int, error) {
	for {
		resp, err := s.c.DescribeCkafkaZone(ckafka.NewDescribeCkafkaZoneRequest())
		if err == nil {
			return len(resp.Response.Result.ZoneList), nil
		}
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && (e.Code == "RequestLimitExceeded" || e.Code == "InternalError") { // WANT partialcategory
			time.Sleep(time.Second)
			continue
		}
		return 0, err
	}
}
