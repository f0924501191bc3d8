// Package small has C functions that mostly are small enough to be fused.
package small

//nearcall:source csrc/p.c
//nearcall:cflags LEVEL

//nearcall:func
func Min8(a, b int8) int8

//nearcall:func
func Sat16(a, b int16) int16

//nearcall:func
func Differ(a, b bool) bool

//nearcall:func
func InRange(x int8, lo uint8, hi int16) bool

//nearcall:func
func Turn8(x, n uint8) uint8

//nearcall:func
func Widen(a int8, b int16, c int32, d uint8, e uint16, f uint32) int64

//nearcall:func
func Low8(x int64) int8

//nearcall:func
func Low16(x int64) uint16

//nearcall:func
func Low32(x int64) int32

//nearcall:func
func Odd(x int64) bool

//nearcall:func
func ClassOf(x int64) int32

//go:noescape
//nearcall:func
func Guard(p *int64, x int64) int64

//nearcall:func
func Clamp(x, lo, hi float64) float64

//nearcall:func
func Pick(a, b float64, c bool) float64

//nearcall:func
func Median(a, b, c int64) int64

//nearcall:func
func Pressure(a, b, c, d, e, f int64) int64

//nearcall:func
func Wreck(a, b int64, c float64) float64

//nearcall:func
func Wrapped(a, b int64) int64

//go:noescape
//nearcall:func
func Store16(p *int16, x int16)

//nearcall:func
func Nothing()

//nearcall:func
func High(a, b uint64) uint64

type Two struct{ Q, R int64 }

//nearcall:func
func DivMod(a, b int64) Two

//nearcall:func
func Lerp(a, b, t float32) float32

//nearcall:func
func Cut(x float64) int64

//nearcall:func
func DivOf(a, b int64) int64

//nearcall:func
func RedZone(a, b int64) int64

//nearcall:func
func Trap(x int64) int64

//nearcall:func
func CaseOf(x uint8) int16

//nearcall:func
func ConjOf(x complex64) complex64

//nearcall:func
func Times(x, y complex128) complex128

//go:noescape
//nearcall:func
func First(s string) int32

//go:noescape
//nearcall:func
func Flip(p *bool) bool

//go:noescape
//nearcall:func
func FetchAdd(p *uint32, x uint32) uint32

//nearcall:func
func Six(a, b, c, d, e, f float64) float64

//nearcall:func
func Swapped(a float32, b int8, c float64, d int64) float32

//go:noescape
//nearcall:func
func Third(xs []int32, i int) int32

// Arguments on C's stack.

//nearcall:func
func Nine(a, b, c, d, e, f, m, h, i int64) int64

//nearcall:func
func Twelve(a int8, b uint16, c int32, d, e, f, m, h, i, j, k, l int64) int64

//nearcall:func
func MixedStack(a, b, c, d, e, f int64, m int8, h uint16, i bool, j int32) int64

//nearcall:func
func TenDoubles(a, b, c, d, e, f, m, h, i, j float64) float64

//nearcall:func
func NineFloats(a, b, c, d, e, f, m, h, i float32, j int64) float32

type Three struct{ A, B, C int64 }

//nearcall:func
func Three24(x int64, s Three) int64

type Six6 struct{ A, B, C, D, E, F int64 }

//nearcall:func
func Six48(s Six6, x int64) int64

//nearcall:func
func Indexed48(x int64, s Six6, i uint64) int64

type Mixed struct {
	A float64
	B int64
	C float64
	D int64
}

//nearcall:func
func Mixed32(x float64, s Mixed, y int64) float64

// EarlyNine returns in its middle.
//
//nearcall:func
func EarlyNine(a, b, c, d, e, f, m, h, i int64) int64

//nearcall:func
func WriteStack(a, b, c, d, e, f, m, h int64) int64

//nearcall:func
func PointStack(a, b, c, d, e, f, m, h int64) int64

// Structs in registers.

//nearcall:func
func Pair16(x int64, s Two) int64

type FloatInt struct {
	A float64
	B int64
}

type IntFloat struct {
	A int64
	B float64
}

//nearcall:func
func Turned(s FloatInt, x int64) IntFloat

//nearcall:func
func SwapPair(a, b int64) Two

//nearcall:func
func UnusedThird(a, b, c int64) Two

//nearcall:func
func Spread(a, b, c float64, d int64) (q float64, r int64)

//nearcall:func
func OneFloat() float64

// Locals.

//nearcall:func
func Locals(a, b int64) int64

//nearcall:func
func IndexedLocal(a, i uint64) uint64

// Constants.

//nearcall:func
func Polynomial(x float64) float64

//nearcall:func
func Scaled(x float32) float32

//nearcall:func
func Abs(x float64) float64

//nearcall:func
func Negated(x float32, y float64) float64

//nearcall:func
func FromUnsigned(x uint64) float64

// Instructions with registers of their own.

//nearcall:func
func MulAdd(a, b, c, d uint64) uint64

//nearcall:func
func Shifted(a, b, c, n uint64) uint64

//nearcall:func
func Remainder(a, b, c uint32) uint32

//nearcall:func
func Selected(a, b, c, d int64) int64

//nearcall:func
func Compared(a, b, c, d int64) uint8

//nearcall:func
func Reversed(a, b uint64) uint64

//nearcall:func
func SecondByte(a, b uint64) uint64

//nearcall:func
func Exchanged(a, b int64) int64

//nearcall:func
func SumLast(a, b, c int64) int64
