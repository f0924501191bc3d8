package main

import (
	"hash/crc32"
	"hash/crc64"

	"github.com/nearcall/nearcall/gostubs/crc"
)

// byteLine sets a function of bytes beside another.
func byteLine(name, peer string, near, other func(b []byte)) kernel {
	return kernel{name, peer, sizes, func(size int) pair {
		b := random(size)
		loop := func(f func(b []byte)) func(int) {
			return func(n int) {
				for range n {
					f(b)
				}
			}
		}
		return pair{loop(near), loop(other)}
	}}
}

func init() {
	castagnoli, ecma := crc32.MakeTable(crc32.Castagnoli), crc64.MakeTable(crc64.ECMA)
	kernels = append(kernels,
		byteLine("crc32c", "hash/crc32",
			func(b []byte) { sink += uint64(crc.Castagnoli(0, b)) },
			func(b []byte) { sink += uint64(crc32.Checksum(b, castagnoli)) }),
		byteLine("crc64 ecma", "hash/crc64",
			func(b []byte) { sink += crc.ECMA(0, b) },
			func(b []byte) { sink += crc64.Checksum(b, ecma) }),
	)
}
