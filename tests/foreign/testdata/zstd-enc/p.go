// Package p is the encoder of zstd, in the caller's memory.
package p

import "unsafe"

//nearcall:source up/lib/common/entropy_common.c up/lib/common/fse_decompress.c up/lib/common/zstd_common.c
//nearcall:source up/lib/common/error_private.c up/lib/common/xxhash.c up/lib/common/debug.c
//nearcall:source up/lib/compress/*.c
//nearcall:cflags -O2 -DZSTD_DISABLE_ASM=1 -DDYNAMIC_BMI2=0 -DZSTD_TRACE=0 -DXXH_NAMESPACE=ZSTD_ -I up/lib/common -I up/lib

// It reads from a copy when there are fewer bytes than it looks at.
//
//nearcall:depth FSE_readNCount_body_default 2

// The smaller half of 256 symbols; halves of a block, down to 300 sequences.
//
//nearcall:depth HUF_simpleQuickSort 16
//nearcall:depth ZSTD_deriveBlockSplitsHelper 16

// Nothing is allocated or freed in the caller's memory.
//
//nearcall:trap ZSTD_customFree ZSTD_customMalloc

//nearcall:func ZSTD_initStaticCCtx
//go:noescape
func Init(workspace unsafe.Pointer, size int) unsafe.Pointer

//nearcall:func ZSTD_compressCCtx
//go:noescape
func Compress(cctx, dst unsafe.Pointer, dstCapacity int, src unsafe.Pointer, srcSize int, level int32) uint64

//nearcall:func ZSTD_estimateCCtxSize
func Size(level int32) int
