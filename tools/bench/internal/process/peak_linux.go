package process

import (
	"os"
	"syscall"
)

// peak returns the most memory that the largest of the processes held, in bytes.
func peak(state *os.ProcessState) int64 {
	return state.SysUsage().(*syscall.Rusage).Maxrss * 1024 // counted in kilobytes
}
