package workspace

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// Write makes a file for a report, where the user asks for it: what write writes
// is there as a whole, or the file is as it was. The file of a name below the
// current folder is really there: none of the links that a repository may hold is
// followed.
func Write(name string, write func(io.Writer) error) error {
	if err := refuseLinks(name); err != nil {
		return err
	}
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	return Replace(name, write, nil)
}

// refuseLinks returns an error where a name below the current folder leads
// through a symbolic link.
func refuseLinks(name string) error {
	wd, err := os.Getwd()
	if err != nil {
		return err
	}
	rel := name
	if filepath.IsAbs(name) {
		if rel, err = filepath.Rel(wd, name); err != nil {
			rel = name
		}
	}
	if !filepath.IsLocal(rel) {
		return nil
	}
	at := wd
	for _, part := range strings.Split(filepath.Clean(rel), string(filepath.Separator)) {
		at = filepath.Join(at, part)
		if info, err := os.Lstat(at); err == nil && info.Mode()&os.ModeSymlink != 0 {
			return fmt.Errorf("%s is a symbolic link; name the file that it leads to", at)
		}
	}
	return nil
}

// Replace replaces the content of a file, or makes it: the new content is
// written to a file beside it, which then takes its name and mode. Whatever
// fails, the old content is there as a whole. A file with more names than one
// keeps its content under the others. What is no regular file, such as a
// terminal, is written to as it is. Where check is given and returns an error at
// the last moment, nothing is replaced.
func Replace(name string, write func(io.Writer) error, check func() error) (err error) {
	mode := fs.FileMode(0o666) // less the umask
	info, statErr := os.Stat(name)
	switch {
	case statErr == nil && !info.Mode().IsRegular():
		return writeTo(name, write)
	case statErr == nil:
		mode = info.Mode().Perm()
	}
	beside, err := createBeside(name, mode)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(beside.Name())
		}
	}()
	out := bufio.NewWriter(beside)
	err = errors.Join(write(out), out.Flush())
	if err == nil {
		err = beside.Sync()
	}
	if err = errors.Join(err, beside.Close()); err != nil {
		return err
	}
	if statErr == nil { // without the umask
		if err = os.Chmod(beside.Name(), mode); err != nil {
			return err
		}
	}
	if check != nil {
		if err = check(); err != nil {
			return err
		}
	}
	return os.Rename(beside.Name(), name)
}

// createBeside makes a file in the folder of another that the go command and
// the user's eyes pass over.
func createBeside(name string, mode fs.FileMode) (*os.File, error) {
	for range 100 {
		beside := filepath.Join(filepath.Dir(name), fmt.Sprintf(".%s.%08x.tmp", filepath.Base(name), rand.Uint32()))
		file, err := os.OpenFile(beside, os.O_RDWR|os.O_CREATE|os.O_EXCL, mode)
		var failed *fs.PathError
		switch {
		case errors.Is(err, fs.ErrExist):
			continue
		case errors.As(err, &failed):
			return nil, &fs.PathError{Op: "create", Path: name, Err: failed.Err} // nobody knows the other name
		}
		return file, err
	}
	return nil, fmt.Errorf("%s: no name for a temporary file is free beside it", name)
}

func writeTo(name string, write func(io.Writer) error) error {
	file, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(write(file), file.Close())
}
