// Package streamvbyte writes numbers of 32 bits in as few bytes each as they need:
// Stream VByte, as Lemire, Kurz and Rupp have it (Stream VByte: faster
// byte-oriented integer compression, 2018).
//
// The numbers' count is not written: whoever reads must know it. Numbers that rise,
// such as the documents in which a word stands, take less as differences: see
// AppendDelta.
//
// On amd64 and arm64 the work is done by csrc/streamvbyte, by SSSE3, AVX-512 or NEON;
// elsewhere, and with the build tag purego, it is Go.
package streamvbyte

import (
	"errors"
	"slices"
)

// ErrShort says that there are fewer bytes than the numbers take.
var ErrShort = errors.New("streamvbyte: too few bytes")

// MaxLen returns how many bytes n numbers take at most.
func MaxLen(n int) int { return (n+3)/4 + 4*n }

// Append appends numbers to dst.
func Append(dst []byte, numbers []uint32) []byte {
	dst = grow(dst, len(numbers))
	return dst[:len(dst)+encode(numbers, dst[len(dst):cap(dst)])]
}

// AppendDelta appends the differences of numbers to the one before, that of the first
// being before: 0, or the last of a slice that has been appended already.
func AppendDelta(dst []byte, numbers []uint32, before uint32) []byte {
	dst = grow(dst, len(numbers))
	return dst[:len(dst)+encodeDelta(numbers, dst[len(dst):cap(dst)], before)]
}

// grow makes room behind dst for n numbers.
func grow(dst []byte, n int) []byte {
	if cap(dst)-len(dst) < MaxLen(n) {
		return slices.Grow(dst, MaxLen(n))
	}
	return dst
}

// Decode fills numbers from what Append has written, and returns how many bytes that
// were. Whatever p has, nothing outside of it is read. If it is too short, the numbers
// are anything, and the error is ErrShort.
func Decode(numbers []uint32, p []byte) (int, error) {
	return checked(decode(numbers, p))
}

// DecodeDelta fills numbers from what AppendDelta has written; before is what it was there.
func DecodeDelta(numbers []uint32, p []byte, before uint32) (int, error) {
	return checked(decodeDelta(numbers, p, before))
}

func checked(n int) (int, error) {
	if n < 0 {
		return 0, ErrShort
	}
	return n, nil
}
