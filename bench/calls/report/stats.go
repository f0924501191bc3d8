package report

import (
	"math"
	"slices"
)

// Spread is a median with what lies around it.
type Spread struct{ Median, Q1, Q3 float64 }

// A Row is what is known about one way of doing one thing.
type Row struct {
	What, Way string
	NS        Spread
	Ratio     Spread // to the baseline of the same round
	// The smallest and the largest of the layouts' own median ratios.
	LayoutMin, LayoutMax float64
	Rounds               int
}

// Table has the rows by what and way.
type Table map[string]map[string]*Row

// Summarize computes all rows.
func Summarize(d *Data) Table {
	t := Table{}
	for name, samples := range d.Samples {
		what, way := Split(name)
		row := &Row{What: what, Way: way, Rounds: len(samples)}
		var ns []float64
		for _, s := range samples {
			ns = append(ns, s.NS)
		}
		row.NS = spread(ns)
		ratios := d.ratios(name, d.nameOf(what, Baseline(what, way)))
		row.Ratio = spread(all(ratios))
		row.LayoutMin, row.LayoutMax = math.Inf(1), math.Inf(-1)
		for _, of := range ratios {
			m := quantile(of, 0.5)
			row.LayoutMin, row.LayoutMax = min(row.LayoutMin, m), max(row.LayoutMax, m)
		}
		if t[what] == nil {
			t[what] = map[string]*Row{}
		}
		t[what][way] = row
	}
	return t
}

// nameOf is the benchmark of that what and way.
func (d *Data) nameOf(what, way string) string {
	for _, name := range d.Names {
		if a, b := Split(name); a == what && b == way {
			return name
		}
	}
	return ""
}

// ratios are those of two benchmarks in the rounds that both have, by layout.
func (d *Data) ratios(name, base string) map[int][]float64 {
	in := map[int]float64{}
	for _, s := range d.Samples[base] {
		in[s.Round] = s.NS
	}
	by := map[int][]float64{}
	for _, s := range d.Samples[name] {
		if ns, ok := in[s.Round]; ok {
			by[s.Layout] = append(by[s.Layout], s.NS/ns)
		}
	}
	return by
}

func all(by map[int][]float64) []float64 {
	var xs []float64
	for _, of := range by {
		xs = append(xs, of...)
	}
	return xs
}

func spread(xs []float64) Spread {
	return Spread{quantile(xs, 0.5), quantile(xs, 0.25), quantile(xs, 0.75)}
}

// quantile interpolates between the two nearest; of nothing it is NaN.
func quantile(xs []float64, q float64) float64 {
	if len(xs) == 0 {
		return math.NaN()
	}
	xs = slices.Clone(xs)
	slices.Sort(xs)
	at := q * float64(len(xs)-1)
	lo := int(at)
	hi := min(lo+1, len(xs)-1)
	return xs[lo] + (at-float64(lo))*(xs[hi]-xs[lo])
}
