//go:build cgo

package main

import (
	peer "encoding/base64"
	"math/rand"
	"unsafe"

	"github.com/nearcall/nearcall/bench/kernels/cloop"
	"github.com/nearcall/nearcall/gostubs/base64"
	"github.com/nearcall/nearcall/gostubs/blake3"
	"github.com/nearcall/nearcall/gostubs/chacha20poly1305"
	"github.com/nearcall/nearcall/gostubs/crc"
	"github.com/nearcall/nearcall/gostubs/gf256"
	"github.com/nearcall/nearcall/gostubs/sha256"
	"github.com/nearcall/nearcall/gostubs/streamvbyte"
	"github.com/nearcall/nearcall/gostubs/utf8"
	"github.com/nearcall/nearcall/gostubs/vector"
	"github.com/nearcall/nearcall/gostubs/xxh3"
)

// beside sets a kernel beside its own C on the same memory: in a loop of C, which is the limit, and by cgo, a call at
// a time.
func beside(name string, input func(size int) (src, dst []byte), near func(src, dst []byte) func(n int)) {
	loop := cloop.Loops[name]
	line := func(peer string, other func(src, dst []byte, size, n int)) kernel {
		return kernel{name, peer, sizes, func(size int) pair {
			src, dst := input(size)
			return pair{near(src, dst), func(n int) { other(src, dst, size, n) }}
		}}
	}
	kernels = append(kernels,
		line("C loop", func(src, dst []byte, size, n int) { loop(src, dst, size, n) }),
		line("cgo", func(src, dst []byte, size, n int) {
			for range n {
				loop(src, dst, size, 1)
			}
		}))
}

func floats(b []byte) []float32 {
	return unsafe.Slice((*float32)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/4)
}

func twoVectors(size int) (x, y []byte) {
	rng := rand.New(rand.NewSource(1))
	x, y = make([]byte, size), make([]byte, size)
	for i := range floats(x) {
		floats(x)[i], floats(y)[i] = rng.Float32(), rng.Float32()
	}
	return x, y
}

func withRoom(input func(size int) []byte) func(size int) (src, dst []byte) {
	return func(size int) (src, dst []byte) { return input(size), make([]byte, 2*size+4) }
}

func besideBytes(name string, input func(size int) []byte, near func(b []byte)) {
	beside(name, withRoom(input), func(src, _ []byte) func(int) {
		return func(n int) {
			for range n {
				near(src)
			}
		}
	})
}

func besideFloats(name string, near func(x, y []float32) float32) {
	beside(name, twoVectors, func(src, dst []byte) func(int) {
		x, y := floats(src), floats(dst)
		return func(n int) {
			for range n {
				sinkFloat += near(x, y)
			}
		}
	})
}

func init() {
	besideBytes("xxh3 64", random, func(b []byte) { sink += xxh3.Sum64(b) })
	besideBytes("xxh3 128", random, func(b []byte) { sink += xxh3.Sum128(b).Lo })
	besideBytes("crc32c", random, func(b []byte) { sink += uint64(crc.Castagnoli(0, b)) })
	besideBytes("crc64 ecma", random, func(b []byte) { sink += crc.ECMA(0, b) })
	besideBytes("sha256", random, func(b []byte) { s := sha256.Sum256(b); sink += uint64(s[0]) })
	for _, k := range []struct{ name, text string }{{"utf8 ascii", asciiText}, {"utf8 mixed", mixedText}} {
		besideBytes(k.name, func(size int) []byte { return validText(k.text, size) }, func(b []byte) {
			if utf8.Valid(b) {
				sink++
			}
		})
	}
	text := func(size int) []byte { return []byte(peer.StdEncoding.EncodeToString(random(size)))[:size] }
	codec := func(near func(dst, src []byte)) func(src, dst []byte) func(int) {
		return func(src, dst []byte) func(int) {
			return func(n int) {
				for range n {
					near(dst, src)
				}
			}
		}
	}
	beside("base64 encode", withRoom(random), codec(base64.Encode))
	beside("base64 decode", withRoom(text), codec(func(dst, src []byte) { n, _ := base64.Decode(dst, src); sink += uint64(n) }))
	besideFloats("vector dot", vector.Dot)
	besideFloats("vector l2", vector.L2)
	besideFloats("vector cosine", vector.Cosine)
	besideBytes("vector int8 dot", random, func(b []byte) {
		x := unsafe.Slice((*int8)(unsafe.Pointer(unsafe.SliceData(b))), len(b))
		sink += uint64(vector.DotInt8(x, x))
	})
	besideParity()
	besideBytes("blake3", random, func(b []byte) { s := blake3.Sum256(b); sink += uint64(s[0]) })
	besideAEAD()
	besideNumbers()
}

func besideAEAD() {
	var nonce [chacha20poly1305.NonceSize]byte
	a, err := chacha20poly1305.New(make([]byte, chacha20poly1305.KeySize))
	must(err)
	beside("chacha20poly1305 seal", withRoom(random), func(src, dst []byte) func(int) {
		return func(n int) {
			for range n {
				sink += uint64(a.Seal(dst[:0], nonce[:], src, nil)[0])
			}
		}
	})
	sealed := func(size int) []byte { return a.Seal(nil, nonce[:], random(size), nil) }
	beside("chacha20poly1305 open", withRoom(sealed), func(src, dst []byte) func(int) {
		return func(n int) {
			for range n {
				p, err := a.Open(dst[:0], nonce[:], src, nil)
				must(err)
				sink += uint64(p[0])
			}
		}
	})
}

func numbersOf(b []byte) []uint32 {
	return unsafe.Slice((*uint32)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/4)
}

func besideNumbers() {
	plain := func(size int) (src, dst []byte) {
		src = make([]byte, size)
		copy(numbersOf(src), someNumbers(size/4))
		return src, make([]byte, streamvbyte.MaxLen(size/4))
	}
	beside("streamvbyte encode", plain, func(src, dst []byte) func(int) {
		return func(n int) {
			for range n {
				sink += uint64(streamvbyte.Append(dst[:0], numbersOf(src))[0])
			}
		}
	})
	beside("streamvbyte decode", func(size int) (src, dst []byte) {
		src = make([]byte, streamvbyte.MaxLen(size/4))
		streamvbyte.Append(src[:0], someNumbers(size/4))
		return src, make([]byte, size)
	}, func(src, dst []byte) func(int) {
		return func(n int) {
			for range n {
				k, err := streamvbyte.Decode(numbersOf(dst), src)
				must(err)
				sink += uint64(k)
			}
		}
	})
}

// The slices of both lie at the same places.
func besideParity() {
	const data, parity = 10, 4
	beside("gf256 10+4", func(size int) (src, dst []byte) {
		return random((data + parity) * size), make([]byte, 1<<12) // tables of coefficients: zeros take as long
	}, func(src, _ []byte) func(int) {
		code, err := gf256.New(data, parity)
		must(err)
		slices := make([][]byte, data+parity)
		for i := range slices {
			size := len(src) / len(slices)
			slices[i] = src[i*size:][:size]
		}
		return func(n int) {
			for range n {
				must(code.Encode(slices))
			}
		}
	})
}
