//go:build cgo

package main

/*
static int twice(int x) { return 2 * x; }
*/
import "C"

func init() {
	if C.twice(4) != 8 {
		panic("cgo is wrong")
	}
}
