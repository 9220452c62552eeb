package analyzer

import (
	"flag"
	"strings"
)

// bindFlags gives each option a flag. A value is checked when it is set, so
// that every driver refuses a wrong one in its own way before it runs.
func bindFlags(fs *flag.FlagSet, o *Options) {
	list := func(name string, into *[]string, usage string) {
		fs.Var(&listFlag{o, into}, name, usage)
	}
	list("rules", &o.Rules, "turn rules on (`ID`) and off (-ID), from left to right; \"all\" and \"none\" for every rule")
	list("critical", &o.Critical, "policy entries `CATEGORY=FATE|FATE`: fates out of swallowed, logged, retried, stopped that are forbidden for the category")
	list("extra-codes", &o.ExtraCodes, "`CODES` that are valid although no catalog has them")
	list("extra-pages", &o.ExtraPages, "official error-code pages saved as Markdown (`FILES`) whose codes are valid too")
	list("error-types", &o.ErrorTypes, "more `TYPES` (import/path.Type) that carry a code: forks of the SDK")
	list("retry", &o.Retry, "retry constructs of your own: `FUNC=retried` or FUNC=stopped, FUNC being import/path.Func")
	fs.Var(&stringFlag{o, &o.Mode}, "mode", "`fate` (default) or explicit: every switch on a code covers each critical category itself")
	fs.Var(&stringFlag{o, &o.Catalog}, "catalog", "refuse to run unless the catalog has this `DIGEST`")
	fs.BoolVar(&o.Generated, "generated", o.Generated, "report findings in generated files too")
	fs.BoolVar(&o.SkipTests, "skip-tests", o.SkipTests, "report no findings in _test.go files")
	fs.BoolVar(&o.Debug, "debug", o.Debug, "report where the analysis could not follow an error and was silent")
}

// A listFlag is a comma-separated list.
type listFlag struct {
	options *Options
	list    *[]string
}

func (f *listFlag) String() string {
	if f.list == nil {
		return ""
	}
	return strings.Join(*f.list, ",")
}

func (f *listFlag) Set(s string) error {
	old := *f.list
	*f.list = nil
	for _, item := range strings.Split(s, ",") {
		if item = strings.TrimSpace(item); item != "" {
			*f.list = append(*f.list, item)
		}
	}
	return f.options.keepIfValid(func() { *f.list = old })
}

// A stringFlag is a string.
type stringFlag struct {
	options *Options
	value   *string
}

func (f *stringFlag) String() string {
	if f.value == nil {
		return ""
	}
	return *f.value
}

func (f *stringFlag) Set(s string) error {
	old := *f.value
	*f.value = s
	return f.options.keepIfValid(func() { *f.value = old })
}

// keepIfValid validates the options after a change, and undoes it otherwise.
func (o *Options) keepIfValid(undo func()) error {
	_, err := o.config()
	if err != nil {
		undo()
	}
	return err
}
