//go:build cloop

// Command cloop sets kernels of gostubs, called from a loop in Go, beside the same C called from a loop in C.
// run.sh beside it builds it: the C comes from a library that clang makes for this machine's best level.
//
// Both loops run in turn in one process; the ratio is the median of the rounds' ratios, C's time by ours.
package main

/*
#include <stddef.h>
#include <stdint.h>

struct node {
	uint32_t value[8], block[16];
	uint64_t counter;
	uint32_t length, flags;
};
void blake3_node(struct node *, const uint32_t *key, const uint8_t *p, size_t n, uint64_t counter, uint32_t flags);
void blake3_sum(const uint32_t *key, const uint8_t *p, size_t n, uint32_t flags, uint8_t *sum);
void blake3_output(const struct node *, uint64_t counter, uint8_t *out, size_t n);
void chacha20poly1305_seal(const uint8_t *key, const uint8_t *nonce, uint8_t *out, const uint8_t *in, size_t n,
                           const uint8_t *ad, size_t ad_n, uint8_t *tag);
_Bool chacha20poly1305_open(const uint8_t *key, const uint8_t *nonce, uint8_t *out, const uint8_t *in, size_t n,
                            const uint8_t *ad, size_t ad_n, const uint8_t *tag);
size_t streamvbyte_encode(const uint32_t *in, size_t n, uint8_t *out, size_t room);
int64_t streamvbyte_decode(uint32_t *out, size_t n, const uint8_t *in, size_t size);

static void loop_blake3(const uint8_t *p, size_t n, size_t calls, uint8_t *sum)
{
	static const uint32_t key[8] = {
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
	};

	for (; calls; calls--) {
		if (n <= 1024) {
			blake3_sum(key, p, n, 0, sum);
		} else {
			struct node node;
			blake3_node(&node, key, p, n, 0, 0);
			blake3_output(&node, 0, sum, 32);
		}
	}
}

static void loop_seal(const uint8_t *key, const uint8_t *nonce, uint8_t *out, const uint8_t *in, size_t n, size_t calls)
{
	for (; calls; calls--)
		chacha20poly1305_seal(key, nonce, out, in, n, 0, 0, out + n);
}

static _Bool loop_open(const uint8_t *key, const uint8_t *nonce, uint8_t *out, const uint8_t *in, size_t n, size_t calls)
{
	_Bool ok = 1;

	for (; calls; calls--)
		ok &= chacha20poly1305_open(key, nonce, out, in, n, 0, 0, in + n);
	return ok;
}

static void loop_encode(const uint32_t *in, size_t n, uint8_t *out, size_t room, size_t calls)
{
	for (; calls; calls--)
		streamvbyte_encode(in, n, out, room);
}

static void loop_decode(uint32_t *out, size_t n, const uint8_t *in, size_t size, size_t calls)
{
	for (; calls; calls--)
		streamvbyte_decode(out, n, in, size);
}
*/
import "C"

import (
	"bytes"
	"fmt"
	"math/rand"
	"slices"
	"time"
	"unsafe"

	"github.com/nearcall/nearcall/gostubs/blake3"
	"github.com/nearcall/nearcall/gostubs/chacha20poly1305"
	"github.com/nearcall/nearcall/gostubs/streamvbyte"
)

func bytePointer(p []byte) *C.uint8_t { return (*C.uint8_t)(unsafe.SliceData(p)) }

func numberPointer(p []uint32) *C.uint32_t { return (*C.uint32_t)(unsafe.SliceData(p)) }

// A line does a job on so many bytes n times, by nearcall and in C, and looks whether they agree.
type line struct {
	name string
	pair func(size int) (near, c func(n int), agree func() bool)
}

var lines = []line{
	{"blake3", func(size int) (near, c func(int), agree func() bool) {
		p, sum, want := random(size), [32]byte{}, make([]byte, 32)
		return func(n int) {
				for range n {
					sum = blake3.Sum256(p)
				}
			},
			func(n int) { C.loop_blake3(bytePointer(p), C.size_t(size), C.size_t(n), bytePointer(want)) },
			func() bool { return bytes.Equal(sum[:], want) }
	}},
	{"chacha20poly1305 seal", func(size int) (near, c func(int), agree func() bool) {
		p, key, nonce, want, got := random(size), random(32), random(12), make([]byte, size+16), make([]byte, size+16)
		a, _ := chacha20poly1305.New(key)
		return func(n int) {
				for range n {
					a.Seal(got[:0], nonce, p, nil)
				}
			},
			func(n int) {
				C.loop_seal(bytePointer(key), bytePointer(nonce), bytePointer(want), bytePointer(p), C.size_t(size), C.size_t(n))
			},
			func() bool { return bytes.Equal(got, want) }
	}},
	{"chacha20poly1305 open", func(size int) (near, c func(int), agree func() bool) {
		key, nonce, want, got := random(32), random(12), make([]byte, size), make([]byte, size)
		a, _ := chacha20poly1305.New(key)
		sealed, good := a.Seal(nil, nonce, random(size), nil), true
		return func(n int) {
				for range n {
					_, err := a.Open(got[:0], nonce, sealed, nil)
					good = good && err == nil
				}
			},
			func(n int) {
				good = bool(C.loop_open(bytePointer(key), bytePointer(nonce), bytePointer(want), bytePointer(sealed), C.size_t(size), C.size_t(n))) && good
			},
			func() bool { return good && bytes.Equal(got, want) }
	}},
	{"streamvbyte encode", func(size int) (near, c func(int), agree func() bool) {
		numbers := randomNumbers(size / 4)
		got, want := make([]byte, 0, streamvbyte.MaxLen(size/4)), make([]byte, streamvbyte.MaxLen(size/4))
		return func(n int) {
				for range n {
					got = streamvbyte.Append(got[:0], numbers)
				}
			},
			func(n int) {
				C.loop_encode(numberPointer(numbers), C.size_t(size/4), bytePointer(want), C.size_t(len(want)), C.size_t(n))
			},
			func() bool { return bytes.Equal(got, want[:len(got)]) }
	}},
	{"streamvbyte decode", func(size int) (near, c func(int), agree func() bool) {
		p, got, want := streamvbyte.Append(nil, randomNumbers(size/4)), make([]uint32, size/4), make([]uint32, size/4)
		return func(n int) {
				for range n {
					_, _ = streamvbyte.Decode(got, p)
				}
			},
			func(n int) {
				C.loop_decode(numberPointer(want), C.size_t(size/4), bytePointer(p), C.size_t(len(p)), C.size_t(n))
			},
			func() bool { return slices.Equal(got, want) }
	}},
}

func random(size int) []byte {
	p := make([]byte, size)
	rand.New(rand.NewSource(int64(size))).Read(p)
	return p
}

func randomNumbers(n int) []uint32 {
	numbers, rng := make([]uint32, n), rand.New(rand.NewSource(1))
	for i := range numbers {
		numbers[i] = rng.Uint32() >> (8 * rng.Intn(4))
	}
	return numbers
}

func timed(f func(int), n int) float64 {
	start := time.Now()
	f(n)
	return float64(time.Since(start).Nanoseconds()) / float64(n)
}

func main() {
	const rounds = 301
	for _, l := range lines {
		for _, size := range []int{256, 1 << 10, 4 << 10, 64 << 10} {
			near, c, agree := l.pair(size)
			near(1)
			if c(1); !agree() {
				panic(l.name + ": nearcall and C differ")
			}
			n := 1 + int(100_000/timed(c, 10))
			ratios, nears := make([]float64, rounds), make([]float64, rounds)
			for i := range ratios {
				// A turn of C's has one cgo call: as little as can be beside the rest.
				cs := timed(c, n)
				nears[i] = timed(near, n)
				ratios[i] = cs / nears[i]
			}
			slices.Sort(ratios)
			slices.Sort(nears)
			fmt.Printf("%-22s %6d  %6.2f B/ns  %.2f\n", l.name, size, float64(size)/nears[rounds/2], ratios[rounds/2])
		}
	}
}
