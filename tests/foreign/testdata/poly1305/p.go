// Package p is BearSSL's ChaCha20-Poly1305.
package p

import "unsafe"

//nearcall:source csrc/shim.c up/src/symcipher/chacha20_ct.c up/src/symcipher/poly1305_ctmul.c
//nearcall:cflags -O3 -I up/inc -I up/src

//nearcall:func seal
//go:noescape
func Seal(key, iv, data unsafe.Pointer, n int, aad unsafe.Pointer, aadLen int, tag unsafe.Pointer, encrypt int32)
