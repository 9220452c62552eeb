module example.com/everyday

go 1.25.0

require (
	github.com/hashicorp/terraform-plugin-sdk/v2 v2.38.0
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common v1.3.210
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm v1.3.162
)

require (
	github.com/tencentcloud/tencentcloud-sdk-go-intl-en v3.0.1450+incompatible
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/ssm v1.0.691
	k8s.io/apimachinery v0.34.1
)
