//go:build !unix

package main

import "time"

var start = time.Now()

// processorTime returns the time since the start instead: this system is not
// asked.
func processorTime() time.Duration { return time.Since(start) }
