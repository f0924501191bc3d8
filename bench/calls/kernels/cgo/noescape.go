//go:build go1.24

package cgo

/*
#include <stddef.h>
#include <stdint.h>

// Other names of the same functions: the directives below hold for a name.
uint64_t noescape_sum(const uint64_t *xs, size_t n) __asm__("sum_u64");
uint64_t noescape_xxh3(const uint8_t *p, size_t n) __asm__("xxh3_64");
void noescape_base_mult(uint8_t *out, const uint8_t *in) __asm__("scalar_base_mult");
*/
// #cgo noescape noescape_sum
// #cgo nocallback noescape_sum
// #cgo noescape noescape_xxh3
// #cgo nocallback noescape_xxh3
// #cgo noescape noescape_base_mult
// #cgo nocallback noescape_base_mult
import "C"

// SumNoEscape is Sum with cgo's two promises.
func SumNoEscape(xs []uint64) uint64 { return uint64(C.noescape_sum(words(xs), C.size_t(len(xs)))) }

// XXH3NoEscape is XXH3 with cgo's two promises.
func XXH3NoEscape(b []byte) uint64 { return uint64(C.noescape_xxh3(text(b), C.size_t(len(b)))) }

// BaseMultNoEscape is BaseMult with cgo's two promises.
func BaseMultNoEscape(dst, in *[32]byte) { C.noescape_base_mult(bytes(dst), bytes(in)) }
