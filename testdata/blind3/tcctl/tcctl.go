// Command line for the people on duty.
package tcctl

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/profile"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	vpc "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/vpc/v20170312"

	"example.org/blind3/tcerr"
)

// Exit statuses.
const (
	exitOK = iota
	exitFailure
	exitUsage
	exitAuth
	exitQuota
	exitAbsent
)

type cli struct {
	out, err io.Writer
	cvm      *cvm.Client
	vpc      *vpc.Client
}

type command struct {
	name string
	run  func(c *cli, ctx context.Context, args []string) error
}

var commands = []command{
	{"ls", (*cli).ls},
	{"run", (*cli).run},
	{"rm", (*cli).rm},
	{"sg", (*cli).sg},
	{"eip", (*cli).eip},
}

// Main finds the command and runs it.
func Main(args []string) int {
	cred := common.NewCredential(os.Getenv("TENCENTCLOUD_SECRET_ID"), os.Getenv("TENCENTCLOUD_SECRET_KEY"))
	c := &cli{out: os.Stdout, err: os.Stderr}
	var err error
	if c.cvm, err = cvm.NewClient(cred, "ap-guangzhou", profile.NewClientProfile()); err != nil {
		return c.exit(err)
	}
	if c.vpc, err = vpc.NewClient(cred, "ap-guangzhou", profile.NewClientProfile()); err != nil {
		return c.exit(err)
	}
	for _, cmd := range commands {
		if len(args) > 0 && cmd.name == args[0] {
			return c.exit(cmd.run(c, context.Background(), args[1:]))
		}
	}
	fmt.Fprintln(c.err, "usage: tcctl ls|run|rm|sg|eip")
	return exitUsage
}

// exit prints the error and gives the status for it.
func (c *cli) exit(err error) int {
	if err == nil {
		return exitOK
	}
	fmt.Fprintln(c.err, "tcctl:", err)
	var e *sdkerrors.TencentCloudSDKError
	if !errors.As(err, &e) {
		return exitFailure
	}
	switch cat := tcerr.Category(e.Code); cat {
	case "AuthFailure", "UnauthorizedOperation":
		return exitAuth
	case "LimitExceeded", "ResourceInsufficient", "ResourcesSoldOut":
		return exitQuota
	case "ResourceNotFound", "InvalidInstanceId", "InvalidVpcId":
		return exitAbsent
	}
	return exitFailure
}

func (c *cli) ls(ctx context.Context, args []string) error {
	req := cvm.NewDescribeInstancesRequest()
	if len(args) > 0 {
		req.InstanceIds = common.StringPtrs(args)
	}
	resp, err := c.cvm.DescribeInstancesWithContext(ctx, req)
	if err != nil {
		return tcerr.Wrap("ls", err)
	}
	w := tabwriter.NewWriter(c.out, 0, 8, 2, ' ', 0)
	for _, in := range resp.Response.InstanceSet {
		fmt.Fprintf(w, "%s\t%s\t%s\n", *in.InstanceId, *in.InstanceState, *in.InstanceName)
	}
	return w.Flush()
}

func (c *cli) run(ctx context.Context, args []string) error {
	for _, zone := range args {
		req := cvm.NewRunInstancesRequest()
		req.Placement = &cvm.Placement{Zone: &zone}
		resp, err := c.cvm.RunInstancesWithContext(ctx, req)
		if err == nil {
			fmt.Fprintln(c.out, *resp.Response.InstanceIdSet[0])
			return nil
		}
		switch tcerr.Code(err) {
		case "ResourceInsufficient.AvailabilityZoneSoldOut", "ResourceInsufficient.ZoneSoldOutForSpecifiedInstance", "ResourcesSoldOut.AvailableZone":
			fmt.Fprintf(c.err, "%s is sold out\n", zone)
		case "InvalidZone.MismatchedRegion": // WANT unknowncode
			fmt.Fprintf(c.err, "%s is elsewhere\n", zone)
		default:
			return err
		}
	}
	return errors.New("no zone has room")
}

func (c *cli) rm(ctx context.Context, args []string) error {
	for _, id := range args {
		req := cvm.NewTerminateInstancesRequest()
		req.InstanceIds = []*string{&id}
		_, err := c.cvm.TerminateInstancesWithContext(ctx, req)
		if tcerr.Is(err, "InvalidInstanceId.NotFound", "InvalidInstanceId.Malformed") {
			fmt.Fprintf(c.err, "%s: no such instance\n", id)
			continue
		}
		if err != nil {
			return tcerr.Wrap(id, err)
		}
	}
	return nil
}

func (c *cli) rmForce(ctx context.Context, id string) error {
	req := cvm.NewTerminateInstancesRequest()
	req.InstanceIds = []*string{&id}
	_, err := c.cvm.TerminateInstancesWithContext(ctx, req)
	if tcerr.Is(err, "InvalidInstanceID.NotFound") { // WANT unknowncode
		return nil
	}
	return err
}

func (c *cli) rmWait(ctx context.Context, id string) error {
	err := tcerr.Retry(ctx, 10, func(ctx context.Context) error {
		req := cvm.NewTerminateInstancesRequest()
		req.InstanceIds = []*string{&id}
		_, err := c.cvm.TerminateInstancesWithContext(ctx, req)
		return err
	})
	if tcerr.Is(err, "ResourceNotFound.RouteTableNotFound") { // WANT wrongservice
		return nil
	}
	return err
}

func (c *cli) sg(ctx context.Context, args []string) error {
	req := vpc.NewCreateSecurityGroupRequest()
	req.GroupName = &args[0]
	_, err := c.vpc.CreateSecurityGroupWithContext(ctx, req)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && strings.HasPrefix(e.Code, "LimitExceeded") {
		return fmt.Errorf("too many groups: %w", err)
	}
	return err
}

func (c *cli) sgRule(ctx context.Context, id string, set *vpc.SecurityGroupPolicySet) error {
	req := vpc.NewCreateSecurityGroupPoliciesRequest()
	req.SecurityGroupId, req.SecurityGroupPolicySet = &id, set
	_, err := c.vpc.CreateSecurityGroupPoliciesWithContext(ctx, req)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && (e.Code == "UnsupportedOperation.DuplicatePolicy" || e.Code == "InvalidParameterValue.Duplicates") { // WANT unknowncode
		return nil
	}
	return err
}

func (c *cli) sgDelete(ctx context.Context, id string) error {
	req := vpc.NewDeleteSecurityGroupRequest()
	req.SecurityGroupId = &id
	_, err := c.vpc.DeleteSecurityGroupWithContext(ctx, req)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidSecurityGroupId.NotFound" { // WANT wrongservice
		return nil
	}
	return err
}

func (c *cli) eip(ctx context.Context, args []string) error {
	req := vpc.NewAssociateAddressRequest()
	req.AddressId, req.InstanceId = &args[0], &args[1]
	_, err := c.vpc.AssociateAddressWithContext(ctx, req)
	if err == nil {
		return nil
	}
	if !confirm(os.Stdin, c.err, tcerr.Short(err)+"; again?") {
		return err
	}
	_, err = c.vpc.AssociateAddressWithContext(ctx, req)
	return err
}

func confirm(in io.Reader, out io.Writer, question string) bool {
	fmt.Fprint(out, question, " [y/N] ")
	line, err := bufio.NewReader(in).ReadString('\n')
	return err == nil && strings.HasPrefix(line, "y")
}

// gone tells whether a network was deleted in the meantime.
func (c *cli) gone(ctx context.Context, id string) (bool, error) {
	req := vpc.NewDescribeVpcsRequest()
	req.VpcIds = []*string{&id}
	_, err := c.vpc.DescribeVpcsWithContext(ctx, req)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && !strings.HasSuffix(e.Code, ".NotFound") { // WANT missingcritical
		return true, nil
	}
	return false, err
}

// usable waits for a network that was just made.
func (c *cli) usable(ctx context.Context, id string) error {
	req := vpc.NewDescribeVpcsRequest()
	req.VpcIds = []*string{&id}
	for {
		_, err := c.vpc.DescribeVpcsWithContext(ctx, req)
		if err == nil {
			return nil
		}
		if !tcerr.Missing(err) && !tcerr.Throttled(err) {
			return err
		}
		time.Sleep(time.Second)
	}
}

// image shows what is known of one.
func (c *cli) image(ctx context.Context, id string) error {
	req := cvm.NewDescribeImagesRequest()
	req.ImageIds = []*string{&id}
	resp, err := c.cvm.DescribeImagesWithContext(ctx, req)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		if e.Code == "InvalidImageId.NotFound" {
			fmt.Fprintln(c.err, "no image", id)
			return nil
		}
		return e
	} else if err != nil {
		return err
	}
	fmt.Fprintln(c.out, *resp.Response.ImageSet[0].ImageName)
	return nil
}

// quota sums up what may still be bought.
func (c *cli) quota(ctx context.Context) error {
	resp, err := c.cvm.DescribeAccountQuotaWithContext(ctx, cvm.NewDescribeAccountQuotaRequest())
	if err != nil {
		//tcerrlint:ignore unknowncode answered by accounts of the closed beta
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "FailedOperation.QuotaSystemErrors" {
			return nil
		}
		return err
	}
	fmt.Fprintln(c.out, resp.ToJsonString())
	return nil
}

// types lists kinds of machines.
func (c *cli) types(ctx context.Context) error {
	_, err := c.cvm.DescribeInstanceTypeConfigsWithContext(ctx, cvm.NewDescribeInstanceTypeConfigsRequest())
	//tcerrlint:ignore unknowncode answered by accounts of the closed beta // WANT directive
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidRegion.NotFound" {
		return fmt.Errorf("no such region")
	}
	return err
}

// hosts does the same for hosts.
func (c *cli) hosts(ctx context.Context) error {
	_, err := c.cvm.DescribeHostsWithContext(ctx, cvm.NewDescribeHostsRequest())
	//tcerrlint:ignore unknowncodes the code of the old API // WANT directive
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidHostId.NotFound" {
		return nil
	}
	return err
}

// keys drops a key pair.
func (c *cli) keys(ctx context.Context, id string) error {
	req := cvm.NewDeleteKeyPairsRequest()
	req.KeyIds = []*string{&id}
	_, err := c.cvm.DeleteKeyPairsWithContext(ctx, req)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.CdnHostNotExists" { //tcerrlint:ignore wrongservice our gateway answers it for all products
		return nil
	}
	return err
}

// zones prints the zones; the exact errors are not of interest.
func (c *cli) zones(ctx context.Context) {
	resp, err := c.cvm.DescribeZonesWithContext(ctx, cvm.NewDescribeZonesRequest())
	if err != nil {
		fmt.Fprintln(c.err, tcerr.Short(err))
		return
	}
	for _, z := range resp.Response.ZoneSet {
		fmt.Fprintln(c.out, *z.Zone)
	}
}
