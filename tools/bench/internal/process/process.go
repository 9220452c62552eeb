// Package process runs commands and measures what they cost, as the operating
// system accounts for it.
package process

import (
	"errors"
	"fmt"
	"os/exec"
	"time"
)

// A Cost is what a process, and all those that it started and waited for, cost.
type Cost struct {
	Wall, CPU time.Duration
	Peak      int64 // bytes of memory of the largest of the processes; 0 where that is not known
}

// Run runs the command. A command that ends with status 1 has found something;
// a higher status is an error.
func Run(cmd *exec.Cmd) (Cost, error) {
	var last tail
	if cmd.Stdout == nil {
		cmd.Stdout = &last
	}
	if cmd.Stderr == nil {
		cmd.Stderr = &last
	}
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	if exit := (*exec.ExitError)(nil); err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) {
		return Cost{}, fmt.Errorf("%v: %w\n%s", cmd.Args, err, last.text)
	}
	state := cmd.ProcessState
	return Cost{
		Wall: wall,
		CPU:  state.UserTime() + state.SystemTime(),
		Peak: peak(state),
	}, nil
}

// A tail keeps the last of what is written to it.
type tail struct{ text []byte }

func (t *tail) Write(p []byte) (int, error) {
	const most = 2000
	t.text = append(t.text, p...)
	if len(t.text) > most {
		t.text = t.text[len(t.text)-most:]
	}
	return len(p), nil
}
