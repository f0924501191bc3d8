// Package p is the erasure code of isa-l, in C.
package p

//nearcall:source up/erasure_code/ec_base.c
//nearcall:cflags -O3 -I up/include

//nearcall:func ec_init_tables
//go:noescape
func InitTables(k, rows int32, a, tables *byte)

//nearcall:func ec_encode_data_base
//go:noescape
func Encode(n, k, rows int32, tables *byte, data, coding **byte)

//nearcall:func gf_mul
func Mul(a, b uint8) uint8

//nearcall:func gf_inv
func Inv(a uint8) uint8

//nearcall:func gf_invert_matrix
//go:noescape
func Invert(in, out *byte, n int32) int32
