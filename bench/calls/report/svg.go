package report

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// The forms that the chart shows, and what it calls them.
var charted = []struct{ what, title string }{
	{"CallOverhead/int1", "one integer"},
	{"CallOverhead/int12", "twelve integers"},
	{"CallOverhead/slice", "a slice"},
	{"CallOverhead/float4", "four floats"},
	{"CallOverhead/struct48", "a struct of 48 bytes"},
	{"CallOverhead/frame", "one integer; C needs a frame"},
}

// Measures of the chart, in pixels.
const (
	columns    = 2
	panelWidth = 484
	labelWidth = 112 // of the ways' names
	valueWidth = 124 // of the figures at the right
	barHeight  = 15
	rowHeight  = 21
	top        = 64
	panelTop   = 30
	panelGap   = 26
)

const style = `<style>
svg { color-scheme: light dark; font: 12px system-ui, sans-serif; }
.bg { fill: #ffffff; } text { fill: #24292f; } .dim { fill: #57606a; } .head { font-weight: 600; font-size: 13px; }
.grid { stroke: #d0d7de; } .one { stroke: #57606a; } .spread { stroke: #24292f; stroke-width: 1.5; }
.bar { fill: #b3bcc7; } .near { fill: #1f6feb; }
@media (prefers-color-scheme: dark) {
.bg { fill: #0d1117; } text { fill: #e6edf3; } .dim { fill: #8d96a0; }
.grid { stroke: #30363d; } .one { stroke: #8d96a0; } .spread { stroke: #e6edf3; }
.bar { fill: #4b5563; } .near { fill: #4493f8; }
}
</style>
`

// SVG writes the chart: how many times as long as a Go call each way takes, on a
// logarithmic axis, on which the bars begin at 1.
func SVG(w io.Writer, d *Data) {
	t := Summarize(d)
	a := newAxis(t)
	panelHeight := panelTop + len(callWays)*rowHeight + panelGap
	lines := (len(charted) + columns - 1) / columns
	width, height := columns*panelWidth+20, top+lines*panelHeight+16
	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="What a call costs">`+"\n",
		width, height, width, height)
	fmt.Fprint(w, style)
	fmt.Fprintf(w, `<rect class="bg" width="%d" height="%d"/>`+"\n", width, height)
	fmt.Fprintf(w, `<text class="head" x="16" y="26">What a call costs, as a multiple of the call of a Go function that is not inlined</text>`+"\n")
	fmt.Fprintf(w, `<text class="dim" x="16" y="45">Medians and quartiles of ratios within a round; logarithmic. %s, %s.</text>`+"\n",
		escape(d.setting("cpu")), escape(d.setting("go")))
	for i, form := range charted {
		x, y := 10+i%columns*panelWidth, top+i/columns*panelHeight
		fmt.Fprintf(w, `<g transform="translate(%d %d)">`+"\n", x, y)
		panel(w, t[form.what], form.title, a)
		fmt.Fprint(w, "</g>\n")
	}
	fmt.Fprint(w, "</svg>\n")
}

// An axis is logarithmic, over whole powers of ten.
type axis struct{ from, to int }

// newAxis spans all that is to be shown.
func newAxis(t Table) axis {
	a := axis{0, 1}
	for _, form := range charted {
		for _, way := range callWays {
			if r := t[form.what][way]; r != nil && r.Ratio.Q1 > 0 {
				a.from = min(a.from, int(math.Floor(math.Log10(r.Ratio.Q1))))
				a.to = max(a.to, int(math.Ceil(math.Log10(r.Ratio.Q3))))
			}
		}
	}
	return a
}

func (a axis) x(ratio float64) float64 {
	part := (math.Log10(ratio) - float64(a.from)) / float64(a.to-a.from)
	return labelWidth + part*(panelWidth-labelWidth-valueWidth)
}

// panel draws one form.
func panel(w io.Writer, rows map[string]*Row, title string, a axis) {
	bottom := panelTop + len(callWays)*rowHeight
	fmt.Fprintf(w, `<text class="head" x="%d" y="14">%s</text>`+"\n", labelWidth, escape(title))
	for power := a.from; power <= a.to; power++ {
		x, class := a.x(math.Pow10(power)), "grid"
		if power == 0 {
			class = "one"
		}
		fmt.Fprintf(w, `<line class="%s" x1="%.1f" x2="%.1f" y1="%d" y2="%d"/>`, class, x, x, panelTop-8, bottom)
		fmt.Fprintf(w, `<text class="dim" x="%.1f" y="%d" text-anchor="middle">%g</text>`+"\n", x, bottom+14, math.Pow10(power))
	}
	for i, way := range callWays {
		y := panelTop + i*rowHeight
		fmt.Fprintf(w, `<text x="%d" y="%d" text-anchor="end">%s</text>`, labelWidth-8, y+12, way)
		if r := rows[way]; r != nil && r.Ratio.Q1 > 0 {
			bar(w, r, y, a)
		}
		fmt.Fprintln(w)
	}
}

// bar draws one way: from 1 to its ratio, the quartiles, and the figures.
func bar(w io.Writer, r *Row, y int, a axis) {
	class := "bar"
	if strings.HasPrefix(r.Way, "Nearcall") {
		class = "bar near"
	}
	x1, x2 := min(a.x(1), a.x(r.Ratio.Median)), max(a.x(1), a.x(r.Ratio.Median))
	fmt.Fprintf(w, `<rect class="%s" x="%.1f" y="%d" width="%.1f" height="%d"/>`, class, x1, y, max(x2-x1, 1), barHeight)
	mid := float64(y) + barHeight/2.0
	fmt.Fprintf(w, `<line class="spread" x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f"/>`, a.x(r.Ratio.Q1), a.x(r.Ratio.Q3), mid, mid)
	fmt.Fprintf(w, `<text x="%d" y="%d" text-anchor="end">%s×</text>`, panelWidth-68, y+12, digits(r.Ratio.Median))
	fmt.Fprintf(w, `<text class="dim" x="%d" y="%d" text-anchor="end">%s ns</text>`, panelWidth-6, y+12, digits(r.NS.Median))
}

// setting is the value of a line "key: value".
func (d *Data) setting(key string) string {
	for _, s := range d.Config {
		if s.Key == key {
			return s.Value
		}
	}
	return "unknown"
}

func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}
