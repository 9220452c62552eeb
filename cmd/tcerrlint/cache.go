package main

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/cache"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/driver"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/load"
)

// verifyVariable is the environment variable that has everything analyzed and
// compared with what the cache has.
const verifyVariable = cache.Variable + "_VERIFY"

// A cacheUse says how to use what other runs left.
type cacheUse string

const (
	cacheDefault cacheUse = "default"
	cacheOn      cacheUse = "true" // files whose times and so on are as they were did not change
	cacheHash    cacheUse = "hash" // what is in files tells whether they changed
	cacheOff     cacheUse = "false"
)

// set takes the value of the flag. It is checked later: the flag package would call one
// that is wrong a boolean.
func (u *cacheUse) set(value string) error {
	if on, err := strconv.ParseBool(value); err == nil {
		value = strconv.FormatBool(on)
	}
	*u = cacheUse(value)
	return nil
}

// hashes reports whether what is in files tells whether they changed. Where a CI system
// says that it is one, files and what is kept may be from different machines.
func (u cacheUse) hashes() bool {
	ci, _ := strconv.ParseBool(os.Getenv("CI"))
	return u == cacheHash || u == cacheDefault && ci
}

// kept returns what other runs with this analyzer left; nil if nothing is kept.
func kept(a *analysis.Analyzer, d *driver.Driver) *load.Kept {
	entries := cache.Open(cache.Dir())
	if entries == nil {
		return nil
	}
	tool, ok := keyOfTool()
	if !ok {
		return nil
	}
	key, ok := keyOf(a, tool)
	if !ok {
		return nil
	}
	return &load.Kept{Entries: entries, Tool: tool, Key: key, Keeper: d, Verify: os.Getenv(verifyVariable) == "1"}
}

// keyOfTool returns the key of this program. One that was built anew is another: of
// what it finds nothing is known.
func keyOfTool() (key cache.Key, ok bool) {
	name, err := os.Executable()
	if err != nil {
		return key, false
	}
	file, err := os.Open(name)
	if err != nil {
		return key, false
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return key, false
	}
	godebug := os.Getenv("GODEBUG") // has settings of the type checker
	return cache.NewHash("tool").Bytes(sum.Sum(nil)).Text(godebug).Sum(), true
}

// keyOf returns the key of the program and of the values of all options.
func keyOf(a *analysis.Analyzer, tool cache.Key) (key cache.Key, ok bool) {
	h := cache.NewHash("options").Key(tool)
	a.Flags.VisitAll(func(f *flag.Flag) {
		h.Text(f.Name, f.Value.String())
	})
	for page := range strings.SplitSeq(a.Flags.Lookup("extra-pages").Value.String(), ",") {
		if page == "" {
			continue
		}
		text, err := os.ReadFile(page)
		if err != nil {
			return key, false
		}
		h.Bytes(text)
	}
	return h.Sum(), true
}

// runCache tells where the cache is and what is in it, or cleans it.
func runCache(args []string, out, errs io.Writer) int {
	fs := flag.NewFlagSet("cache", flag.ContinueOnError)
	clean := fs.Bool("clean", false, "delete everything in it")
	words, status, ok := parseWords(fs, args, "", out, errs)
	if !ok {
		return status
	}
	if len(words) > 0 {
		return fail(errs, fmt.Errorf("cache takes no arguments, but got %q", words[0]))
	}
	dir := cache.Dir()
	if dir == "" {
		fmt.Fprintln(out, "off")
		return exitClean
	}
	if _, err := os.Stat(dir); err != nil {
		fmt.Fprintf(out, "%s: empty\n", dir)
		return exitClean
	}
	c := cache.Open(dir)
	if c == nil {
		return fail(errs, fmt.Errorf("%s is not a folder that can be written; TCERRLINT_CACHE names another", dir))
	}
	if *clean {
		if err := c.Clean(); err != nil {
			return fail(errs, err)
		}
		fmt.Fprintf(out, "%s: deleted what was kept\n", dir)
		return exitClean
	}
	entries, bytes := c.Size()
	fmt.Fprintf(out, "%s: %s, %.1f MB\n", dir, plural(entries, "file"), float64(bytes)/1e6)
	return exitClean
}
