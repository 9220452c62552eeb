// Package byhand calls the API itself where the SDK has no client yet, beside the
// SDK.
package byhand

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

const host = "https://dnspod.tencentcloudapi.com"

type client struct {
	cvm  *cvm.Client
	http *http.Client
	sign func(*http.Request, []byte)
}

func (c *client) exists(r *cvm.DescribeInstancesRequest) (bool, error) {
	_, err := c.cvm.DescribeInstances(r)
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "InvalidInstanceId.NotFound" {
		return false, nil
	}
	return err == nil, err
}

func (c *client) post(ctx context.Context, action string, in any) ([]byte, error) {
	body, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, host, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("X-TC-Action", action)
	req.Header.Set("X-TC-Version", "2021-03-23")
	c.sign(req, body)
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", action, resp.Status)
	}
	return io.ReadAll(resp.Body)
}

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
	}
}

func (c *client) create(ctx context.Context, record any) error {
	body, err := c.post(ctx, "CreateRecord", record)
	if err != nil {
		return err
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		return errors.New(e.Code + ": " + e.Message)
	}
	return nil
}

func (c *client) remove(ctx context.Context, record any) error {
	_, err := c.post(ctx, "DeleteRecord", record) // want `uncheckedresponse: the answer of post is thrown away`
	return err
}
