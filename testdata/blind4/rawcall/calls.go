// Package rawcall asks a few services by hand.
package rawcall

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"example.org/blind4/rawcall/wire"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	tchttp "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/http"
	hunyuan "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/hunyuan/v20230901"
)

type zoneAnswer struct {
	Response struct {
		Error *wire.Fault
		Zones []struct {
			Zone      string
			ZoneState string
		} `json:"ZoneSet"`
	}
}

type countAnswer struct {
	Response struct {
		Error struct {
			Code    string
			Message string
		}
		TotalCount int
		RequestId  string
	}
}

func (a *countAnswer) failed() bool { return a.Response.Error.Code != "" }

type taskAnswer struct {
	wire.Base
	Response struct {
		TaskId string
		Status string
	}
}

type jobAnswer struct {
	Response struct {
		wire.Fault `json:"Error"`
		JobId      string
	}
}

// Zones lists the zones that are open.
func Zones(ctx context.Context, c *wire.Client) ([]string, error) {
	var answer zoneAnswer
	if err := c.Call(ctx, "DescribeZones", map[string]any{}, &answer); err != nil {
		return nil, err
	}
	if e := answer.Response.Error; e != nil {
		return nil, fmt.Errorf("zones: %s: %s", e.Code, e.Message)
	}
	var open []string
	for _, z := range answer.Response.Zones {
		if z.ZoneState == "AVAILABLE" {
			open = append(open, z.Zone)
		}
	}
	return open, nil
}

// ClosedZones lists the others.
func ClosedZones(ctx context.Context, c *wire.Client) ([]string, error) {
	var answer zoneAnswer
	if err := c.Call(ctx, "DescribeZones", map[string]any{}, &answer); err != nil { // WANT uncheckedresponse
		return nil, err
	}
	var closed []string
	for _, z := range answer.Response.Zones {
		if z.ZoneState != "AVAILABLE" {
			closed = append(closed, z.Zone)
		}
	}
	return closed, nil
}

// Instances counts instances.
func Instances(ctx context.Context, c *wire.Client) (int, error) {
	body, err := c.Post(ctx, "DescribeInstances", map[string]int{"Limit": 1})
	if err != nil {
		return 0, err
	}
	var answer countAnswer
	if err := json.Unmarshal(body, &answer); err != nil {
		return 0, err
	}
	if answer.failed() {
		return 0, errors.New(answer.Response.Error.Message)
	}
	return answer.Response.TotalCount, nil
}

// Disks counts disks.
func Disks(ctx context.Context, c *wire.Client) (int, error) {
	body, err := c.Post(ctx, "DescribeDisks", map[string]int{"Limit": 1})
	if err != nil {
		return 0, err
	}
	var answer countAnswer
	if err := json.Unmarshal(body, &answer); err != nil { // WANT uncheckedresponse
		return 0, fmt.Errorf("disks: %w", err)
	}
	return answer.Response.TotalCount, nil
}

// Images counts images.
func Images(ctx context.Context, c *wire.Client) (int, error) {
	var answer countAnswer
	if err := c.Checked(ctx, "DescribeImages", map[string]int{"Limit": 1}, &answer); err != nil {
		return 0, err
	}
	return answer.Response.TotalCount, nil
}

// Reboot restarts an instance.
func Reboot(ctx context.Context, c *wire.Client, id string) error {
	_, err := c.Post(ctx, "RebootInstances", map[string][]string{"InstanceIds": {id}}) // WANT uncheckedresponse
	return err
}

// Stop stops an instance; one that is stopped already is fine.
func Stop(ctx context.Context, c *wire.Client, id string) error {
	body, err := c.Post(ctx, "StopInstances", map[string][]string{"InstanceIds": {id}})
	if err != nil {
		return err
	}
	err = wire.Verify(body)
	if wire.CodeOf(err) == "UnsupportedOperation.InstanceStateStopped" {
		return nil
	}
	return err
}

// Start starts an instance.
func Start(ctx context.Context, c *wire.Client, id string) error {
	err := c.Checked(ctx, "StartInstances", map[string][]string{"InstanceIds": {id}}, nil)
	switch wire.CodeOf(err) {
	case "UnsupportedOperation.InstanceStateRunning":
		return nil
	case "UnsupportedOperation.InstanceStateTerminatng": // WANT unknowncode
		return fmt.Errorf("%s is being returned", id)
	}
	return err
}

// Terminate returns an instance, with patience.
func Terminate(ctx context.Context, c *wire.Client, id string) error {
	for i := 0; i < 8; i++ {
		err := c.Checked(ctx, "TerminateInstances", map[string][]string{"InstanceIds": {id}}, nil)
		switch {
		case err == nil, wire.CodeOf(err) == "InvalidInstanceId.NotFound":
			return nil
		case wire.IsThrottled(err), wire.CodeOf(err) == "MutexOperation.TaskRunning":
			time.Sleep(3 * time.Second)
		default:
			return err
		}
	}
	return errors.New("rawcall: the instance stays")
}

// Task asks how far a task is.
func Task(ctx context.Context, c *wire.Client, id string) (string, error) {
	var answer taskAnswer
	if err := c.Call(ctx, "DescribeTask", map[string]string{"TaskId": id}, &answer); err != nil { // WANT uncheckedresponse
		return "", err
	}
	if err := answer.Err(); err != nil {
		return "", err
	}
	return answer.Response.Status, nil
}

// Job starts a job.
func Job(ctx context.Context, c *wire.Client, name string) (string, error) {
	var answer jobAnswer
	if err := c.Call(ctx, "CreateJob", map[string]string{"Name": name}, &answer); err != nil {
		return "", err
	}
	if answer.Response.Code != "" {
		return "", fmt.Errorf("job %s: %s", name, answer.Response.Message)
	}
	return answer.Response.JobId, nil
}

// Ask puts a question to the model and prints what it says.
func Ask(ctx context.Context, client *hunyuan.Client, question string, say func(string)) error {
	req := hunyuan.NewChatCompletionsRequest()
	req.Model = common.StringPtr("hunyuan-lite")
	req.Stream = common.BoolPtr(true)
	req.Messages = []*hunyuan.Message{{Role: common.StringPtr("user"), Content: common.StringPtr(question)}}
	resp, err := client.ChatCompletionsWithContext(ctx, req)
	if err != nil {
		return err
	}
	for event := range resp.Events {
		if event.Err != nil {
			return event.Err
		}
		say(string(event.Data))
	}
	return nil
}

// Summarize puts a text to the model and returns its answer.
func Summarize(ctx context.Context, client *hunyuan.Client, text string) (string, error) {
	req := hunyuan.NewChatCompletionsRequest()
	req.Model = common.StringPtr("hunyuan-lite")
	req.Stream = common.BoolPtr(true)
	req.Messages = []*hunyuan.Message{{Role: common.StringPtr("user"), Content: common.StringPtr(text)}}
	resp, err := client.ChatCompletionsWithContext(ctx, req)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for event := range resp.Events { // WANT uncheckedresponse
		b.Write(event.Data)
	}
	return b.String(), nil
}

// Regions asks by way of the common client.
func Regions(client *common.Client) (int, error) {
	req := tchttp.NewCommonRequest("cvm", "2017-03-12", "DescribeRegions")
	if err := req.SetActionParameters(map[string]any{}); err != nil {
		return 0, err
	}
	resp := tchttp.NewCommonResponse()
	if err := client.Send(req, resp); err != nil {
		return 0, err
	}
	var answer struct {
		Response struct{ TotalCount int }
	}
	if err := json.Unmarshal(resp.GetBody(), &answer); err != nil {
		return 0, err
	}
	return answer.Response.TotalCount, nil
}

// Renew renews an instance by way of the common client.
func Renew(client *common.Client, id string) error {
	req := tchttp.NewCommonRequest("cvm", "2017-03-12", "RenewInstances")
	if err := req.SetActionParameters(map[string]any{"InstanceIds": []string{id}}); err != nil {
		return err
	}
	err := client.Send(req, tchttp.NewCommonResponse())
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFund" { // WANT unknowncode
		return fmt.Errorf("%s was returned", id)
	}
	return err
}

// Rename renames an instance by way of the common client.
func Rename(client *common.Client, id, name string) error {
	req := tchttp.NewCommonRequest("cvm", "2017-03-12", "ModifyInstancesAttribute")
	if err := req.SetActionParameters(map[string]any{"InstanceIds": []string{id}, "InstanceName": name}); err != nil {
		return err
	}
	err := client.Send(req, tchttp.NewCommonResponse())
	if err != nil {
		e, ok := err.(*sdkerr.TencentCloudSDKError)
		if !ok {
			return e // WANT typednil
		}
		if e.Code == "InvalidInstanceName.TooLong" {
			return fmt.Errorf("%q has more than 60 letters", name)
		}
		return err
	}
	return nil
}

// Protect sets the protection of an instance.
func Protect(client *common.Client, id string) error {
	req := tchttp.NewCommonRequest("cvm", "2017-03-12", "ModifyInstancesDisableApiTermination")
	if err := req.SetActionParameters(map[string]any{"InstanceIds": []string{id}, "DisableApiTermination": true}); err != nil {
		return err
	}
	err := client.Send(req, tchttp.NewCommonResponse())
	if wire.CodeOf(err) == "InvalidInstanceId.NotFound" {
		return nil
	}
	return err
}
