package main

import (
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"regexp"
	"strings"
)

var (
	reference = regexp.MustCompile(`\b(?:href|src)="([^"]*)"`)
	anchorID  = regexp.MustCompile(`\b(?:id|name)="([^"]*)"`)
)

// deadLinks returns the links of the pages in a folder that lead to no page, no file
// and no heading there. Where a link leaves the site is not asked.
func deadLinks(dir string) ([]string, error) {
	site := os.DirFS(dir)
	ids := make(map[string]map[string]bool) // by page
	texts := make(map[string]string)
	files := make(map[string]bool)
	err := fs.WalkDir(site, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files[name] = true
		if !strings.HasSuffix(name, ".html") {
			return nil
		}
		data, err := fs.ReadFile(site, name)
		if err != nil {
			return err
		}
		texts[name], ids[name] = string(data), make(map[string]bool)
		for _, m := range anchorID.FindAllStringSubmatch(string(data), -1) {
			ids[name][m[1]] = true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var dead []string
	for name, text := range texts {
		for _, m := range reference.FindAllStringSubmatch(text, -1) {
			to, err := url.Parse(strings.ReplaceAll(m[1], "&amp;", "&"))
			if err != nil {
				dead = append(dead, fmt.Sprintf("%s: %s is no address", name, m[1]))
				continue
			}
			if to.Scheme != "" || to.Host != "" {
				continue
			}
			target := name
			if to.Path != "" {
				target = path.Join(path.Dir(name), to.Path)
			}
			switch {
			case !files[target]:
				dead = append(dead, fmt.Sprintf("%s: %s leads nowhere", name, m[1]))
			case to.Fragment != "" && ids[target] != nil && !ids[target][to.Fragment]:
				dead = append(dead, fmt.Sprintf("%s: %s has no such heading", name, m[1]))
			}
		}
	}
	return dead, nil
}
