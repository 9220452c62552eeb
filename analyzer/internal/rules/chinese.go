package rules

// chinese holds the texts of the rules in Chinese: most users of this cloud
// read it.
var chinese = map[string]Doc{
	"unknowncode": {
		Title:  "任何腾讯云错误码都不能满足的判断",
		What:   "报告与错误码作比较、却没有任何腾讯云错误码能满足的常量：拼写错误、大小写错误、已从 SDK 中删除，或者是不存在的前缀、片段。错误码的范围是：内置目录、被检查的包所导入的 SDK 包中的常量，以及您自己补充的错误码。",
		Why:    "这样的代码可以编译，但永远不会匹配，错误会走向为意外情况准备的分支。",
		Fix:    "在被调用的服务已知、且差异不超过两个字母时，把字面量替换为唯一可能的错误码。",
		Limits: "没有相近的错误码、又不知道被调用的服务时保持沉默：它可能属于目录中没有的服务。",
		Seen:   "Terraform provider：InvalidInstanceState.Terminating，而 cvm 的错误码是 UnsupportedOperation.InstanceStateTerminating。",
	},
	"wrongservice": {
		Title:  "错误码存在，但被调用的服务不会返回它",
		What:   "沿着变量、闭包、包装函数和其他包中的函数，把被判断的错误追溯到产生它的调用；如果所有被调用的服务都不可能返回该错误码（不在其列表中，也不是公共错误码、客户端错误码或您补充的错误码），则报告。",
		Why:    "错误码是从别的产品的代码里复制来的，这个判断永远不会成立。",
		Limits: "只要有一个调用无法确定、或目录中没有某个服务的完整列表，就保持沉默；其他包可以使用的列表也不作判断。",
		Seen:   "Terraform provider：在 antiddos、dayu、emr 的调用之后判断 tke 的 InternalError.ClusterNotFound，共十处。",
	},
	"swappedargs": {
		Title:  "参数颠倒：在常量里找错误码",
		What:   "报告 strings.Contains、HasPrefix、HasSuffix 以及同类辅助函数中，在常量里查找错误码、而不是在错误码里查找常量的调用。",
		Why:    "只有当错误码是常量的一部分时判断才成立：只匹配常量本身，不匹配该分类下的任何细分错误码。",
		Fix:    "交换 strings 包函数的两个参数。修复后可以编译，并匹配其所写的错误码。",
		Limits: "用空格、逗号等分隔、列出多个错误码的常量可能本来就是被查找的文本，不作判断。",
		Seen:   "Terraform provider：IsContains(\"LimitExceeded\", code)，共六处。",
	},
	"missingcritical": {
		Title:  "关键分类的错误得到了策略所禁止的结局",
		What:   "跟踪没有被任何判断点名的错误码，直到控制流离开该错误；如果关键分类得到策略禁止的结局则报告：被吞掉（函数走向成功且不再使用该错误）、被重试（直到重试超时）、被终止（而同一处点名的其他错误码会重试）。默认策略：AuthFailure 和 UnauthorizedOperation 不得被吞掉或重试，RequestLimitExceeded 不得被吞掉或终止。explicit 模式下，改为报告既没有判断、也没有默认分支覆盖关键分类的 switch 或 if 链。",
		Why:    "鉴权失败被当作成功，会让故障悄无声息；鉴权失败被重试，会在整个重试期间掩盖原因；限频错误不重试，会让本可成功的操作失败。",
		Limits: "以下情况保持沉默：错误是参数（调用者也持有它，但决定是否重试的钩子函数除外）；返回真假的分类函数；由标志变量或错误文本决定的路径；已写日志的错误；途中已有包装函数重试过的限频错误。",
		Seen:   "Terraform provider：除一个错误码外全部重试、最长二十分钟的循环，约三十四处。",
	},
	"partialcategory": {
		Title:  "本想判断整个关键分类，却只覆盖了一部分",
		What:   "报告带点的前缀（如 \"AuthFailure.\"）遗漏了不带细分的错误码 \"AuthFailure\"；以及在决定是否重试时，只与分类本身做相等比较、而被调用的服务还有该分类下的细分错误码。被遗漏的错误码必须与匹配的错误码结局不同。",
		Why:    "许多服务既返回分类本身，也返回其细分错误码；被遗漏的一半会走向为意外情况准备的分支。",
		Limits: "只检查策略（选项 critical）中的分类。",
	},
	"criticalsuccess": {
		Title:  "关键分类的错误码被当作成功",
		What:   "报告对关键分类（以及 InternalError）错误码的判断，其匹配后不留痕迹地走向成功：既没有返回、写日志或保存，也没有采取可能失败的补救措施。以 NotFound 结尾的错误码除外。",
		Why:    "该错误码表示调用因与请求内容无关的原因失败。把它当作成功，服务的一次短暂故障就可能让仍然存在的资源从状态中消失。",
		Limits: "匹配后还受其他条件（如错误消息）限制的，不作判断。",
		Seen:   "Terraform provider：InternalError.DatabaseAccessError 让数据库实例从状态中消失。",
	},
	"deadtest": {
		Title:  "不可能成立、或不起作用的判断",
		What:   "报告在此处已不可能出现的错误码（同一错误先前的判断已经将其取走），以及匹配与否结果都相同的判断。",
		Why:    "写下这个判断的人期望会发生什么；然而更宽的判断先取走了错误码，或者分支里还没有写内容。",
		Limits: "不比较不同函数中的判断。",
		Seen:   "Terraform provider：strings.Contains 的判断先返回，下面的精确判断永远不会成立。",
	},
	"dropped": {
		Title:  "不属于 SDK 的错误被丢弃",
		What:   "报告对 SDK 错误类型的断言，其另一侧（其他类型的错误）走向成功：既没有返回，也没有写日志或保存。",
		Why:    "被包装过的错误、已结束的 context、中间层产生的错误都不是 *TencentCloudSDKError，函数却报告一切正常。",
		Limits: "只检查在同一函数中判断了错误码的错误。",
		Seen:   "Terraform provider：等待删除时连接中断，被当作已删除。",
	},
	"uncheckedresponse": {
		Title:  "使用了接口应答，却从未检查其中的 Error",
		What:   "报告从 JSON 解码、形如接口应答（含 Response.Error.Code 的结构体）的值：它被读取，而在某条通向成功的路径上，没有任何代码检查过其中的 Error，接收它的函数也没有。值可以在本函数中解码，也可以由任何包中的辅助函数解码，可以先解外层再解 Response；程序写有接口域名时，也可以是 map，或用 gjson 按路径读取的文本。把 Error 与 nil 比较、把 Code 与空字符串比较、调用这样做的方法、把整个应答写入日志或返回给调用者，都算检查；仅仅取出 Error 不算。",
		Why:    "调用失败时，接口仍返回 HTTP 状态码 200。不检查 Response.Error，密钥过期、缺少权限或被限频的请求看起来就像一个空列表。",
		Limits: "只检查留有 Error 位置的类型，其他类型很可能在检查之后才解码。JSON 来自、或同时交给看不见的函数时，以及应答被保存或交给这样的函数时，保持沉默。失败应答的零值不可能走的路径不算路径：在 if answer.Response.Status != \"SUCCESS\" { return err } 之后就没有问题。SDK 的 CommonResponse 由 SDK 自己检查过。",
		Seen:   "libdns/tencentcloud：DescribeRecordList 失败时，看起来就像一个没有记录的域名。",
	},
	"textmatch": {
		Title:  "在错误的文本中查找错误码",
		What:   "报告用 strings.Contains、HasPrefix、HasSuffix 在 err.Error() 或消息文本中查找错误码或分类的调用；该错误必须确定是 SDK 的错误，或者函数也判断了它的类型。",
		Why:    "文本是给人看的：其中还有消息和请求号，匹配可能来自那里，包装的措辞也可能改变。错误码有自己的字段。",
		Fix:    "当 strings.Contains 查找的是 SDK 错误本身的文本时，改为在错误码中查找：该文本含有错误码。从未匹配过的前缀或后缀改后会开始匹配，程序自有错误的文本也无从得知，这两种情况不提供修复。",
		Limits: "只看与目录写法一致的错误码或分类，且只看提到 SDK 错误类型的函数。",
	},
}
