package cache

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// What is kept: entries used in the last days, up to so many bytes.
const (
	unused   = 5 * 24 * time.Hour
	maxBytes = 500 << 20
	daily    = 24 * time.Hour
)

// trimmed is the file whose time is that of the last trimming.
const trimmed = "trimmed"

// Trim deletes, once a day, what was not used for days, and of the rest what is
// over the limit, the longest unused first.
func (c *Cache) Trim() {
	if c == nil {
		return
	}
	stamp := filepath.Join(c.dir, trimmed)
	if info, err := os.Stat(stamp); err == nil {
		if since := c.now().Sub(info.ModTime()); 0 <= since && since < daily {
			return
		}
	}
	// Others that start now leave it to us.
	if os.WriteFile(stamp, nil, 0o600) != nil || os.Chtimes(stamp, c.now(), c.now()) != nil {
		return
	}
	c.trim(maxBytes)
}

func (c *Cache) trim(limit int64) {
	type entry struct {
		name string
		used time.Time
		size int64
	}
	var entries []entry
	var total int64
	c.each(func(name string, info fs.FileInfo) {
		age := c.now().Sub(info.ModTime())
		if age > unused || age > daily && strings.HasPrefix(filepath.Base(name), "tmp-") {
			os.Remove(name)
			return
		}
		entries = append(entries, entry{name, info.ModTime(), info.Size()})
		total += info.Size()
	})
	slices.SortFunc(entries, func(a, b entry) int { return a.used.Compare(b.used) })
	for _, e := range entries {
		if total <= limit {
			return
		}
		if os.Remove(e.name) == nil {
			total -= e.size
		}
	}
}
