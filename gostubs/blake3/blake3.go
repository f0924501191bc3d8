// Package blake3 computes BLAKE3: hashes, keyed hashes and derived keys, of any
// length, as O'Connor, Aumasson, Neves and Wilcox-O'Hearn have it (BLAKE3, one
// function, fast everywhere, 2020).
//
// On amd64 and arm64 the work is done by csrc/blake3, which hashes up to 16 chunks at
// once, by NEON 4; elsewhere, and with the build tag purego, it is Go. A call of C hashes 64 KiB at
// most: the garbage collector waits for a few microseconds.
package blake3

import "encoding/binary"

const (
	Size      = 32 // bytes of a hash, if no other length is asked for
	KeySize   = 32 // bytes of a key
	BlockSize = 64 // bytes that are folded at once
)

const (
	chunkSize = 1024
	treeSize  = 64 * chunkSize // what C hashes in a call, at most
)

// Flags of a compression. Those of the mode are with all of a tree.
const (
	flagParent  = 1 << 2
	modeHash    = 0
	modeKeyed   = 1 << 4
	modeContext = 1 << 5
	modeDerive  = 1 << 6
)

// A value is a chaining value, or a key.
type value = [8]uint32

// The first 32 bits of the fractional parts of the square roots of the first 8 primes.
var start = value{
	0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
}

// A node is a compression that is still to be done: see struct node.
type node struct {
	value   value
	block   [16]uint32
	counter uint64
	length  uint32
	flags   uint32
}

// Sum256 returns the hash of p.
func Sum256(p []byte) (sum [Size]byte) {
	digest(&start, modeHash, p, sum[:])
	return sum
}

// KeyedSum256 returns the hash of p under a key: a message authentication code.
func KeyedSum256(key *[KeySize]byte, p []byte) (sum [Size]byte) {
	k := keyOf(key)
	digest(&k, modeKeyed, p, sum[:])
	return sum
}

// DeriveKey fills key with what is derived from the material, for the purpose that
// context tells. The context is to be fixed in the program, and to be used nowhere else.
func DeriveKey(key []byte, context string, material []byte) {
	k := contextKey(context)
	digest(&k, modeDerive, material, key)
}

// keyOf returns the words of a key.
func keyOf(key *[KeySize]byte) (k value) {
	for i := range k {
		k[i] = binary.LittleEndian.Uint32(key[4*i:])
	}
	return k
}

// contextKey returns the key that hashes the material.
func contextKey(context string) value {
	var key [KeySize]byte
	digest(&start, modeContext, []byte(context), key[:])
	return keyOf(&key)
}

// digest writes as much output as out takes.
func digest(key *value, mode uint32, p, out []byte) {
	if len(p) <= chunkSize && len(out) == Size {
		sumChunk(key, p, mode, (*[Size]byte)(out))
		return
	}
	var n node
	if len(p) <= treeSize {
		makeNode(&n, key, p, 0, mode)
	} else {
		t := tree{key: *key, mode: mode}
		p = t.add(p)
		t.root(&n, p)
	}
	output(&n, 0, out)
}

// A tree is what is known of the chunks so far: the values of its whole subtrees, the largest first.
type tree struct {
	key    value
	mode   uint32
	depth  int
	chunks uint64
	values [54]value // 2^64 bytes are 2^54 chunks
}

// add hashes the front of p, what was before it being whole groups of chunks: as much as
// must be below others. It returns the rest, which is not empty if p is not.
func (t *tree) add(p []byte) []byte {
	for len(p) > groupSize {
		// As large a subtree as fits and as the chunks before it let begin here.
		size := groupSize
		for size < treeSize && 2*size < len(p) && t.chunks*chunkSize&uint64(size) == 0 {
			size *= 2
		}
		t.addTree(p[:size])
		p = p[size:]
	}
	return p
}

// addTree hashes p, a subtree that others will follow: so neither it is the root, nor are those that it completes.
func (t *tree) addTree(p []byte) {
	var n node
	makeNode(&n, &t.key, p, t.chunks, t.mode)
	t.chunks += uint64(len(p) / chunkSize)
	for k := t.chunks * chunkSize / uint64(len(p)); k&1 == 0; k >>= 1 {
		t.depth--
		t.join(&n, &t.values[t.depth])
	}
	nodeValue(&n, &t.values[t.depth])
	t.depth++
}

// join replaces a node by the parent of it and of what is left of it.
func (t *tree) join(right *node, left *value) {
	var v value
	nodeValue(right, &v)
	*right = node{value: t.key, length: BlockSize, flags: t.mode | flagParent}
	copy(right.block[:8], left[:])
	copy(right.block[8:], v[:])
}

// root makes the root of the tree with p, at most a group of chunks, as its end. The tree stays as it is.
func (t *tree) root(n *node, p []byte) {
	makeNode(n, &t.key, p, t.chunks, t.mode)
	for i := t.depth - 1; i >= 0; i-- {
		t.join(n, &t.values[i])
	}
}
