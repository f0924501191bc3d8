// Package p has C functions of every form of call.
package p

//nearcall:source csrc/p.c

// Fused.

//go:noescape
//nearcall:func
func Add3(a, b, c int64) int64

//go:noescape
//nearcall:func
func Floats(a float64, b float32, c float64) float64

//go:noescape
//nearcall:func
func Mixed(a int8, b uint16, c float64, d bool, e int32, f float32) float64

//go:noescape
//nearcall:func
func Bump(x *int64, d int64) int64

//go:noescape
//nearcall:func
func Ends(xs []int64) int64

type Two struct{ Q, R int64 }

//go:noescape
//nearcall:func
func DivMod(a, b int64) Two

type Point struct{ X, Y float64 }

//go:noescape
//nearcall:func
func Turn(p Point, n int32) Point

//go:noescape
//nearcall:func
func Less(a, b int32) bool

//go:noescape
//nearcall:func
func Clobber(a, b int64, c float64) int64

//go:noescape
//nearcall:func
func Put(x *[2]int32, a int16)

// Calls without a frame.

//go:noescape
//nearcall:func
func Sum(xs []int64) int64

//go:noescape
//nearcall:func
func Hash(s string, seed uint32) uint32

//go:noescape
//nearcall:func
func ClobberLoop(xs []int64, c float64) int64

//go:noescape
//nearcall:func
func Look(i uint32, x uint64) uint64

//go:noescape
//nearcall:func
func Vector(xs *[4]float32, d float32) float32

//go:noescape
//nearcall:func
func Calls(a, b int64) int64

//go:noescape
//nearcall:func
func Much(x *int64) int64

// Calls with a frame, for arguments or results in memory.

//go:noescape
//nearcall:func
func Ten(a, b, c, d, e, f, n, h, i, j int64) int64

//go:noescape
//nearcall:func
func TenFloats(a, b, c, d, e, f, n, h, i, j float64) float64

//go:noescape
//nearcall:func
func Small(a, b, c, d, e, f int64, n int8, h uint16, i bool, x *int64) int64

type Four struct{ A, B, C, D int64 }

//go:noescape
//nearcall:func
func Fold(f Four, x int64) int64

type Seven struct {
	A  *int64
	B  [1]int64
	Xs struct{ P *int64 }
	N  int64
	C  *int64
	D  int64
	E  *int64
}

//go:noescape
//nearcall:func
func Gather(s Seven, d int64) int64

type Three struct{ A, B, C int64 }

//go:noescape
//nearcall:func
func Spread(x int64, xs []int64) Three

//go:noescape
//nearcall:func
func Uneven(x int64) (a, b int64, c int8)

// Calls with a frame, for the stack that C uses.

//go:noescape
//nearcall:func
func Over(x *int64) int64

//go:noescape
//nearcall:func
func Deep(xs []byte) uint64

//go:noescape
//nearcall:func
func DeepScalars(x int64) int64

//go:noescape
//nearcall:func
func DeepAll(a, b, c, d, e, f, n, h int64, x *int64) Three

//go:noescape
//nearcall:func
func DeepClobber(x, y int64) int64
