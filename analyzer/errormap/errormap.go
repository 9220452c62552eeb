// Package errormap has the types of what the analyzers of NewMap and NewTested in
// package analyzer answer: what becomes of the errors of each call, and which codes
// are tested.
package errormap

import (
	"github.com/tcerrlint/tcerrlint/internal/callmap"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// A Map says what becomes of every error of the API in a package.
type Map = callmap.Map

// A Site is a call whose error can be one of the API.
type Site = callmap.Site

// A Fate is what becomes of a code of a critical category at a site.
type Fate = program.Fate

// The fates, as docs/map.md explains them.
const (
	Surfaced  = program.Surfaced
	Handled   = program.Handled
	Success   = program.Success
	Swallowed = program.Swallowed
	Retried   = program.Retried
	Stopped   = program.Stopped
	Logged    = program.Logged
	Unknown   = program.Unknown
)

// A Callee is a function whose errors a site hands on.
type Callee = callmap.Callee

// A SiteFate is what becomes of codes of a critical category at a site.
type SiteFate = callmap.SiteFate

// The ways in which control leaves an error behind.
const (
	Returned    = program.Returned
	Succeeded   = program.Succeeded
	RetriedHere = program.RetriedHere
	StoppedHere = program.StoppedHere
	Again       = program.Again
	True        = program.True
	False       = program.False
	Ended       = program.Ended
)

// A Tested is an error whose code a function tests.
type Tested = callmap.Tested

// An Origin is where an error can come from.
type Origin = facts.Origin

// An Uncovered is a switch or if chain, and the codes of critical categories that
// none of its tests names.
type Uncovered = callmap.Uncovered

// CategoryCodes are codes of a category, sorted.
type CategoryCodes = callmap.CategoryCodes
