package model

// A row says what functions, methods or fields of one package do.
type row struct {
	pkg     string // without the major version; "/..." for what is below it too, ".../" for any path that ends so
	effects Effects
	names   string // separated by spaces; a name that ends in * is a prefix
}

var table = []row{
	{"os", NoReturn, "Exit"},
	{"log", NoReturn, "Fatal* Panic*"},
	{"runtime", NoReturn, "Goexit"},
	{"syscall", NoReturn, "Exit"},
	{"testing", NoReturn, "Fatal Fatalf Skip Skipf SkipNow FailNow"},
	{"k8s.io/klog", NoReturn, "Fatal* Exit*"},
	{"github.com/golang/glog", NoReturn, "Fatal* Exit*"},
	{"github.com/sirupsen/logrus", NoReturn, "Fatal* Panic* Exit"},
	{"go.uber.org/zap", NoReturn, "Fatal* Panic*"},

	{"errors", Unwraps, "Unwrap"},
	{"errors", FillsTarget, "As"},
	{"errors", ComparesErr, "Is"},
	{"errors", MakesError, "New"},
	{"errors", Wraps, "Join"},
	{"fmt", FormatsError, "Errorf"},
	{"github.com/pkg/errors", Unwraps, "Cause Unwrap"},
	{"github.com/pkg/errors", FillsTarget, "As"},
	{"github.com/pkg/errors", ComparesErr, "Is"},
	{"github.com/pkg/errors", MakesError, "New"},
	{"github.com/pkg/errors", FormatsError, "Errorf"},
	{"github.com/pkg/errors", Wraps, "Wrap Wrapf WithMessage WithMessagef WithStack"},
	{"golang.org/x/xerrors", Unwraps, "Unwrap"},
	{"golang.org/x/xerrors", FillsTarget, "As"},
	{"golang.org/x/xerrors", ComparesErr, "Is"},
	{"golang.org/x/xerrors", MakesError, "New"},
	{"golang.org/x/xerrors", FormatsError, "Errorf"},
	{"github.com/juju/errors", Unwraps, "Cause"},
	{"github.com/cockroachdb/errors", Unwraps, "Cause"},

	{"slices", SameElements, "Clone Clip Compact Sorted Collect Values"},
	{"maps", SameElements, "Clone"},
	{"golang.org/x/exp/slices", SameElements, "Clone"},
	{"golang.org/x/exp/maps", SameElements, "Clone"},
	{"github.com/samber/lo", SameElements, "Uniq"},
	{"k8s.io/apimachinery/pkg/util/sets", Gathers, "New NewString"},
	{"github.com/deckarep/golang-set", Gathers, "NewSet NewThreadUnsafeSet"},

	{".../helper/resource", Retries, "RetryableError"},
	{".../helper/resource", Stops, "NonRetryableError"},
	{".../helper/retry", Retries, "RetryableError"},
	{".../helper/retry", Stops, "NonRetryableError"},
	{"github.com/cenkalti/backoff", Stops, "Permanent"},
	{"github.com/cenkalti/backoff", Retries, "RetryAfter"},
	{"github.com/avast/retry-go", Stops, "Unrecoverable"},
	{"github.com/sethvargo/go-retry", Retries, "RetryableError"},

	{"github.com/avast/retry-go/...", AsksWhetherToRetry, "RetryIf"},
	{"k8s.io/client-go/util/retry/...", AsksWhetherToRetry, "OnError"},
	{"github.com/failsafe-go/failsafe-go/...", AsksWhetherToRetry, "HandleIf"},
	{"github.com/failsafe-go/failsafe-go/...", AsksWhetherToStop, "AbortIf"},
	{"github.com/hashicorp/go-retryablehttp/...", ChecksRetry, "CheckRetry"},
	{"k8s.io/apimachinery/pkg/util/wait/...", CallsUntilDone, "Poll* ExponentialBackoff*"},
	{"github.com/cenkalti/backoff/...", CallsAgainOnError, "Retry*"},
	{"github.com/avast/retry-go/...", CallsAgainOnError, "Do*"},
	{"github.com/sethvargo/go-retry/...", CallsAgainIfMarked, "Do* Constant Exponential Fibonacci"},
}

// loggers are packages all of whose functions and methods without a result print
// what they are given.
var loggers = map[string]bool{
	"log":                           true,
	"log/slog":                      true,
	"testing":                       true,
	"github.com/sirupsen/logrus":    true,
	"go.uber.org/zap":               true,
	"github.com/rs/zerolog":         true,
	"github.com/go-logr/logr":       true,
	"k8s.io/klog":                   true,
	"github.com/golang/glog":        true,
	"github.com/hashicorp/go-hclog": true,
	"github.com/hashicorp/terraform-plugin-log/tflog": true,
	"github.com/astaxie/beego/logs":                   true,
	"github.com/beego/beego/v2/core/logs":             true,
	"github.com/zeromicro/go-zero/core/logx":          true,
}

// IsLogger reports whether what a package has without a result prints what it is
// given.
func IsLogger(path string) bool { return loggers[Unversioned(path)] }

// Formats reports whether a package makes text of what it is given, and looks at
// nothing in it.
func Formats(path string) bool { return path == "fmt" || path == "golang.org/x/text/message" }
