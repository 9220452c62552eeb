package program

import (
	"fmt"
	"go/token"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/rawapi"
	"github.com/tcerrlint/tcerrlint/internal/ssatest"
)

// TestPlaces holds whether two reads of a place are one value: they are when
// nothing between may write to it.
func TestPlaces(t *testing.T) {
	p := build(t, `package places

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sort"
)

type job struct {
	name string
	err  error
	last error
	next *job
}

var current error
var other error

func (j *job) fail(err error)  { j.err = err }
func (j *job) rename(s string) { j.name = s }
func (j *job) cause() error    { return j.err }

func setCurrent(err error) { current = err }
func setOther(err error)   { other = err }

func sameFieldAgain(j *job) (error, error)             { a := j.err; return a, j.err }
func sameAfterAnotherField(j *job) (error, error)      { a := j.err; j.last = nil; return a, j.err }
func otherAfterStore(j *job) (error, error)            { a := j.err; j.err = nil; return a, j.err }
func otherAfterStoreThroughAnother(j, k *job) (error, error) { a := j.err; k.err = nil; return a, j.err }
func otherAfterMethodThatWrites(j *job) (error, error) { a := j.err; j.fail(nil); return a, j.err }
func sameAfterMethodThatDoesNot(j *job) (error, error) { a := j.err; j.rename(""); return a, j.err }
func otherOfAnotherJob(j, k *job) (error, error)       { return j.err, k.err }
func otherAfterNext(j *job) (error, error)             { a := j.err; j = j.next; return a, j.err }
func sameAfterPrint(j *job) (error, error)             { a := j.err; fmt.Println(j); return a, j.err }
func sameAfterAttribute(j *job) (error, error)         { a := j.err; slog.Info("job", slog.Any("job", j)); return a, j.err }
func otherAfterAs(j *job, err error) (error, error)    { a := j.err; errors.As(err, &j.err); return a, j.err }
func sameAfterAsOfIt(j *job, to *error) (error, error) { a := j.err; errors.As(a, to); return a, j.err }
func sameAfterIs(j *job, err error) (error, error)     { a := j.err; errors.Is(a, err); return a, j.err }
func otherAfterUnknown(j *job, f func(*job)) (error, error) { a := j.err; f(j); return a, j.err }
func otherAfterMethodOfOthers(j *job, s interface{ Save(*job) }) (error, error) {
	a := j.err
	s.Save(j)
	return a, j.err
}

func sameAfterAnotherIndex(list []error) (error, error)  { a := list[0]; list[1] = nil; return a, list[0] }
func otherAfterSomeIndex(list []error, i int) (error, error) { a := list[0]; list[i] = nil; return a, list[0] }
func otherAfterIndexOfAnother(list, more []error) (error, error) { a := list[0]; more[1] = nil; return a, list[0] }
func otherAfterSameIndex(list []error) (error, error)    { a := list[0]; list[0] = nil; return a, list[0] }
func otherAfterSort(list []error) (error, error)         { a := list[0]; sort.Slice(list, nil); return a, list[0] }
func sameAfterLength(list []error) (error, error)        { a := list[0]; println(len(list)); return a, list[0] }
func otherAfterCopy(list, from []error) (error, error)   { a := list[0]; copy(list, from); return a, list[0] }

func sameAfterAnotherKey(m map[string]error) (error, error)  { a := m["a"]; m["b"] = nil; return a, m["a"] }
func otherAfterSomeKey(m map[string]error, k string) (error, error) { a := m["a"]; m[k] = nil; return a, m["a"] }
func otherAfterSameKey(m map[string]error) (error, error)    { a := m["a"]; m["a"] = nil; return a, m["a"] }
func otherKey(m map[string]error) (error, error)             { return m["a"], m["b"] }
func otherAfterDelete(m map[string]error) (error, error)     { a := m["a"]; delete(m, "a"); return a, m["a"] }

func sameAfterSettingAnother() (error, error)  { a := current; setOther(nil); return a, current }
func otherAfterSetting() (error, error)        { a := current; setCurrent(nil); return a, current }

func sameOfLocal(j *job) (error, error) {
	local := job{err: j.err}
	a := local.err
	j.err = nil
	return a, local.err
}

func otherOfSharedLocal(share func(*job)) (error, error) {
	var local job
	share(&local)
	a := local.err
	share(nil)
	share(&local)
	return a, local.err
}

func sameGetter(j *job) (error, error)                   { a := j.cause(); return a, j.cause() }
func otherGetterAfterStore(j *job) (error, error)        { a := j.cause(); j.err = nil; return a, j.cause() }
func sameOfContext(ctx context.Context) (error, error)   { a := ctx.Err(); return a, ctx.Err() }
func sameCause(ctx context.Context) (error, error)       { a := context.Cause(ctx); return a, context.Cause(ctx) }
func otherContext(c, d context.Context) (error, error)   { return c.Err(), d.Err() }
`, nil)
	for _, f := range p.Functions {
		name := f.SSA.Name()
		same := len(name) > 4 && name[:4] == "same"
		if !same && (len(name) <= 5 || name[:5] != "other") {
			continue
		}
		results := returned(t, f)
		first, second := f.Memory.Read(results[0]), f.Memory.Read(results[1])
		if first == nil || second == nil {
			t.Errorf("%s reads no place", name)
			continue
		}
		if got := first == second || first.Kind == Stored && second.Kind == Stored && first.Value == second.Value; got != same {
			t.Errorf("%s: the same value: %t", name, got)
		}
	}
}

// TestErrorsAsFills holds that errors.As puts the error into the place that it is
// given the address of, and into no other.
func TestErrorsAsFills(t *testing.T) {
	p := build(t, `package filled

import "errors"

type job struct{ err, last error }

func filled(j *job, err error) error  { errors.As(err, &j.err); return j.err }
func global(err error) error          { errors.As(err, &current); return current }
func element(list []error, err error) error { errors.As(err, &list[1]); return list[1] }

func another(j *job, err error) error { errors.As(err, &j.last); return j.err }
func pointer(j *job, err error, to *error) error { errors.As(err, to); return j.err }

var current error
`, nil)
	for name, want := range map[string]bool{"filled": true, "global": true, "element": true, "another": false, "pointer": false} {
		f := p.function(t, name)
		ver := f.Memory.Read(returned(t, f)[0])
		if ver == nil {
			t.Fatalf("%s reads no place", name)
		}
		if got := ver.Kind == Assigned && ver.Value.Name() == "err"; got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// TestLocalVariables holds which versions of memory nobody else can have written:
// those of variables whose address stays in the function.
func TestLocalVariables(t *testing.T) {
	p := build(t, `package locals

type job struct {
	err  error
	list [2]error
	next struct{ err error }
}

func variable(run func(func())) error {
	var err error
	run(func() { err = nil })
	return err
}

func field(j job) error {
	local := j
	return local.err
}

func inner(j job) error {
	local := j
	local.next.err = nil
	return local.next.err
}

func element(j job, i int) error {
	local := j
	return local.list[i]
}

func shared(j job, share func(*job)) error {
	local := j
	share(&local)
	return local.err
}

func sharedInner(j job, share func(*error)) error {
	local := j
	share(&local.next.err)
	return local.err
}

func sharedElement(j job, share func(*error), i int) error {
	local := j
	share(&local.list[i])
	return local.err
}

func kept(j job, in **job) error {
	local := j
	*in = &local
	return local.err
}

func parameter(j *job) error { return j.err }
`, nil)
	for name, want := range map[string]bool{
		"variable": true, "field": true, "inner": true, "element": true,
		"shared": false, "sharedInner": false, "sharedElement": false, "kept": false, "parameter": false,
	} {
		f := p.function(t, name)
		load := returned(t, f)[0].(*ssa.UnOp)
		ver := f.Memory.Read(load)
		if ver == nil {
			t.Errorf("%s reads no place", name)
			continue
		}
		if got := f.Memory.IsLocalCell(ver.Cell); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

const sdkErrors = "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"

// TestFollowedPlaces holds what memory follows: what may keep an error, a code,
// or what leads to one; but not the fields of an error, which is a place itself.
func TestFollowedPlaces(t *testing.T) {
	p := build(t, `package followed

import "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"

type answer struct{ Code string }
type job struct {
	err    error
	code   string
	count  int
	answer *answer
	number *int
	whole  answer
	list   []string
}

func err(j *job) error                       { return j.err }
func code(j *job) string                     { return j.code }
func pointer(j *job) *answer                 { return j.answer }
func whole(j *job) answer                    { return j.whole }
func count(j *job) int                       { return j.count }
func number(j *job) *int                     { return j.number }
func list(j *job) []string                   { return j.list }
func ofError(e *errors.TencentCloudSDKError) string { return e.Code }
func sum(j *job) string                      { return j.code + "" }
func given(code string) string               { return code }
func converted(code []byte) string           { return string(code) }
`, map[string]string{sdkErrors: "package errors\n\ntype TencentCloudSDKError struct{ Code string }\n\nfunc (*TencentCloudSDKError) Error() string { return \"\" }\n"})
	for name, want := range map[string]bool{
		"err": true, "code": true, "pointer": true, "whole": true,
		"count": false, "number": false, "list": false, "ofError": false, "sum": false, "given": false, "converted": false,
	} {
		f := p.function(t, name)
		if got := f.Memory.Read(returned(t, f)[0]) != nil; got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// TestLookingAtAnAnswer holds that what only reads an answer that no SDK decodes
// leaves it as it is.
func TestLookingAtAnAnswer(t *testing.T) {
	p := build(t, `package answers

import (
	"encoding/json"
	"log"
	"log/slog"
)

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
		Id    string
	}
}

func failed(a *answer) bool { return a.Response.Error != nil }
func reset(a *answer)       { *a = answer{} }

func logged(data []byte) answer {
	var a answer
	json.Unmarshal(data, &a)
	slog.Info("answer", slog.Any("a", &a))
	return a
}

func looked(data []byte) answer {
	var a answer
	json.Unmarshal(data, &a)
	log.Print(failed(&a))
	return a
}

func changed(data []byte) answer {
	var a answer
	json.Unmarshal(data, &a)
	reset(&a)
	return a
}

func decodedAgain(data, more []byte) answer {
	var a answer
	json.Unmarshal(data, &a)
	json.Unmarshal(more, &a)
	return a
}

func decodedText(data []byte) string {
	var text string
	json.Unmarshal(data, &text)
	slog.Info("answer", slog.Any("a", &text))
	return text
}
`, nil)
	p.Wire = rawapi.FindWires(p.Pass, false)
	p.function(t, "failed").Summary = &facts.Summary{Answer: &facts.AnswerUse{Looks: []int{0}}}
	for name, by := range map[string]string{
		"logged": "Unmarshal 0", "looked": "Unmarshal 0", "changed": "reset 1", "decodedAgain": "Unmarshal 1", "decodedText": "Any 1",
	} {
		f := p.function(t, name)
		ver := f.Memory.Load(returned(t, f)[0].(*ssa.UnOp))
		call := ver.Call.(*ssa.Call)
		at := slices.Index(ssatest.Instructions[*ssa.Call](f.SSA), call)
		if got := fmt.Sprintf("%s %d", call.Call.StaticCallee().Name(), at); got != by {
			t.Errorf("%s: what is returned was written by call %s, want %s", name, got, by)
		}
	}
}

// TestWhatOthersReach tells what a caller or another function can reach from what a
// function has for itself.
func TestWhatOthersReach(t *testing.T) {
	p := ssatest.Build(t, `package reach

type job struct {
	err  error
	next *job
	list []*job
	by   map[string]*job
}

var kept = new(job)

func fresh() *job

func Given(j *job) *job          { return j }
func GivenField(j *job) *job     { return j.next }
func GivenElement(j *job) *job   { return j.list[0] }
func GivenEntry(j *job) *job     { return j.by["a"] }
func GivenCopy(j job) *job       { return j.next }
func GivenRange(j *job) (last *job) {
	for _, last = range j.by {
		return last
	}
	return j
}
func Kept() *job                 { return kept.next }
func Asserted(v any) *job        { return v.(*job) }
func Either(j *job, yes bool) *job {
	own := fresh()
	if yes {
		own = j
	}
	return own
}

func Own() *job                  { return &job{} }
func Called() *job               { return fresh() }
func CalledField() *job          { return fresh().next }
func OwnEntry() *job             { return map[string]*job{}["a"] }
`, nil)
	for name, member := range p.Members {
		f, ok := member.(*ssa.Function)
		if !ok || !token.IsExported(name) {
			continue
		}
		own := strings.HasPrefix(name, "Own") || strings.HasPrefix(name, "Called")
		for _, block := range f.Blocks {
			if ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return); ok && reachable(ret.Results[0], 0) == own {
				t.Errorf("%s: %v", name, own)
			}
		}
	}
}
