package main

import (
	"fmt"
	"math"
	"strings"
)

// A chart shows bytes per nanosecond over sizes, both logarithmic, in a panel for each kernel. Its colours are those of
// a light page, or of a dark one where the reader prefers that.

// What a peer is: one colour each.
var roles = []struct{ class, label string }{
	{"near", "nearcall"}, {"limit", "the same C in a loop of C"}, {"cgo", "cgo"}, {"simd", "Go's simd package"},
	{"go", "plain Go"}, {"asm", "assembly by hand (packages, Go's own)"},
}

func roleOf(peer string) string {
	switch peer {
	case "C loop":
		return "limit"
	case "cgo":
		return "cgo"
	case "Go simd":
		return "simd"
	case "Go", "encoding/base64", "hash/crc64", "unicode/utf8":
		return "go"
	}
	return "asm"
}

const (
	columns, panelWidth, panelHeight = 3, 310, 210 // all in pixels
	left, right, top, bottom         = 44, 26, 28, 30
	legendHeight                     = 50
	style                            = `
	text { font: 12px sans-serif; fill: #24292f }
	.title { font-weight: bold }
	.small { font-size: 10px; fill: #57606a }
	.grid { stroke: #d0d7de; stroke-width: 1 }
	path { fill: none; stroke-width: 1.6 }
	.near { stroke: #cf222e; stroke-width: 2.6 }
	.limit { stroke: #57606a; stroke-dasharray: 5 3 }
	.cgo { stroke: #9a6700 }
	.simd { stroke: #8250df }
	.go { stroke: #0969da }
	.asm { stroke: #1a7f37 }
	@media (prefers-color-scheme: dark) {
		text { fill: #e6edf3 }
		.small { fill: #9198a1 }
		.grid { stroke: #3d444d }
		.near { stroke: #ff7b72 }
		.limit { stroke: #9198a1 }
		.cgo { stroke: #d29922 }
		.simd { stroke: #bc8cff }
		.go { stroke: #58a6ff }
		.asm { stroke: #3fb950 }
	}
`
)

type panel struct {
	kernel string
	series []series // that of nearcall first
}

type series struct {
	role   string
	points []point
}

type point struct {
	size  int
	speed float64 // bytes per nanosecond
}

// panels gathers the results. What a line tells of its peer is a ratio: it is drawn from nearcall's median over all
// lines, so that what else the machine did in one of them moves nothing.
func panels(all []result) (out []panel) {
	speeds := map[string][]float64{}
	at := func(r result) string { return fmt.Sprint(r.kernel, "/", r.size) }
	for _, r := range all {
		speeds[at(r)] = append(speeds[at(r)], float64(r.size)/r.near)
	}
	var p *panel
	for _, r := range all {
		p = nil
		for i := range out {
			if out[i].kernel == r.kernel {
				p = &out[i]
			}
		}
		if p == nil {
			out = append(out, panel{r.kernel, []series{{role: "near"}}})
			p = &out[len(out)-1]
		}
		near := median(speeds[at(r)])
		p.add("near", point{r.size, near})
		p.add(roleOf(r.peer), point{r.size, near / r.ratio})
	}
	return out
}

func (p *panel) add(role string, at point) {
	for i := range p.series {
		s := &p.series[i]
		if s.role != role {
			continue
		}
		if n := len(s.points); n == 0 || s.points[n-1].size < at.size {
			s.points = append(s.points, at)
		}
		return
	}
	p.series = append(p.series, series{role, []point{at}})
}

// chart is the text of an SVG file.
func chart(all []result) string {
	var b strings.Builder
	every := panels(all)
	width, height := columns*panelWidth, legendHeight+(len(every)+columns-1)/columns*panelHeight
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d">`+"\n", width, height)
	fmt.Fprintf(&b, "<title>Bytes per nanosecond of the kernels over sizes</title>\n<style>%s</style>\n", style)
	for i, r := range roles {
		x, y := 20+i%3*panelWidth, 16+i/3*20
		fmt.Fprintf(&b, `<path class="%s" d="M%d %dh24"/><text x="%d" y="%d">%s</text>`+"\n", r.class, x, y-4, x+30, y, r.label)
	}
	for i, p := range every {
		p.write(&b, i%columns*panelWidth, legendHeight+i/columns*panelHeight)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func sizeText(n int) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<10:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d B", n)
}

// write draws the panel with its corner there.
func (p *panel) write(b *strings.Builder, x0, y0 int) {
	least, most, small, large := math.Inf(1), 0.0, math.MaxInt, 0
	for _, s := range p.series {
		for _, at := range s.points {
			least, most = min(least, at.speed), max(most, at.speed)
			small, large = min(small, at.size), max(large, at.size)
		}
	}
	low, high := math.Floor(math.Log10(least)), math.Ceil(math.Log10(most))
	x := func(size int) float64 {
		part := math.Log2(float64(size)/float64(small)) / max(1, math.Log2(float64(large)/float64(small)))
		return float64(x0+left) + part*(panelWidth-left-right)
	}
	y := func(speed float64) float64 {
		return float64(y0+panelHeight-bottom) - (math.Log10(speed)-low)/max(1, high-low)*(panelHeight-top-bottom)
	}
	fmt.Fprintf(b, `<text class="title" x="%d" y="%d">%s</text>`+"\n", x0+left, y0+18, p.kernel)
	for e := low; e <= high; e++ {
		at := y(math.Pow(10, e))
		fmt.Fprintf(b, `<path class="grid" d="M%d %.1fH%d"/><text class="small" x="%d" y="%.1f" text-anchor="end">%g</text>`+"\n",
			x0+left, at, x0+panelWidth-right, x0+left-4, at+3, math.Pow(10, e))
	}
	for _, size := range []int{16, 256, 4 << 10, 64 << 10, 1 << 20} {
		if size >= small && size <= large {
			fmt.Fprintf(b, `<text class="small" x="%.1f" y="%d" text-anchor="middle">%s</text>`+"\n", x(size),
				y0+panelHeight-bottom+14, sizeText(size))
		}
	}
	for i := len(p.series) - 1; i >= 0; i-- { // nearcall's on top
		s := p.series[i]
		fmt.Fprintf(b, `<path class="%s" d="`, s.role)
		for k, at := range s.points {
			fmt.Fprintf(b, "%c%.1f %.1f", "ML"[min(k, 1)], x(at.size), y(at.speed))
		}
		b.WriteString("\"/>\n")
	}
}
