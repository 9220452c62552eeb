// Package anyapi calls actions by name with the common client of the SDK.
package anyapi

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	tchttp "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/http"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/profile"
)

// Caller is one region of one account.
type Caller struct {
	*common.Client
	out, err io.Writer
}

// New makes a Caller.
func New(cred common.CredentialIface, region string) *Caller {
	return &Caller{common.NewCommonClient(cred, region, profile.NewClientProfile()), os.Stdout, os.Stderr}
}

// Call sends; the SDK has looked at the answer.
func (c *Caller) Call(service, version, action string, params map[string]any) ([]byte, error) {
	req := tchttp.NewCommonRequest(service, version, action)
	if err := req.SetActionParameters(params); err != nil {
		return nil, fmt.Errorf("%s: %w", action, err)
	}
	resp := tchttp.NewCommonResponse()
	if err := c.Send(req, resp); err != nil {
		return nil, err
	}
	return resp.GetBody(), nil
}

// Exit codes of the command.
const (
	exitOK = iota
	exitFailed
	exitUsage
	exitDenied
	exitThrottled
)

func exit(err error) int {
	if err == nil {
		return exitOK
	}
	var e *sdkerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return exitFailed
	}
	for prefix, code := range map[string]int{
		"AuthFailure":           exitDenied,
		"UnauthorizedOperation": exitDenied,
		"RequestLimitExceeded":  exitThrottled,
		"InvalidParameter":      exitUsage,
		"MissingParameter":      exitUsage,
		"UnknownParameter":      exitUsage,
		"InvalidAction":         exitUsage,
		"NoSuchVersion":         exitUsage,
	} {
		if strings.HasPrefix(e.Code, prefix) {
			return code
		}
	}
	return exitFailed
}

// Main is the command.
func (c *Caller) Main(args []string) int {
	fs := flag.NewFlagSet("anyapi", flag.ContinueOnError)
	retries := fs.Int("retries", 3, "")
	if err := fs.Parse(args); err != nil || fs.NArg() != 3 {
		return exitUsage
	}
	body, err := c.Persist(*retries, fs.Arg(0), fs.Arg(1), fs.Arg(2))
	if err != nil {
		fmt.Fprintln(c.err, err)
		return exit(err)
	}
	c.out.Write(body)
	return exitOK
}

// Persist retries throttled calls.
func (c *Caller) Persist(n int, service, version, action string) (body []byte, err error) {
	for ; n >= 0; n-- {
		if body, err = c.Call(service, version, action, nil); exit(err) != exitThrottled {
			break
		}
		time.Sleep(time.Second)
	}
	return body, err
}

// Regions decodes an answer of the common client.
func (c *Caller) Regions() (out []string, err error) {
	body, err := c.Call("cvm", "2017-03-12", "DescribeRegions", nil)
	if err != nil {
		return nil, err
	}
	var answer struct {
		Response struct {
			RegionSet []struct{ Region string }
		}
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, err
	}
	for _, r := range answer.Response.RegionSet {
		out = append(out, r.Region)
	}
	return out, nil
}

// Bucket of tags: missing is no failure.
func (c *Caller) Tag(resource string) (map[string]string, error) {
	body, err := c.Call("tag", "2018-08-13", "GetResources", map[string]any{"ResourceList": []string{resource}})
	var e *sdkerr.TencentCloudSDKError
	if errors.As(err, &e) && slices.Contains([]string{"ResourceNotFound.RecordNotFound", "ResourceNotFound.AttachedTagKeyNotFound"}, e.Code) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	var answer struct {
		Response struct {
			Tags map[string]string
		}
	}
	err = json.Unmarshal(body, &answer)
	return answer.Response.Tags, err
}

// Delete an instance by name of the action.
func (c *Caller) Terminate(id string) error {
	_, err := c.Call("cvm", "2017-03-12", "TerminateInstances", map[string]any{"InstanceIds": []string{id}})
	switch e, ok := err.(*sdkerr.TencentCloudSDKError); {
	case ok && e.Code == "InvalidInstanceId.NotFound":
		return nil
	default:
		return err
	}
}

// Stop asks again until the instance does not run.
func (c *Caller) Stop(id string) error {
	var err error
	for range 10 {
		_, err = c.Call("cvm", "2017-03-12", "StopInstances", map[string]any{"InstanceIds": []string{id}})
		e, ok := err.(*sdkerr.TencentCloudSDKError)
		if !ok || !strings.HasPrefix(e.Code, "RequestLimitExceeded") && e.Code != "OperationDenied.InstanceOperationInProgress" {
			return err
		}
		time.Sleep(2 * time.Second)
	}
	return err
}

// Purge is stubborn.
func (c *Caller) Purge(urls []string) (err error) {
	for range 5 {
		if _, err = c.Call("cdn", "2018-06-06", "PurgeUrlsCache", map[string]any{"Urls": urls}); err == nil {
			return nil
		}
		e, ok := err.(*sdkerr.TencentCloudSDKError)
		if ok && strings.HasPrefix(e.Code, "LimitExceeded.CdnPurge") { // WANT missingcritical
			return e
		}
		time.Sleep(time.Minute)
	}
	return err
}

// Sold out or not.
func (c *Caller) SoldOut(params map[string]any) (bool, error) {
	_, err := c.Call("cvm", "2017-03-12", "RunInstances", params)
	e, ok := err.(*sdkerr.TencentCloudSDKError)
	if ok && (e.Code == "ResourcesSoldOut.SpecifiedInstanceType" || e.Code == "ResourcesSoldout.AvailableZone") { // WANT unknowncode
		return true, nil
	}
	return false, err
}

// Domain asks cdn directly, with a constant from elsewhere.
func (c *Caller) Domain(name string) error {
	req := tchttp.NewCommonRequest("cdn", "2018-06-06", "DeleteCdnDomain")
	if err := req.SetActionParameters(map[string]any{"Domain": name}); err != nil {
		return err
	}
	err := c.Send(req, tchttp.NewCommonResponse())
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.NoDataOfDomain" { // WANT wrongservice
		return nil
	}
	return err
}

// Dry reports whether a call would pass.
func (c *Caller) Dry(service, version, action string) (err error) {
	_, err = c.Call(service, version, action, map[string]any{"DryRun": true})
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok { // WANT dropped
		if e.Code == "DryRunOperation" {
			return nil
		}
		return e
	}
	return nil
}

// Wait waits, and waits.
func (c *Caller) Wait(service, version, action string) []byte {
	for {
		body, err := c.Call(service, version, action, nil) // WANT retryall
		if err == nil {
			return body
		}
		fmt.Fprintln(c.err, "not yet:", err)
		time.Sleep(5 * time.Second)
	}
}

// Explain has a case too much.
func Explain(err error) string {
	var e *sdkerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return ""
	}
	switch {
	case strings.HasPrefix(e.Code, "InvalidParameter"):
		return "a parameter is wrong"
	case e.Code == "MissingParameter":
		return "a parameter is missing"
	case e.Code == "InvalidParameterValue.LimitExceeded": // WANT deadtest
		return "a number is too large"
	}
	return e.Message
}

// Code reads what the text says.
func Code(err error) string {
	if e := new(sdkerr.TencentCloudSDKError); errors.As(err, &e) {
		for _, c := range []string{"AuthFailure", "UnauthorizedOperation"} {
			if strings.Contains(err.Error(), c) { // WANT textmatch
				return c
			}
		}
	}
	return "other"
}
