// Command record is a vet tool that starts another, and writes down what each of
// its processes cost. The environment names the tool (BENCH_TOOL) and the file
// of the records (BENCH_LOG), to which it appends a line of JSON for each unit.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/tcerrlint/tcerrlint/tools/bench/internal/process"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "record:", err)
		os.Exit(2)
	}
}

func run(args []string) error {
	cmd := exec.Command(os.Getenv("BENCH_TOOL"), args...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cost, err := process.Run(cmd)
	if err != nil {
		return err
	}
	if strings.HasSuffix(args[len(args)-1], ".cfg") {
		line, err := json.Marshal(cost)
		if err != nil {
			return err
		}
		log, err := os.OpenFile(os.Getenv("BENCH_LOG"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
		if err != nil {
			return err
		}
		defer log.Close()
		if _, err := log.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	os.Exit(cmd.ProcessState.ExitCode())
	return nil
}
