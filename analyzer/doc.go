/*
Package analyzer finds mistakes in Go code that tests Tencent Cloud error codes.

tcerrlint: check tests on Tencent Cloud error codes
*/
package analyzer

import (
	_ "embed"
	"strings"
)

//go:embed doc.go
var manual string

// doc is the comment above without its delimiters: what help prints is what
// pkg.go.dev shows.
var doc = manual[len("/*\nPackage analyzer finds"):strings.Index(manual, "*/")]
