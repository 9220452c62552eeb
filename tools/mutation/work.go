package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// A worker runs the analyzer on the programs of its tests, with parts switched
// off as it is told.
type worker struct {
	program string
	modules []string
	budget  time.Duration
	cmd     *exec.Cmd
	in      io.WriteCloser
	lines   chan string
}

// start starts the program and waits until it has loaded all programs.
func (w *worker) start() error {
	w.cmd = exec.Command(w.program, w.modules...)
	w.cmd.Stderr = os.Stderr
	in, err := w.cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := w.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := w.cmd.Start(); err != nil {
		return err
	}
	w.in, w.lines = in, make(chan string)
	go func(lines chan<- string) {
		defer close(lines)
		for s := bufio.NewScanner(out); s.Scan(); {
			lines <- s.Text()
		}
	}(w.lines)
	if line := w.line(10 * time.Minute); line != "ready" {
		w.stop()
		return errors.New("the worker does not start: " + line)
	}
	return nil
}

// line returns the next line, "" after the end, or "timeout".
func (w *worker) line(d time.Duration) string {
	select {
	case line := <-w.lines:
		return line
	case <-time.After(d):
		return "timeout"
	}
}

func (w *worker) stop() {
	if w.cmd == nil {
		return
	}
	w.in.Close()
	w.cmd.Process.Kill()
	for range w.lines {
	}
	w.cmd.Wait()
	w.cmd = nil
}

// try asks about one mutant. A program that ends or takes too long notices it.
func (w *worker) try(id int) (verdict, error) {
	if w.cmd == nil {
		if err := w.start(); err != nil {
			return verdict{}, err
		}
	}
	fmt.Fprintln(w.in, id)
	switch line := w.line(w.budget); line {
	case "same", "unreached":
		return verdict{same, line}, nil
	case "":
		w.stop()
		return verdict{noticed, "it panics"}, nil
	case "timeout":
		w.stop()
		return verdict{noticed, fmt.Sprintf("it takes longer than %v", w.budget)}, nil
	default:
		return verdict{noticed, strings.ReplaceAll(line, "\t", " ")}, nil
	}
}
