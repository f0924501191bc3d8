// Package cgoc calls csrc/edwards25519 through cgo, and from a loop in C. It
// is the very machine code that gostubs/edwards25519 has: run.sh takes it out
// of an archive that nearcall packs, so that nothing but the way differs.
//
// It is a package of its own since a package that uses cgo cannot have Go
// assembly, which is what nearcall writes.
package cgoc

/*
#cgo LDFLAGS: ${SRCDIR}/../../../build/edwards25519/c.o
#include <stdint.h>

// Dalek's function of that name, without c_, is in the same program.
void c_scalar_base_mult(uint8_t *dst, const uint8_t *in);

static void c_loop(uint8_t *x, int n)
{
	while (n-- > 0)
		c_scalar_base_mult(x, x);
}
*/
// #cgo noescape c_scalar_base_mult
// #cgo nocallback c_scalar_base_mult
import "C"

import "unsafe"

func ptr(p *[32]byte) *C.uint8_t { return (*C.uint8_t)(unsafe.Pointer(p)) }

// ScalarBaseMult is one call through cgo.
func ScalarBaseMult(dst, in *[32]byte) {
	C.c_scalar_base_mult(ptr(dst), ptr(in))
}

// Loop replaces x by x*B, n times, without leaving C.
func Loop(x *[32]byte, n int) {
	C.c_loop(ptr(x), C.int(n))
}
