// Package coshelp asks a package beside what errors of object storage are.
package coshelp

import (
	"context"

	"github.com/tencentyun/cos-go-sdk-v5"

	"example.com/status/coshelp/coserr"
)

func policy(ctx context.Context, c *cos.Client) error {
	_, err := c.Bucket.DeletePolicy(ctx)
	if coserr.Is(err, "NoSuchBukcet") { // want `unknowncode: "NoSuchBukcet" is not an error code of COS; did you mean "NoSuchBucket"\?`
		return nil
	}
	return err
}

func get(ctx context.Context, c *cos.Client, key string) error {
	_, err := c.Object.Get(ctx, key, nil)
	switch coserr.Code(err) {
	case "NoSuchKye": // want `unknowncode: "NoSuchKye" is not an error code of COS; did you mean "NoSuchKey"\?`
		return nil
	}
	return err
}

func afterHead(ctx context.Context, c *cos.Client, key string) (bool, error) {
	_, err := c.Object.Head(ctx, key, nil)
	if coserr.Is(err, "NoSuchKey") { // want `deadtest: never true: an answer to HEAD has no body`
		return false, nil
	}
	return err == nil, err
}

func swallows(ctx context.Context, c *cos.Client, key string) error {
	_, err := c.Object.Delete(ctx, key)
	if err != nil && coserr.Gone(err) { // want `missingcritical: `
		return err
	}
	return nil
}

// What follows is right.

func policyRight(ctx context.Context, c *cos.Client) error {
	_, err := c.Bucket.DeletePolicy(ctx)
	if coserr.Is(err, "NoSuchBucket", "NoSuchBucketPolicy") {
		return nil
	}
	return err
}

// The helper has codes for other answers, too.
func headAsOthers(ctx context.Context, c *cos.Client, key string) error {
	_, err := c.Object.Head(ctx, key, nil)
	if coserr.Gone(err) {
		return nil
	}
	return err
}

func deleted(ctx context.Context, c *cos.Client, key string) error {
	_, err := c.Object.Delete(ctx, key)
	if coserr.Gone(err) {
		return nil
	}
	return err
}
