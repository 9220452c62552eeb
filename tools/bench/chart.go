package main

import (
	"fmt"
	"html"
	"math"
	"strings"

	"github.com/tcerrlint/tcerrlint/tools/bench/internal/process"
)

// chartFile is the picture of the table of sizes, from where the page is.
const chartFile = "pictures/growth.svg"

// The picture, in pixels: the plot, and what is around it.
const (
	chartWidth, chartHeight = 740, 435
	left, right             = 70, 130
	top, bottom             = 50, 75
)

// A series is one line of a chart.
type series struct {
	name, color string
	figure      func(process.Cost) float64
	text        func(float64) string
	above       bool // where the texts stand
}

var chartSeries = []series{
	{"CPU", "#0052d9", cpu, seconds, true},
	{"memory", "#d54941", peak, megabytes, false},
}

// chart draws what the rows of a table cost over the sizes of what they ran on, both on
// logarithmic scales, each cost by that of the smallest: what is linear rises at the
// angle of the dashed line.
func chart(t table, sizes []int) string {
	first, last := float64(sizes[0]), float64(sizes[len(sizes)-1])
	decades := math.Log10(last / first)
	x := func(size float64) float64 {
		return left + (chartWidth-left-right)*math.Log10(size/first)/decades
	}
	y := func(ratio float64) float64 {
		return chartHeight - bottom - (chartHeight-top-bottom)*math.Log10(ratio)/decades
	}
	var s strings.Builder
	fmt.Fprintf(&s, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13" role="img">`+"\n", chartWidth, chartHeight)
	fmt.Fprintf(&s, "<title>Cost of one run over the number of packages: %s, tcerrlint at %s</title>\n", html.EscapeString(t.Date), html.EscapeString(t.Commit))
	s.WriteString(`<rect width="100%" height="100%" fill="#fff"/>` + "\n")
	label := func(x, y float64, anchor, color, text string) {
		fmt.Fprintf(&s, `<text x="%.0f" y="%.0f" text-anchor="%s" fill="%s">%s</text>`+"\n", x, y, anchor, color, html.EscapeString(text))
	}
	line := func(x1, y1, x2, y2 float64, style string) {
		fmt.Fprintf(&s, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" %s/>`+"\n", x1, y1, x2, y2, style)
	}
	for d := 0; float64(d) <= decades; d++ {
		ratio := math.Pow10(d)
		line(left, y(ratio), chartWidth-right, y(ratio), `stroke="#ddd"`)
		label(left-8, y(ratio)+4, "end", "#333", fmt.Sprintf("× %.0f", ratio))
	}
	for _, size := range sizes {
		line(x(float64(size)), top, x(float64(size)), chartHeight-bottom, `stroke="#ddd"`)
		label(x(float64(size)), chartHeight-bottom+36, "middle", "#333", fmt.Sprint(size))
	}
	label(left+(chartWidth-left-right)/2, chartHeight-14, "middle", "#333", "packages")
	label(left, 24, "start", "#333", "Cost by that of the smallest module, without the cache; dashed: linear")
	line(x(first), y(1), x(last), y(last/first), `stroke="#999" stroke-dasharray="6 5"`)
	for _, line := range chartSeries {
		line.draw(&s, t, sizes, x, y, label)
	}
	s.WriteString("</svg>\n")
	return s.String()
}

// draw draws the line of a series with what was measured at each point.
func (l series) draw(s *strings.Builder, t table, sizes []int, x, y func(float64) float64, label func(x, y float64, anchor, color, text string)) {
	base := t.Rows[0].median(l.figure)
	var points []string
	for i, row := range t.Rows {
		at, value := x(float64(sizes[i])), row.median(l.figure)
		height := y(value / base)
		points = append(points, fmt.Sprintf("%.1f,%.1f", at, height))
		fmt.Fprintf(s, `<circle cx="%.1f" cy="%.1f" r="4" fill="%s"/>`+"\n", at, height, l.color)
		text := l.text(value)
		switch {
		case i == len(t.Rows)-1:
			label(at+10, height+4, "start", l.color, l.name+" "+text)
		case l.above && i > 0:
			label(at-4, height-10, "end", l.color, text)
		case l.above:
			label(at+4, height-24, "start", l.color, text)
		default:
			label(at+4, height+18, "start", l.color, text)
		}
	}
	fmt.Fprintf(s, `<polyline points="%s" fill="none" stroke="%s" stroke-width="2"/>`+"\n", strings.Join(points, " "), l.color)
}
