// Package labels puts tags on what we own.
package labels

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkErr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	tag "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/tag/v20180813"
)

type codeset []string

func (s codeset) match(err error) bool {
	e := asSDK(err)
	if e == nil {
		return false
	}
	i := sort.SearchStrings(s, e.Code)
	return i < len(s) && s[i] == e.Code
}

func asSDK(err error) *sdkErr.TencentCloudSDKError {
	for err != nil {
		if e, ok := err.(*sdkErr.TencentCloudSDKError); ok {
			return e
		}
		err = errors.Unwrap(err)
	}
	return nil
}

// sorted, for match
var (
	thereAlready = codeset{"ResourceInUse.TagDuplicate", "ResourceInUse.TagKeyAttached"}
	notThere     = codeset{"ResourceNotFound.AttachedTagKeyNotFound", "ResourceNotFound.RecordNotFound", "ResourceNotFound.TagNonExist"}
)

// Tagger is given to the jobs.
type Tagger struct {
	client *tag.Client
	owner  string
}

// Ensure makes a tag.
func (t *Tagger) Ensure(key, value string) error {
	req := tag.NewCreateTagRequest()
	req.TagKey, req.TagValue = &key, &value
	_, err := t.client.CreateTag(req)
	if thereAlready.match(err) {
		return nil
	}
	return err
}

// Drop removes one.
func (t *Tagger) Drop(key, value string) error {
	req := tag.NewDeleteTagRequest()
	req.TagKey, req.TagValue = &key, &value
	_, err := t.client.DeleteTag(req)
	switch e := asSDK(err); {
	case e == nil:
		return err
	case notThere.match(e):
		return nil
	case e.Code == tag.FAILEDOPERATION_TAGATTACHEDRESOURCE:
		return fmt.Errorf("%s=%s is in use: %w", key, value, e)
	}
	return fmt.Errorf("drop tag: %w", err)
}

// All yields pages; the error comes through the pointer.
func (t *Tagger) All(key string, errp *error) iter.Seq[string] {
	return func(yield func(string) bool) {
		for off := uint64(0); ; off += 100 {
			req := tag.NewDescribeTagValuesRequest()
			req.TagKeys = []*string{&key}
			req.Offset, req.Limit = &off, common.Uint64Ptr(100)
			resp, err := t.client.DescribeTagValues(req)
			if err != nil {
				*errp = err
				return
			}
			for _, v := range resp.Response.Tags {
				if !yield(*v.TagValue) {
					return
				}
			}
			if len(resp.Response.Tags) < 100 {
				return
			}
		}
	}
}

// Values is All in a slice.
func (t *Tagger) Values(key string) (values []string, err error) {
	values = slices.Sorted(t.All(key, &err))
	return values, err
}

// Apply goes over resources and tells which could not be tagged.
func (t *Tagger) Apply(tags map[string]string, resources ...string) map[string]error {
	bad := map[string]error{}
	for _, r := range resources {
		req := tag.NewModifyResourceTagsRequest()
		req.Resource = &r
		for _, k := range slices.Sorted(maps.Keys(tags)) {
			req.ReplaceTags = append(req.ReplaceTags, &tag.Tag{TagKey: &k, TagValue: common.StringPtr(tags[k])})
		}
		if _, err := t.client.ModifyResourceTags(req); err != nil {
			if e := asSDK(err); e != nil && strings.HasPrefix(e.Code, "AuthFailure") {
				bad["*"] = e
				break
			}
			bad[r] = err
		}
	}
	return bad
}

// Quota tells which limit was met.
func Quota(err error) (string, bool) {
	e := asSDK(err)
	if e == nil {
		return "", false
	}
	return strings.CutPrefix(e.Code, "LimitExceeded.")
}

// Steady waits for a project to settle.
func (t *Tagger) Steady(name string) (err error) {
	req := tag.NewAddProjectRequest()
	req.ProjectName = &name
	for try := 1; try <= 4; try++ {
		_, err = t.client.AddProject(req)
		e := asSDK(err)
		if e == nil {
			return err
		}
		switch {
		case e.Code == "InvalidParameter.ProjectNameExisted":
			return nil
		case e.Code == "FailedOperation.ResourceTagProcessing", e.Code == "RequestLimitExceeded", strings.HasPrefix(e.Code, "RequestLimitExceeded."):
			time.Sleep(time.Duration(try) * time.Second)
		default:
			return e
		}
	}
	return err
}

// Keys lists the keys and takes no keys for an empty list.
func (t *Tagger) Keys() ([]string, error) {
	resp, err := t.client.DescribeTagKeys(tag.NewDescribeTagKeysRequest())
	switch {
	case notThere.match(err):
		return []string{}, nil
	case err != nil:
		return nil, err
	}
	out := make([]string, 0, len(resp.Response.Tags))
	for _, k := range resp.Response.Tags {
		out = append(out, *k)
	}
	return out, nil
}

// Rename of a value in all resources.
func (t *Tagger) Rename(req *tag.UpdateResourceTagValueRequest) error {
	// WANT directive
	//tcerrlint:ignore unknowncode the new version of the API has it
	if _, err := t.client.UpdateResourceTagValue(req); notThere.match(err) {
		return nil
	} else {
		return err
	}
}

// Detach takes a tag off.
func (t *Tagger) Detach(req *tag.DetachResourcesTagRequest) error {
	_, err := t.client.DetachResourcesTag(req)
	// WANT directive
	if e := asSDK(err); e != nil && e.Code == "ResourceNotFound.AttachedTagKeyNotFound" { //tcerrlint:ignore wrongservice
		return nil
	}
	return err
}

func left(failed []*tag.FailedResource) (err error) {
	for _, f := range failed {
		err = errors.Join(err, fmt.Errorf("%s: %s: %s", *f.Resource, *f.Code, *f.Message))
	}
	return err
}

// Beta answers a code that is not in any list yet.
func (t *Tagger) Beta(req *tag.TagResourcesRequest) error {
	resp, err := t.client.TagResources(req)
	if err == nil {
		return left(resp.Response.FailedResources)
	}
	e, ok := err.(*sdkErr.TencentCloudSDKError)
	//tcerrlint:ignore unknowncode announced for December, ticket 4711
	if ok && e.Code == "ResourceNotFound.TagNonExists" {
		return nil
	}
	return err
}

// Attach mistypes the rule.
func (t *Tagger) Attach(req *tag.AttachResourcesTagRequest) error {
	_, err := t.client.AttachResourcesTag(req)
	// WANT directive
	//tcerrlint:ignore unknowncodes the console shows it
	return err
}

//tcerrlint:codes codes
func has(err error, codes ...string) bool {
	e := asSDK(err)
	return e != nil && len(codes) > 0 && strings.Contains(","+strings.Join(codes, ",")+",", ","+e.Code+",")
}

// WANT directive
//
//tcerrlint:codes list
func hasAny(err error, codes []string) bool {
	e := asSDK(err)
	return e != nil && slices.Index(codes, e.Code) >= 0
}

// Untag removes keys from resources.
func (t *Tagger) Untag(req *tag.UnTagResourcesRequest) error {
	resp, err := t.client.UnTagResources(req)
	if err == nil {
		return left(resp.Response.FailedResources)
	}
	if has(err, "ResourceNotFound.TagNonExist", "ResourceNotFound.AttachedTagKeyNotFound") {
		return nil
	}
	return err
}

// Seq is Untag's older sister.
func (t *Tagger) Seq(req *tag.DeleteResourceTagRequest) error {
	_, err := t.client.DeleteResourceTag(req)
	if has(err, "ResourceNotFound.TagNonExist", "ResourceNotFound.AttachedTagKeyNotFund") { // WANT unknowncode
		return nil
	}
	return err
}

// Projects are counted; the rest was never thought of.
func (t *Tagger) Projects() (n int, err error) {
	resp, err := t.client.DescribeProjects(tag.NewDescribeProjectsRequest())
	if e := asSDK(err); e != nil {
		if strings.HasPrefix(e.Code, "FailedOperation") { // WANT missingcritical
			return 0, e
		}
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return len(resp.Response.Projects), nil
}

// Update has the arguments of a helper the wrong way round.
func (t *Tagger) Update(req *tag.UpdateProjectRequest) error {
	_, err := t.client.UpdateProject(req)
	if e := asSDK(err); e != nil && within("LimitExceeded", e.Code) { // WANT swappedargs
		return fmt.Errorf("too many projects: %w", e)
	}
	return err
}

func within(s, part string) bool { return strings.Contains(s, part) }
