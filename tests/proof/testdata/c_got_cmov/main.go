package main

import (
	"fmt"
	"m/p"
	"os"
)

func main() {
	for x := range uint64(200) {
		first, k := byte(2), uint64(12)
		if x == 4 {
			first, k = 1, 34
		}
		want := byte(0)
		if x*k&63 == 0 {
			want = first
		}
		if got := p.F(x); got != want {
			fmt.Printf("F(%d) = %d, want %d\n", x, got, want)
			os.Exit(1)
		}
	}
}
