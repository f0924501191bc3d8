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
