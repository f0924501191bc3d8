// Package sha256 computes SHA-256, as FIPS 180-4 has it.
//
// The hashes are those of crypto/sha256, which belongs to a module that is
// validated, and this one does not: take that where such things count.
//
// On amd64 and arm64 the work is done by csrc/sha256/sha256.c, with the SHA
// instructions where there are any; elsewhere, and with the build tag purego, it is Go.
package sha256

// Size is the size of a hash in bytes, BlockSize what is folded at once.
const (
	Size      = 32
	BlockSize = 64
)

// The first 32 bits of the fractional parts of the square roots of the first 8 primes.
var start = [8]uint32{
	0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
}

// Sum256 returns the hash of p.
func Sum256(p []byte) (sum [Size]byte) {
	state := start
	finish(&state, p, uint64(len(p)), &sum)
	return sum
}

// A Digest is a hash.Hash of what was written to it. The zero Digest is not
// ready for use: see New.
type Digest struct {
	state [8]uint32
	rest  [BlockSize]byte // the first total%BlockSize bytes are in use
	total uint64
}

// New returns a Digest of nothing.
func New() *Digest {
	return &Digest{state: start}
}

// Reset makes d the Digest of nothing.
func (d *Digest) Reset() { *d = Digest{state: start} }

// Size returns the number of bytes that Sum appends.
func (d *Digest) Size() int { return Size }

// BlockSize returns the number of bytes that are folded at once.
func (d *Digest) BlockSize() int { return BlockSize }

// Write adds p to what is hashed. It never fails.
func (d *Digest) Write(p []byte) (int, error) {
	n := len(p)
	used := int(d.total % BlockSize)
	d.total += uint64(n)
	if used > 0 {
		k := copy(d.rest[used:], p)
		p = p[k:]
		if used+k < BlockSize {
			return n, nil
		}
		blocks(&d.state, d.rest[:])
	}
	whole := len(p) / BlockSize * BlockSize
	if whole > 0 {
		blocks(&d.state, p[:whole])
	}
	copy(d.rest[:], p[whole:])
	return n, nil
}

// Sum appends the hash of what was written to b. More may be written afterwards.
func (d *Digest) Sum(b []byte) []byte {
	var sum [Size]byte
	state := d.state
	finish(&state, d.rest[:d.total%BlockSize], d.total, &sum)
	return append(b, sum[:]...)
}
