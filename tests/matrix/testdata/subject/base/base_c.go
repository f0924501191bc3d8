//go:build (amd64 || arm64) && !purego

package base

//nearcall:source csrc/base.c
//nearcall:writable calls

// Count is how often it has been called: there is one counter in the program.
//
//nearcall:func count
//nearcall:fallback countGo
func Count() int64
