// The program calls random C functions and prints what came of it, as the
// reference program in C does.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"
)

// output is where the random numbers come from and the answers go to.
type output struct {
	*bufio.Writer
	random uint64
}

// builds has the callers of each way to compile the C; the files beside this
// one put them there.
var builds = map[string]map[int]func(*output){}

func main() {
	seed := flag.Uint64("seed", 1, "of the arguments")
	n := flag.Int("n", 20, "calls of each function")
	build := flag.String("build", "", "the package to call")
	one := flag.Int("func", -1, "the only function to call")
	flag.Parse()
	o := &output{Writer: bufio.NewWriter(os.Stdout)}
	defer o.Flush()
	for _, id := range slices.Sorted(maps.Keys(builds[*build])) {
		if *one >= 0 && id != *one {
			continue
		}
		o.random = (*seed*1000003+uint64(id))*0x9e3779b97f4a7c15 | 1
		for i := range *n {
			fmt.Fprintf(o, "f%d %d:", id, i)
			if i%2 == 0 {
				even(o, builds[*build][id])
			} else {
				odd(o, builds[*build][id])
			}
			o.WriteByte('\n')
		}
	}
}

// even and odd differ by eight bytes of frame.
//
//go:noinline
func even(o *output, call func(*output)) {
	var pad [2]uint64
	hold(&pad)
	call(o)
}

//go:noinline
func odd(o *output, call func(*output)) {
	var pad [3]uint64
	hold((*[2]uint64)(pad[:]))
	call(o)
}

//go:noinline
func hold(*[2]uint64) {}

func (o *output) int() int64 {
	o.random ^= o.random << 13
	o.random ^= o.random >> 7
	o.random ^= o.random << 17
	return int64(o.random) >> (o.random >> 40 & 63)
}

func (o *output) float() float64 { return float64(o.int()>>32) / 64 }

func (o *output) show(x uint64) {
	o.WriteByte(' ')
	o.Write(strconv.AppendUint(o.AvailableBuffer(), x, 16))
}

func (o *output) showBool(x bool) {
	if x {
		o.show(1)
	} else {
		o.show(0)
	}
}

func (o *output) showDouble(x float64) {
	if math.IsNaN(x) {
		o.WriteString(" nan")
	} else {
		o.show(math.Float64bits(x))
	}
}

func (o *output) showFloat(x float32) {
	if x != x {
		o.WriteString(" nan")
	} else {
		o.show(uint64(math.Float32bits(x)))
	}
}

// unharmed tells if something of the caller's is no longer what it was: its
// variables, or the zero that Go keeps in X15 and clears this array with.
//
//go:noinline
func (o *output) unharmed(kept uint64, array *[2]uint64) {
	var zero [4]uint64
	hold((*[2]uint64)(zero[:]))
	if zero != [4]uint64{} {
		o.WriteString(" no zero")
	}
	if kept != o.random || *array != [2]uint64{o.random, ^o.random} {
		o.WriteString(" the caller's variables")
	}
}
