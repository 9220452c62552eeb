package uses

import (
	"log"
	"os"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/golang/glog"
	"github.com/sirupsen/logrus"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	"go.uber.org/zap"
	"k8s.io/klog/v2"
)

// What never returns is not followed by another round.

func osexit(c *cvm.Client, r *cvm.StopInstancesRequest) {
	for {
		_, err := c.StopInstances(r)
		if err == nil {
			return
		}
		time.Sleep(time.Second)
		if codeOf(err) == "InvalidInstanceId.NotFound" {
			return
		}
		os.Exit(1)
	}
}

func goexit(c *cvm.Client, r *cvm.StopInstancesRequest) {
	for {
		_, err := c.StopInstances(r)
		if err == nil {
			return
		}
		time.Sleep(time.Second)
		if codeOf(err) == "InvalidInstanceId.NotFound" {
			return
		}
		runtime.Goexit()
	}
}

func sysexit(c *cvm.Client, r *cvm.StopInstancesRequest) {
	for {
		_, err := c.StopInstances(r)
		if err == nil {
			return
		}
		time.Sleep(time.Second)
		if codeOf(err) == "InvalidInstanceId.NotFound" {
			return
		}
		syscall.Exit(1)
	}
}

func klogged(c *cvm.Client, r *cvm.StopInstancesRequest) {
	for {
		_, err := c.StopInstances(r)
		if err == nil {
			return
		}
		time.Sleep(time.Second)
		if codeOf(err) == "InvalidInstanceId.NotFound" {
			return
		}
		klog.Fatal("stop")
	}
}

func klogExit(c *cvm.Client, r *cvm.StopInstancesRequest) {
	for {
		_, err := c.StopInstances(r)
		if err == nil {
			return
		}
		time.Sleep(time.Second)
		if codeOf(err) == "InvalidInstanceId.NotFound" {
			return
		}
		klog.Exitf("stop %d", 1)
	}
}

func glogged(c *cvm.Client, r *cvm.StopInstancesRequest) {
	for {
		_, err := c.StopInstances(r)
		if err == nil {
			return
		}
		time.Sleep(time.Second)
		if codeOf(err) == "InvalidInstanceId.NotFound" {
			return
		}
		glog.Fatalln("stop")
	}
}

func logrusFatal(c *cvm.Client, r *cvm.StopInstancesRequest) {
	for {
		_, err := c.StopInstances(r)
		if err == nil {
			return
		}
		time.Sleep(time.Second)
		if codeOf(err) == "InvalidInstanceId.NotFound" {
			return
		}
		logrus.Fatalf("stop")
	}
}

func logrusEntry(c *cvm.Client, r *cvm.StopInstancesRequest) {
	for {
		_, err := c.StopInstances(r)
		if err == nil {
			return
		}
		time.Sleep(time.Second)
		if codeOf(err) == "InvalidInstanceId.NotFound" {
			return
		}
		logrus.WithField("call", "stop").Panic("failed")
	}
}

func zapped(c *cvm.Client, r *cvm.StopInstancesRequest) {
	for {
		_, err := c.StopInstances(r)
		if err == nil {
			return
		}
		time.Sleep(time.Second)
		if codeOf(err) == "InvalidInstanceId.NotFound" {
			return
		}
		zap.L().Fatal("stop")
	}
}

func zapSugar(c *cvm.Client, r *cvm.StopInstancesRequest) {
	for {
		_, err := c.StopInstances(r)
		if err == nil {
			return
		}
		time.Sleep(time.Second)
		if codeOf(err) == "InvalidInstanceId.NotFound" {
			return
		}
		zap.S().Panicw("stop")
	}
}

func fatal(c *cvm.Client, r *cvm.StopInstancesRequest) {
	for {
		_, err := c.StopInstances(r)
		if err == nil {
			return
		}
		time.Sleep(time.Second)
		if codeOf(err) == "InvalidInstanceId.NotFound" {
			return
		}
		log.Fatalln("stop")
	}
}

func failed(t *testing.T, c *cvm.Client, r *cvm.StopInstancesRequest) {
	for {
		_, err := c.StopInstances(r)
		if err == nil {
			return
		}
		time.Sleep(time.Second)
		if codeOf(err) == "InvalidInstanceId.NotFound" {
			return
		}
		t.Fatal("stop")
	}
}

func skipped(t *testing.T, c *cvm.Client, r *cvm.StopInstancesRequest) {
	for {
		_, err := c.StopInstances(r)
		if err == nil {
			return
		}
		time.Sleep(time.Second)
		if codeOf(err) == "InvalidInstanceId.NotFound" {
			return
		}
		t.SkipNow()
	}
}

func goesOn(c *cvm.Client, r *cvm.StopInstancesRequest) {
	for {
		_, err := c.StopInstances(r)
		if err == nil {
			return
		}
		if codeOf(err) == "MutexOperation.TaskRunning" { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried`
			log.Print("busy")
			return
		}
		time.Sleep(time.Second)
	}
}

// A function of the program that never returns is one, too.

func die(usage bool) {
	if usage {
		os.Exit(2)
	} else {
		log.Panic("stop")
	}
}

func choose(n int) {
	switch {
	case n > 1:
		die(true)
	default:
		{
			panic(n)
		}
	}
}

func own(c *cvm.Client, r *cvm.StopInstancesRequest) {
	for {
		_, err := c.StopInstances(r)
		if err == nil {
			return
		}
		time.Sleep(time.Second)
		if codeOf(err) == "InvalidInstanceId.NotFound" {
			return
		}
		choose(1)
	}
}
