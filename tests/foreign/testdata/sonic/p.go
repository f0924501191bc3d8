// Package p is natives of sonic: numbers to text, HTML escapes, spaces, UTF-8.
package p

//nearcall:source up/native/f64toa.c up/native/f32toa.c up/native/i64toa.c up/native/u64toa.c
//nearcall:source up/native/lspace.c up/native/html_escape.c up/native/validate_utf8_fast.c
//nearcall:cflags -O3
//nearcall:cpu x86-64-v3

//nearcall:func f64toa
//go:noescape
func F64toa(out *byte, x float64) int32

//nearcall:func i64toa
//go:noescape
func I64toa(out *byte, x int64) int32

//nearcall:func u64toa
//go:noescape
func U64toa(out *byte, x uint64) int32

//nearcall:func lspace
//go:noescape
func Lspace(s string, from int) int

//nearcall:func html_escape
//go:noescape
func HTMLEscape(s string, out *byte, n *int) int

//nearcall:func validate_utf8_fast
//go:noescape
func ValidateUTF8(s *string) int
