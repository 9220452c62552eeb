package uses

import (
	"log"
	"os"
	"runtime"
	"syscall"
	"testing"

	"github.com/golang/glog"
	"github.com/sirupsen/logrus"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	"go.uber.org/zap"
	"k8s.io/klog/v2"
)

// What never returns swallows nothing.

func osexit(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if codeOf(err) == "InvalidInstanceId.NotFound" {
		return err
	}
	if err != nil {
		os.Exit(1)
	}
	return nil
}

func goexit(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if codeOf(err) == "InvalidInstanceId.NotFound" {
		return err
	}
	if err != nil {
		runtime.Goexit()
	}
	return nil
}

func sysexit(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if codeOf(err) == "InvalidInstanceId.NotFound" {
		return err
	}
	if err != nil {
		syscall.Exit(1)
	}
	return nil
}

func klogged(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if codeOf(err) == "InvalidInstanceId.NotFound" {
		return err
	}
	if err != nil {
		klog.Fatal("stop")
	}
	return nil
}

func klogExit(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if codeOf(err) == "InvalidInstanceId.NotFound" {
		return err
	}
	if err != nil {
		klog.Exitf("stop %d", 1)
	}
	return nil
}

func glogged(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if codeOf(err) == "InvalidInstanceId.NotFound" {
		return err
	}
	if err != nil {
		glog.Fatalln("stop")
	}
	return nil
}

func logrusFatal(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if codeOf(err) == "InvalidInstanceId.NotFound" {
		return err
	}
	if err != nil {
		logrus.Fatalf("stop")
	}
	return nil
}

func logrusEntry(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if codeOf(err) == "InvalidInstanceId.NotFound" {
		return err
	}
	if err != nil {
		logrus.WithField("call", "stop").Panic("failed")
	}
	return nil
}

func zapped(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if codeOf(err) == "InvalidInstanceId.NotFound" {
		return err
	}
	if err != nil {
		zap.L().Fatal("stop")
	}
	return nil
}

func zapSugar(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if codeOf(err) == "InvalidInstanceId.NotFound" {
		return err
	}
	if err != nil {
		zap.S().Panicw("stop")
	}
	return nil
}

func fatal(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if codeOf(err) == "InvalidInstanceId.NotFound" {
		return err
	}
	if err != nil {
		log.Fatalln("stop")
	}
	return nil
}

func failed(t *testing.T, c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if codeOf(err) == "InvalidInstanceId.NotFound" {
		return err
	}
	if err != nil {
		t.Fatal("stop")
	}
	return nil
}

func skipped(t *testing.T, c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if codeOf(err) == "InvalidInstanceId.NotFound" {
		return err
	}
	if err != nil {
		t.SkipNow()
	}
	return nil
}

func returns(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if codeOf(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: .* are swallowed`
		return err
	}
	if err != nil {
		runtime.Gosched()
	}
	return nil
}
