// Package lev is compiled for three levels of the CPU on amd64.
package lev

func levelGo(level *int64) { *level = 0 }

func popGo(xs []uint64) int64 {
	var n int64
	for _, x := range xs {
		for ; x != 0; x &= x - 1 {
			n++
		}
	}
	return n
}
