// Package aligned has C functions that rely on a stack aligned to 16 bytes: they
// fault or return something else than 0 without.
package aligned

//nearcall:source csrc/p.c
//nearcall:cflags LEVEL -march=x86-64-v2

//nearcall:func
func Vector(x float32) int64

//nearcall:func
func Address() int64

//nearcall:func
func Folded() int64

//nearcall:func
func Masked(x int64) int64

//nearcall:func
func Copied() int64

//nearcall:func
func Pushed(x int64) int64

//nearcall:func
func Passed(x float32) int64

//nearcall:func
func Indexed(i int64) int64

//nearcall:func
func Exchanged(x int64) int64

//nearcall:func
func Over32(x int64) int64

//nearcall:func
func Deep(x int64) int64

//nearcall:func
func DeepLeaf(x int64) int64

//nearcall:func
func Stacked(a, b, c, d, e, f, h, i int64) int64

type Three struct{ A, B, C int64 }

//nearcall:func
func Hidden(x int64) Three

//nearcall:func
func Tail(x int64) int64

//nearcall:func
func Assembled() int64
