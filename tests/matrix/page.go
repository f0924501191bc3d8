package main

import (
	"fmt"
	"slices"
	"strings"
)

const pageHead = `# The matrix

One module, with packages that have a leaf, a frame, constants with pointers, a variable that C writes to, a fault that is recovered
from and three levels of the CPU; two packages with the same C names, two major versions of a module, and a diamond of imports. It is
built in every way below, and each program checks itself in three settings (plain, GOGC=1, GODEBUG=cpu.all=off). Libraries
are called from C on the main thread and on a foreign one; c-shared by dlopen, plugins by a program that has the same packages.
arm64 runs under qemu-aarch64. Other systems are built for, not run. **This page is written by ` + "`make matrix`" + `.**

A cell that goes wrong is tried again without nearcall, with Go in the place of C. A number is a skip, with its
reason below the tables: mostly that this goes wrong as well, in Go's own words.

`

// page is the whole page. A cell without a result is one that was not run.
func page(cells []cell, store *results) string {
	n := notes{}
	var b strings.Builder
	for _, t := range tablesOf(cells) {
		fmt.Fprintf(&b, "## %s\n\n%s\n", t.title, t.text(store, &n))
	}
	good, skipped, failed, open := count(cells, store)
	head := fmt.Sprintf("Run with %s. Cells: %d. Good: %d; skipped: %d; failed: %d; not run: %d.", store.Says, len(cells), good, skipped, failed, open)
	if open > 0 {
		head += " Those that were not run (–) are a matter of time: `make matrix` goes through all."
	}
	return pageHead + head + "\n\n" + b.String() + "## Reasons\n\n" + n.text()
}

func count(cells []cell, store *results) (good, skipped, failed, open int) {
	for _, c := range cells {
		got, ok := store.get(c.name())
		switch {
		case !ok:
			open++
		case got.Status == statusGood:
			good++
		case got.Status == statusSkipped:
			skipped++
		default:
			failed++
		}
	}
	return
}

// table is one on the page.
type table struct {
	title string
	cells []cell
}

// tablesOf sorts the cells into tables: commands are in one, with a column for each Go.
func tablesOf(cells []cell) []table {
	var all []table
	for _, c := range cells {
		title := fmt.Sprintf("Go %s, %s: %s", c.release.name, c.arch, c.table)
		if c.table == tableCommands {
			title = "Commands over the module, and other systems"
		}
		i := slices.IndexFunc(all, func(t table) bool { return t.title == title })
		if i < 0 {
			all = append(all, table{title: title})
			i = len(all) - 1
		}
		all[i].cells = append(all[i].cells, c)
	}
	return all
}

func (t table) text(store *results, n *notes) string {
	var rows, columns []string
	of := map[string]string{}
	for _, c := range t.cells {
		if !slices.Contains(rows, c.row()) {
			rows = append(rows, c.row())
		}
		if !slices.Contains(columns, c.column()) {
			columns = append(columns, c.column())
		}
		got, ok := store.get(c.name())
		of[c.row()+"\x00"+c.column()] = n.mark(got, ok)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "| | %s |\n|---|%s\n", strings.Join(columns, " | "), strings.Repeat("---|", len(columns)))
	for _, row := range rows {
		fmt.Fprintf(&b, "| %s |", row)
		for _, column := range columns {
			fmt.Fprintf(&b, " %s |", of[row+"\x00"+column])
		}
		b.WriteString("\n")
	}
	return b.String()
}

// notes are reasons with numbers.
type notes struct{ all []string }

func (n *notes) mark(got result, ok bool) string {
	if !ok {
		return "–"
	}
	if got.Status == statusGood {
		return "ok"
	}
	note := got.Note
	if got.Status == statusFailed {
		note = firstTelling(note)
	}
	i := slices.Index(n.all, note)
	if i < 0 {
		n.all = append(n.all, note)
		i = len(n.all) - 1
	}
	if got.Status == statusFailed {
		return fmt.Sprintf("**FAILED** %d", i+1)
	}
	return fmt.Sprint(i + 1)
}

func (n *notes) text() string {
	var b strings.Builder
	for i, note := range n.all {
		fmt.Fprintf(&b, "%d. %s\n", i+1, note)
	}
	if len(n.all) == 0 {
		return "None.\n"
	}
	return b.String()
}
