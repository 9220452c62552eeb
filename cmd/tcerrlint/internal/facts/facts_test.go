package facts

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

// The test is also a vet tool, of one of these kinds.
const (
	kind     = "TCERRLINT_TEST_TOOL"
	compares = "compares" // writes facts and compares them with those of the other
	standard = "standard" // the driver of x/tools
)

func TestMain(m *testing.M) {
	args := os.Args[1:]
	switch {
	case os.Getenv(kind) == "":
		os.Exit(m.Run())
	case os.Getenv(kind) == compares && strings.HasSuffix(args[len(args)-1], ".cfg"):
		if err := compare(args[len(args)-1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	default:
		unitchecker.Main(analyzer.Analyzer)
	}
}

// compare writes the facts of a package of our own test data, whether it is
// wanted for them or for findings; of other packages it writes none.
func compare(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	cfg := new(unitchecker.Config)
	if err := json.Unmarshal(data, cfg); err != nil {
		return err
	}
	if !strings.HasPrefix(cfg.ImportPath, "example.com/") {
		return os.WriteFile(cfg.VetxOutput, nil, 0o666)
	}
	cfg.VetxOnly = true
	if err := Write(cfg, analyzer.Analyzer); err != nil {
		return err
	}
	got, err := os.ReadFile(cfg.VetxOutput)
	if err != nil {
		return err
	}
	want, err := standardFacts(*cfg)
	if err != nil {
		return err
	}
	if !bytes.Equal(got, want) {
		return fmt.Errorf("%s: facts\n%q\nwant\n%q", cfg.ImportPath, got, want)
	}
	return nil
}

// standardFacts returns what the driver of x/tools writes.
func standardFacts(cfg unitchecker.Config) ([]byte, error) {
	dir, err := os.MkdirTemp("", "facts")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	cfg.VetxOutput = filepath.Join(dir, "vetx")
	data, err := json.Marshal(cfg)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, "vet.cfg")
	if err := os.WriteFile(file, data, 0o666); err != nil {
		return nil, err
	}
	cmd := exec.Command(os.Args[0], file)
	cmd.Env = append(os.Environ(), kind+"="+standard)
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, out)
	}
	return os.ReadFile(cfg.VetxOutput)
}

func TestFactsAreThoseOfTheStandardDriver(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, module := range []string{"example", "rules", "wire"} {
		t.Run(module, func(t *testing.T) {
			cmd := exec.Command("go", "vet", "-vettool="+self, "./...")
			cmd.Dir = filepath.Join("..", "..", "..", "..", "testdata", module)
			cmd.Env = append(os.Environ(), kind+"="+compares, "GOFLAGS=", "GOWORK=off")
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
