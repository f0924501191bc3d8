//go:build (amd64 || arm64) && !purego

package utf8

//nearcall:source ../../csrc/utf8/utf8.c
//nearcall:cflags -O3

// Valid tells whether p is valid UTF-8.
//
//nearcall:func utf8_valid
//go:noescape
func Valid(p []byte) bool

// ValidString tells whether s is valid UTF-8.
//
//nearcall:func utf8_valid_string
//go:noescape
func ValidString(s string) bool
