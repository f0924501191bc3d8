// The program calls the C functions with random arguments on both kinds of
// stack, a multiple of 16 and 8 more, and compares with Go.
package main

import (
	"flag"
	"fmt"
	"os"

	"example.com/m/stk"
)

// state is where the random numbers come from, and what is being called.
type state struct {
	random uint64
	build  string
	calls  int
	wrong  map[string]int
}

// builds has the checks of each way to compile the C; the files beside this
// one put them there.
var builds = map[string]func(s *state){}

func main() {
	seed := flag.Uint64("seed", 1, "of the arguments")
	n := flag.Int("n", 2000, "rounds")
	flag.Parse()
	parity := map[uintptr]int{}
	s := &state{random: *seed * 0x9e3779b97f4a7c15, wrong: map[string]int{}}
	for name, check := range builds {
		s.build = name
		for range *n {
			one(s, check, parity)
			two(s, check, parity)
		}
	}
	fmt.Printf("seed %d: %d builds, %d calls, stacks at 0 and 8: %v\n", *seed, len(builds), s.calls, parity)
	for what, n := range s.wrong {
		fmt.Printf("wrong: %s, %d times\n", what, n)
	}
	if len(s.wrong) > 0 || parity[0] == 0 || parity[0] != parity[8] {
		os.Exit(1)
	}
	fmt.Println("all good")
}

// one and two differ by eight bytes of frame.
//
//go:noinline
func one(s *state, check func(s *state), parity map[uintptr]int) {
	var pad [4]int64
	hold(&pad)
	at(s, check, parity)
}

//go:noinline
func two(s *state, check func(s *state), parity map[uintptr]int) {
	var pad [5]int64
	hold((*[4]int64)(pad[:]))
	at(s, check, parity)
}

//go:noinline
func at(s *state, check func(s *state), parity map[uintptr]int) {
	parity[stk.Left()&15]++
	check(s)
}

// int is a random number of a random length.
func (s *state) int() int64 {
	s.random ^= s.random << 13
	s.random ^= s.random >> 7
	s.random ^= s.random << 17
	return int64(s.random) >> (s.random >> 40 & 63)
}

func (s *state) float() float64 { return float64(s.int()>>32) / 64 }

// is compares what C gave with what it should be.
func is[T comparable](s *state, name string, got, want T) {
	s.calls++
	if got != want {
		what := s.build + " " + name
		if s.wrong[what]++; s.wrong[what] < 3 {
			fmt.Printf("%s: got %v, want %v\n", what, got, want)
		}
	}
}
