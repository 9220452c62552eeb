package main

// A category says what the codes that start with it mean to the caller.
type category struct {
	name   string
	advice advice
	en, zh string
}

// advice is what a caller should do about an error.
type advice int

const (
	stop    advice = iota // a person must act; trying again cannot help
	mend                  // the request is wrong; change it
	backOff               // try again later, with growing pauses
	look                  // depends on the code: read its detail and the message
	goOn                  // nothing is wrong
)

func (a advice) text(lang string) string {
	texts := map[advice][2]string{
		stop:    {"stop: a person must act, trying again cannot help", "停止：需要人工处理，重试无效"},
		mend:    {"change the request: the same request fails again", "修改请求：原样重试仍会失败"},
		backOff: {"back off: try again later, with growing pauses", "退避：稍后重试，间隔逐次加长"},
		look:    {"depends: read the detail after the dot and the message", "视情况而定：请看点号后的细分码和错误信息"},
		goOn:    {"go on: nothing is wrong", "继续：没有出错"},
	}
	return pick(lang, texts[a][0], texts[a][1])
}

// categories are the categories with a meaning that holds for every product.
// The words are our own.
var categories = []category{
	{"ActionOffline", stop, "the action has been taken offline", "接口已下线"},
	{"AuthFailure", stop, "who calls could not be proved: wrong, expired or missing credentials or signature, or a clock that is off", "无法证明调用者身份：密钥、签名错误、过期或缺失，或本机时钟不准"},
	{"ClientError", look, "made by the SDK, not by the API: network, HTTP status, parsing, circuit breaker; the API may or may not have acted", "由 SDK 自身产生，并非 API 返回：网络、HTTP 状态、解析、熔断等；API 可能已执行，也可能没有"},
	{"DryRunOperation", goOn, "a dry run that would have succeeded", "试运行请求，正式请求将会成功"},
	{"FailedOperation", look, "the operation failed for a reason of the product's own", "操作失败，原因由具体产品定义"},
	{"InternalError", backOff, "the service failed; whether it acted is not known, so make sure before a request that must not happen twice", "服务端内部错误；操作是否已执行未知，不可重复的请求请先确认"},
	{"InvalidAction", stop, "no such action in this version of the API", "该 API 版本没有此接口"},
	{"InvalidFilter", mend, "a filter is wrong", "过滤条件错误"},
	{"InvalidParameter", mend, "a parameter is malformed, or does not go with the others", "参数格式错误，或与其他参数冲突"},
	{"InvalidParameterValue", mend, "the value of a parameter is not allowed", "参数取值不被允许"},
	{"InvalidRequest", mend, "the body of the request is malformed", "请求体格式错误"},
	{"IpInBlacklist", stop, "the caller's address is on a deny list", "调用方 IP 在黑名单中"},
	{"IpNotInWhitelist", stop, "the caller's address is not on the allow list", "调用方 IP 不在白名单中"},
	{"LimitExceeded", stop, "a quota is used up; ask for more or free some", "超过配额；请申请提升配额或释放资源"},
	{"MissingParameter", mend, "a required parameter is missing", "缺少必要参数"},
	{"NoSuchProduct", stop, "no such product", "产品不存在"},
	{"NoSuchVersion", stop, "no such version of the API", "接口版本不存在"},
	{"OperationDenied", look, "the operation is not allowed, often only in the present state", "操作被拒绝，往往只是当前状态下不允许"},
	{"RequestLimitExceeded", backOff, "too many requests in a short time", "短时间内请求过多"},
	{"RequestSizeLimitExceeded", mend, "the request is too large", "请求包过大"},
	{"ResourceInUse", look, "something else uses the resource; wait for it or free the resource first", "资源被占用；请等待或先解除占用"},
	{"ResourceInsufficient", backOff, "the region or zone has not enough of it; wait, or choose another", "地域或可用区资源不足；请等待或更换"},
	{"ResourceNotFound", look, "what the request names does not exist, or not any more", "请求所指的资源不存在或已不存在"},
	{"ResourceUnavailable", look, "the resource cannot be used in its present state", "资源当前状态不可用"},
	{"ResourcesSoldOut", stop, "sold out; choose another kind or zone", "资源售罄；请更换规格或可用区"},
	{"ResponseSizeLimitExceeded", mend, "the answer would be too large; ask for fewer items", "返回包过大；请减少每次请求的条数"},
	{"ServiceUnavailable", backOff, "the service is not available for now", "服务暂不可用"},
	{"UnauthorizedOperation", stop, "who calls is known, but not allowed to do this", "身份已确认，但没有此操作的权限"},
	{"UnknownParameter", mend, "the API does not know a parameter of the request", "请求含有未知参数"},
	{"UnsupportedOperation", look, "this operation is not supported for this resource, or not in its present state", "该资源不支持此操作，或当前状态不支持"},
	{"UnsupportedProtocol", mend, "wrong protocol or method", "协议或请求方法不支持"},
	{"UnsupportedRegion", mend, "the API is not available in this region", "该地域不支持此接口"},
}

// categoryNamed returns what is known about a category.
func categoryNamed(name string) (category, bool) {
	for _, c := range categories {
		if c.name == name {
			return c, true
		}
	}
	return category{}, false
}

// pick returns the text in the language.
func pick(lang, en, zh string) string {
	if lang == "zh" {
		return zh
	}
	return en
}
