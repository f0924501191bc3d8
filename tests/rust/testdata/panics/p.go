// Package p goes wrong in all ways of Rust.
package p

//nearcall:archive lib.a

//nearcall:func go_wrong(ptr, u64, u32, u64, u64) u64
//go:noescape
func GoWrong(b []byte, way uint32, i, j uint) uint
