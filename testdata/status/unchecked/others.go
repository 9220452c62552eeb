package unchecked

import (
	"fmt"
	"log"

	cbs "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cbs/v20170312"
	ckafka "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/ckafka/v20190819"
	live "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/live/v20180801"
	waf "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/waf/v20180125"
)

func createUser(client *ckafka.Client, name string) error {
	request := ckafka.NewCreateUserRequest()
	request.Name = &name
	_, err := client.CreateUser(request) // want `uncheckedstatus: CreateUser can fail without an error: Result\.ReturnCode tells, .*compare it with "0"`
	return err
}

func deleteACL(client *ckafka.Client, request *ckafka.DeleteAclRequest) error {
	response, err := client.DeleteAcl(request) // want `uncheckedstatus`
	if err != nil {
		return err
	}
	log.Printf("[DEBUG] success, response body [%s]", response.ToJsonString())
	return nil
}

func addRule(client *waf.Client, request *waf.AddCustomRuleRequest) (int64, error) {
	response, err := client.AddCustomRule(request) // want `uncheckedstatus: AddCustomRule .*compare it with "Success"`
	if err != nil {
		return 0, err
	}
	return *response.Response.RuleId, nil
}

func bindCerts(client *live.Client, request *live.ModifyLiveDomainCertBindingsRequest) error {
	_, err := client.ModifyLiveDomainCertBindings(request) // want `uncheckedstatus: ModifyLiveDomainCertBindings can fail without an error: Errors\[\] lists what failed`
	return err
}

func copySnapshots(client *cbs.Client, request *cbs.CopySnapshotCrossRegionsRequest) (ids []string, err error) {
	response, err := client.CopySnapshotCrossRegions(request) // want `uncheckedstatus`
	if err != nil {
		return nil, err
	}
	for _, result := range response.Response.SnapshotCopyResultSet {
		ids = append(ids, *result.SnapshotId)
	}
	return ids, nil
}

// From here on: correct.

func createTopic(client *ckafka.Client, request *ckafka.CreateTopicIpWhiteListRequest) error {
	response, err := client.CreateTopicIpWhiteList(request)
	if err != nil {
		return err
	}
	switch code := *response.Response.Result.ReturnCode; code {
	case "0":
		return nil
	default:
		return fmt.Errorf("ckafka: %s", code)
	}
}

func deleteTopic(client *ckafka.Client, request *ckafka.DeleteTopicRequest) (*ckafka.JgwOperateResponse, error) {
	response, err := client.DeleteTopic(request)
	if err != nil {
		return nil, err
	}
	return response.Response.Result, nil
}

func bindAllCerts(client *live.Client, request *live.ModifyLiveDomainCertBindingsRequest) error {
	response, err := client.ModifyLiveDomainCertBindings(request)
	if err != nil {
		return err
	}
	if n := len(response.Response.Errors); n > 0 {
		return fmt.Errorf("%d domains have no certificate", n)
	}
	return nil
}

func copyAll(client *cbs.Client, request *cbs.CopySnapshotCrossRegionsRequest) (failed []string, err error) {
	response, err := client.CopySnapshotCrossRegions(request)
	if err != nil {
		return nil, err
	}
	for _, result := range response.Response.SnapshotCopyResultSet {
		if result.Code != nil && *result.Code != "Success" {
			failed = append(failed, *result.DestinationRegion)
		}
	}
	return failed, nil
}

type operations interface {
	note(action string, answer any)
}

func handedToOthers(client *ckafka.Client, request *ckafka.DeleteUserRequest, ops operations) error {
	response, err := client.DeleteUser(request)
	if err != nil {
		return err
	}
	ops.note("DeleteUser", response.Response.Result)
	return nil
}
