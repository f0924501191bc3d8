// Longcalls shows what calls of some 200 ms do to the rest of a program: how long
// stopping the world takes, and how late a timer of 1 ms is, while four goroutines
// allocate and one calls the kernel all the time. And it shows what each way of
// calling costs. One run makes one table: in each round every way has a turn, in
// shuffled order and a process of its own.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"

	"github.com/nearcall/nearcall/bench/longcalls/near"
)

// numbers is no heap: collections come as often as the small objects want them.
var numbers [32 << 20]uint64

// many calls that have nothing to do are measured at once.
const many = 20_000

// wall is a clock for what is short.
func wall() time.Duration { return time.Since(started) }

var started = time.Now()

// spent is this thread's time on a processor: a machine with other work does not make C slower by it.
func spent() time.Duration {
	const thisThread = 1
	var u syscall.Rusage
	if err := syscall.Getrusage(thisThread, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// timed returns how long each way takes by a clock, turn by turn, so that all see the same machine.
func timed(clock func() time.Duration, turns int, f func(w way)) [][]float64 {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	times := make([][]float64, len(ways))
	for range turns {
		for _, i := range rand.Perm(len(ways)) {
			begin := clock()
			f(ways[i])
			times[i] = append(times[i], (clock() - begin).Seconds())
		}
	}
	return times
}

// enough is how many numbers take 200 ms.
func enough() int {
	const some = 1 << 20
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	least := time.Hour
	for range 5 {
		begin := spent()
		near.Plain(1, numbers[:some])
		least = min(least, spent()-begin)
	}
	return min(len(numbers), int(0.2/least.Seconds()*some))
}

// beside runs this program for one way.
func beside(way int, slot time.Duration, n int) (s sample, err error) {
	self, err := os.Executable()
	if err != nil {
		return s, err
	}
	cmd := exec.Command(self, "-way", fmt.Sprint(way), "-slot", slot.String(), "-n", fmt.Sprint(n))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err == nil {
		err = json.Unmarshal(out, &s)
	}
	return s, err
}

func collect(rounds int, slot time.Duration, n int) ([]sample, error) {
	all := make([]sample, len(ways))
	for range rounds {
		for _, i := range rand.Perm(len(ways)) {
			s, err := beside(i, slot, n)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", ways[i].name, err)
			}
			all[i].Pauses = append(all[i].Pauses, s.Pauses...)
			all[i].Late = append(all[i].Late, s.Late...)
			all[i].Calls = append(all[i].Calls, s.Calls...)
		}
	}
	return all, nil
}

func run(rounds int, slot time.Duration, n int) (string, error) {
	if n == 0 {
		n = enough()
	}
	want := hashGo(7, numbers[:100_001])
	for _, w := range ways {
		if got := w.hash(7, numbers[:100_001]); got != want {
			return "", fmt.Errorf("%s: %x, want %x", w.name, got, want)
		}
	}
	r := report{loadavg: loadAverage(), n: n, slot: slot, rounds: rounds}
	r.alone = timed(spent, 7, func(w way) { w.hash(1, numbers[:n]) })
	r.empty = timed(wall, 300, func(w way) { w.empty(1, many) })
	var err error
	if r.beside, err = collect(rounds, slot, n); err != nil {
		return "", err
	}
	return r.markdown(), nil
}

// table measures and prints, and writes the page that is named, if one is.
func table(rounds int, slot time.Duration, n int, name string) error {
	var p *page
	var err error
	if name != "" {
		p, err = readPage(name)
	}
	if err != nil {
		return err
	}
	text, err := run(rounds, slot, n)
	if err != nil {
		return err
	}
	fmt.Print(text)
	if p != nil {
		err = p.write(text)
	}
	return err
}

func main() {
	one := flag.Int("way", -1, "measure this way alone, for the process that started this one")
	slot := flag.Duration("slot", 2500*time.Millisecond, "time of a turn")
	rounds := flag.Int("rounds", 10, "turns of each way")
	n := flag.Int("n", 0, "numbers; 0: as many as take 200 ms")
	name := flag.String("page", "", "the page to put the table into")
	flag.Parse()
	for i := range numbers {
		numbers[i] = uint64(i) * 0x9e3779b97f4a7c15
	}
	var err error
	if *one >= 0 {
		err = json.NewEncoder(os.Stdout).Encode(measure(ways[*one], *slot, *n))
	} else {
		err = table(*rounds, *slot, *n, *name)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "longcalls:", err)
		os.Exit(1)
	}
}
