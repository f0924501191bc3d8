// Package near is the hash functions of csrc by nearcall. Its generated files are not in the tree: run.sh writes them.
package near

//nearcall:source ../csrc/*.c

//nearcall:func rapidhash
//go:noescape
func Rapidhash(p []byte) uint64

//nearcall:func wyhash
//go:noescape
func Wyhash(p []byte) uint64

//nearcall:func siphash
//go:noescape
func Siphash(p []byte) uint64

//nearcall:func xxh3
//go:noescape
func XXH3(p []byte) uint64
