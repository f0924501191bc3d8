// Package check holds what the packages give against what is right.
package check

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"

	"example.com/subject/kern"
	"example.com/subject/left"
	"example.com/subject/lev"
	"example.com/subject/right"
	"example.com/subject/samea"
	"example.com/subject/sameb"
	"example.com/two"
	two2 "example.com/two/v2"
)

// Early is what an initialiser gets.
var Early = kern.Mix(1)

// All is what is wrong.
func All() []string {
	var wrong []string
	want := func(what string, got, want any) {
		if got != want {
			wrong = append(wrong, fmt.Sprintf("%s: %v, want %v", what, got, want))
		}
	}
	want("Mix before main", Early, uint64(0x9e3779b97f4a7c15))
	once(want)
	var wg sync.WaitGroup
	step := int64(1)
	counted := make(chan int64, 64)
	for i := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 8 {
				counted <- kern.Tick(&step)
			}
			deep(40*i, func() {
				if got := kern.Smooth([]int64{1, 2, 3}); got != 8 {
					panic(got)
				}
			})
			runtime.GC()
		}()
	}
	wg.Wait()
	close(counted)
	seen := map[int64]bool{}
	for n := range counted {
		if n <= 1000 || seen[n] {
			want(fmt.Sprintf("Tick() = %d", n), "below or twice", "a new one")
		}
		seen[n] = true
	}
	return append(wrong, extra()...)
}

func once(want func(what string, got, want any)) {
	xs := make([]int64, 1000)
	bits := make([]uint64, 1000)
	var smooth, pop int64
	for i := range xs {
		xs[i], bits[i] = int64(i*i), 1<<(i%64)|1
		smooth += xs[i] * int64(i%64)
		pop += map[bool]int64{true: 1, false: 2}[i%64 == 0]
	}
	want("Mix", kern.Mix(2), uint64(2*0x9e3779b97f4a7c15&(1<<64-1)))
	want("Smooth", kern.Smooth(xs), smooth)
	want("Pop", lev.Pop(bits), pop)
	want("Word(0)", kern.Word(0), int64('a'))
	want("Word(4)", kern.Word(4), int64('b')+16)
	want("Word(5)", kern.Word(5), int64('c')+10)
	want("First", kern.First(&[4]int64{7}), int64(7))
	want("samea", samea.Shared(5), int64(15))
	want("sameb", sameb.Shared(7), int64(21))
	want("two", two.Version(), int64(1))
	want("two/v2", two2.Version(), int64(2))
	a := left.Count()
	want("the diamond's count", right.Count()-a, int64(1))
	for range 3 {
		want("Follow(nil)", fault(func() { kern.Follow(nil) }, "follow"), "")
	}
	nine := int64(9)
	want("Follow", kern.Follow(&nine), int64(10))
}

// fault says what is wrong with the panic of a nil dereference in C.
func fault(f func(), function string) (wrong string) {
	defer func() {
		err, ok := recover().(runtime.Error)
		if !ok || !strings.Contains(err.Error(), "nil pointer dereference") {
			wrong = fmt.Sprintf("panicked with %v", err)
			return
		}
		stack := string(debug.Stack())
		if kern.Native && (!strings.Contains(stack, "kern.c:") || !strings.Contains(stack, function)) {
			wrong = "no C in " + stack
		}
	}()
	f()
	return "no panic"
}

//go:noinline
func deep(n int, f func()) {
	var room [32]byte
	if n == 0 {
		f()
	} else {
		deep(n-1, f)
	}
	runtime.KeepAlive(&room)
}

// Report prints what is wrong, the CPU level and a last line, and returns how much is wrong.
func Report() int {
	wrong := All()
	for _, w := range wrong {
		fmt.Fprintln(os.Stderr, "wrong:", w)
	}
	if len(wrong) == 0 {
		var level int64
		lev.Level(&level)
		fmt.Printf("level %d, native %t\nall good\n", level, kern.Native)
	}
	return len(wrong)
}
