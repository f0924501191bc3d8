//go:build amd64 && !purego

// Package codec reads runs of varints, as encoding/binary and Protocol Buffers have them.
package codec

//go:generate nearcall build

//nearcall:source csrc/varint.c

// decode reads varints from src until dst is full or src is at its end, and
// returns how many, and how many bytes they took. It stops before a varint that
// is not whole, or is larger than 64 bits.
//
//nearcall:func varint_decode
//nearcall:fallback decodeGo
//go:noescape
func decode(dst []uint64, src []byte) (n, used int64)
