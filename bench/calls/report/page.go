package report

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

// The lines of the page between which the tables are.
const (
	begin = "<!-- begin: written by make bench-page -->\n"
	end   = "<!-- end: written by make bench-page -->\n"
)

// Render makes table.md and chart.svg of bench.txt, all in the folder out.
func Render(out string) error {
	file, err := os.Open(filepath.Join(out, "bench.txt"))
	if err != nil {
		return err
	}
	defer file.Close()
	d, err := Parse(file)
	if err != nil {
		return err
	}
	var table, chart bytes.Buffer
	Markdown(&table, d)
	SVG(&chart, d)
	if err := os.WriteFile(filepath.Join(out, "table.md"), table.Bytes(), 0o666); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "chart.svg"), chart.Bytes(), 0o666)
}

// UpdatePage renders the folder out and puts the table between the page's
// markers, and the chart beside the page as calls.svg.
func UpdatePage(out, page string) error {
	if err := Render(out); err != nil {
		return err
	}
	table, err := os.ReadFile(filepath.Join(out, "table.md"))
	if err != nil {
		return err
	}
	chart, err := os.ReadFile(filepath.Join(out, "chart.svg"))
	if err != nil {
		return err
	}
	text, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	if text, err = replace(text, table); err != nil {
		return fmt.Errorf("%s: %w", page, err)
	}
	if err := os.WriteFile(page, text, 0o666); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(filepath.Dir(page), "calls.svg"), chart, 0o666)
}

// replace puts the table between the markers.
func replace(page, table []byte) ([]byte, error) {
	before, rest, ok := bytes.Cut(page, []byte(begin))
	_, after, also := bytes.Cut(rest, []byte(end))
	if !ok || !also {
		return nil, fmt.Errorf("the markers %q and %q are missing", begin, end)
	}
	return bytes.Join([][]byte{before, []byte(begin), []byte("\n"), table, []byte("\n"), []byte(end), after}, nil), nil
}
