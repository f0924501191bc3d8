// Package crc computes CRC-32C and CRC-64 by carry-less multiplication.
//
// The sums are those of hash/crc32 and hash/crc64. A CRC finds accidents: it is
// no defence against whoever chooses the input.
//
// On amd64 and arm64 the functions are csrc/crc/crc.c, which folds 64 bytes at once,
// or 256 where there is AVX-512, and takes the CRC instructions of arm64; elsewhere, and
// with the build tag purego, they are the standard library's.
package crc
