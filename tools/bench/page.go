package main

import (
	"fmt"
	"runtime"
	"strings"
	"time"

	"github.com/tcerrlint/tcerrlint/tools/bench/internal/process"
)

const head = `# Performance

Written by ` + "`go -C tools run ./bench`" + `; do not edit. Each table is one run in which the commands took turns. Times and memory are medians; × is the median, round by round, of the ratio to the row that is 1. CPU is that of all processes, memory that of the largest one. Measured on %s/%s with %d processors and %s.

	make bench TFP=DIR    # DIR: a checkout of terraform-provider-tencentcloud

`

// page returns what was measured as Markdown.
func (b *bench) page() string {
	var s strings.Builder
	fmt.Fprintf(&s, head, runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	for _, p := range b.plans {
		if t, ok := b.tables[p.name]; ok {
			p.write(&s, t)
		}
	}
	return strings.TrimRight(s.String(), "\n") + "\n"
}

func (p plan) write(s *strings.Builder, t table) {
	fmt.Fprintf(s, "## %s\n\n", p.title)
	if p.about != "" {
		fmt.Fprintf(s, "%s\n\n", p.about)
	}
	fmt.Fprintf(s, "%s, tcerrlint at %s, %s.\n\n", t.Date, t.Commit, plural(len(t.Rows[0].Costs), "round"))
	s.WriteString("| | wall | × | CPU | × | memory | × |\n|---|---|---|---|---|---|---|\n")
	var reference row
	for _, r := range t.Rows {
		if r.Label == p.reference {
			reference = r
		}
	}
	for _, r := range t.Rows {
		label := r.Label
		if r.Note != "" {
			label += ": " + r.Note
		}
		fmt.Fprintf(s, "| %s |", label)
		for _, figure := range []func(process.Cost) float64{wall, cpu, peak} {
			text := seconds(r.median(figure))
			if figure(process.Cost{Peak: 1}) > 0 {
				text = megabytes(r.median(figure))
			}
			fmt.Fprintf(s, " %s | %s |", text, times(r, reference, figure))
		}
		s.WriteString("\n")
	}
	s.WriteString("\n")
}

func times(r, reference row, figure func(process.Cost) float64) string {
	switch {
	case reference.Label == "":
		return ""
	case r.Label == reference.Label:
		return "1"
	}
	return fmt.Sprintf("%.2f", r.ratio(reference, figure))
}

func seconds(f float64) string {
	d := time.Duration(f * float64(time.Second))
	switch {
	case d < 10*time.Second:
		return fmt.Sprintf("%.2f s", f)
	case d < 10*time.Minute:
		return fmt.Sprintf("%.0f s", f)
	}
	return fmt.Sprintf("%.0f min", d.Minutes())
}

func megabytes(f float64) string {
	if f >= 1e9 {
		return fmt.Sprintf("%.1f GB", f/1e9)
	}
	return fmt.Sprintf("%.0f MB", f/1e6)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
