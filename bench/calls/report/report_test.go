package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Three rounds in two layouts, with numbers that are easily followed.
const small = `goos: linux
cpu: Some <CPU>

BenchmarkSize/Go 1 1000 bytes 0 libraries
BenchmarkSize/Cgo 1 1500 bytes 2 libraries
# round 0 layout 0 depth 0
BenchmarkCallOverhead/Nearcall/int1 10 2.0 ns/op
BenchmarkCallOverhead/Go/int1 10 1.0 ns/op
BenchmarkCallOverhead/NearcallArchive/int1 10 9.0 ns/op
BenchmarkCallOverhead/GoBesideArchive/int1 10 3.0 ns/op
# round 1 layout 1 depth 0
BenchmarkCallOverhead/Go/int1 10 4.0 ns/op
BenchmarkCallOverhead/Nearcall/int1 10 4.0 ns/op
# round 2 layout 0 depth 1
BenchmarkCallOverhead/Go/int1 10 2.0 ns/op
BenchmarkCallOverhead/Nearcall/int1 10 8.0 ns/op
`

func parse(t *testing.T, text string) *Data {
	t.Helper()
	d, err := Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func recorded(t *testing.T) *Data {
	t.Helper()
	text, err := os.ReadFile("testdata/bench.txt")
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, string(text))
}

func TestSplit(t *testing.T) {
	for name, want := range map[string][3]string{
		"CallOverhead/Nearcall/int1":         {"CallOverhead/int1", "Nearcall", "Go"},
		"CallOverhead/NearcallArchive/frame": {"CallOverhead/frame", "NearcallArchive", "GoBesideArchive"},
		"Kernel/xxh3/1024/Zeebo":             {"Kernel/xxh3/1024", "Zeebo", "Go"},
		"CallFromC/CShared/Go":               {"CallFromC/CShared", "Go", "C"},
		"Startup/CArchive":                   {"Startup", "CArchive", "C"},
	} {
		what, way := Split(name)
		if got := [3]string{what, way, Baseline(what, way)}; got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestSummarize(t *testing.T) {
	table := Summarize(parse(t, small))["CallOverhead/int1"]
	// Ratios of the rounds: 2 and 4 in layout 0, 1 in layout 1.
	r := table["Nearcall"]
	if want := (Spread{2, 1.5, 3}); r.Ratio != want {
		t.Errorf("ratio %v, want %v", r.Ratio, want)
	}
	if want := (Spread{4, 3, 6}); r.NS != want {
		t.Errorf("ns %v, want %v", r.NS, want)
	}
	if r.LayoutMin != 1 || r.LayoutMax != 3 || r.Rounds != 3 {
		t.Errorf("layouts %v to %v in %d rounds, want 1 to 3 in 3", r.LayoutMin, r.LayoutMax, r.Rounds)
	}
	if got := table["NearcallArchive"].Ratio.Median; got != 3 {
		t.Errorf("the archive's ratio is %v, want 3, to the Go calls beside it", got)
	}
}

func TestQuantile(t *testing.T) {
	for _, c := range []struct {
		xs      []float64
		q, want float64
	}{{[]float64{7}, 0.25, 7}, {[]float64{3, 1}, 0.5, 2}, {[]float64{5, 1, 3}, 0.5, 3}, {[]float64{4, 1, 2, 3}, 0.25, 1.75}, {[]float64{1, 2}, 1, 2}} {
		if got := quantile(c.xs, c.q); got != c.want {
			t.Errorf("quantile %v of %v is %v, want %v", c.q, c.xs, got, c.want)
		}
	}
	if got := quantile(nil, 0.5); !math.IsNaN(got) {
		t.Errorf("the median of nothing is %v", got)
	}
}

func TestMalformed(t *testing.T) {
	for _, text := range []string{
		"BenchmarkX/y 10 1.0 ns/op\n", // in no round
		"# round 0 layout 0\nBenchmarkX/y 10 fast ns/op\n",
		"# round 0 layout 0\nBenchmarkX/y 10\n",
		"# round zero\n",
		"BenchmarkSize/Go 1 many bytes 0 libraries\n",
		"something else\n",
	} {
		if _, err := Parse(strings.NewReader(text)); err == nil {
			t.Errorf("no error for %q", text)
		}
	}
}

func TestMarkdown(t *testing.T) {
	var out strings.Builder
	Markdown(&out, parse(t, small))
	for _, want := range []string{
		"3 rounds over 2 layouts.\n",
		"- cpu: Some <CPU>\n",
		"| int1 | | 1.00 (1.00 to 1.00) | | 2.00 (1.50 to 3.00) | 3.00 (3.00 to 3.00) | | | | |\n",
		"| int1 | | 2.00 | | 4.00 | 9.00 | | | | |\n",
		"The same Go calls there take 3.00 (3.00 to 3.00) times",
		"- CallOverhead than Go (0 of 1): nothing\n", // three rounds are too few to say
		"| Cgo | 1500 | +500 | 2 |\n",
		"| int1 | | | 1.00 to 3.00 | 3.00 to 3.00 | | | | |\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, out.String())
		}
	}
}

// What is slower in most rounds is listed, what may be chance is not.
func TestSlower(t *testing.T) {
	var text strings.Builder
	for round := range 40 {
		sometimes := 1.0
		if round%2 == 0 {
			sometimes = 1.4
		}
		fmt.Fprintf(&text, "# round %d layout 0 depth 0\nBenchmarkCallOverhead/Nearcall/int1 1 1.2 ns/op\n"+
			"BenchmarkCallOverhead/Go/int1 1 1.0 ns/op\nBenchmarkCallOverhead/GoAsm/int1 1 %.1f ns/op\n", round, sometimes)
	}
	var out strings.Builder
	Markdown(&out, parse(t, text.String()))
	for _, want := range []string{
		"- CallOverhead than Go (1 of 1): int1 1.20\n",
		"- CallOverhead than GoAsm (0 of 1): nothing\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the page lacks %q:\n%s", want, out.String())
		}
	}
}

// All lines of a table have as many cells as its head.
func TestMarkdownRecorded(t *testing.T) {
	var out, again strings.Builder
	Markdown(&out, recorded(t))
	Markdown(&again, recorded(t))
	if out.String() != again.String() {
		t.Error("two tables of the same run differ")
	}
	cells := 0
	for _, line := range strings.Split(out.String(), "\n") {
		if !strings.HasPrefix(line, "|") {
			cells = 0
			continue
		}
		if cells == 0 {
			cells = strings.Count(line, "|")
		}
		if strings.Count(line, "|") != cells {
			t.Errorf("not %d cells: %s", cells-1, line)
		}
	}
	for _, bad := range []string{"NaN", "Inf"} {
		if strings.Contains(out.String(), bad) {
			t.Errorf("there is %s in the table:\n%s", bad, out.String())
		}
	}
}

// The chart is XML, knows both colour schemes, and its bars are as long as the
// ratios say.
func TestSVG(t *testing.T) {
	d := recorded(t)
	var out bytes.Buffer
	SVG(&out, d)
	if !strings.Contains(out.String(), "prefers-color-scheme: dark") {
		t.Error("no style for the dark")
	}
	bars, want := 0, 0
	for x := xml.NewDecoder(&out); ; {
		token, err := x.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "rect" && strings.HasPrefix(attr(e, "class"), "bar") {
			bars++
			left, right := number(t, e, "x"), number(t, e, "x")+number(t, e, "width")
			if left < labelWidth-0.1 || right > panelWidth-valueWidth+1.1 {
				t.Errorf("a bar from %v to %v leaves the panel", left, right)
			}
		}
	}
	table := Summarize(d)
	for _, form := range charted {
		for _, way := range callWays {
			if table[form.what][way] != nil {
				want++
			}
		}
	}
	if bars != want || want == 0 {
		t.Errorf("%d bars, want %d", bars, want)
	}
}

func TestAxis(t *testing.T) {
	a := axis{-1, 2}
	wide := float64(panelWidth - labelWidth - valueWidth)
	for ratio, want := range map[float64]float64{0.1: 0, 1: 1.0 / 3, 10: 2.0 / 3, 100: 1} {
		if got := (a.x(ratio) - labelWidth) / wide; math.Abs(got-want) > 1e-9 {
			t.Errorf("%v is at %v of the axis, want %v", ratio, got, want)
		}
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func number(t *testing.T, e xml.StartElement, name string) float64 {
	x, err := strconv.ParseFloat(attr(e, name), 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestUpdatePage(t *testing.T) {
	out, docs := t.TempDir(), t.TempDir()
	page := filepath.Join(docs, "results.md")
	write(t, filepath.Join(out, "bench.txt"), small)
	write(t, page, "before\n"+begin+"old\n"+end+"after\n")
	if err := UpdatePage(out, page); err != nil {
		t.Fatal(err)
	}
	first := read(t, page)
	if !strings.HasPrefix(first, "before\n"+begin) || !strings.HasSuffix(first, end+"after\n") ||
		strings.Contains(first, "old") || !strings.Contains(first, "| int1 |") {
		t.Errorf("the page is\n%s", first)
	}
	if err := UpdatePage(out, page); err != nil || read(t, page) != first {
		t.Errorf("a second time gives another page (%v):\n%s", err, read(t, page))
	}
	if read(t, filepath.Join(docs, "calls.svg")) != read(t, filepath.Join(out, "chart.svg")) {
		t.Error("the chart is not beside the page")
	}
	write(t, page, "no markers\n")
	if err := UpdatePage(out, page); err == nil || read(t, page) != "no markers\n" {
		t.Errorf("without markers: %v, %q", err, read(t, page))
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
