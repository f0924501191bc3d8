// Package p is the crate ryu: floating-point numbers in decimal.
package p

//nearcall:archive target/release/libforeign.a

//nearcall:func ryu_f64(f64, ptr) u64
//go:noescape
func Format64(x float64, out *[24]byte) int

//nearcall:func ryu_f32(f32, ptr) u64
//go:noescape
func Format32(x float32, out *[24]byte) int
