//go:build (!amd64 && !arm64) || purego

package blake3

import (
	"encoding/binary"
	"math/bits"
)

const (
	flagStart = 1 << 0
	flagEnd   = 1 << 1
	flagRoot  = 1 << 3
)

// schedule has the words of the message that each round takes.
var schedule = [7][16]uint8{
	{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
	{2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8},
	{3, 4, 10, 12, 13, 2, 7, 14, 6, 5, 9, 0, 11, 15, 8, 1},
	{10, 7, 12, 9, 14, 3, 13, 15, 4, 0, 11, 2, 5, 8, 1, 6},
	{12, 13, 9, 11, 15, 10, 14, 8, 7, 2, 5, 3, 0, 1, 6, 4},
	{9, 14, 11, 5, 8, 12, 15, 1, 13, 3, 0, 10, 2, 6, 4, 7},
	{11, 15, 5, 0, 1, 9, 8, 6, 14, 10, 2, 12, 3, 4, 7, 13},
}

func mix(a, b, c, d, x, y uint32) (uint32, uint32, uint32, uint32) {
	a += b + x
	d = bits.RotateLeft32(d^a, -16)
	c += d
	b = bits.RotateLeft32(b^c, -12)
	a += b + y
	d = bits.RotateLeft32(d^a, -8)
	c += d
	b = bits.RotateLeft32(b^c, -7)
	return a, b, c, d
}

// compress returns the state after the rounds.
func (n *node) compress(more uint32) (v [16]uint32) {
	copy(v[:8], n.value[:])
	copy(v[8:12], start[:4])
	v[12], v[13], v[14], v[15] = uint32(n.counter), uint32(n.counter>>32), n.length, n.flags|more
	m := &n.block
	for i := range schedule {
		s := &schedule[i]
		v[0], v[4], v[8], v[12] = mix(v[0], v[4], v[8], v[12], m[s[0]&15], m[s[1]&15])
		v[1], v[5], v[9], v[13] = mix(v[1], v[5], v[9], v[13], m[s[2]&15], m[s[3]&15])
		v[2], v[6], v[10], v[14] = mix(v[2], v[6], v[10], v[14], m[s[4]&15], m[s[5]&15])
		v[3], v[7], v[11], v[15] = mix(v[3], v[7], v[11], v[15], m[s[6]&15], m[s[7]&15])
		v[0], v[5], v[10], v[15] = mix(v[0], v[5], v[10], v[15], m[s[8]&15], m[s[9]&15])
		v[1], v[6], v[11], v[12] = mix(v[1], v[6], v[11], v[12], m[s[10]&15], m[s[11]&15])
		v[2], v[7], v[8], v[13] = mix(v[2], v[7], v[8], v[13], m[s[12]&15], m[s[13]&15])
		v[3], v[4], v[9], v[14] = mix(v[3], v[4], v[9], v[14], m[s[14]&15], m[s[15]&15])
	}
	return v
}

// nodeValue writes the chaining value of n.
func nodeValue(n *node, v *value) {
	s := n.compress(0)
	for i := range v {
		v[i] = s[i] ^ s[8+i]
	}
}

// words fills the words of a block from p, at most a block, and zeros.
func words(block *[16]uint32, p []byte) {
	if len(p) < BlockSize {
		var whole [BlockSize]byte
		copy(whole[:], p)
		p = whole[:]
	}
	for i := range block {
		block[i] = binary.LittleEndian.Uint32(p[4*i:])
	}
}

// chunkNode makes the node of a chunk.
func chunkNode(n *node, key *value, p []byte, chunk uint64, mode uint32) {
	*n = node{value: *key, counter: chunk, length: BlockSize, flags: mode | flagStart}
	for ; len(p) > BlockSize; p = p[BlockSize:] {
		words(&n.block, p)
		nodeValue(n, &n.value)
		n.flags = mode
	}
	words(&n.block, p)
	n.length = uint32(len(p))
	n.flags |= flagEnd
}

// makeNode makes the node above p, treeSize bytes at most, chunk being the number of its first chunk.
func makeNode(n *node, key *value, p []byte, chunk uint64, mode uint32) {
	if len(p) <= chunkSize {
		chunkNode(n, key, p, chunk, mode)
		return
	}
	// The left subtree is as large as it can be, and whole.
	left := chunkSize << (bits.Len(uint(len(p)-1)/chunkSize) - 1)
	t := tree{key: *key, mode: mode}
	var l, r node
	makeNode(&l, key, p[:left], chunk, mode)
	makeNode(&r, key, p[left:], chunk+uint64(left/chunkSize), mode)
	var v value
	nodeValue(&l, &v)
	*n = r
	t.join(n, &v)
}

// sumChunk writes the hash of p, chunkSize bytes at most.
func sumChunk(key *value, p []byte, mode uint32, sum *[Size]byte) {
	var n node
	chunkNode(&n, key, p, 0, mode)
	output(&n, 0, sum[:])
}

// output fills p with the output of n, the root, from a block on.
func output(n *node, block uint64, p []byte) {
	at := *n
	for at.counter = block; len(p) > 0; at.counter++ {
		var b [BlockSize]byte
		s := at.compress(flagRoot)
		for i := range 8 {
			binary.LittleEndian.PutUint32(b[4*i:], s[i]^s[8+i])
			binary.LittleEndian.PutUint32(b[32+4*i:], s[8+i]^at.value[i])
		}
		p = p[copy(p, b[:]):]
	}
}
