// Package cache keeps between runs what was found of packages, in files of a
// folder that any number of processes use at once. It is never the reason for an
// error: what cannot be read is not there, and what cannot be written is not kept.
package cache

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Variable is the environment variable that names the folder, or says "off".
const Variable = "TCERRLINT_CACHE"

// A Cache is a folder with entries. A nil Cache has none and takes none.
type Cache struct {
	dir string
	now func() time.Time
}

// Dir returns the folder that the environment names, or else the user's; empty: none.
func Dir() string {
	switch dir := os.Getenv(Variable); {
	case dir == "off":
		return ""
	case dir != "":
		if abs, err := filepath.Abs(dir); err == nil {
			return abs
		}
		return ""
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "tcerrlint")
}

// readme and tag tell people, and programs that make backups, what the folder is.
const (
	readme = "tcerrlint keeps here what it found of packages, so that it need not analyze them again.\nIt may be deleted at any time: \"tcerrlint cache -clean\" does so.\n"
	tag    = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache of tcerrlint. See https://bford.info/cachedir/\n"
)

// Open returns the cache in the folder, which it makes if need be; nil if it
// cannot be used.
func Open(dir string) *Cache {
	if dir == "" {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil
	}
	for name, text := range map[string]string{"README": readme, "CACHEDIR.TAG": tag} {
		name = filepath.Join(dir, name)
		if _, err := os.Stat(name); err == nil {
			continue
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			return nil
		}
	}
	return &Cache{dir: dir, now: time.Now}
}

// A Key is all that an entry depends on, as a hash.
type Key [sha256.Size]byte

// file returns the name of an entry's file.
func (c *Cache) file(key Key) string {
	name := hex.EncodeToString(key[:])
	return filepath.Join(c.dir, name[:2], name)
}

// fresh is for how long the time of an entry's last use may be wrong.
const fresh = time.Hour

// Get returns the entry of the key, if there is one.
func (c *Cache) Get(key Key) ([]byte, bool) {
	if c == nil {
		return nil, false
	}
	name := c.file(key)
	data, err := os.ReadFile(name)
	if err != nil || len(data) < sha256.Size || sha256.Sum256(data[sha256.Size:]) != [sha256.Size]byte(data[:sha256.Size]) {
		return nil, false
	}
	if info, err := os.Stat(name); err == nil && c.now().Sub(info.ModTime()) > fresh {
		os.Chtimes(name, c.now(), c.now())
	}
	return data[sha256.Size:], true
}

// Put keeps an entry under the key. Whoever reads it meanwhile gets the whole of
// it, or none.
func (c *Cache) Put(key Key, data []byte) {
	if c == nil {
		return
	}
	name := c.file(key)
	sum := sha256.Sum256(data)
	file, err := os.CreateTemp(filepath.Dir(name), temporary)
	if err != nil {
		if os.Mkdir(filepath.Dir(name), 0o700) != nil {
			return
		}
		if file, err = os.CreateTemp(filepath.Dir(name), temporary); err != nil {
			return
		}
	}
	_, err = file.Write(append(sum[:], data...))
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		os.Remove(file.Name())
	}
}

// temporary is the pattern of the names of files that are being written.
const temporary = "tmp-*"

// isEntry reports whether a file is one that the cache made: it deletes no other.
func (c *Cache) isEntry(name string) bool {
	folder, base := filepath.Split(name)
	folder = filepath.Base(folder)
	if filepath.Dir(filepath.Dir(name)) != c.dir || len(folder) != 2 {
		return false
	}
	key, err := hex.DecodeString(base)
	return strings.HasPrefix(base, "tmp-") || err == nil && len(key) == sha256.Size && strings.HasPrefix(base, folder)
}

// each calls f for the files of all entries.
func (c *Cache) each(f func(name string, info fs.FileInfo)) {
	filepath.WalkDir(c.dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !c.isEntry(name) {
			return nil
		}
		if info, err := entry.Info(); err == nil {
			f(name, info)
		}
		return nil
	})
}

// Size returns the number of entries and of their bytes.
func (c *Cache) Size() (entries int, bytes int64) {
	c.each(func(_ string, info fs.FileInfo) {
		entries++
		bytes += info.Size()
	})
	return entries, bytes
}

// Clean deletes all entries, and the folder if nothing else is in it.
func (c *Cache) Clean() error {
	var failed error
	c.each(func(name string, _ fs.FileInfo) {
		if err := os.Remove(name); err != nil && !os.IsNotExist(err) {
			failed = err
		}
		os.Remove(filepath.Dir(name)) // once it is empty
	})
	if failed != nil {
		return fmt.Errorf("cannot clean the cache: %w", failed)
	}
	for _, name := range []string{"README", "CACHEDIR.TAG", trimmed} {
		os.Remove(filepath.Join(c.dir, name))
	}
	os.Remove(c.dir)
	return nil
}
