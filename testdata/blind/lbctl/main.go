// Command lbctl registers targets.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"example.com/blind/tcapi"
	clb "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/clb/v20180317"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/profile"
)

type command struct {
	client *clb.Client
	codes  []string
}

// exit statuses.
const (
	exitOK = iota
	exitFailed
	exitUsage
	exitDenied
)

// status maps an error to an exit status.
func status(err error) int {
	switch {
	case err == nil:
		return exitOK
	case tcapi.Denied(err):
		return exitDenied
	default:
		return exitFailed
	}
}

// register registers and exits with 0 unless the balancer is busy.
func (c *command) register(request *clb.RegisterTargetsRequest) int {
	_, err := c.client.RegisterTargets(request)
	if tcapi.Is(err, "FailedOperation.ResourceInOperating") { // WANT missingcritical
		fmt.Fprintln(os.Stderr, err)
		return exitFailed
	}
	return exitOK
}

// deregister exits with what happened.
func (c *command) deregister(request *clb.DeregisterTargetsRequest) int {
	_, err := c.client.DeregisterTargets(request)
	if code, ok := tcapi.Code(err); ok && code == "InvalidParameter.ListenerIdNotFound" {
		return exitOK
	}
	return status(err)
}

// remove removes a balancer, or finds it gone.
func (c *command) remove(request *clb.DeleteLoadBalancerRequest) error {
	_, err := c.client.DeleteLoadBalancer(request)
	if tcapi.Is(err, "InvalidParameter.LBIDNotFound") { // WANT unknowncode
		return nil
	}
	return err
}

// removeListener asks for a code of another product.
func (c *command) removeListener(request *clb.DeleteListenerRequest) error {
	_, err := c.client.DeleteListener(request)
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		if e.Code == "InvalidDiskId.NotFound" { // WANT wrongservice
			return nil
		}
	}
	return err
}

// removeKnown removes what the flags name.
func (c *command) removeKnown(request *clb.DeleteListenerRequest) error {
	_, err := c.client.DeleteListener(request)
	if tcapi.Is(err, c.codes...) {
		return nil
	}
	return err
}

// list loses the error but for wrong keys.
func (c *command) list(ctx context.Context) error {
	response, err := c.client.DescribeLoadBalancersWithContext(ctx, clb.NewDescribeLoadBalancersRequest())
	if code, ok := tcapi.Code(err); ok && code == "InvalidParameter.InvalidFilter" { // WANT missingcritical
		return fmt.Errorf("list: %w", err)
	}
	if response != nil && response.Response != nil {
		for _, balancer := range response.Response.LoadBalancerSet {
			fmt.Println(*balancer.LoadBalancerId)
		}
	}
	return nil
}

// show lists listeners.
func (c *command) show(ctx context.Context, id string) error {
	request := clb.NewDescribeListenersRequest()
	request.LoadBalancerId = &id
	response, err := c.client.DescribeListenersWithContext(ctx, request)
	if tcapi.Is(err, clb.INVALIDPARAMETER_LBIDNOTFOUND) {
		return fmt.Errorf("no balancer %s", id)
	}
	if err != nil {
		return err
	}
	for _, listener := range response.Response.Listeners {
		fmt.Println(*listener.ListenerId)
	}
	return nil
}

// check does the same either way.
func (c *command) check() bool {
	_, err := c.client.DescribeLoadBalancers(clb.NewDescribeLoadBalancersRequest())
	if code, ok := tcapi.Code(err); ok && strings.HasPrefix(code, "AuthFailure") { // WANT deadtest
		return false
	}
	return false
}

func main() {
	region := flag.String("region", "ap-guangzhou", "")
	codes := flag.String("ignore", "", "codes")
	flag.Parse()
	client, err := clb.NewClient(common.NewCredential(os.Getenv("ID"), os.Getenv("KEY")), *region, profile.NewClientProfile())
	tcapi.Fatal(err)
	c := &command{client, strings.Split(*codes, ",")}
	switch flag.Arg(0) {
	case "list":
		err = c.list(context.Background())
	case "show":
		err = c.show(context.Background(), flag.Arg(1))
	case "remove":
		request := clb.NewDeleteLoadBalancerRequest()
		request.LoadBalancerIds = common.StringPtrs(flag.Args()[1:])
		err = c.remove(request)
		if err == nil {
			err = c.removeListener(clb.NewDeleteListenerRequest())
		}
	case "rm":
		err = c.removeKnown(clb.NewDeleteListenerRequest())
	case "register":
		os.Exit(c.register(clb.NewRegisterTargetsRequest()))
	case "deregister":
		os.Exit(c.deregister(clb.NewDeregisterTargetsRequest()))
	case "check":
		if !c.check() {
			os.Exit(exitFailed)
		}
	default:
		os.Exit(exitUsage)
	}
	tcapi.Fatal(err)
}
