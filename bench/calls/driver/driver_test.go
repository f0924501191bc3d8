//go:build amd64 && cgo

package main

import (
	"bufio"
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nearcall/nearcall/bench/calls/report"
)

// fake is an entry that takes so long for a call, and counts.
func fake(name string, each time.Duration, step uint64) *entry {
	return &entry{name: name, run: func(_ place, n int) (time.Duration, uint64, error) {
		return each * time.Duration(n), step * uint64(n), nil
	}}
}

func TestMeasure(t *testing.T) {
	s := suite{layouts: 3, entries: []*entry{
		fake("CallOverhead/Go/int1", 2, 1),
		fake("CallOverhead/Nearcall/int1", 5, 1),
	}}
	if err := s.verify(); err != nil {
		t.Fatal(err)
	}
	if err := s.calibrate(time.Millisecond); err != nil {
		t.Fatal(err)
	}
	if n := []int{s.entries[0].n, s.entries[1].n}; !slices.Equal(n, []int{500_000, 200_000}) {
		t.Errorf("calibrated to %d calls", n)
	}
	var out bytes.Buffer
	w := bufio.NewWriter(&out)
	rounds := 0
	if err := s.measure(w, time.Millisecond, func(_ float64, n int) { rounds = n }); err != nil {
		t.Fatal(err)
	}
	w.Flush()
	d, err := report.Parse(&out)
	if err != nil {
		t.Fatal(err)
	}
	if rounds == 0 || rounds%3 != 0 || d.Rounds != rounds || d.Layouts != 3 {
		t.Errorf("%d rounds, %d read, %d layouts", rounds, d.Rounds, d.Layouts)
	}
	r := report.Summarize(d)["CallOverhead/int1"]["Nearcall"]
	if r.Rounds != rounds || r.NS.Median != 5 || r.Ratio != (report.Spread{Median: 2.5, Q1: 2.5, Q3: 2.5}) {
		t.Errorf("read back: %+v", r)
	}
}

func TestVerify(t *testing.T) {
	s := suite{layouts: 1, entries: []*entry{
		fake("CallOverhead/Go/int1", 1, 1),
		fake("CallOverhead/Nearcall/int1", 1, 2),
	}}
	if err := s.verify(); err == nil || !strings.Contains(err.Error(), "results in 114") {
		t.Errorf("a wrong result is no error: %v", err)
	}
}

func TestCPUName(t *testing.T) {
	const info = "processor\t: 0\nvendor_id\t: X\ncpu family\t: 6\nmodel\t\t: 167\nmodel name\t: A CPU\nstepping\t: 1\n\nprocessor\t: 1\n"
	if got, want := cpuName(info), "A CPU (family 6, model 167, stepping 1)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
