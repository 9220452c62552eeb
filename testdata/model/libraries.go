// Package libraries imports what package model of the analyzer knows, so that its
// test can hold the names against the declarations.
package libraries

import (
	_ "github.com/avast/retry-go/v4"
	_ "github.com/cenkalti/backoff/v4"
	_ "github.com/cenkalti/backoff/v5"
	_ "github.com/cockroachdb/errors"
	_ "github.com/deckarep/golang-set/v2"
	_ "github.com/failsafe-go/failsafe-go/retrypolicy"
	_ "github.com/golang/glog"
	_ "github.com/hashicorp/go-retryablehttp"
	_ "github.com/hashicorp/terraform-plugin-sdk/v2/helper/resource"
	_ "github.com/hashicorp/terraform-plugin-sdk/v2/helper/retry"
	_ "github.com/juju/errors"
	_ "github.com/pkg/errors"
	_ "github.com/samber/lo"
	_ "github.com/sethvargo/go-retry"
	_ "github.com/sirupsen/logrus"
	_ "go.uber.org/zap"
	_ "golang.org/x/exp/maps"
	_ "golang.org/x/exp/slices"
	_ "golang.org/x/xerrors"
	_ "k8s.io/apimachinery/pkg/util/sets"
	_ "k8s.io/apimachinery/pkg/util/wait"
	_ "k8s.io/client-go/util/retry"
	_ "k8s.io/klog/v2"
)
