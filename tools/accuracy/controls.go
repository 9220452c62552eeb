package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/prog"
)

// A control is a module with no Tencent code, which must give no finding.
type control struct {
	module   string
	packages int
	findings int
	note     string
}

// controlModules are users of other clouds, and of none. The versions are
// pinned: the result must not change by itself.
var controlModules = []string{
	"github.com/aws/aws-sdk-go-v2/feature/s3/manager@v1.23.22",
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue@v1.21.20",
	"github.com/aws/aws-sdk-go-v2/feature/rds/auth@v1.7.11",
	"github.com/awslabs/amazon-ecr-credential-helper/ecr-login@v0.12.0",
	"github.com/aws/aws-lambda-go@v1.55.1",
	"github.com/aws/smithy-go@v1.28.9",
	"github.com/smartystreets/go-aws-auth@v0.0.0-20180515143844-0c1422d1fdb9",
	"github.com/aliyun/aliyun-oss-go-sdk@v3.0.2+incompatible",
	"github.com/aliyun/credentials-go@v1.4.14",
	"github.com/aliyun/alibabacloud-oss-go-sdk-v2@v1.6.1",
	"github.com/alibabacloud-go/openapi-util@v0.1.1",
	"github.com/baidubce/bce-sdk-go@v0.9.277",
	"github.com/huaweicloud/huaweicloud-sdk-go-obs@v3.25.4+incompatible",
	"github.com/qiniu/go-sdk/v7@v7.11.0",
	"github.com/Azure/azure-sdk-for-go/sdk/azcore@v1.24.0",
	"github.com/minio/minio-go/v7@v7.4.1",
	"github.com/hashicorp/go-retryablehttp@v0.7.8",
	"github.com/hashicorp/go-multierror@v1.1.1",
	"github.com/cenkalti/backoff/v4@v4.3.0",
	"github.com/avast/retry-go/v4@v4.7.0",
	"github.com/pkg/errors@v0.9.1",
	"github.com/spf13/cobra@v1.10.2",
	"github.com/spf13/viper@v1.21.0",
	"github.com/gin-gonic/gin@v1.12.0",
	"github.com/go-redis/redis/v8@v8.11.5",
	"github.com/prometheus/client_golang@v1.25.0",
	"github.com/segmentio/kafka-go@v0.4.51",
}

// runControls analyzes each control as a dependency of an empty module.
func runControls() ([]control, error) {
	var results []control
	for _, module := range controlModules {
		fmt.Fprintln(os.Stderr, "control", module)
		c := control{module: module}
		if err := c.run(); err != nil {
			c.note = err.Error()
		}
		results = append(results, c)
	}
	return results, nil
}

func (c *control) run() error {
	dir, err := os.MkdirTemp("", "control")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	path, version, _ := strings.Cut(c.module, "@")
	mod := fmt.Sprintf("module control\n\ngo 1.25.0\n\nrequire %s %s\n", path, version)
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(mod), 0o644); err != nil {
		return err
	}
	p, err := prog.LoadEnv(dir, []string{"GOFLAGS=-mod=mod", "GOWORK=off"}, path+"/...")
	if err != nil {
		return errors.New(strings.ReplaceAll(err.Error(), dir, "DIR"))
	}
	found, err := p.Analyze(p.Roots)
	if err != nil {
		return err
	}
	c.packages, c.findings = len(p.Roots), len(found)
	if len(p.Broken) > 0 {
		c.note = fmt.Sprintf("%d more do not load", len(p.Broken))
	}
	return nil
}
