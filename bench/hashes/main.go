// Hashes measures hash functions as nearcall packs them against the same C, compiled as C is, in a loop
// of C's: once called in a loop of C's as well, which compares the code, and once in a loop of Go's, where the
// difference between a call of Go's and one of C's comes on top.
//
// The loops run in turns of some 100 microseconds in one process, so that whatever the machine does
// besides hits all alike. A ratio is the median of the turns' own ratios.
package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/nearcall/nearcall/bench/hashes/cloop"
	"github.com/nearcall/nearcall/bench/hashes/near"
)

// The loops are the same text four times: a call of a func value costs more.

//go:noinline
func loopRapidhash(p []byte, calls int) (sum uint64) {
	for range calls {
		sum += near.Rapidhash(p)
	}
	return sum
}

//go:noinline
func loopWyhash(p []byte, calls int) (sum uint64) {
	for range calls {
		sum += near.Wyhash(p)
	}
	return sum
}

//go:noinline
func loopSiphash(p []byte, calls int) (sum uint64) {
	for range calls {
		sum += near.Siphash(p)
	}
	return sum
}

//go:noinline
func loopXXH3(p []byte, calls int) (sum uint64) {
	for range calls {
		sum += near.XXH3(p)
	}
	return sum
}

var hashes = []struct {
	name           string
	near, image, c func([]byte, int) uint64
	known          uint64 // the hash of 00 01 .. 07, from elsewhere; 0 is not known
}{
	{"rapidhash", loopRapidhash, cloop.ImageRapidhash, cloop.Rapidhash, 0},
	{"wyhash", loopWyhash, cloop.ImageWyhash, cloop.Wyhash, 0},
	{"XXH3", loopXXH3, cloop.ImageXXH3, cloop.XXH3, 0},
	{"SipHash-2-4", loopSiphash, cloop.ImageSiphash, cloop.Siphash, 0x93f5f5799a932462}, // from the paper's reference code
}

func timed(f func([]byte, int) uint64, p []byte, calls int) (float64, uint64) {
	start := time.Now()
	sum := f(p, calls)
	return float64(time.Since(start).Nanoseconds()) / float64(calls), sum
}

func median(x []float64) float64 {
	slices.Sort(x)
	return x[len(x)/2]
}

func main() {
	rounds := flag.Int("rounds", 400, "turns of each loop")
	flag.Parse()
	data := make([]byte, 65536)
	for i := range data {
		data[i] = byte(i)
	}
	sizes := []int{8, 48, 1000, 65536}
	fmt.Printf("time over that of a loop in C, by bytes: nearcall's code in a loop of C's, and of Go's (nanoseconds)\n%-12s", "")
	for _, n := range sizes {
		fmt.Printf("%24d", n)
	}
	fmt.Println()
	for _, h := range hashes {
		if sum := h.near(data[:8], 1); h.known != 0 && sum != h.known {
			fmt.Fprintf(os.Stderr, "%s is %#x, want %#x\n", h.name, sum, h.known)
			os.Exit(1)
		}
		fmt.Printf("%-12s", h.name)
		for _, n := range sizes {
			calls := 100_000/(n/8+8) + 1
			var code, call, ns []float64
			for range *rounds {
				a, x := timed(h.near, data[:n], calls)
				b, y := timed(h.c, data[:n], calls)
				c, z := timed(h.image, data[:n], calls)
				if x != y || x != z {
					fmt.Fprintf(os.Stderr, "%s of %d bytes differs\n", h.name, n)
					os.Exit(1)
				}
				code, call, ns = append(code, c/b), append(call, a/b), append(ns, a)
			}
			fmt.Printf("  %5.3f %5.3f (%7.1f)", median(code), median(call), median(ns))
		}
		fmt.Println()
	}
}
