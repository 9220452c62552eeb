// Command cdnops purges pages of a Tencent Cloud CDN and drains the machines
// behind it. It is an example for tcerrlint: some of its error handling is
// wrong, in ways seen in real programs.
package main

import (
	"context"
	"flag"
	"log"
	"os"

	cdn "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn/v20180606"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/profile"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

func main() {
	domain := flag.String("domain", "", "accelerated domain to check before the purge")
	drain := flag.String("drain", "", "instance to stop")
	flag.Parse()

	credential := common.NewCredential(os.Getenv("TENCENTCLOUD_SECRET_ID"), os.Getenv("TENCENTCLOUD_SECRET_KEY"))
	cdnClient, err := cdn.NewClient(credential, "", profile.NewClientProfile())
	if err != nil {
		log.Fatal(err)
	}
	cvmClient, err := cvm.NewClient(credential, "ap-guangzhou", profile.NewClientProfile())
	if err != nil {
		log.Fatal(err)
	}

	ctx := context.Background()
	found, err := domainExists(ctx, cdnClient, *domain)
	if err != nil || !found {
		log.Fatalf("domain %s: found %v, %v", *domain, found, err)
	}
	if err := purge(ctx, cdnClient, flag.Args()); err != nil {
		log.Fatal(err)
	}
	if err := stop(ctx, cvmClient, *drain); err != nil {
		log.Fatal(err)
	}
}
