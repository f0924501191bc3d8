//go:build !purego

package base64

//nearcall:source ../../csrc/base64/base64.c
//nearcall:cflags -O3
//nearcall:cpu x86-64-v1 x86-64-v2 x86-64-v3 x86-64-v4+avx512vbmi

//nearcall:func base64_encode
//go:noescape
func encode(dst, src []byte)

// decode decodes four characters at once until four are not of the alphabet, and
// returns how many it took.
//
//nearcall:func base64_decode
//go:noescape
func decode(dst, src []byte) int
