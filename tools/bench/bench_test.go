package main

import (
	"encoding/xml"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tcerrlint/tcerrlint/tools/bench/internal/process"
)

func TestRatiosAreThoseOfTheSameRound(t *testing.T) {
	row := func(seconds ...int) row {
		r := row{Label: "x"}
		for _, s := range seconds {
			r.Costs = append(r.Costs, process.Cost{Wall: time.Duration(s) * time.Second})
		}
		return r
	}
	// The machine was slower in the second round, for both.
	if got := row(1, 10, 2).ratio(row(2, 20, 4), wall); got != 0.5 {
		t.Errorf("ratio %v", got)
	}
	if got := row(3, 1, 2).median(wall); got != 2 {
		t.Errorf("median %v", got)
	}
	if got := row(3, 1).median(wall); got != 2 {
		t.Errorf("median of two %v", got)
	}
	if got := row(1).ratio(row(0), wall); got != 0 {
		t.Errorf("ratio to nothing %v", got)
	}
}

func newTestBench(t *testing.T) *bench {
	t.Helper()
	b, err := newBench(settings{log: io.Discard, rounds: 2, results: filepath.Join(t.TempDir(), "results.json")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.close)
	return b
}

func TestWhatWasMeasuredStaysAndIsOnThePage(t *testing.T) {
	b := newTestBench(t)
	start := func(args ...string) func(int) (*exec.Cmd, error) {
		return func(int) (*exec.Cmd, error) { return exec.Command("go", args...), nil }
	}
	p := plan{name: "try", title: "Two commands", reference: "one", rounds: 2, contenders: []contender{
		{label: "one", start: start("version")},
		{label: "two", start: start("env"), note: "twice"},
	}}
	if err := b.measure(p); err != nil {
		t.Fatal(err)
	}
	again, err := newBench(b.settings)
	if err != nil {
		t.Fatal(err)
	}
	defer again.close()
	again.plans = []plan{p}
	page := again.page()
	for _, want := range []string{"## Two commands", "2 rounds", `(?m)^\| one \| .* s \| 1 \| .* s \| 1 \|`, `(?m)^\| two: twice \| .* s \| [0-9.]+ \|`} {
		if !regexp.MustCompile(want).MatchString(page) {
			t.Errorf("no %s in\n%s", want, page)
		}
	}
}

func TestACommandThatFailsIsNotMeasured(t *testing.T) {
	b := newTestBench(t)
	p := plan{name: "try", rounds: 1, contenders: []contender{
		{label: "wrong", start: func(int) (*exec.Cmd, error) { return exec.Command("go", "wrong"), nil }},
	}}
	if err := b.measure(p); err == nil || !strings.Contains(err.Error(), "unknown command") {
		t.Errorf("error %v", err)
	}
	if err := run([]string{"-results", b.results, "-only", "wrong"}, io.Discard, io.Discard); err == nil || !strings.Contains(err.Error(), "the tables are xtools-cold") {
		t.Errorf("error %v", err)
	}
}

func TestWrittenPackagesHoldWhatIsSaid(t *testing.T) {
	b := newTestBench(t)
	dir, err := b.writtenModule(3)
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.go"))
	if err != nil || len(files) != 3 {
		t.Fatalf("%v, %v", files, err)
	}
	code := regexp.MustCompile(`"[A-Z][A-Za-z]+(\.[A-Za-z]+)?"`)
	for i, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		source := writtenPackage(i)
		// Each function calls a helper, too.
		if tests := len(code.FindAllString(source, -1)) + functions; tests != testsPerPackage {
			t.Errorf("%d tests on codes, want %d", tests, testsPerPackage)
		}
		below := slices.ContainsFunc(strings.Split(source, "\n"), func(line string) bool { return strings.Contains(line, "example.com/written/") })
		if below != (i > 0) || f.Name.Name == "" {
			t.Errorf("package %d imports one below: %v", i, below)
		}
	}
}

func TestTheChartHasEveryRow(t *testing.T) {
	var measured table
	for i := range sizes {
		cost := process.Cost{CPU: time.Second << (3 * i), Peak: 50e6 << (2 * i)}
		measured.Rows = append(measured.Rows, row{Label: "x", Costs: []process.Cost{cost}})
	}
	drawn := chart(measured, sizes)
	decoder := xml.NewDecoder(strings.NewReader(drawn))
	elements := make(map[string]int)
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if start, ok := token.(xml.StartElement); ok {
			elements[start.Name.Local]++
		}
	}
	if elements["circle"] != 2*len(sizes) || elements["polyline"] != 2 {
		t.Errorf("%v", elements)
	}
	// Eight times as much for ten times the packages lies below the line of what is linear.
	for _, want := range []string{"× 1000", ">10000<", "CPU 512 s", "memory 3.2 GB", `points="70.0,`} {
		if !strings.Contains(drawn, want) {
			t.Errorf("no %s in\n%s", want, drawn)
		}
	}
}
