// Package p is the decoder of zstd, in the caller's memory.
package p

import "unsafe"

//nearcall:source up/lib/common/entropy_common.c up/lib/common/fse_decompress.c up/lib/common/zstd_common.c
//nearcall:source up/lib/common/error_private.c up/lib/common/xxhash.c up/lib/common/debug.c
//nearcall:source up/lib/decompress/*.c
//nearcall:cflags -O3 -DZSTD_DISABLE_ASM=1 -DDYNAMIC_BMI2=0 -DZSTD_TRACE=0 -DXXH_NAMESPACE=ZSTD_ -I up/lib/common -I up/lib

// It reads from a copy when there are fewer bytes than it looks at.
//
//nearcall:depth FSE_readNCount_body_default 2

// Nothing is freed in the caller's memory.
//
//nearcall:trap ZSTD_customFree

//nearcall:func ZSTD_initStaticDCtx
//go:noescape
func Init(workspace unsafe.Pointer, size int) unsafe.Pointer

//nearcall:func ZSTD_decompressDCtx
//go:noescape
func Decompress(dctx, dst unsafe.Pointer, dstCapacity int, src unsafe.Pointer, srcSize int) uint64

//nearcall:func ZSTD_estimateDCtxSize
func Size() int
