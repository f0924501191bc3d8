// Package p is libdivide: division by multiplication, in one header.
package p

import "unsafe"

//nearcall:source csrc/shim.c

//nearcall:func u64_gen
//go:noescape
func GenU64(out unsafe.Pointer, d uint64)

//nearcall:func u64_do
//go:noescape
func DoU64(n uint64, d unsafe.Pointer) uint64

//nearcall:func u64_recover
//go:noescape
func RecoverU64(d unsafe.Pointer) uint64

//nearcall:func s64_gen
//go:noescape
func GenS64(out unsafe.Pointer, d int64)

//nearcall:func s64_do
//go:noescape
func DoS64(n int64, d unsafe.Pointer) int64

//nearcall:func u32_gen
//go:noescape
func GenU32(out unsafe.Pointer, d uint32)

//nearcall:func u32_do
//go:noescape
func DoU32(n uint32, d unsafe.Pointer) uint32
