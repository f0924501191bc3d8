//go:build (!amd64 && !arm64) || purego

package utf8

import "unicode/utf8"

// Valid tells whether p is valid UTF-8.
func Valid(p []byte) bool { return utf8.Valid(p) }

// ValidString tells whether s is valid UTF-8.
func ValidString(s string) bool { return utf8.ValidString(s) }
