package engine

// Config is what the options of the analyzer mean to the engine.
type Config struct {
	Rules      map[string]bool   // rule id → on
	Critical   map[string][]Fate // category → fates that are forbidden for it
	Explicit   bool              // mode explicit
	ExtraCodes []string          // valid codes that no catalog has
	ErrorTypes []string          // "import/path.Type" of forks of the SDK's error
	Retry      map[string]Fate   // "import/path.Func" → what a call does to its error
	Generated  bool              // report in generated files
	SkipTests  bool              // report nothing in _test.go files
	Debug      bool              // report where the analysis was silent because it was not sure
	Map        bool              // follow every call of the API, tested or not, see [Package.Map]
}

// COSPolicy returns the fates forbidden for the critical codes of object
// storage: those of signing in, and those of throttling.
func COSPolicy() map[string][]Fate {
	signIn, throttling := []Fate{Swallowed, Retried}, []Fate{Swallowed, Stopped}
	return map[string][]Fate{
		"AccessDenied": signIn, "ExpiredToken": signIn, "InvalidAccessKeyId": signIn, "RequestTimeTooSkewed": signIn, "SignatureDoesNotMatch": signIn,
		"RequestTimeout": throttling, "ServiceUnavailable": throttling, "SlowDown": throttling,
	}
}

// DefaultPolicy returns the fates forbidden for each critical category.
func DefaultPolicy() map[string][]Fate {
	return map[string][]Fate{
		"AuthFailure":           {Swallowed, Retried},
		"UnauthorizedOperation": {Swallowed, Retried},
		"RequestLimitExceeded":  {Swallowed, Stopped},
	}
}
