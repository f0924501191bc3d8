// Package edwards25519 multiplies the base point of edwards25519, and makes
// Ed25519 keys and signatures (RFC 8032) with that.
//
// The curve's arithmetic is C, in csrc/edwards25519. It takes the same time
// for every scalar: no branch and no address depends on secrets, which is
// checked on the machine code that this package contains (make test-ct). The
// keys and signatures are those of crypto/ed25519, byte for byte, and so are
// their types.
//
// Secrets stay behind where they were computed with: on the goroutine's stack
// and in registers, as with any Go code.
//
// The package is for amd64 and arm64. Elsewhere it builds, but has nothing in it.
// The package dalek in the folder below has the same functions, with Rust
// behind them.
package edwards25519
