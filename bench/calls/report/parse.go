package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Data is what a run has measured.
type Data struct {
	Config  []Setting           // about the machine, in order
	Samples map[string][]Sample // by the benchmark's name
	Names   []string            // of the benchmarks, in order of appearance
	Sizes   []Size
	Rounds  int
	Layouts int
}

// A Setting is one line "key: value".
type Setting struct{ Key, Value string }

// A Sample is one benchmark in one round.
type Sample struct {
	Round, Layout int
	NS            float64 // per call
}

// A Size is that of a program.
type Size struct {
	Name             string
	Bytes, Libraries int64
}

// Parse reads the format of Go's benchmarks. The rounds are told apart by
// comments "# round R layout L depth D", which benchstat passes over.
func Parse(r io.Reader) (*Data, error) {
	d := &Data{Samples: map[string][]Sample{}}
	round, layout := -1, -1
	in := bufio.NewScanner(r)
	for in.Scan() {
		line := in.Text()
		var err error
		switch field := strings.Fields(line); {
		case len(field) == 0:
		case field[0] == "#":
			if _, err = fmt.Sscanf(line, "# round %d layout %d", &round, &layout); err == nil {
				d.Rounds = max(d.Rounds, round+1)
				d.Layouts = max(d.Layouts, layout+1)
			}
		case strings.HasPrefix(line, "BenchmarkSize/"):
			err = d.addSize(field)
		case strings.HasPrefix(line, "Benchmark"):
			err = d.addSample(field, round, layout)
		default:
			key, value, ok := strings.Cut(line, ": ")
			if !ok {
				err = fmt.Errorf("neither a setting nor a benchmark")
			}
			d.Config = append(d.Config, Setting{key, value})
		}
		if err != nil {
			return nil, fmt.Errorf("line %q: %w", line, err)
		}
	}
	return d, in.Err()
}

func (d *Data) addSize(field []string) error {
	if len(field) != 6 || field[3] != "bytes" || field[5] != "libraries" {
		return fmt.Errorf("want: NAME 1 N bytes N libraries")
	}
	bytes, err := strconv.ParseInt(field[2], 10, 64)
	if err != nil {
		return err
	}
	libraries, err := strconv.ParseInt(field[4], 10, 64)
	d.Sizes = append(d.Sizes, Size{strings.TrimPrefix(field[0], "BenchmarkSize/"), bytes, libraries})
	return err
}

func (d *Data) addSample(field []string, round, layout int) error {
	if len(field) != 4 || field[3] != "ns/op" || round < 0 {
		return fmt.Errorf("want: NAME N NS ns/op, in a round")
	}
	ns, err := strconv.ParseFloat(field[2], 64)
	if err != nil {
		return err
	}
	name := strings.TrimPrefix(field[0], "Benchmark")
	if d.Samples[name] == nil {
		d.Names = append(d.Names, name)
	}
	d.Samples[name] = append(d.Samples[name], Sample{round, layout, ns})
	return nil
}
