package report

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
)

// The ways of calling, in the order of the tables.
var callWays = []string{
	"Inline", "Go", "GoAsm", "Nearcall", "NearcallArchive", "Rustgo2017", "Cgo", "CgoNoescape", "Purego",
}

var kernelWays = []string{"Go", "Nearcall", "Cgo", "CgoNoescape", "Zeebo", "Filippo"}

// Markdown writes the tables.
func Markdown(w io.Writer, d *Data) {
	t := Summarize(d)
	fmt.Fprintf(w, "%d rounds over %d layouts.\n\n", d.Rounds, d.Layouts)
	for _, s := range d.Config {
		fmt.Fprintf(w, "- %s: %s\n", s.Key, s.Value)
	}
	fmt.Fprint(w, "\n### Calls\n\nTimes as long as Go (noinline): the median of the rounds' ratios, and the quartiles.\n\n")
	forms := d.whats("CallOverhead/")
	grid(w, t, "arguments", forms, callWays, func(r *Row) string {
		return fmt.Sprintf("%s (%s to %s)", digits(r.Ratio.Median), digits(r.Ratio.Q1), digits(r.Ratio.Q3))
	})
	fmt.Fprint(w, "\nNanoseconds per call, medians:\n\n")
	grid(w, t, "arguments", forms, callWays, func(r *Row) string { return digits(r.NS.Median) })
	besideArchive(w, d, forms)
	fmt.Fprint(w, "\n### Kernels\n\nNanoseconds per call, and in brackets times as long as Go:\n\n")
	grid(w, t, "kernel, bytes", d.whats("Kernel/"), kernelWays, func(r *Row) string {
		return fmt.Sprintf("%s (%s)", digits(r.NS.Median), digits(r.Ratio.Median))
	})
	slower(w, d, t)
	fromC(w, d, t)
	startup(w, t)
	sizes(w, d)
	layouts(w, t, forms)
}

// whats are the things of that prefix, in order: numbers by their value.
func (d *Data) whats(prefix string) []string {
	var list []string
	for _, name := range d.Names {
		if what, _ := Split(name); strings.HasPrefix(what, prefix) && !slices.Contains(list, what) {
			list = append(list, what)
		}
	}
	slices.SortFunc(list, func(a, b string) int { return strings.Compare(sortKey(a), sortKey(b)) })
	return list
}

// sortKey writes numbers with leading zeros, and puts frame last.
func sortKey(what string) string {
	var key strings.Builder
	digits := ""
	for _, c := range strings.Replace(strings.Replace(what, "frame", "~", 1), "float", "j", 1) + " " {
		if c >= '0' && c <= '9' {
			digits += string(c)
			continue
		}
		if digits != "" {
			fmt.Fprintf(&key, "%09s", digits)
			digits = ""
		}
		key.WriteRune(c)
	}
	return key.String()
}

// grid writes a table with a line for each thing and a column for each way.
func grid(w io.Writer, t Table, corner string, whats, ways []string, cell func(*Row) string) {
	fmt.Fprintf(w, "| %s | %s |\n|---|%s\n", corner, strings.Join(ways, " | "), strings.Repeat("---|", len(ways)))
	for _, what := range whats {
		_, short, _ := strings.Cut(what, "/")
		fmt.Fprintf(w, "| %s |", strings.Replace(short, "/", ", ", 1))
		for _, way := range ways {
			if r := t[what][way]; r != nil {
				fmt.Fprintf(w, " %s |", cell(r))
			} else {
				fmt.Fprint(w, " |")
			}
		}
		fmt.Fprintln(w)
	}
}

// besideArchive compares the baselines of the two programs.
func besideArchive(w io.Writer, d *Data, forms []string) {
	var ratios []float64
	for _, what := range forms {
		ratios = append(ratios, all(d.ratios(d.nameOf(what, "GoBesideArchive"), d.nameOf(what, "Go")))...)
	}
	if s := spread(ratios); len(ratios) > 0 {
		fmt.Fprintf(w, "\nNearcallArchive is measured in a program of its own, against Go in that program. The same Go calls "+
			"there take %s (%s to %s) times what they take in the other program.\n", digits(s.Median), digits(s.Q1), digits(s.Q3))
	}
}

func fromC(w io.Writer, d *Data, t Table) {
	whats := d.whats("CallFromC/")
	if len(whats) == 0 {
		return
	}
	fmt.Fprint(w, "\n### C calls Go\n\n| way | ns per call | quartiles | ns of a call in C | times as long |\n|---|---|---|---|---|\n")
	for _, what := range whats {
		r, c := t[what]["Go"], t[what]["C"]
		if r == nil || c == nil {
			continue
		}
		fmt.Fprintf(w, "| %s | %s | %s to %s | %s | %s |\n", strings.TrimPrefix(what, "CallFromC/"), digits(r.NS.Median),
			digits(r.NS.Q1), digits(r.NS.Q3), digits(c.NS.Median), digits(r.Ratio.Median))
	}
}

func startup(w io.Writer, t Table) {
	c := t["Startup"]["C"]
	if c == nil {
		return
	}
	fmt.Fprint(w, "\n### Starting\n\nFrom starting a process to having seen its end. CArchive and CShared are C programs that call Go "+
		"once, Go has an empty main.\n\n| program | ms | quartiles | ms more than the empty C program |\n|---|---|---|---|\n")
	for _, way := range []string{"C", "Go", "CArchive", "CShared"} {
		if r := t["Startup"][way]; r != nil {
			fmt.Fprintf(w, "| %s | %s | %s to %s | %s |\n", way, digits(r.NS.Median/1e6), digits(r.NS.Q1/1e6), digits(r.NS.Q3/1e6),
				digits((r.NS.Median-c.NS.Median)/1e6))
		}
	}
}

func sizes(w io.Writer, d *Data) {
	if len(d.Sizes) == 0 {
		return
	}
	fmt.Fprint(w, "\n### Size\n\nThe smallest program of each kind, linked with `-s -w`. CShared is the library.\n\n"+
		"| program | bytes | more than Go | shared libraries it needs |\n|---|---|---|---|\n")
	goBytes := int64(0)
	for _, s := range d.Sizes {
		if s.Name == "Go" {
			goBytes = s.Bytes
		}
	}
	for _, s := range d.Sizes {
		fmt.Fprintf(w, "| %s | %d | %+d | %d |\n", s.Name, s.Bytes, s.Bytes-goBytes, s.Libraries)
	}
}

// layouts writes how much of the spread comes from where loops and functions lie.
func layouts(w io.Writer, t Table, forms []string) {
	fmt.Fprint(w, "\n### By layout\n\nTimes as long as Go: the smallest and the largest of the layouts' own medians.\n\n")
	grid(w, t, "arguments", forms, slices.DeleteFunc(slices.Clone(callWays), func(way string) bool { return way == "Go" }), func(r *Row) string {
		return digits(r.LayoutMin) + " to " + digits(r.LayoutMax)
	})
}

// digits writes three significant digits, but no more than two decimals.
func digits(x float64) string {
	if x == 0 || math.IsNaN(x) || math.IsInf(x, 0) {
		return fmt.Sprint(x)
	}
	after := 2 - int(math.Floor(math.Log10(math.Abs(x))))
	return fmt.Sprintf("%.*f", min(max(after, 0), 2), x)
}
