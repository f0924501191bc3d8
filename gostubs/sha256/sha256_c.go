//go:build (amd64 || arm64) && !purego

package sha256

//nearcall:source ../../csrc/sha256/sha256.c

// blocks folds p, whole blocks, into the state.
//
//nearcall:func sha256_blocks
//go:noescape
func blocks(state *[8]uint32, p []byte)

// finish folds in the last bytes of a message, pads it, and writes its hash.
//
//nearcall:func sha256_finish
//go:noescape
func finish(state *[8]uint32, p []byte, total uint64, sum *[Size]byte)
