// Package filippo multiplies by filippo.io/edwards25519, with that package's
// assembly for the field, or without it if built with the tag purego. The two
// cannot be in one program.
package filippo

import (
	"encoding/binary"

	"filippo.io/edwards25519"

	"github.com/nearcall/nearcall/bench/calls/pad"
	"github.com/nearcall/nearcall/bench/calls/serve"
)

// Cases is one case, named by how the package was built.
var Cases = []serve.Case{{Name: "Kernel/edwards25519/32/" + way, Loop: loop}}

//go:noinline
func loop(n int) uint64 {
	pad.Here()
	var x [64]byte
	x[0] = 1
	s, p := edwards25519.NewScalar(), edwards25519.NewIdentityPoint()
	for range n {
		s.SetUniformBytes(x[:]) // takes x modulo the order; no error for 64 bytes
		copy(x[:], p.ScalarBaseMult(s).Bytes())
	}
	return binary.LittleEndian.Uint64(x[:])
}
