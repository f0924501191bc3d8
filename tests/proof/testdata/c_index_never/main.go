package main

import (
	"fmt"

	"m/p"
)

// It prints the same however the C is compiled.
func main() {
	var s [25]uint64
	m := make([]byte, 1000)
	x := make([]int32, 16)
	w := make([]uint64, 6)
	h := make([]uint16, 12)
	for i := range m {
		m[i] = byte(i * 7)
	}
	for i := range x {
		x[i] = int32(i*i*i) - 50
	}
	for i := range w {
		w[i] = uint64(i * 11)
	}
	for i := range h {
		h[i] = uint16(i * 13)
	}
	for n := range uint64(8) {
		fmt.Println(p.Hidden(n*3, n))
	}
	for _, r := range []uint32{72, 104, 136, 168} {
		for n := range uint64(400) {
			fmt.Println(p.Absorb(&s[0], r, &m[0], n))
		}
	}
	for n := range int32(17) {
		fmt.Println(p.Fold(&x[0], n))
	}
	for n := range uint32(6) {
		fmt.Println(p.Windows(&w[0], n+1))
	}
	for n := range uint64(13) {
		fmt.Println(p.Backwards(&h[0], n))
	}
}
