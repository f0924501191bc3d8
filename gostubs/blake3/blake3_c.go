//go:build (amd64 || arm64) && !purego

package blake3

//nearcall:source ../../csrc/blake3/blake3.c
//nearcall:cflags -O3 -fno-slp-vectorize -fno-vectorize

// makeNode makes the node above p, treeSize bytes at most, chunk being the number of its first chunk.
//
//nearcall:func blake3_node
//go:noescape
func makeNode(n *node, key *value, p []byte, chunk uint64, mode uint32)

// nodeValue writes the chaining value of n.
//
//nearcall:func blake3_value
//go:noescape
func nodeValue(n *node, v *value)

// sumChunk writes the hash of p, chunkSize bytes at most.
//
//nearcall:func blake3_sum
//go:noescape
func sumChunk(key *value, p []byte, mode uint32, sum *[Size]byte)

// output fills p with the output of n, the root, from a block on.
//
//nearcall:func blake3_output
//go:noescape
func output(n *node, block uint64, p []byte)
