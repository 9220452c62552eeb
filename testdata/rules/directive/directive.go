package directive

import (
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

func used(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if !ok {
		return err
	}
	//tcerrlint:ignore unknowncode answered by the beta of the API
	if e.Code == "InvalidInstanceId.NotFuond" {
		return nil
	}
	if e.Code == "InvalidInstanceId.NotFund" { //tcerrlint:ignore unknowncode answered by the beta of the API
		return nil
	}
	//tcerrlint:ignore wrongservice,unknowncode both in one
	if e.Code == "InvalidInstanceId.NotFuund" || e.Code == "ResourceNotFound.CdnHostNotExists" {
		return nil
	}
	return err
}

func faults(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if !ok {
		return err
	}
	//tcerrlint:ignore unknowncode the code is right and nothing is found here // want `directive: suppresses nothing: unknowncode finds nothing here; remove it`
	if e.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	//tcerrlint:ignore unknowncode // want `directive: gives no reason`
	if e.Code == "InvalidInstanceId.NotFuond" { // want `unknowncode: "InvalidInstanceId.NotFuond"`
		return nil
	}
	//tcerrlint:ignore unknowcode a rule misspelled // want `directive: unknown rule "unknowcode"`
	if e.Code == "InvalidInstanceId.NotFund" { // want `unknowncode: "InvalidInstanceId.NotFund"`
		return nil
	}
	//tcerrlint:ignored unknowncode a verb misspelled // want `directive: unknown directive "ignored"`
	if e.Code == "InvalidInstanceId.NotFnd" { // want `unknowncode: "InvalidInstanceId.NotFnd"`
		return nil
	}
	//tcerrlint:ignore wrongservice the wrong rule // want `directive: suppresses nothing: wrongservice`
	if e.Code == "InvalidInstanceId.NoFound" { // want `unknowncode: "InvalidInstanceId.NoFound"`
		return nil
	}

	//tcerrlint:ignore unknowncode two lines above is too far // want `directive: suppresses nothing`

	if e.Code == "InvalidInstanceId.NtFound" { // want `unknowncode: "InvalidInstanceId.NtFound"`
		return nil
	}
	// tcerrlint:ignore unknowncode with a space it is a comment like any other
	if e.Code == "InvalidInstanceId.otFound" { // want `unknowncode: "InvalidInstanceId.otFound"`
		return nil
	}
	return err
}
