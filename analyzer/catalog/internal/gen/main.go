// Gen makes catalog.bin from its sources: the SDK modules of the manifest
// sources/sdk/go.mod, older releases, the official page, and the lists in
// sources. It prints what changed against the committed snapshot. It runs in
// the folder of package catalog:
//
//	go run ./internal/gen            write catalog.bin and sources/digest.txt
//	go run ./internal/gen -check     write nothing, fail when they are not current
//	go run ./internal/gen -sums      also add the sums of new modules to go.sum
//	go run ./internal/gen -from DIR -date 2026-12-01
//	                                 first take over what a checkout of the SDK declares
//	go run ./internal/gen -upgrade -date 2026-12-01
//	                                 first raise the modules to the newest versions served
//
// Modules are fetched by the go command and checked against sources/sdk/go.sum.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// options are the command line.
type options struct {
	date    string // new snapshot date, "" keeps the one in sources/date.txt
	sums    bool
	check   bool
	upgrade bool
	from    string // a checkout of the SDK
	release string // the version of it, "" is its tag
}

func main() {
	var opts options
	flag.StringVar(&opts.date, "date", "", "set the snapshot date in sources/date.txt (`YYYY-MM-DD`)")
	flag.BoolVar(&opts.sums, "sums", false, "add the sums of modules that sources/sdk/go.sum lacks")
	flag.BoolVar(&opts.check, "check", false, "write nothing; fail when the committed files are not current")
	flag.BoolVar(&opts.upgrade, "upgrade", false, "raise the manifest to the newest versions; implies -sums")
	flag.StringVar(&opts.from, "from", "", "take the codes and actions of the whole SDK from the checkout in `DIR`")
	flag.StringVar(&opts.release, "release", "", "the `version` of -from, if it is at no tag")
	flag.Parse()
	opts.sums = opts.sums || opts.upgrade
	if err := run(".", committed(), opts, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// run makes the catalog in dir, the folder of package catalog, and reports
// what changed against prev.
func run(dir string, prev previous, opts options, out io.Writer) error {
	files := map[string][]byte{} // what to write
	if opts.date != "" {
		if _, err := time.Parse(time.DateOnly, opts.date); err != nil {
			return err
		}
	}
	if opts.upgrade {
		if err := upgrade(filepath.Join(dir, "sources"), out); err != nil {
			return err
		}
	}
	if opts.from != "" {
		if err := takeRelease(dir, opts.from, opts.release); err != nil {
			return err
		}
	}
	src := sources{dir: filepath.Join(dir, "sources"), sums: opts.sums}
	snap, err := src.read()
	if err != nil {
		return err
	}
	if opts.date != "" {
		snap.Date = opts.date
		files["sources/date.txt"] = []byte(opts.date + "\n")
	}
	if opts.sums {
		files["sources/sdk/go.sum"] = src.goSum()
	}
	buried, err := bury(snap, prev)
	if err != nil {
		return err
	}
	if len(buried) > 0 {
		name := filepath.Join(src.dir, "tombstones.tsv")
		old, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		files["sources/tombstones.tsv"] = append(old, strings.Join(buried, "")...)
	}
	bin, err := snap.Encode()
	if err != nil {
		return err
	}
	files["catalog.bin"] = bin
	files["sources/digest.txt"] = []byte(snap.Digest() + "\n")
	report(out, snap, prev, len(bin))
	return write(dir, files, opts.check)
}

// write writes the files that changed. With check it writes none, and fails if there are any.
func write(dir string, files map[string][]byte, check bool) error {
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		old, err := os.ReadFile(path)
		if err == nil && bytes.Equal(old, content) {
			continue
		}
		if check {
			return fmt.Errorf("%s is not current: run make catalog", name)
		}
		if err := os.WriteFile(path, content, 0o666); err != nil {
			return err
		}
	}
	return nil
}
