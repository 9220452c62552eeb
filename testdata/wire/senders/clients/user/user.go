// Package user has clients of another package.
package user

import (
	"context"
	"encoding/json"
	"errors"

	"example.com/wire/senders/clients"
)

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
		Total int
	}
}

type zones struct {
	client *clients.Client
	api    clients.API
}

func (z *zones) method(ctx context.Context) bool {
	var a answer
	return z.client.Do(ctx, "cdn", "PurgeUrlsCache", &a) == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound" // want `wrongservice: no API of cdn`
}

func (z *zones) cdn(ctx context.Context, action string) bool {
	var a answer
	return z.client.CDN(ctx, action, &a) == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound" // want `wrongservice: no API of cdn`
}

func raw(ctx context.Context, c *clients.Client) (int, error) {
	body, err := c.Raw(ctx, "cdn", "PurgeUrlsCache")
	if err != nil {
		return 0, err
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil { // want `uncheckedresponse: "a" is used`
		return 0, err
	}
	return a.Response.Total, nil
}

func rawCode(ctx context.Context, c *clients.Client) bool {
	body, err := c.Raw(ctx, "cdn", "PurgeUrlsCache")
	var a answer
	if err != nil || json.Unmarshal(body, &a) != nil {
		return false
	}
	return a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound" // want `wrongservice: no API of cdn`
}

func embedded(ctx context.Context, c clients.CVM) bool {
	var a answer
	return c.Call(ctx, "DescribeZones", &a) == nil && a.Response.Error != nil && a.Response.Error.Code == "ResourceNotFound.CdnHostNotExists" // want `wrongservice: no API of cvm`
}

type mine struct{ *clients.Client }

func (m mine) promoted(ctx context.Context) bool {
	var a answer
	return m.Do(ctx, "cvm", "DescribeZones", &a) == nil && a.Response.Error != nil && a.Response.Error.Code == "ResourceNotFound.CdnHostNotExists" // want `wrongservice: no API of cvm`
}

// From here on: the code may be answered, or others may have looked.

func right(ctx context.Context, c *clients.Client) bool {
	var a answer
	return c.Do(ctx, "cvm", "DescribeZones", &a) == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound"
}

func own(ctx context.Context, c *clients.Client) bool {
	var a answer
	return c.Own(ctx, "DescribeZones", &a) == nil && a.Response.Error != nil && a.Response.Error.Code == "ResourceNotFound.CdnHostNotExists"
}

func (z *zones) abstract(ctx context.Context) bool {
	var a answer
	return z.api.Send(ctx, "cdn", "PurgeUrlsCache", &a) == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound"
}

func seen(ctx context.Context, c *clients.Client) (int, error) {
	body, err := c.Seen(ctx, "PurgeUrlsCache")
	if err != nil {
		return 0, err
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return 0, err
	}
	return a.Response.Total, nil
}

func checked(ctx context.Context, c *clients.Client) (int, error) {
	body, err := c.Checked(ctx, "PurgeUrlsCache")
	if err != nil {
		return 0, err
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return 0, err
	}
	return a.Response.Total, nil
}

func looked(ctx context.Context, c *clients.Client) (int, error) {
	body, err := c.Raw(ctx, "cdn", "PurgeUrlsCache")
	if err != nil {
		return 0, err
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return 0, err
	}
	if a.Response.Error != nil {
		return 0, errors.New(a.Response.Error.Message)
	}
	return a.Response.Total, nil
}
