// Package progress tells a person at a terminal what a long run is doing.
package progress

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// patience is how long a run may take without a word, interval how often the
// word changes.
const (
	patience = time.Second
	interval = 100 * time.Millisecond
)

// A Meter shows one line that it overwrites. The zero value and nil show
// nothing. It may be used by several goroutines.
type Meter struct {
	mu          sync.Mutex
	stage       string
	done, total int

	out   io.Writer
	shown int // letters of the line on the terminal
	stop  chan struct{}
	ended chan struct{}
}

// New returns a meter that writes to a terminal.
func New(out io.Writer) *Meter {
	m := &Meter{out: out, stop: make(chan struct{}), ended: make(chan struct{})}
	go m.run()
	return m
}

// Stage begins a stage of so many steps; 0 if that is not known.
func (m *Meter) Stage(stage string, total int) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.stage, m.done, m.total = stage, 0, total
}

// Step counts a step.
func (m *Meter) Step() {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.done++
}

// Close clears the line. Nothing is written after.
func (m *Meter) Close() {
	if m == nil || m.out == nil {
		return
	}
	close(m.stop)
	<-m.ended
}

func (m *Meter) run() {
	defer close(m.ended)
	select {
	case <-m.stop:
		return
	case <-time.After(patience):
	}
	for {
		m.show(m.line())
		select {
		case <-m.stop:
			m.show("")
			fmt.Fprint(m.out, "\r")
			return
		case <-time.After(interval):
		}
	}
}

// line says where the run is.
func (m *Meter) line() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.total == 0 {
		return "tcerrlint: " + m.stage
	}
	return fmt.Sprintf("tcerrlint: %s %d/%d", m.stage, m.done, m.total)
}

// show overwrites the line.
func (m *Meter) show(line string) {
	fmt.Fprintf(m.out, "\r%-*s", m.shown, line)
	m.shown = len(line)
}
