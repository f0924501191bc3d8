// Package vector multiplies and compares vectors of numbers, as a search over
// embeddings needs it.
//
// Of two vectors of different length, the rest of the longer one does not count.
// Sums of floats are added up in another order than a loop would, and the order
// depends on the machine: results may differ in the last bits, by less than the
// error of a plain loop.
//
// On amd64 and arm64 the functions are csrc/vector/vector.c, for SSE2, AVX2 and
// AVX-512, and for NEON, with dot products where they are; elsewhere, and with the
// build tag purego, they are Go.
package vector
