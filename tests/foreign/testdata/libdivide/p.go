// Package p is libdivide: division by multiplication, in one header.
package p

//nearcall:source csrc/instance.c

type U64 struct {
	Magic uint64
	More  uint8
}

type S64 struct {
	Magic int64
	More  uint8
}

type U32 struct {
	Magic uint32
	More  uint8
}

//nearcall:func u64_gen
func GenU64(d uint64) (magic uint64, more uint8)

//nearcall:func u64_do
//go:noescape
func DoU64(n uint64, d *[9]byte) uint64

//nearcall:func u64_recover
//go:noescape
func RecoverU64(d *[9]byte) uint64
