package ir_test

import (
	"fmt"
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/ssatest"
)

// TestPrintsForHumans calls the loggers as programs do, and what is no logger.
func TestPrintsForHumans(t *testing.T) {
	for _, c := range []struct {
		path, text, call string
		prints           bool
	}{
		{"github.com/sirupsen/logrus", "func Errorf(format string, args ...any) {}", `p.Errorf("stop: %v", err)`, true},
		{"github.com/sirupsen/logrus", "type Entry struct{}; func WithError(err error) *Entry { return nil }", `p.WithError(err)`, false},
		{"github.com/rs/zerolog", "type Event struct{}; func (*Event) Msg(text string) {}", `new(p.Event).Msg(err.Error())`, true},
		{"github.com/go-logr/logr", "type Logger struct{}; func (Logger) Error(err error, text string, more ...any) {}", `p.Logger{}.Error(err, "stop")`, true},
		{"github.com/hashicorp/go-hclog", "type Logger interface{ Error(text string, more ...any) }; var L Logger", `p.L.Error("stop", "err", err)`, true},
		{"github.com/hashicorp/terraform-plugin-log/tflog", "func Error(ctx any, text string, more ...map[string]any) {}", `p.Error(nil, err.Error())`, true},
		{"github.com/astaxie/beego/logs", "func Error(f any, v ...any) {}", `p.Error("stop: %v", err)`, true},
		{"github.com/beego/beego/v2/core/logs", "func Error(f any, v ...any) {}", `p.Error("stop: %v", err)`, true},
		{"github.com/zeromicro/go-zero/core/logx", "func Errorf(format string, v ...any) {}", `p.Errorf("stop: %v", err)`, true},
		{"k8s.io/klog/v2", "func ErrorS(err error, text string, more ...any) {}", `p.ErrorS(err, "stop")`, true},
		{"testing", "", `new(p.T).Log(err)`, true},
		{"log", "", `p.Println(err)`, true},
		{"fmt", "", `p.Println(err)`, true},
		{"fmt", "", `p.Sprintln(err)`, false},
		{"example.com/queue", "func Publish(err error) {}", `p.Publish(err)`, false},
		{"example.com/logrus", "func Error(v ...any) {}", `p.Error(err)`, false},
	} {
		others := map[string]string{}
		if c.text != "" {
			others[c.path] = "package p\n\n" + c.text
		}
		pkg := ssatest.Build(t, fmt.Sprintf("package q\n\nimport p %q\n\nfunc f(err error) { %s }\n", c.path, c.call), others)
		calls := ssatest.Instructions[*ssa.Call](pkg.Func("f"))
		if got := ir.PrintsForHumans(&calls[len(calls)-1].Call); got != c.prints {
			t.Errorf("%s: %s prints: %v", c.path, c.call, got)
		}
	}
}
