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
}

// A Fate is what becomes of a code on the path that no test before it took.
type Fate uint8

// The fates of DESIGN §4 that a policy can forbid; the others are never wrong.
const (
	Swallowed Fate = iota + 1 // the function goes on to success and never uses the error again
	Retried                   // the error goes to an unconditional retry
	Stopped                   // final inside a construct that retries named siblings
)

func (f Fate) String() string {
	switch f {
	case Swallowed:
		return "swallowed"
	case Retried:
		return "retried"
	case Stopped:
		return "stopped"
	}
	return "surfaced"
}

// ForbiddableFate returns the fate of that name.
func ForbiddableFate(name string) (Fate, bool) {
	for _, f := range []Fate{Swallowed, Retried, Stopped} {
		if f.String() == name {
			return f, true
		}
	}
	return 0, false
}

// DefaultPolicy returns the fates forbidden for each critical category.
func DefaultPolicy() map[string][]Fate {
	return map[string][]Fate{
		"AuthFailure":           {Swallowed, Retried},
		"UnauthorizedOperation": {Swallowed, Retried},
		"RequestLimitExceeded":  {Swallowed, Stopped},
	}
}
