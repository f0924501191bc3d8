package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// results are the lines, in the order of the program's output.
type results []*result

type result struct {
	name   string
	rounds []round
}

// A round has what a call took in one of the layouts, in nanoseconds.
type round struct {
	layout      int
	ours, other float64
}

func ratio(r round) float64 { return r.ours / r.other }

func (all *results) read(layout int, text string) {
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		name, times, _ := strings.Cut(line, "\t")
		at := slices.IndexFunc(*all, func(r *result) bool { return r.name == name })
		if at < 0 {
			at = len(*all)
			*all = append(*all, &result{name: name})
		}
		r := round{layout: layout}
		_, err := fmt.Sscan(times, &r.ours, &r.other)
		check(err)
		(*all)[at].rounds = append((*all)[at].rounds, r)
	}
}

// medians are those of the ratios in each layout.
func (r *result) medians(layouts int) []float64 {
	var medians []float64
	for i := range layouts {
		var own []float64
		for _, one := range r.rounds {
			if one.layout == i {
				own = append(own, ratio(one))
			}
		}
		medians = append(medians, median(own))
	}
	return medians
}

// print tells whether the medians are within the limit, all but those of lines whose names match free.
func (all results) print(layouts int, limit float64, free string) bool {
	fmt.Printf("%-30s %9s %9s   ours/other: median, least and largest of %d layouts\n", "", "ours, ns", "other, ns", layouts)
	within := true
	for _, r := range all {
		of := r.medians(layouts)
		m, note := median(of), ""
		if m > limit {
			note = fmt.Sprintf("   over %g", limit)
			within = within && free != "" && regexp.MustCompile(free).MatchString(r.name)
		}
		var ours, other []float64
		for _, one := range r.rounds {
			ours, other = append(ours, one.ours), append(other, one.other)
		}
		fmt.Printf("%-30s %9.2f %9.2f   %.3f, %.3f to %.3f%s\n", r.name, median(ours), median(other), m,
			slices.Min(of), slices.Max(of), note)
	}
	return within
}

func median(values []float64) float64 {
	values = slices.Sorted(slices.Values(values))
	return (values[len(values)/2] + values[(len(values)-1)/2]) / 2
}
