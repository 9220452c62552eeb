// Package ends leaves by functions that never return.
package ends

import (
	"fmt"
	"log"
	"os"
	"runtime"

	"github.com/sirupsen/logrus"
	"go.uber.org/zap"
	"k8s.io/klog/v2"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/tc"
)

func die(args ...any) {
	fmt.Fprintln(os.Stderr, args...)
	os.Exit(1)
}

func dieIf(err error) {
	if err != nil {
		die(err)
	}
}

func quit() { die("cannot describe") }

func forever() {
	for {
		runtime.Gosched()
	}
}

type app struct{ name string }

func (a *app) fatal(format string, args ...any) { log.Fatalf(a.name+": "+format, args...) }

func byOwn(client *cvm.Client, r *cvm.DescribeInstancesRequest) bool {
	_, err := client.DescribeInstances(r)
	if tc.Gone(err) {
		return false
	}
	if err != nil {
		quit()
	}
	return true
}

func byMethod(a *app, client *cvm.Client, r *cvm.DescribeInstancesRequest) bool {
	_, err := client.DescribeInstances(r)
	if tc.Gone(err) {
		return false
	}
	if err != nil {
		a.fatal("cannot describe")
	}
	return true
}

func byKlog(client *cvm.Client, r *cvm.DescribeInstancesRequest) error {
	_, err := client.DescribeInstances(r)
	if tc.Gone(err) {
		return nil
	}
	if err != nil {
		klog.Fatal("cannot describe")
	}
	return nil
}

func byZap(logger *zap.Logger, client *cvm.Client, r *cvm.DescribeInstancesRequest) error {
	_, err := client.DescribeInstances(r)
	if tc.Gone(err) {
		return nil
	}
	if err != nil {
		logger.Fatal("cannot describe")
	}
	return nil
}

func byLogrus(client *cvm.Client, r *cvm.DescribeInstancesRequest) error {
	_, err := client.DescribeInstances(r)
	if tc.Gone(err) {
		return nil
	}
	if err != nil {
		logrus.Fatalln("cannot describe")
	}
	return nil
}

func byForever(client *cvm.Client, r *cvm.DescribeInstancesRequest) int {
	_, err := client.DescribeInstances(r)
	if tc.Gone(err) {
		return 1
	}
	if err != nil {
		forever()
	}
	return 0
}

func byCheck(client *cvm.Client, r *cvm.DescribeInstancesRequest) int {
	_, err := client.DescribeInstances(r)
	if tc.Gone(err) {
		return 1
	}
	dieIf(err)
	return 0
}

func warn(args ...any) int { return len(args) }

// What only looks like an end is none.
func byNone(client *cvm.Client, r *cvm.DescribeInstancesRequest) int {
	_, err := client.DescribeInstances(r)
	if tc.Gone(err) { // want `missingcritical: .*swallowed`
		return 1
	}
	if err != nil {
		warn()
	}
	return 0
}

// A code that ends the program is no success.
func denied(client *cvm.Client, r *cvm.DescribeInstancesRequest) error {
	_, err := client.DescribeInstances(r)
	switch tc.Code(err) {
	case "AuthFailure.SecretIdNotFound", "AuthFailure.SignatureFailure":
		quit()
		return nil
	case "UnauthorizedOperation":
		klog.Exit("ask for the permission")
		return nil
	case "InternalError": // want `criticalsuccess: "InternalError"`
		warn()
		return nil
	}
	return err
}

func usage(problem string) {
	if problem != "" {
		log.Fatal(problem)
	} else {
		os.Exit(2)
	}
}

func byUsage(client *cvm.Client, r *cvm.DescribeInstancesRequest) error {
	_, err := client.DescribeInstances(r)
	if tc.Code(err) == "UnauthorizedOperation" {
		usage("no permission")
		return nil
	}
	return err
}

func byPanic(client *cvm.Client, r *cvm.DescribeInstancesRequest) error {
	_, err := client.DescribeInstances(r)
	if tc.Code(err) == "UnauthorizedOperation" {
		unreachable()
		return nil
	}
	return err
}

func unreachable() { panic("unreachable") }
