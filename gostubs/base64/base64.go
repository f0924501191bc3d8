// Package base64 encodes and decodes base64: what base64.StdEncoding of
// encoding/base64 does, with the same results and the same errors.
//
// On amd64 and arm64 the work is done by csrc/base64/base64.c, by SSSE3, AVX2, AVX-512
// or NEON; what is not plain, such as the padding at the end, is left to encoding/base64.
// Elsewhere, and with the build tag purego, all is.
package base64

import (
	"encoding/base64"
	"slices"
)

// EncodedLen returns the length of n bytes encoded.
func EncodedLen(n int) int { return base64.StdEncoding.EncodedLen(n) }

// DecodedLen returns the most bytes that n bytes decode to.
func DecodedLen(n int) int { return base64.StdEncoding.DecodedLen(n) }

// Encode writes src, encoded, to the first EncodedLen(len(src)) bytes of dst, and
// panics if there are fewer. The two must not overlap.
func Encode(dst, src []byte) {
	encode(dst[:EncodedLen(len(src))], src)
}

// AppendEncode appends src, encoded, to dst.
func AppendEncode(dst, src []byte) []byte {
	n := EncodedLen(len(src))
	dst = slices.Grow(dst, n)
	encode(dst[len(dst):][:n], src)
	return dst[:len(dst)+n]
}

// EncodeToString returns src, encoded.
func EncodeToString(src []byte) string {
	return string(AppendEncode(nil, src))
}

// Decode decodes src to dst, which has room for DecodedLen(len(src)) bytes: it
// panics if not. It returns how many bytes it wrote. Line ends are passed over.
// The error is a base64.CorruptInputError of encoding/base64; what was decoded
// before it is in dst. The two slices must not overlap.
func Decode(dst, src []byte) (int, error) {
	dst = dst[:DecodedLen(len(src))]
	at, n := 0, 0
	for at < len(src) {
		k := decode(dst[n:], src[at:])
		at += k
		n += k / 4 * 3
		if at == len(src) || src[at] != '\n' && src[at] != '\r' {
			break
		}
		for at < len(src) && (src[at] == '\n' || src[at] == '\r') {
			at++
		}
	}
	if at == len(src) {
		return n, nil
	}
	k, err := base64.StdEncoding.Decode(dst[n:], src[at:])
	if bad, ok := err.(base64.CorruptInputError); ok {
		err = bad + base64.CorruptInputError(at)
	}
	return n + k, err
}

// AppendDecode appends src, decoded, to dst.
func AppendDecode(dst, src []byte) ([]byte, error) {
	dst = slices.Grow(dst, DecodedLen(len(src)))
	n, err := Decode(dst[len(dst):cap(dst)], src)
	return dst[:len(dst)+n], err
}
