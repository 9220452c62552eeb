// Package user throws away what another package received.
package user

import (
	"context"
	"encoding/json"
	"net/http"

	"example.com/wire/senders/before"
)

type answer struct {
	Response struct {
		Error *struct {
			Code    string
			Message string
		}
		Total int
	}
}

func stop(ctx context.Context, c *before.Client) error {
	_, err := c.Field(ctx, "StopDomain", nil) // want `uncheckedresponse: the answer of Field is thrown away`
	return err
}

func start(ctx context.Context, c *before.Client) error {
	_, err := c.Method(ctx, "StartDomain", nil) // want `uncheckedresponse: the answer of Method is thrown away`
	return err
}

func prepared(ctx context.Context, c *before.Client) error {
	_, err := c.Through(ctx, "StartDomain", nil) // want `uncheckedresponse: the answer of Through is thrown away`
	return err
}

func count(ctx context.Context, c *before.Client) (int, error) {
	data, err := c.Attempts(ctx, "DescribeDomains", nil)
	if err != nil {
		return 0, err
	}
	var a answer
	if err := json.Unmarshal(data, &a); err != nil { // want `uncheckedresponse: "a" is used, but nothing looks at its Response.Error`
		return 0, err
	}
	return a.Response.Total, nil
}

// Nothing is said of these: a function that nobody sees got what was received.

func stopAfter(ctx context.Context, c *before.Client) error {
	_, err := c.After(ctx, "StopDomain", nil)
	return err
}

func stopGiven(ctx context.Context, c *before.Client, look func(*http.Response) error) error {
	_, err := c.Given(ctx, "StopDomain", look)
	return err
}

func stopBoth(ctx context.Context, c *before.Client) error {
	_, err := c.Both(ctx, "StopDomain", nil)
	return err
}

func countAgain(ctx context.Context, c *before.Client) (int, error) {
	data, err := c.Again(ctx, "DescribeDomains")
	if err != nil {
		return 0, err
	}
	var a answer
	if err := json.Unmarshal(data, &a); err != nil {
		return 0, err
	}
	return a.Response.Total, nil
}
