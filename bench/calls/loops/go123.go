//go:build amd64 && cgo && !go1.24

package loops

import "github.com/nearcall/nearcall/bench/calls/serve"

// Before Go 1.24, cgo had no noescape and no nocallback.
var (
	callsCgoNoescape      []serve.Case
	sumLoopsNoEscape      []kernelLoop[[]uint64]
	xxh3LoopsNoEscape     []kernelLoop[[]byte]
	baseMultLoopsNoEscape []kernelLoop[*[32]byte]
)
