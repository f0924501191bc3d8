package blake3

import "encoding/binary"

// BLAKE3 once more, word for word after the paper's section 2: slow, in Go, and without
// anything of the package's own.

type refNode struct {
	value         [8]uint32
	block         [64]byte
	counter       uint64
	length, flags uint32
}

var refIV = [8]uint32{
	0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
}

var refPermutation = [16]int{2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8}

func refG(v *[16]uint32, a, b, c, d int, x, y uint32) {
	ror := func(x uint32, n int) uint32 { return x>>n | x<<(32-n) }
	v[a] += v[b] + x
	v[d] = ror(v[d]^v[a], 16)
	v[c] += v[d]
	v[b] = ror(v[b]^v[c], 12)
	v[a] += v[b] + y
	v[d] = ror(v[d]^v[a], 8)
	v[c] += v[d]
	v[b] = ror(v[b]^v[c], 7)
}

func (n refNode) compress() (out [16]uint32) {
	var m, v [16]uint32
	for i := range m {
		m[i] = binary.LittleEndian.Uint32(n.block[4*i:])
	}
	copy(v[:], n.value[:])
	copy(v[8:], refIV[:4])
	v[12], v[13], v[14], v[15] = uint32(n.counter), uint32(n.counter>>32), n.length, n.flags
	for range 7 {
		for i := range 4 {
			refG(&v, i, 4+i, 8+i, 12+i, m[2*i], m[2*i+1])
		}
		for i := range 4 {
			refG(&v, i, 4+(i+1)%4, 8+(i+2)%4, 12+(i+3)%4, m[8+2*i], m[9+2*i])
		}
		before := m
		for i, from := range refPermutation {
			m[i] = before[from]
		}
	}
	for i := range 8 {
		out[i], out[8+i] = v[i]^v[8+i], v[8+i]^n.value[i]
	}
	return out
}

func refChunk(key [8]uint32, p []byte, counter uint64, mode uint32) refNode {
	n := refNode{value: key, counter: counter, flags: mode | 1}
	for len(p) > 64 {
		copy(n.block[:], p)
		n.length = 64
		out := n.compress()
		n = refNode{value: [8]uint32(out[:8]), counter: counter, flags: mode}
		p = p[64:]
	}
	n.length = uint32(copy(n.block[:], p))
	n.flags |= 2
	return n
}

func refTree(key [8]uint32, p []byte, counter uint64, mode uint32) refNode {
	if len(p) <= 1024 {
		return refChunk(key, p, counter, mode)
	}
	left := 1024
	for 2*left < len(p) {
		left *= 2
	}
	l := refTree(key, p[:left], counter, mode).compress()
	r := refTree(key, p[left:], counter+uint64(left/1024), mode).compress()
	n := refNode{value: key, length: 64, flags: mode | 4}
	for i := range 8 {
		binary.LittleEndian.PutUint32(n.block[4*i:], l[i])
		binary.LittleEndian.PutUint32(n.block[32+4*i:], r[i])
	}
	return n
}

// refOutput gives bytes from to to of the output.
func refOutput(key [8]uint32, p []byte, mode uint32, from, to uint64) (out []byte) {
	n := refTree(key, p, 0, mode)
	n.flags |= 8
	for n.counter = from / 64; n.counter*64 < to; n.counter++ {
		for _, w := range n.compress() {
			out = binary.LittleEndian.AppendUint32(out, w)
		}
	}
	return out[from%64:][:to-from]
}

func refKey(b []byte) (key [8]uint32) {
	for i := range key {
		key[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return key
}
