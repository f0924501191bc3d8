//go:build (amd64 || arm64) && !purego

package sameb

//nearcall:source csrc/same.c

// Shared is another function in the other package.
//
//nearcall:func shared_name
//nearcall:fallback sharedGo
func Shared(x int64) int64
