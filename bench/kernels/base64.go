package main

import (
	peer "encoding/base64"

	"github.com/nearcall/nearcall/gostubs/base64"
)

// codecLine sets an encoder or decoder beside another; size is that of its input.
func codecLine(name string, input func(size int) []byte, near, other func(dst, src []byte)) kernel {
	return kernel{name, "encoding/base64", sizes, func(size int) pair {
		src, dst := input(size), make([]byte, 2*size+4)
		loop := func(f func(dst, src []byte)) func(int) {
			return func(n int) {
				for range n {
					f(dst, src)
				}
			}
		}
		return pair{loop(near), loop(other)}
	}}
}

func init() {
	text := func(size int) []byte { return []byte(peer.StdEncoding.EncodeToString(random(size)))[:size] }
	kernels = append(kernels,
		codecLine("base64 encode", random, base64.Encode, peer.StdEncoding.Encode),
		codecLine("base64 decode", text,
			func(dst, src []byte) { n, _ := base64.Decode(dst, src); sink += uint64(n) },
			func(dst, src []byte) { n, _ := peer.StdEncoding.Decode(dst, src); sink += uint64(n) }),
	)
}
