//go:build !purego

package kern

// The table's rows have two members, and code for arm64 reads both at once: that the proof does not follow.
//
//nearcall:calls word twice square
