// Package instatus finds calls whose answer tells of a failure although no
// error is returned, and that nobody reads: SendSms answers a code for each
// number, ckafka's writes a Result.ReturnCode.
package instatus

import (
	"go/types"
	"slices"
	"strings"
)

// A Row is one such field, as the catalog has it.
type Row struct {
	Action     string // SendSms
	Path       string // below Response, by JSON names: SendStatusSet[].Code
	Success    string // the value documented as success
	Documented bool   // there is such a value; it may be ""
}

// A Status is one field of a struct of the SDK that holds a code inside a
// successful answer.
type Status struct {
	Service   string
	Action    string   // one of the actions that answer it
	Path      string   // in that answer
	Successes []string // the values documented as success, of all actions that answer it
}

// Failures reports whether the field stands in a list that holds failures
// alone, so that the list's length tells whether there was one.
func (s *Status) Failures() bool { return failureList(s.Path) }

// vague reports whether nothing says what the code means: it stands beside the data
// of the answer, and no value of it is documented as success.
func (s *Status) vague() bool { return s.Path == "Code" && len(s.Successes) == 0 }

func failureList(path string) bool {
	for step := range strings.SplitSeq(path, ".") {
		name, isList := strings.CutSuffix(step, "[]")
		if isList && (strings.HasPrefix(name, "Fail") || strings.HasPrefix(name, "Error")) {
			return true
		}
	}
	return false
}

// A Table resolves rows of the catalog to the fields and types of the SDK
// packages that a package under analysis imports.
type Table struct {
	codes    map[*types.Var]*Status    // the fields that hold codes
	lists    map[*types.Var]bool       // lists of failures alone
	failures map[*types.Var]bool       // pointers to what failed, nil where nothing did
	carriers map[*types.Struct]bool    // structs on the way from an answer to such a field
	answers  map[*types.Struct]*Status // types of answers, to their first field
}

// NewTable returns the table for the SDK packages among pkgs; nil when none of
// them answers such a code. rows returns the rows of a service's version.
func NewTable(pkgs []*types.Package, service func(path string) (name, version string, ok bool), rows func(name, version string) []Row) *Table {
	t := &Table{
		codes:    make(map[*types.Var]*Status),
		lists:    make(map[*types.Var]bool),
		failures: make(map[*types.Var]bool),
		carriers: make(map[*types.Struct]bool),
		answers:  make(map[*types.Struct]*Status),
	}
	for _, pkg := range pkgs {
		name, version, ok := service(pkg.Path())
		if !ok {
			continue
		}
		for _, row := range rows(name, version) {
			t.add(pkg, name, row)
		}
	}
	if len(t.codes) == 0 {
		return nil
	}
	return t
}

// add follows the path of a row through the types of pkg.
func (t *Table) add(pkg *types.Package, service string, row Row) {
	answer, ok := pkg.Scope().Lookup(row.Action + "Response").(*types.TypeName)
	if !ok {
		return
	}
	outer := structOf(answer.Type())
	if outer == nil {
		return
	}
	way := []*types.Struct{outer}
	field := fieldNamed(outer, "Response")
	var list, failure *types.Var
	for step := range strings.SplitSeq(row.Path, ".") {
		if field == nil {
			return
		}
		inner := structOf(field.Type()) // older versions have no name for what Response is
		if inner == nil {
			return
		}
		way = append(way, inner)
		name, isList := strings.CutSuffix(step, "[]")
		field = fieldNamed(inner, name)
		switch {
		case isList && failureList(step):
			list = field
		case name == "Error" && field != nil: // the SDK makes a pointer of it
			failure = field
		}
	}
	if field == nil {
		return
	}
	if list != nil {
		t.lists[list] = true
	}
	if failure != nil {
		t.failures[failure] = true
	}
	s := t.codes[field]
	if s == nil {
		s = &Status{Service: service, Action: row.Action, Path: row.Path}
		t.codes[field] = s
	}
	if row.Documented && !slices.Contains(s.Successes, row.Success) {
		s.Successes = append(s.Successes, row.Success)
	}
	for _, s := range way {
		t.carriers[s] = true
	}
	if t.answers[outer] == nil {
		t.answers[outer] = &Status{Service: service, Action: row.Action, Path: row.Path, Successes: successes(row)}
	}
}

func successes(row Row) []string {
	if !row.Documented {
		return nil
	}
	return []string{row.Success}
}

// Code returns the status that a field holds; nil if it holds none.
func (t *Table) Code(field *types.Var) *Status {
	if t == nil {
		return nil
	}
	return t.codes[field.Origin()]
}

// Answer returns the status in an answer of this type, or in what it points
// to; nil if it has none.
func (t *Table) Answer(typ types.Type) *Status {
	if t == nil {
		return nil
	}
	return t.answers[structOf(typ)]
}

// Carries reports whether a value of this type can hold a status: it is one of
// the structs on the way to one, a pointer to such, or a list of such.
func (t *Table) Carries(typ types.Type) bool {
	return t != nil && t.carriers[structOf(typ)]
}

// fieldNamed returns the field of that name; nil if there is none.
func fieldNamed(s *types.Struct, name string) *types.Var {
	for f := range s.Fields() {
		if f.Name() == name {
			return f
		}
	}
	return nil
}

// structOf returns the struct that typ is, seen through pointers, lists and
// maps; nil if it is none.
func structOf(typ types.Type) *types.Struct {
	for range 6 {
		switch t := typ.Underlying().(type) {
		case *types.Pointer:
			typ = t.Elem()
		case *types.Slice:
			typ = t.Elem()
		case *types.Array:
			typ = t.Elem()
		case *types.Map:
			typ = t.Elem()
		case *types.Struct:
			return t
		default:
			return nil
		}
	}
	return nil
}

// changes lists the words with which the names of writing actions begin. An
// action that only looks something up, or whose answer tells of a job, is not
// among them: reading less than everything is no mistake there.
var changes = map[string]bool{
	"Add": true, "Apply": true, "Associate": true, "Batch": true, "Bind": true, "Cancel": true, "Clear": true, "Clean": true,
	"Close": true, "Control": true, "Copy": true, "Create": true, "Del": true, "Delete": true, "Disable": true, "Disassociate": true,
	"Enable": true, "Freeze": true, "Import": true, "Isolated": true, "Migrate": true, "Modify": true, "Open": true, "Recover": true,
	"Refund": true, "Release": true, "Remove": true, "Renew": true, "Report": true, "Reset": true, "Restart": true, "Revoke": true,
	"Send": true, "Set": true, "Start": true, "Stop": true, "Submit": true, "Switch": true, "Sync": true, "Tag": true, "Transfer": true,
	"Transport": true, "Un": true, "Unbind": true, "Untag": true, "Update": true, "Upgrade": true, "Upload": true,
}

// Writes reports whether an action changes something.
func Writes(action string) bool { return changes[firstWord(action)] }

func firstWord(name string) string {
	for i := 1; i < len(name); i++ {
		if name[i] >= 'A' && name[i] <= 'Z' {
			return name[:i]
		}
	}
	return name
}
