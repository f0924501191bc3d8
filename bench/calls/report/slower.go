package report

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// slower writes where nearcall loses, whatever the run has shown.
func slower(w io.Writer, d *Data, t Table) {
	fmt.Fprint(w, "\n### Where nearcall is slower\n\nWhat Nearcall takes longer for than another way, in so many more than half of "+
		"the rounds that it is no chance (sign test, p < 0.001), and how many times as long:\n\n")
	lists := []struct {
		prefix string
		ways   []string
	}{
		{"CallOverhead/", []string{"Inline", "Go", "GoAsm", "NearcallArchive", "Rustgo2017", "Cgo", "CgoNoescape", "Purego"}},
		{"Kernel/", []string{"Go", "Cgo", "CgoNoescape", "Zeebo", "Filippo"}},
	}
	for _, list := range lists {
		whats := d.whats(list.prefix)
		for _, way := range list.ways {
			found, compared := slowerThan(d, t, whats, way)
			if compared == 0 {
				continue
			}
			text := "nothing"
			if len(found) > 0 {
				text = strings.Join(found, ", ")
			}
			fmt.Fprintf(w, "- %s than %s (%d of %d): %s\n", strings.TrimSuffix(list.prefix, "/"), way, len(found), compared, text)
		}
	}
}

// slowerThan lists the things for which Nearcall is slower than the way.
func slowerThan(d *Data, t Table, whats []string, way string) (found []string, compared int) {
	for _, what := range whats {
		if t[what]["Nearcall"] == nil || t[what][way] == nil {
			continue
		}
		compared++
		ratios := all(d.ratios(d.nameOf(what, "Nearcall"), d.nameOf(what, way)))
		if clearlyAbove1(ratios) {
			_, short, _ := strings.Cut(what, "/")
			found = append(found, fmt.Sprintf("%s %s", short, digits(quantile(ratios, 0.5))))
		}
	}
	return found, compared
}

// clearlyAbove1 is the sign test, one-sided: heads and tails of a fair coin
// differ by more than 3.09 of their standard deviations once in a thousand times.
func clearlyAbove1(ratios []float64) bool {
	above, below := 0, 0
	for _, r := range ratios {
		if r > 1 {
			above++
		} else if r < 1 {
			below++
		}
	}
	return float64(above-below) > 3.09*math.Sqrt(float64(above+below))
}
