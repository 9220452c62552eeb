package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

const (
	modulePath   = "github.com/tcerrlint/tcerrlint/"
	switchesPath = modulePath + "internal/zzswitches"
)

// switches is the package that tells which mutant is on. There is none in the
// repository: it is laid over when programs are compiled.
const switches = `// Package zzswitches says which part of the engine is switched off.
package zzswitches

import (
	"maps"
	"os"
	"slices"
	"strconv"
	"sync"
)

// Off is the number of the part, 0 for none.
var Off, _ = strconv.Atoi(os.Getenv("TCERRLINT_MUTANT"))

// Reached notes which parts run, by their numbers; not if it is nil.
var Reached []bool

// On reports whether a part is switched off.
func On(n int) bool {
	if Reached != nil {
		Reached[n] = true
	}
	return n == Off
}

// Bound returns a bound, or 1 when it is switched off.
func Bound[T int | int64 | uint | uint64](n int, bound T) T {
	if On(n) {
		return 1
	}
	return bound
}

// Table returns a table, without the entry that is switched off.
func Table[T any](first int, table []T) []T {
	for i := range table {
		if On(first + i) {
			return slices.Delete(slices.Clone(table), i, i+1)
		}
	}
	return table
}

// Map is Table of a map with these keys.
func Map[K comparable, V any](first int, table map[K]V, keys []K) map[K]V {
	for i, key := range keys {
		if On(first + i) {
			table = maps.Clone(table)
			delete(table, key)
		}
	}
	return table
}

// OnceValue is sync.OnceValue that computes the value anew for each mutant.
func OnceValue[T any](f func() T) func() T {
	var mu sync.Mutex
	var value T
	of := -1
	return func() T {
		mu.Lock()
		defer mu.Unlock()
		if of != Off || Reached != nil {
			value, of = f(), Off
		}
		return value
	}
}
`

// overlay writes the sources with all mutants in them, each behind a condition
// on its number, and the file that -overlay takes, whose name it returns.
func overlay(dir string, mutants []mutant) (string, error) {
	replace := make(map[string]string)
	add := func(name, text string) error {
		absolute, err := filepath.Abs(name)
		if err != nil {
			return err
		}
		file := filepath.Join(dir, fmt.Sprintf("%d.go", len(replace)))
		replace[absolute] = file
		return os.WriteFile(file, []byte(text), 0o600)
	}
	names, err := sources()
	if err != nil {
		return "", err
	}
	for _, name := range names {
		text, err := withSwitches(name, mutants)
		if err != nil {
			return "", err
		}
		if text != "" {
			if err := add(name, text); err != nil {
				return "", err
			}
		}
	}
	text := switches + fmt.Sprintf("\n// Count is how many parts there are.\nconst Count = %d\n", len(mutants))
	if err := add("internal/zzswitches/switches.go", text); err != nil {
		return "", err
	}
	data, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, "overlay.json")
	return name, os.WriteFile(name, data, 0o600)
}

// A change of a source.
type change struct {
	from, to int
	text     string
}

// withSwitches returns a file of the engine with its mutants in it, or "" if it
// has none.
func withSwitches(name string, mutants []mutant) (string, error) {
	source, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, source, parser.SkipObjectResolution)
	if err != nil {
		return "", err
	}
	var changes []change
	used := make(map[string]*mutant) // bounds and first entries of tables by "package.Name"
	for i := range mutants {
		m := &mutants[i]
		if m.file == name && m.edit.text != "" {
			changes = append(changes, change{m.edit.offset, m.edit.offset, fmt.Sprintf(m.edit.text, m.id)})
		}
		if m.edit.table != "" && m.edit.entry == 0 {
			used[filepath.Base(filepath.Dir(m.file))+"."+m.edit.table] = m
		}
	}
	changes = append(changes, uses(file, fset, used)...)
	if len(changes) == 0 {
		return "", nil
	}
	at := fset.Position(file.Name.End()).Offset
	changes = append(changes, change{at, at, "; import zzswitches \"" + switchesPath + "\""})
	slices.SortStableFunc(changes, func(a, b change) int { return a.from - b.from })
	var b strings.Builder
	done := 0
	for _, c := range changes {
		b.Write(source[done:c.from])
		b.WriteString(c.text)
		done = c.to
	}
	b.Write(source[done:])
	b.WriteString("\nvar _ = zzswitches.Off\n")
	if strings.Contains(string(source), "sync.OnceValue(") {
		b.WriteString("var _ sync.Once\n")
	}
	return b.String(), nil
}

// uses returns the changes where bounds and tables are used, and of values that
// are computed once.
func uses(file *ast.File, fset *token.FileSet, used map[string]*mutant) []change {
	var changes []change
	change := func(n ast.Node, name, written string) {
		m := used[name]
		if m == nil {
			return
		}
		text := fmt.Sprintf("zzswitches.Bound(%d, %s)", m.id, written)
		switch {
		case m.edit.keys != "":
			text = fmt.Sprintf("zzswitches.Map(%d, %s, %s)", m.id, written, m.edit.keys)
		case m.kind == "model":
			text = fmt.Sprintf("zzswitches.Table(%d, %s)", m.id, written)
		}
		changes = append(changes, changeOf(fset, n, text))
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GenDecl:
			return n.Tok != token.CONST
		case *ast.ValueSpec:
			for _, v := range n.Values {
				if _, ok := v.(*ast.CompositeLit); !ok {
					ast.Inspect(v, func(n ast.Node) bool {
						if call, ok := n.(*ast.SelectorExpr); ok && isName(call, "sync", "OnceValue") {
							changes = append(changes, changeOf(fset, call, "zzswitches.OnceValue"))
						}
						if id, ok := n.(*ast.Ident); ok {
							change(id, file.Name.Name+"."+id.Name, id.Name)
						}
						return true
					})
				}
			}
			return false
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok {
				if used[x.Name+"."+n.Sel.Name] != nil {
					change(n, x.Name+"."+n.Sel.Name, x.Name+"."+n.Sel.Name)
					return false
				}
			}
		case *ast.Ident:
			change(n, file.Name.Name+"."+n.Name, n.Name)
		}
		return true
	})
	return changes
}

func changeOf(fset *token.FileSet, n ast.Node, text string) change {
	return change{fset.Position(n.Pos()).Offset, fset.Position(n.End()).Offset, text}
}

func isName(s *ast.SelectorExpr, pkg, name string) bool {
	x, ok := s.X.(*ast.Ident)
	return ok && x.Name == pkg && s.Sel.Name == name
}

// compile runs "go build" or "go test -c" in a folder, with the mutants laid over.
func compile(dir, overlay string, args ...string) error {
	cmd := exec.Command("go", slices.Concat(args[:1], []string{"-overlay", overlay}, args[1:])...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return nil
}
