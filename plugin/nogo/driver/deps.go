// Package main is the driver of Bazel's nogo with tcerrlint in it. Its source
// is that of the module rules_go, and generated: see the command above it. This
// file is never compiled; it names what the driver imports, for go.mod.
//
//go:build never

package main

import (
	_ "github.com/aymanbagabas/go-udiff"
	_ "github.com/bazelbuild/rules_go/go/runfiles"
	_ "golang.org/x/tools/go/analysis"
	_ "golang.org/x/tools/go/gcexportdata"

	_ "github.com/tcerrlint/tcerrlint/analyzer"
)
