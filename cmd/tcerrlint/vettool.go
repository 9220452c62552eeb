package main

import (
	"encoding/json"
	"flag"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"

	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/facts"
)

// isVetTool reports whether the go command calls us: as TOOL -flags, as
// TOOL -V=full, or as TOOL [flags] …/vet.cfg.
func isVetTool(args []string) bool {
	if len(args) == 0 {
		return false
	}
	return args[0] == "-flags" || args[0] == "-V=full" || strings.HasSuffix(args[len(args)-1], ".cfg")
}

// vetTool answers the go command.
func vetTool(args []string) int {
	unit := readUnit(args[len(args)-1])
	if unit.VetxOnly && answersAtOnce(unit, args) {
		return answerNothing(unit, args)
	}
	// unitchecker knows the analyzer's flags as -tcerrlint.NAME; give them
	// their own names as well.
	analyzer.Analyzer.Flags.VisitAll(func(f *flag.Flag) { flag.Var(f.Value, f.Name, f.Usage) })
	if err := checkVetFlags(args); err != nil {
		// Only packages to report on complain, not each dependency. But what a
		// page holds is not in the go command's cache key as flags are.
		if unit.VetxOnly && !strings.Contains(err.Error(), "extra-pages") {
			return noFacts(unit)
		}
		return fail(os.Stderr, err)
	}
	flag.Bool(typecheck, false, "type-check the packages that cannot hold a finding, too")
	if !unit.VetxOnly && answersAtOnce(unit, args) {
		return answerNothing(unit, args)
	}
	collectLater(256<<20, 100) // most units end before
	if unit.VetxOnly && len(unit.GoFiles) > 0 {
		if err := facts.Write(&unit, analyzer.Analyzer); err != nil {
			return fail(os.Stderr, err)
		}
		return exitClean
	}
	unitchecker.Main(analyzer.Analyzer)
	return exitFailed // not reached
}

// collectLater lets the heap grow to a size before garbage is collected for the
// first time, as the compiler does; from then on it may be so many percent of what
// is in use.
func collectLater(enough int64, percent int) {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(enough)
	collected := new([16]byte)
	runtime.AddCleanup(collected, func(struct{}) {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(math.MaxInt64)
	}, struct{}{})
}

// readUnit reads the configuration of a unit; the zero unit stands for none.
func readUnit(name string) (unit unitchecker.Config) {
	if !strings.HasSuffix(name, ".cfg") {
		return unit
	}
	data, err := os.ReadFile(name)
	if err != nil || json.Unmarshal(data, &unit) != nil {
		return unitchecker.Config{} // unitchecker complains
	}
	return unit
}

// noFacts writes the empty facts of a unit that is wanted for its facts only.
func noFacts(unit unitchecker.Config) int {
	if err := os.WriteFile(unit.VetxOutput, nil, 0o666); err != nil {
		return fail(os.Stderr, err)
	}
	return exitClean
}

// inStandardLibrary reports whether a unit is a package of GOROOT: one without
// a module whose folder lies beside package runtime.
func inStandardLibrary(unit unitchecker.Config) bool {
	src, ok := strings.CutSuffix(filepath.ToSlash(unit.Dir), "/"+unit.ImportPath)
	if !ok || unit.ModulePath != "" {
		return false
	}
	_, err := os.Stat(filepath.Join(src, "runtime", "runtime.go"))
	return err == nil
}

// checkVetFlags refuses a wrong flag in one line, before unitchecker does so
// with its usage. It sets the flags of the analyzer.
func checkVetFlags(args []string) error {
	fs := flag.NewFlagSet("tcerrlint", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	analyzer.Analyzer.Flags.VisitAll(func(f *flag.Flag) {
		fs.Var(f.Value, f.Name, f.Usage)
		fs.Var(f.Value, analyzer.Name+"."+f.Name, f.Usage)
	})
	for _, name := range []string{analyzer.Name, "flags", "V", "json", "fix", "diff", "source", "v", "all", typecheck} {
		fs.BoolFunc(name, "", func(string) error { return nil })
	}
	fs.Int("c", 0, "")
	fs.String("tags", "", "")
	return fs.Parse(args)
}
