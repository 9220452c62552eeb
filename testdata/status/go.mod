module example.com/status

go 1.25.0

require (
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cbs v1.3.115
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/ckafka v1.0.334
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common v1.3.210
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/hunyuan v1.3.57
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/live v1.3.140
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sms v1.3.155
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/tcaplusdb v1.3.105
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/waf v1.3.144
	github.com/tencentyun/cos-go-sdk-v5 v0.7.66
)

require (
	github.com/clbanning/mxj v1.8.4 // indirect
	github.com/google/go-querystring v1.0.0 // indirect
	github.com/mitchellh/mapstructure v1.4.3 // indirect
	github.com/mozillazg/go-httpheader v0.2.1 // indirect
)
