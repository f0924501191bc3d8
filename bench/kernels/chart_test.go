package main

import (
	"encoding/xml"
	"io"
	"math"
	"strings"
	"testing"
)

// TestChart: the chart is XML, and a line of it is where the numbers say.
func TestChart(t *testing.T) {
	all := []result{
		{"k", "C loop", 16, 2, 1, 0.5}, {"k", "C loop", 1 << 20, 1 << 20, 1 << 20, 1},
		{"k", "cgo", 16, 2, 20, 10}, {"other", "Go", 64, 8, 80, 10},
	}
	text := chart(all)
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
	}
	p := panels(all)
	if len(p) != 2 || p[0].kernel != "k" || len(p[0].series) != 3 || len(p[1].series) != 2 {
		t.Fatalf("panels: %v", p)
	}
	for _, c := range []struct {
		series, point int
		role          string
		want          float64
	}{{0, 0, "near", 8}, {0, 1, "near", 1}, {1, 0, "limit", 16}, {1, 1, "limit", 1}, {2, 0, "cgo", 0.8}} {
		s := p[0].series[c.series]
		if s.role != c.role || math.Abs(s.points[c.point].speed-c.want) > 1e-9 {
			t.Errorf("series %d: %s %v, want %s %g", c.series, s.role, s.points, c.role, c.want)
		}
	}
	if !strings.Contains(text, "prefers-color-scheme: dark") {
		t.Error("the chart has no colours for dark pages")
	}
	for _, r := range roles {
		if strings.Count(text, "."+r.class+" {") != 2 {
			t.Errorf("%s has not a colour for light pages and one for dark", r.class)
		}
	}
}
