//go:build (amd64 || arm64) && !purego

package base64

//nearcall:source ../../csrc/base64/base64.c
//nearcall:cflags -O3

//nearcall:func base64_encode
//go:noescape
func encode(dst, src []byte)

// decode decodes four characters at once until four are not of the alphabet, and
// returns how many it took.
//
//nearcall:func base64_decode
//go:noescape
func decode(dst, src []byte) int
