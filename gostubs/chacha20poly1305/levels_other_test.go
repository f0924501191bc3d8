//go:build !amd64 || purego

package chacha20poly1305

import "testing"

// eachLevel calls f once: the Go code has no levels.
func eachLevel(_ testing.TB, f func(level string)) { f("Go") }
