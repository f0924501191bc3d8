package main

import (
	"fmt"
	"strings"
)

const head = `# C and Rust of others

Written by ` + "`make foreign`" + ` from what it ran: code that nobody here wrote, fetched from the registries of packages,
none of its lines changed. Each code base is called from a small Go package in tests/foreign/testdata, whose test
holds the results against other code, on random inputs. Native C is the same C, compiled by gcc and called by cgo.

- *As it is*: directives name its files, its functions and the folders with its headers, and nothing else. What is a
  header only is included by a file of our own, which gives the functions of the header other names or a linkage.
- *With directives*: other flags or directives, or a shim of our own, are needed besides.
- *Refused*: nearcall says so; the table has its words.

`

// tableOf is the page about all results.
func tableOf(results []result) string {
	var b strings.Builder
	b.WriteString(head)
	counts := map[string]int{}
	for _, r := range results {
		counts[r.outcome]++
	}
	fmt.Fprintf(&b, "%d code bases: %d work as they are, %d with directives, %d are refused.\n",
		len(results), counts[asIs], counts[aided], counts[refused])
	for _, outcome := range []string{asIs, aided, refused} {
		if counts[outcome] > 0 {
			section(&b, outcome, results)
		}
	}
	return b.String()
}

func section(b *strings.Builder, outcome string, results []result) {
	titles := map[string]string{asIs: "As they are", aided: "With directives", refused: "Refused"}
	columns := map[string][]string{
		asIs:    {"code base", "what", "held against (inputs)"},
		aided:   {"code base", "what", "with", "held against (inputs)"},
		refused: {"code base", "what", "why"},
	}[outcome]
	fmt.Fprintf(b, "\n## %s\n\n| %s |\n|%s\n", titles[outcome], strings.Join(columns, " | "), strings.Repeat("---|", len(columns)))
	for _, r := range results {
		if r.outcome != outcome {
			continue
		}
		row := []string{fmt.Sprintf("%s (%s %s, %s)", r.name, r.pkg, r.version, r.licence), r.what}
		if outcome != asIs {
			row = append(row, strings.Join(r.aids, ", "))
		}
		if outcome != refused {
			row = append(row, strings.Join(r.checks, "; "))
		}
		for i := range row {
			row[i] = strings.ReplaceAll(row[i], "|", `\|`)
		}
		fmt.Fprintf(b, "| %s |\n", strings.Join(row, " | "))
	}
}
