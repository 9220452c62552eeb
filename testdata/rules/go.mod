module example.com/rules

go 1.25.0

require (
	github.com/avast/retry-go/v4 v4.6.1
	github.com/cenkalti/backoff/v4 v4.3.0
	github.com/hashicorp/terraform-plugin-sdk/v2 v2.38.0
	github.com/pkg/errors v0.9.1
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/antiddos v1.3.15
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn v1.3.154
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common v1.3.210
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm v1.3.162
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/dnspod v1.3.131
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sms v1.3.155
	k8s.io/apimachinery v0.34.1
)

require (
	github.com/go-logr/logr v1.4.2 // indirect
	k8s.io/klog/v2 v2.130.1 // indirect
	k8s.io/utils v0.0.0-20250604170112-4c0f3b243397 // indirect
)
