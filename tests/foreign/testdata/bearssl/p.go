// Package p is BearSSL: SHA-256, AES in counter mode, GHASH, all constant-time.
package p

import "unsafe"

//nearcall:source up/src/hash/sha2small.c up/src/hash/ghash_ctmul64.c up/src/symcipher/chacha20_ct.c
//nearcall:source up/src/symcipher/aes_ct64.c up/src/symcipher/aes_ct64_enc.c up/src/symcipher/aes_ct64_ctr.c
//nearcall:source up/src/codec/enc32be.c up/src/codec/dec32be.c up/src/codec/enc32le.c up/src/codec/dec32le.c
//nearcall:cflags -O3 -I up/inc -I up/src

//nearcall:func br_sha256_init
//go:noescape
func SHA256Init(ctx unsafe.Pointer)

//nearcall:func br_sha224_update
//go:noescape
func SHA256Update(ctx, data unsafe.Pointer, n int)

//nearcall:func br_sha256_out
//go:noescape
func SHA256Out(ctx, out unsafe.Pointer)

//nearcall:func br_ghash_ctmul64
//go:noescape
func GHASH(y, h, data unsafe.Pointer, n int)

//nearcall:func br_chacha20_ct_run
//go:noescape
func ChaCha20(key, iv unsafe.Pointer, counter uint32, data unsafe.Pointer, n int) uint32

//nearcall:func br_aes_ct64_ctr_init
//go:noescape
func CTRInit(ctx, key unsafe.Pointer, n int)

//nearcall:func br_aes_ct64_ctr_run
//go:noescape
func CTRRun(ctx, iv unsafe.Pointer, counter uint32, data unsafe.Pointer, n int) uint32
