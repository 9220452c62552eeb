package load

import (
	"errors"
	"io/fs"
	"syscall"
)

// canProve reports whether the times of files can be relied on.
const canProve = true

// stampOf returns what of a file changes whenever it does.
func stampOf(name string) (stamped, bool) {
	var s syscall.Stat_t
	if err := syscall.Stat(name, &s); err != nil {
		return stamped{Absent: true}, errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
	}
	changed := s.Ctim.Nano()
	return stamped{Size: s.Size, Modified: s.Mtim.Nano(), Changed: changed, Node: s.Ino}, changed != 0
}
