module example.org/blind4

go 1.26.0

require (
	github.com/avast/retry-go/v4 v4.7.0
	github.com/cenkalti/backoff/v4 v4.3.0
	github.com/cenkalti/backoff/v5 v5.0.3
	github.com/pkg/errors v0.9.1
	github.com/tencentcloud/tencentcloud-sdk-go-intl-en v3.0.1450+incompatible
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/as v1.3.128
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cam v1.3.130
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cbs v1.3.115
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdb v1.3.94
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn v1.3.154
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/ckafka v1.0.334
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/clb v1.3.133
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common v1.3.210
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm v1.3.162
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/dnspod v1.3.131
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/hunyuan v1.3.57
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/kms v1.3.152
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/lighthouse v1.3.153
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/monitor v1.3.166
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/redis v1.3.154
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/scf v1.3.101
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sms v1.3.155
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/ssl v1.3.105
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sts v1.1.11
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/tag v1.3.110
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/tat v1.3.107
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/tke v1.3.136
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/vpc v1.3.142
	github.com/tencentyun/cos-go-sdk-v5 v0.7.73
	github.com/tidwall/gjson v1.20.1
	golang.org/x/sync v0.24.0
	k8s.io/apimachinery v0.37.2
)

require (
	github.com/clbanning/mxj v1.8.4 // indirect
	github.com/go-logr/logr v1.4.3 // indirect
	github.com/google/go-querystring v1.0.0 // indirect
	github.com/mitchellh/mapstructure v1.4.3 // indirect
	github.com/mozillazg/go-httpheader v0.2.1 // indirect
	github.com/tidwall/match v1.1.1 // indirect
	github.com/tidwall/pretty v1.2.0 // indirect
	k8s.io/klog/v2 v2.140.0 // indirect
	k8s.io/utils v0.0.0-20260626114624-be93311217bd // indirect
)
