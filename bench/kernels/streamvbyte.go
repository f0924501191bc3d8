package main

import (
	"encoding/binary"
	"math/rand"
	"slices"

	"github.com/nearcall/nearcall/gostubs/streamvbyte"
)

var kept = [4]uint32{0xff, 0xffff, 0xffffff, 0xffffffff}

// goEncode does in Go what streamvbyte.Append does.
func goEncode(dst []byte, numbers []uint32) []byte {
	controls := (len(numbers) + 3) / 4
	at := len(dst) + controls
	p := slices.Grow(dst, streamvbyte.MaxLen(len(numbers)))
	control := p[len(p) : len(p)+controls]
	p = p[:cap(p)]
	clear(control)
	for i, x := range numbers {
		var more uint32
		if x > 0xff {
			more++
		}
		if x > 0xffff {
			more++
		}
		if x > 0xffffff {
			more++
		}
		control[i/4] |= byte(more << (i % 4 * 2))
		binary.LittleEndian.PutUint32(p[at:], x)
		at += int(more) + 1
	}
	return p[:at]
}

// goDecode does in Go what streamvbyte.Decode does.
func goDecode(numbers []uint32, p []byte) int {
	control, at := p, (len(numbers)+3)/4
	for len(numbers) >= 4 && len(p)-at >= 16 {
		c := control[0]
		d := p[at : at+16 : at+16]
		numbers[0] = binary.LittleEndian.Uint32(d) & kept[c&3]
		n := int(c&3) + 1
		numbers[1] = binary.LittleEndian.Uint32(d[n&15:]) & kept[c>>2&3]
		n += int(c>>2&3) + 1
		numbers[2] = binary.LittleEndian.Uint32(d[n&15:]) & kept[c>>4&3]
		n += int(c>>4&3) + 1
		numbers[3] = binary.LittleEndian.Uint32(d[n&15:]) & kept[c>>6&3]
		at += n + int(c>>6&3) + 1
		numbers, control = numbers[4:], control[1:]
	}
	for i := range numbers {
		n := int(control[i/4]>>(i%4*2)&3) + 1
		var x uint32
		for k, b := range p[at : at+n] {
			x |= uint32(b) << (8 * k)
		}
		numbers[i] = x
		at += n
	}
	return at
}

// someNumbers gives numbers of one to four bytes, each as often.
func someNumbers(n int) []uint32 {
	numbers, rng := make([]uint32, n), rand.New(rand.NewSource(1))
	for i := range numbers {
		numbers[i] = rng.Uint32() >> (8 * rng.Intn(4))
	}
	return numbers
}

// numbersLine sets a job on someNumbers beside another; size is their bytes, four each.
func numbersLine(name string, job func(numbers []uint32, p []byte) (near, peer func())) kernel {
	return kernel{name, "Go", sizes, func(size int) pair {
		numbers := someNumbers(size / 4)
		p := streamvbyte.Append(nil, numbers)
		if q := goEncode(nil, numbers); !slices.Equal(p, q) || goDecode(slices.Clone(numbers), p) != len(p) {
			panic("the two codes differ")
		}
		near, peer := job(numbers, p)
		loop := func(f func()) func(int) {
			return func(n int) {
				for range n {
					f()
				}
			}
		}
		return pair{loop(near), loop(peer)}
	}}
}

func init() {
	kernels = append(kernels,
		numbersLine("streamvbyte encode", func(numbers []uint32, p []byte) (near, peer func()) {
			p = make([]byte, 0, streamvbyte.MaxLen(len(numbers)))
			return func() { sink += uint64(streamvbyte.Append(p, numbers)[0]) },
				func() { sink += uint64(goEncode(p, numbers)[0]) }
		}),
		numbersLine("streamvbyte decode", func(numbers []uint32, p []byte) (near, peer func()) {
			return func() { n, _ := streamvbyte.Decode(numbers, p); sink += uint64(n) },
				func() { sink += uint64(goDecode(numbers, p)) }
		}),
	)
}
