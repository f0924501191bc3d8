//go:build !amd64 && !arm64

package increment

// Increment returns x + 1, wrapping around at 2^64.
func Increment(x uint64) uint64 { return x + 1 }
