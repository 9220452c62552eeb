package cache

import (
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"
)

// A disk that is full is like one on which files may have no bytes. That holds
// for a whole process, and the one of the tests keeps a log: another is limited.
func TestAFullDisk(t *testing.T) {
	const limited = "TCERRLINT_TEST_FULL_DISK"
	if os.Getenv(limited) == "" {
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(self, "-test.run=^"+t.Name()+"$", "-test.v")
		cmd.Env = append(os.Environ(), limited+"=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return
	}
	c := open(t)
	c.Put(keyOf("before"), []byte("text"))
	signal.Ignore(syscall.SIGXFSZ)
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	full := before
	full.Cur = 0
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &full); err != nil {
		t.Fatal(err)
	}
	c.Put(keyOf("a"), []byte("text"))
	if Open(filepath.Join(c.dir, "other")) != nil {
		t.Error("a folder is opened on a full disk")
	}
	if _, ok := c.Get(keyOf("a")); ok {
		t.Error("an entry is there that could not be written")
	}
	if text, ok := c.Get(keyOf("before")); !ok || string(text) != "text" {
		t.Error("an entry is gone")
	}
	filepath.WalkDir(c.dir, func(name string, _ fs.DirEntry, err error) error {
		if ok, _ := filepath.Match(temporary, filepath.Base(name)); ok {
			t.Errorf("%s stays", name)
		}
		return nil
	})
}
